"""The pages, opened as a visitor or as staff."""
