"""Studies: each file answers some claims, found by scanning this folder."""
