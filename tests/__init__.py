"""The specification: one file per module, cases in tables, and no network."""
