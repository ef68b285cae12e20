"""Measures: each file is one group of numbers a run, found by scanning this folder."""
