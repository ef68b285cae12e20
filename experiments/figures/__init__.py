"""Figures: each file is one kind of picture, found by scanning this folder."""
