"""What is asked of the rulebook itself: list, show, check, compare, import. Plain functions that print nothing."""
