"""The checked records of the knowledge files: what ``rulebook`` reads and every rule is asked about."""
