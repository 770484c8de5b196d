"""What may be done to a codebook: edits of its codes and themes, and what became of them between two versions."""
