"""The operationalisation matrix as a codebook, and the codebook as the matrix again."""
