"""Proofs: the model beside closed forms, the table of limits and the map of modes."""
