"""Kinds of follow network: a file each, named as its kind."""
