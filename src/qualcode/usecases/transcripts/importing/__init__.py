"""Transcripts brought in: surveyed, planned, asked about, written."""
