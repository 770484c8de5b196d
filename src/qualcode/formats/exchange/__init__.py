"""Codebooks of other programs, and tables of codes that people make."""
