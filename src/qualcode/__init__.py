"""qualcode: code and analyse qualitative interviews from the command line."""

__version__ = "0.1.0"
