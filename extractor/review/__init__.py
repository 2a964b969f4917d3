"""The coder's queue: its store, its workers, its HTTP interface and its pages."""
