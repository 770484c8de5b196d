"""What to look for: the keyword language of the codebook."""
