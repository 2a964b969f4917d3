"""What a key does, and which key does it: defaults that each coder may change."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.errors import StoreError

ACTIONS = {
    "next-line": ("j", "Next code, or next note of the list"),
    "previous-line": ("k", "Previous code, or previous note of the list"),
    "accept": ("a", "Accept the code"),
    "accept-all": ("A", "Accept all open codes and finish the note"),
    "change": ("c", "Change units, modifiers or the code"),
    "reject": ("r", "Reject the code, then a number for the reason"),
    "add": ("n", "Add a code"),
    "ask": ("q", "Ask the physician: a draft of the question"),
    "pend": ("p", "Pend the note, then a number for the reason"),
    "undo": ("u", "Undo the latest decision"),
    "finish": ("f", "Finish the note"),
    "evidence": ("e", "Next evidence of the code in the note"),
    "back": ("b", "Back from the evidence to the code"),
    "unfold": ("o", "Open or close near misses, questions and the rest"),
    "release": ("x", "Give the note back to the queue"),
    "work": ("w", "Work the next note of the list"),
    "list": ("l", "Back to the list"),
    "search": ("/", "Search in the list"),
    "help": ("?", "Show these keys"),
}


OFF = "off"


def keys(own: Mapping[str, str]) -> dict[str, str]:
    """Action to key: the defaults, with a coder's own in their place; none where the coder switched them off."""
    if own.get(OFF):
        return {}
    return {action: own.get(action, default) for action, (default, _) in ACTIONS.items()}


def checked(asked: Mapping[str, str]) -> dict[str, str]:
    """A coder's own keys. Raises StoreError (``invalid``): not one visible character, a digit, or used twice."""
    wanted = {action: asked.get(action, "").strip() or default for action, (default, _) in ACTIONS.items()}
    for action, key in wanted.items():
        if len(key) != 1 or not key.isprintable() or key.isdigit():
            raise StoreError(f"{ACTIONS[action][1]}: a key is one character, and no digit.", kind="invalid")
    doubles = {key for key in wanted.values() if list(wanted.values()).count(key) > 1}
    if doubles:
        raise StoreError(f"The key {min(doubles)} is given twice.", kind="invalid")
    own = {action: key for action, key in wanted.items() if key != ACTIONS[action][0]}
    return own | ({OFF: "yes"} if asked.get(OFF) else {})
