"""Telegram in, Telegram out: one file per thing that a user does.

    message.py    what was sent -> text, links and file of a Request (the only reader of messages)
    send.py       Reply -> Telegram's messages (the only writer)
    patience.py   calls that wait their turn, and are made again when they did not get through
    article.py    an article sent, forwarded, linked or filed; /ringkas
    gather.py     pieces, albums and edits put together before anybody answers them
    overheard.py  long texts of a group that nobody has asked about yet
    courtesy.py   thanks and greetings
    group.py      a group's talk: mentions, and links where every link is wanted
    pointers.py   where a group's briefs stand, so that none is given twice
    membership.py a group takes the bot in, becomes a supergroup, puts it out
    forget.py     /forget
    links.py      several links in one message: a list that fills in, a brief of each on request
    today.py      /today
    buttons.py    the buttons under a digest
    start.py      /start /help /about, and where deep links lead
    inline.py     words written behind the bot's name in any chat
    settings.py   /settings /language /length and their panel
    administrators.py  who may change what a group has chosen
    gate.py       which chats are served at all
    profile.py    commands and descriptions that Telegram shows before anybody writes
    tries.py      work tried until it succeeds, or until its failure is worth telling
    failure.py    an error -> the words for its user, and a bug's id in the log
    desks.py      which of these answers what, in their order
    newsroom.py   the collaborators that all handlers share

Only this folder, bot/app.py and the command line name Telegram's types.
"""
