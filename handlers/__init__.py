"""Telegram in, Telegram out: one file per thing that a user does.

    message.py    what was sent -> Request (the only reader of Telegram's messages)
    send.py       Reply -> Telegram's messages (the only writer)
    start.py      /start /help /about, and what cannot be read
    settings.py   /language /length and their panels
    article.py    an article sent, forwarded, linked or filed; /ringkas in a group
    buttons.py    the buttons under a digest
    failure.py    an error -> the words for its user, and a bug's id in the log

What handlers share comes in as a `Newsroom`. Only this folder and bot/app.py name Telegram's types.
"""
