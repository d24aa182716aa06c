"""Ringkas: an Indonesian article in, a brief in the reader's language out, all on the operator's machine.

The way of the data: Request -> Page -> Article -> Sentences -> Digest -> Reply. `intake` makes an Article
of whatever was sent; `digest` finds what matters in it, in its own language; `translation` brings what the
reader will see into theirs; `reply` puts it into messages. `pipeline` is the order of these, `app` builds
them once, and `handlers`, beside this package, is Telegram's side. `records` and `errors` are what all share.
"""
