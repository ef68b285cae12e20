"""Money and goods: who pays whom, who owes what, and where every piece is."""
