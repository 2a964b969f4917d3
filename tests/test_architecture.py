"""The house holds: floors, walls, no cycles, no code number outside the knowledge files, and light imports."""

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "extractor"
FILES = sorted(ROOT.rglob("*.py"))

# From the top down; a module imports from its own floor and those below. A folder counts as one room.
FLOORS = [
    {"__main__"},
    {"cli"},
    {
        "review",
        "prebill",
        "outputs",
        "training",
        "line_learning",
        "gist_learning",
        "odds_learning",
        "retraining",
        "baseline",
        "evaluation",
        "risk_coverage",
        "robustness",
        "rules",
    },
    {"batch", "gold", "perturbation", "reviewed"},
    {"flow"},
    {"trust"},
    {"pipeline", "procedures", "reading", "doubts"},
    {"components", "restoration", "classifiers", "regression", "suggestions", "advice", "units", "edits"},
    {"rulebook", "policy"},
    {"restored"},
    {"gist"},
    {"vocabulary"},
    {"lexicon", "readers", "note", "facts", "errors", "places"},
]
FLOOR = {room: len(FLOORS) - number for number, rooms in enumerate(FLOORS) for room in rooms}

# The rooms that know spaCy; outputs/spans writes a Doc's spans in the formats of other tools.
SPACY = {"pipeline", "components.layers", "outputs.spans"}
# They come with fastapi (starlette, pydantic) and jinja2 (markupsafe) in whatever version these need.
COMPANIONS = {"starlette", "pydantic", "markupsafe"}
HEAVY = {"spacy", "sklearn", "numpy", "jsonschema", "jinja2", "sqlalchemy", "fastapi", "yaml"}


def name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name(path): ast.parse(path.read_text("utf-8")) for path in FILES}


def imports(module: str, *, at_run_time: bool = False) -> Iterator[tuple[str, str | None]]:
    """What a module imports, wherever it does so: (module, name or None)."""
    for node in _running(MODULES[module]) if at_run_time else ast.walk(MODULES[module]):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are absolute here"
            yield from ((node.module or "", alias.name) for alias in node.names)


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below, without what only type checkers see."""
    if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
        yield node
        for child in ast.iter_child_nodes(node):
            yield from _running(child)


def neighbours(module: str) -> set[str]:
    """The modules of the package that a module imports."""
    found = set()
    for source, imported in imports(module):
        if source == "extractor" or source.startswith("extractor."):
            inside = source.removeprefix("extractor").lstrip(".")
            deeper = f"{inside}.{imported}".lstrip(".")
            found.add(deeper if deeper in MODULES else inside)
    return found - {module}


def room(module: str) -> str:
    return module.split(".")[0]


@pytest.mark.parametrize("module", [module for module in MODULES if module])
def test_imports_go_down_only(module: str) -> None:
    assert room(module) in FLOOR, "name its floor here"
    above = {other for other in neighbours(module) if FLOOR[room(other)] > FLOOR[room(module)]}
    assert not above


def test_there_is_no_import_cycle() -> None:
    TopologicalSorter({module: neighbours(module) for module in MODULES}).prepare()


@pytest.mark.parametrize("module", MODULES)
def test_nobody_imports_from_the_package_root(module: str) -> None:
    named = {imported for source, imported in imports(module) if source == "extractor"}
    assert named <= set(MODULES), "only modules are taken from the root"


@pytest.mark.parametrize("module", [module for module in MODULES if not {module, room(module)} & SPACY])
def test_spacy_ends_at_procedures(module: str) -> None:
    assert not {source for source, _ in imports(module, at_run_time=True) if source.split(".")[0] == "spacy"}


@pytest.mark.parametrize("module", [module for module in MODULES if module != "rulebook"])
def test_only_the_rulebook_opens_the_knowledge_files(module: str) -> None:
    nodes = list(ast.walk(MODULES[module]))
    joined = [node.right for node in nodes if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)]
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert not [node for node in joined if isinstance(node, ast.Constant) and node.value == "knowledge"]
    assert not [text for text in texts if re.fullmatch(r"\S*knowledge/\S*", text)]


@pytest.mark.parametrize("module", ["facts", "errors"])
def test_the_records_need_no_third_party(module: str) -> None:
    used = {source.split(".")[0] for source, _ in imports(module)}
    assert used <= sys.stdlib_module_names | {"extractor"}


def test_every_third_party_import_is_declared() -> None:
    project = tomllib.loads((ROOT.parent / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["serve"], *extras["plot"]]
    declared = {canonical(re.match(r"[\w.-]+", line)[0]) for line in wanted}  # type: ignore[index]
    used = {source.split(".")[0] for module in MODULES for source, _ in imports(module)} - {"extractor"}
    owners = packages_distributions()
    for package in used - sys.stdlib_module_names:
        sources = {canonical(source) for source in owners[package]}
        assert sources & (declared | COMPANIONS), f"{package} is not declared"


def canonical(distribution: str) -> str:
    return distribution.lower().replace("_", "-")


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_code_number_stands_in_python(path: Path) -> None:
    assert not re.findall(r"\b\d{4}[\dT]\b", path.read_text("utf-8"))


@pytest.mark.parametrize("module", [module for module, tree in MODULES.items() if "__all__" in ast.dump(tree)])
def test_all_names_what_there_is(module: str) -> None:
    loaded = importlib.import_module(f"extractor.{module}".rstrip("."))
    assert list(loaded.__all__) == sorted(set(loaded.__all__))
    assert all(hasattr(loaded, public) for public in loaded.__all__)


@pytest.mark.parametrize("statement", ["import extractor", "import extractor.cli", "import extractor.batch"])
def test_imports_are_light(statement: str) -> None:
    script = f"import sys; {statement}; print(*{{module.split('.')[0] for module in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not HEAVY & set(run.stdout.split())


def test_a_note_is_coded_without_loading_spacy() -> None:
    script = (
        "import sys; from extractor.facts import Note; from extractor.flow import Coder; "
        "from extractor.rulebook import Rulebook; "
        "report = Coder(Rulebook.load()).code(Note(id='n', source='n', text='Left sural nerve cryoablation was done.')); "
        "assert report.procedures; print(*{name.split('.')[0] for name in sys.modules})"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"spacy", "sklearn", "scipy"} & set(run.stdout.split())
