"""The texts of a thesis: the method, a draft of the results, letters."""
