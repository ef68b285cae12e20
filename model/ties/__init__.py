"""Who may know and follow whom: kinds of networks, files of edges, and their shape."""
