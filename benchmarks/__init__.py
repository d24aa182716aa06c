"""Commands that print the figures: `python -m benchmarks.NAME`. Timings live here, never in a test."""
