"""Designs: each file is one way to choose configurations, found by scanning this folder."""
