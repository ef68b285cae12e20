"""How things are declared, found, read and drawn; knows nothing of commerce."""
