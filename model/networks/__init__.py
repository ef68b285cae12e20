"""Kinds of peer network: a file each, named as its kind."""
