"""Validation: what was held out, what would have come out otherwise, and real demand."""
