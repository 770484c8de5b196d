"""How we know: the events of a journal, what they add up to, and how they are taken back."""
