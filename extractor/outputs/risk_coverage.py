"""Risk against coverage and reliability: as tables for the terminal, and as one figure (PNG or SVG)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from extractor.errors import NeurolysisError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from extractor.risk_coverage import Trial

PARTS = {"all": "all notes", "unseen": "notes that the rules were made without"}
LITERATURE = "Anaesthesia CPT codes, notes of a hospital (Burns 2020): 96.4 % right with 47 % let through."
_FORMATS = (".png", ".svg")


def write(summary: dict[str, Any], out: TextIO) -> None:
    """Shares in per cent with their 95 % intervals, and the counts that they rest on."""
    console = Console(file=out, highlight=False)
    for part, title in PARTS.items():
        table = _table(title, "passing without review", "right", "let through")
        for group, name in (("lines", "line for {}"), ("surest", "the surest {}"), ("baseline", "bag of words, {}")):
            for row in summary[group][part]:
                shown = row["name"] if row["name"] == "no line" else name.format(row["name"])
                table.add_row(shown, _share(row["right"]), _share(row["through"]))
        console.print(table)
    table = _table(f"confidence and outcome, {PARTS['unseen']}", "confidence", "mean", "right")
    for row in summary["reliability"]:
        mean = "-" if row["confidence"] is None else f"{row['confidence']:.2f}"
        table.add_row(f"{row['from']:.2f} to {row['to']:.2f}", mean, _share(row["right"]))
    console.print(table)
    briers = ", ".join(f"{PARTS[part]} {value}" for part, value in summary["brier"].items() if value is not None)
    console.print(f"Brier score: {briers}. {LITERATURE}", soft_wrap=True)


def write_json(summary: dict[str, Any], out: TextIO) -> None:
    out.write(json.dumps(summary, indent=1) + "\n")


def plot(trials: Sequence[Trial], baseline: Sequence[Trial], path: Path) -> None:
    """Two diagrams side by side. Raises NeurolysisError without matplotlib, for another format, or where the file cannot
    be written."""
    if path.suffix not in _FORMATS:
        raise NeurolysisError(f"{path}: a figure is written as .png or .svg", kind="output")
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise NeurolysisError("figures need matplotlib: pip install 'neurolysis[plot]'", kind="output") from None
    figure = Figure(figsize=(11, 4.6), layout="constrained")
    FigureCanvasAgg(figure)
    left, right = figure.subplots(1, 2)
    _risk_coverage(left, trials, baseline)
    _reliability(right, trials)
    try:
        figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix == ".svg" else None)
    except OSError as error:
        raise NeurolysisError(f"{path}: cannot write it ({error.strerror})", kind="output") from None


def _risk_coverage(axes: Axes, trials: Sequence[Trial], baseline: Sequence[Trial]) -> None:
    from extractor.risk_coverage import curve

    series = (
        ("all notes", trials, "#1f5f8b"),
        ("unseen by the rules", [item for item in trials if item.unseen], "#b5541c"),
        ("bag of words", [item for item in baseline if item.due], "#777777"),
    )
    for name, items, colour in series:
        points = curve(items)
        if not points:
            continue
        coverage = [share for share, _ in points]
        axes.plot(coverage, [share.value or 0.0 for _, share in points], color=colour, label=f"{name} ({len(points)})")
        low, high = zip(*(share.interval for _, share in points), strict=True)
        axes.fill_between(coverage, low, high, color=colour, alpha=0.12, linewidth=0)
    axes.plot(0.47, 0.964, "k*", label="Burns 2020, anaesthesia")
    axes.axhline(0.99, color="#999999", linewidth=0.8, linestyle="--")
    axes.set(xlabel="share let through", ylabel="right among them", xlim=(0, 1), ylim=(0.4, 1.005))
    axes.set_title("Risk against coverage, 95 % intervals")
    axes.legend(loc="lower left", fontsize="small")


def _reliability(axes: Axes, trials: Sequence[Trial]) -> None:
    from extractor.risk_coverage import reliability

    rows = [row for row in reliability(trials) if row["confidence"] is not None]
    means, shares = [row["confidence"] for row in rows], [row["right"]["share"] for row in rows]
    errors = [
        [abs(share - row["right"]["interval"][end]) for share, row in zip(shares, rows, strict=True)] for end in (0, 1)
    ]
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=0.8, linestyle="--")
    axes.errorbar(means, shares, yerr=errors, fmt="o", color="#1f5f8b", capsize=3)
    for mean, share, row in zip(means, shares, rows, strict=True):
        axes.annotate(str(row["right"]["of"]), (mean, share), (5, -11), textcoords="offset points", fontsize="small")
    axes.set(xlabel="confidence", ylabel="right", xlim=(0, 1), ylim=(0, 1.005))
    axes.set_title("Confidence against outcome, unseen notes")


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left")
    return table


def _share(record: dict[str, Any]) -> str:
    if record["share"] is None:
        return "-"
    low, high = record["interval"]
    return f"{100 * record['share']:.1f} ({100 * low:.0f}-{100 * high:.0f}), {record['part']} of {record['of']}"
