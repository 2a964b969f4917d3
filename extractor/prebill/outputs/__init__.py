"""The ways out of a review: ``write(store, ...)`` in each. Findings come gravest and dearest first."""
