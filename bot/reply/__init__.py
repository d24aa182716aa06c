"""A Digest or an error -> messages: every word that the bot says, and all markup. Pure."""
