"""Tables in other people's files, and tables that people fill in."""
