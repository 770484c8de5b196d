"""Other people's files: transcripts, tables, operationalisation matrices, codebooks of other programs."""
