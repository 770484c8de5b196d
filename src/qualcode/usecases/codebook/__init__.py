"""The codebook: edited, exchanged, compared, advised on; and the themes."""
