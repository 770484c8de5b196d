"""The study folder and the model: reading gives a `Project` and its `Problem`s, writing is atomic or append-only."""
