"""Pre-bill review: what claims bill, held against what the notes carry.

claims (``readers``) + notes (``matching``) -> encounters -> findings (``judge``, ``claim_edits``, ``lookback``) with the
amount at stake (``money``). ``review`` is the story.
"""
