"""The sub-models of a day, one a file; none imports another."""
