"""The ways out, one file each. All of them draw the contract's records and nothing else, so that what is stored can
be shown again. ``write(records, out)`` is what the many-note formats (table, jsonl, csv, html) have in common."""
