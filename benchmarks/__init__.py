"""Benchmarks, by hand with `make bench`: ratios against a baseline in the same run, never timed tests."""
