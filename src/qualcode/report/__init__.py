"""What people get: builders turn frames into an `Output`, renderers turn an `Output` into bytes, one file a format."""
