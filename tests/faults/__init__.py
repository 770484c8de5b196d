"""Faults made on purpose: processes killed, disks full, folders closed, files damaged.

`make test` runs a part of it, `make faults` all of it, and writes the figures into docs/reliability.md.
"""
