"""The exception tree. No message ever holds text from a note.

NeurolysisError
+-- InputError            an input cannot be read (``kind`` says how: missing, empty, too-large, binary ...)
+-- DateNotCovered        a date of service outside the policy's span
+-- RulebookError         a knowledge file is wrong (names the file and the entry)
+-- ModelError            a stored model does not fit its card or this version
+-- ClaimError            a claim file cannot be read (names line or segment)
+-- StoreError            the queue's store cannot do what was asked
"""

from __future__ import annotations


class NeurolysisError(Exception):
    """Base of all errors raised on purpose; ``kind`` is a short stable word for machines."""

    kind = "error"

    def __init__(self, message: str, *, kind: str | None = None) -> None:
        super().__init__(message)
        if kind is not None:
            self.kind = kind


class InputError(NeurolysisError):
    kind = "unreadable"


class DateNotCovered(NeurolysisError):
    kind = "date-not-covered"


class RulebookError(NeurolysisError):
    kind = "rulebook"


class ModelError(NeurolysisError):
    kind = "model"


class ClaimError(NeurolysisError):
    kind = "claim"


class StoreError(NeurolysisError):
    kind = "store"
