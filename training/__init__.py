"""Commands that remake what was trained and ships in models/: `python -m training.NAME`."""
