"""Other people's anonymisers, measured beside ours: each in a process of its own."""
