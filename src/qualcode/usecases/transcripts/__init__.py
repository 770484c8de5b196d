"""What a researcher does with transcripts: bring them in, say who speaks, set them right, take them out."""
