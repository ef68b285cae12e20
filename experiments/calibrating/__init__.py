"""Calibration: targets, a search for the best parameters, and ranges of all that would do."""
