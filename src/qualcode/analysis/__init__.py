"""The counting: references from codings, tables from references. Tidy table in, tidy table out; nothing is printed here."""
