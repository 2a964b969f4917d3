"""The built wheel, installed with what it declares into an empty environment, codes a note."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOTE = (
    "PROCEDURE: Cryoneurolysis, left T5 and T6 intercostal nerves. DATE OF SERVICE: 03/02/2024. Under real-time "
    "ultrasound guidance a cryoprobe was advanced to the left T5 intercostal nerve; two 106-second freeze cycles. "
    "Repeated at T6. Images were saved. 1 mL of 0.25% bupivacaine with 20 mg triamcinolone was injected at each level."
)


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed ``neurolysis``."""
    place = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", place, ROOT], check=True)
    (wheel,) = place.glob("neurolysis-*.whl")
    venv.create(place / "env", with_pip=False, symlinks=True)
    python = place / "env" / "bin" / "python"
    subprocess.run([*pip, "--python", python, "install", wheel], check=True)
    return python.with_name("neurolysis")


def test_the_wheel_codes_a_note(command: Path, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    bare = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    run = subprocess.run([command, "code", "note.txt"], cwd=tmp_path, env=bare, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    record = json.loads(run.stdout)
    assert [(line["code"], line["units"]) for line in record["suggestions"]] == [("0442T", 2)]
    assert 0 < record["suggestions"][0]["confidence"] < 1, "the wheel carries the models"


def test_the_wheel_lends_its_components_to_other_pipelines(command: Path, tmp_path: Path) -> None:
    script = (
        "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('neurolysis_mentions'); "
        "doc = nlp('left sural nerve'); print([span.id_ for span in doc.spans['mentions']])"
    )
    bare = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    python = command.with_name("python")
    run = subprocess.run([python, "-c", script], cwd=tmp_path, env=bare, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "['left', 'sural']"
