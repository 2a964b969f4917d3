"""``python -m extractor`` is the ``neurolysis`` command."""

from extractor.cli import main

main()
