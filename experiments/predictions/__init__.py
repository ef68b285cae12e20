"""Predictions: each file is one experiment of the field, done to the model."""
