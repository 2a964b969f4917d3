"""Claim lines written as an X12 837P file (005010X222A1): what the tests read back, and how ``worked_claims`` was made."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count, groupby

from extractor.prebill.records import ClaimLine

ISA = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *240310*1200*^*00501*000000001*0*P*:~"


def interchange(lines: Iterable[ClaimLine], *, end: str = "~\n") -> str:
    """One interchange with one transaction; consecutive lines of a claim stand together."""
    body = [
        "ST*837*0001*005010X222A1",
        "BHT*0019*00*1*20240310*1200*CH",
        "NM1*41*2*CLINIC*****46*1234",
        "PER*IC*BILLING*TE*5555550100",
        "NM1*40*2*PAYER*****46*99999",
        "HL*1**20*1",
        "NM1*85*2*CLINIC*****XX*1234567893",
        "N3*1 SECOND STREET",
        "N4*TOWN*OH*430010000",
        "REF*EI*123456789",
    ]
    levels = count(2)
    for _, group in groupby(lines, key=lambda line: line.claim_id):
        body += claim(list(group), next(levels))
    body.append(f"SE*{len(body) + 1}*0001")
    envelope = ["GS*HC*SENDER*RECEIVER*20240310*1200*1*X*005010X222A1", *body, "GE*1*1", "IEA*1*000000001"]
    return ISA + "".join(f"\n{segment}{end.strip()}" for segment in envelope) + "\n"


def claim(lines: list[ClaimLine], level: int) -> list[str]:
    first = lines[0]
    total = sum((line.charge or 0 for line in lines), start=0)
    segments = [
        f"HL*{level}*1*22*0",
        "SBR*P*18*******MB",
        f"NM1*IL*1*DOE*JANE****MI*{first.patient_id or 'UNKNOWN'}",
        "DMG*D8*19600101*F",
        f"NM1*PR*2*{first.payer or ''}*****PI*15202",
        f"CLM*{first.claim_id}*{total}***24:B:1*Y*A*Y*Y",
    ]
    if first.patient_id:
        segments.append(f"REF*EA*{first.patient_id}")
    if first.note_id:
        segments.append(f"PWK*OZ*EL***AC*{first.note_id}")
    segments.append("HI*ABK:G588")
    for number, line in enumerate(lines, start=1):
        procedure = ":".join(("HC", line.code, *line.modifiers))
        segments += [
            f"LX*{number}",
            f"SV1*{procedure}*{line.charge or 0}*UN*{line.units}***1",
            f"DTP*472*D8*{line.date_of_service:%Y%m%d}",
        ]
    return segments
