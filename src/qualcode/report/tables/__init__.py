"""The tables of a thesis: one file a table, from a `View` to an `Output`."""
