"""The example content: made-up people and replies that show what the service does."""
