"""Starting the service: all in one process (`together`), or one `web` or `worker` of many."""
