"""From an `Output` to bytes, one file a format; and what several of them use."""
