"""Coding at the terminal."""
