"""Texts past a study: very many, which nobody codes by hand. What is found in them is hits, never codings."""
