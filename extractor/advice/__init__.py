"""The steps between procedures and a report: cases, lines, guidance, gaps, near misses, reasons."""
