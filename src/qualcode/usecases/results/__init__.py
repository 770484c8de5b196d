"""The report and what changed in it; the framework matrix filled in."""
