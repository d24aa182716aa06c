"""One module for each change; each names the one before it."""
