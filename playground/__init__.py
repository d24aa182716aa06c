"""A Telegram of our own on loopback: a strict Bot API server, and the people who write to it."""
