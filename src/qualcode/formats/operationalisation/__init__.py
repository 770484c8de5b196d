"""The operationalisation matrix: a Word or Excel table of concepts, variables, indicators and questions."""
