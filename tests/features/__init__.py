"""The features, each by itself."""
