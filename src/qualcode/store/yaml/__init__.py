"""YAML as people write it: read with its lines, and changed without losing a comment."""
