"""The finished thesis, held against the study that it is about."""
