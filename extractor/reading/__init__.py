"""From mentions to procedures: who did what to which nerve, when, really. Pure Python over plain records."""
