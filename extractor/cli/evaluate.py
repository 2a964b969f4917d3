"""``evaluate``: annotated notes against the output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import Folder, Jobs, Models, messages, models_in_use, say, settings

if TYPE_CHECKING:
    from extractor.batch import Settings
    from extractor.robustness import Trial


def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Annotated notes: <id>.txt beside <id>.yaml.")],
    errors: Annotated[bool, typer.Option("--errors", help="List the notes that are not right, and where.")] = False,
    held_out: Annotated[bool, typer.Option("--held-out", help="Only the held-out third, its errors too.")] = False,
    tuning: Annotated[bool, typer.Option("--tuning", help="Only the notes that may be tuned on.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="All scores as one JSON object.")] = False,
    second_reader: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Score another reader's annotations instead of the program.")
    ] = None,
    perturb: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="How far the scores fall under this noise; all, or several."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed, other noise.")] = 0,
    risk_coverage: Annotated[
        bool,
        typer.Option("--risk-coverage", help="How many notes may pass without review, and how many of them are right."),
    ] = False,
    plot: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="With --risk-coverage: a figure, .png or .svg; or both.")
    ] = None,
    models: Models = None,
    jobs: Jobs = 1,
    rulebook: Folder = None,
) -> None:
    """Compare annotated notes with the output: per fact, per code, per code line, per note and per stratum.

    --errors lists notes of the tuning part only, unless --held-out is given; with --perturb, those that it costs.
    --risk-coverage judges each note by models that have not seen its author's notes.
    """
    from extractor import evaluation, gold, robustness
    from extractor.outputs import scores

    with messages():
        if held_out and tuning:
            raise typer.BadParameter("--held-out and --tuning exclude each other")
        if perturb and second_reader:
            raise typer.BadParameter("--perturb and --second-reader exclude each other")
        if risk_coverage:
            _write_risk_coverage(folder, models_in_use(models), settings(rulebook), plot or [], as_json)
            return
        wanted = {True} if held_out else {False} if tuning or errors else {True, False}
        golds = [item for item in gold.load(folder) if gold.is_held_out(item.id) in wanted]
        if perturb:
            _write(robustness.run(golds, _kinds(perturb), settings(rulebook), jobs, seed), errors, as_json)
            return
        if second_reader:
            comparisons = evaluation.second_reader(golds, gold.load(second_reader))
        else:
            comparisons = evaluation.run(golds, settings(rulebook), jobs)
        if errors:
            say(f"{scores.write_errors(comparisons, sys.stdout)} of {len(comparisons)} notes are not wholly right")
        elif as_json:
            scores.write_json(evaluation.summary(comparisons), sys.stdout)
        else:
            scores.write(evaluation.summary(comparisons), gold.ceiling(folder), sys.stdout)


def _write_risk_coverage(
    folder: Path, models: Path | None, chosen: Settings, figures: list[Path], as_json: bool
) -> None:
    from extractor import retraining, reviewed, risk_coverage
    from extractor.baseline import bag_of_words
    from extractor.outputs import risk_coverage as output

    examples = reviewed.read([folder], chosen.coder())
    trials, evidence = retraining.trials_of(examples, models)
    baseline = bag_of_words(examples)
    for path in figures:
        output.plot(trials, baseline, path)
    summary = risk_coverage.summary(trials, baseline, evidence)
    (output.write_json if as_json else output.write)(summary, sys.stdout)
    say("judged by models learned without each author's notes" if evidence is None else "judged by the models in use")


def _write(trials: list[Trial], errors: bool, as_json: bool) -> None:
    from extractor import robustness
    from extractor.outputs import falls, scores

    if errors:
        falls.write_errors(trials, sys.stdout)
    elif as_json:
        scores.write_json(robustness.summary(trials), sys.stdout)
    else:
        falls.write(robustness.summary(trials), sys.stdout)


def _kinds(wanted: list[str]) -> list[str]:
    from extractor.perturbation import PERTURBATIONS

    if unknown := set(wanted) - {"all", *PERTURBATIONS}:
        raise typer.BadParameter(f"--perturb: {min(unknown)} is none of all, {', '.join(PERTURBATIONS)}")
    return list(PERTURBATIONS) if "all" in wanted else list(dict.fromkeys(wanted))
