"""Judging: runs of a study become evidence, a verdict by rule, and the page of claims."""
