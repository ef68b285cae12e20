"""Metrics: each file is one group of columns of `days`, found by scanning this folder."""
