"""Real programs that tests talk to: PostgreSQL, Prism and Chromium, each started privately."""
