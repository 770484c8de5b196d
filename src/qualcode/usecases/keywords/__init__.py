"""Keyword-assisted coding: find, decide, search, judge the keywords."""
