"""A corrected transcript in the place of the one that is there, coded or not: what goes along, and what is to be decided."""
