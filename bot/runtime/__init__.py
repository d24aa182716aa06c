"""What lives longer than a request: the store, the log, the health of the process."""
