"""The README's examples are real: each ``$ neurolysis`` block shows what the command prints."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BLOCKS = re.findall(
    r"^```\n\$ neurolysis (.+?)\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
)


def test_the_readme_shows_a_worked_example() -> None:
    assert "explain docs/k017.txt" in [command for command, _ in BLOCKS]


@pytest.mark.parametrize(("command", "shown"), BLOCKS)
def test_an_example_is_what_the_command_prints(command: str, shown: str) -> None:
    call = [sys.executable, "-m", "extractor", *command.split()]
    done = subprocess.run(call, cwd=ROOT, env={"COLUMNS": "100"}, capture_output=True, text=True, check=True)
    assert [_settled(line) for line in done.stdout.strip().splitlines()] == [
        _settled(line) for line in shown.splitlines()
    ]


def _settled(line: str) -> str:
    """A line without what each training of the models changes."""
    return re.sub(r"confidence \d+%", "confidence", line.rstrip())


def test_every_page_that_is_linked_is_there() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        links = re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))
        assert [link for link in links if not (page.parent / link).exists()] == []
