"""What becomes of an order: its shares and promises, returns, thanks, and lessons."""
