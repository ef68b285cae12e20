"""Limit cases: one file, one final class, whose `kind` is the file's name."""
