"""Several visits in one text: where each begins, which is the encounter's own, and what is done in it alone."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.components.encounter import date_of_service, dates
from extractor.components.entries import entries
from tests.conftest import Read
from tests.marked import done

OWN, OTHER = (
    "Left sural nerve: phenol 6% 2 mL, ultrasound.",
    "Right tibial nerve: phenol 5% 3 mL under ultrasound. Tolerated.",
)
VISITS = [
    f"Visit 1 - 02/01/2023\n{OTHER}\n\nVisit 2 - 03/01/2023\n{OWN}\n",
    f"03/01/2023 10:20 Procedure visit\n{OWN}\n\n02/01/2023 09:00 Office visit\n{OTHER}\n",
    f"** PRIOR NOTE 02/01/2023 **\n{OTHER}\nPlan: back in a month.\n** CURRENT NOTE 03/01/2023 **\n{OWN}\n",
    f"Encounter of 04/02/2023\n{OTHER}\nEncounter of 03/01/2023 (this visit)\n{OWN}\n",
    f"[02/01/2023]\n{OTHER}\n[03/01/2023]\n{OWN}\n",
    f"[03/01/2023] PROCEDURE\n{OWN}\n[03/09/2023] RN phone call\nSore. Asks about the right tibial nerve: phenol as before.\n",
    f"Patient: A. Sample\nDate of service: 03/01/2023\n\nVisit 02/01/2023\n{OTHER}\n\nVisit 03/01/2023\n{OWN}\n",
    "02/01/2023 right tibial nerve, phenol 3 mL, landmark\n03/01/2023 today's visit, left sural nerve, phenol 2 mL. Numb.\n",
    f"Encounter: 03/01/2023 Pain clinic\nPrior encounter 02/01/2023: {OTHER}\nCurrent encounter: {OWN}\n",
    f"DOS 02/01/2023\n{OTHER}\nPLAN: left side next.\nDOS 03/01/2023\n{OWN}\n",
]


@pytest.mark.parametrize("text", VISITS)
def test_only_the_own_entry_tells_what_was_done(read: Read, text: str) -> None:
    assert done(read(text)) == ["chemical sural left"]
    assert date_of_service(text, dates(text)) == date(2023, 3, 1)


ONE = [
    f"Date of service: 03/01/2023\n{OWN}\nAddendum 03/02/2023: images were saved.\n",
    f"March 3, 2023\n\nDear colleague, on the visit of 03/01/2023 this was done.\n{OWN}\n",
    f"DOS: 03/01/2023\nHistory:\n 02/14/2021  blocks\n 03/21/2021  RFA, one year of relief\nToday: {OWN}\n",
    f"Visit date: 03/01/2023\n{OWN}\nFollow-up: 05/05/2023\n",
]


@pytest.mark.parametrize("text", ONE)
def test_other_dates_make_no_second_visit(read: Read, text: str) -> None:
    assert not entries(text, dates(text))
    assert done(read(text)) == ["chemical sural left"]
