"""Indonesian -> another language: packages, the engine that decodes with them, names in one form."""
