"""What a finished thesis says, held against the study: its quotations, and the numbers in its text."""
