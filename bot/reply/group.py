"""What is said to a group as a whole: a greeting, where an earlier brief stands, what was forgotten.

In: records, facts and a Wording. Out: `records.Reply`. Pure; it must not know Telegram's types.

Callback data of the buttons: `again:ID` under a pointer to a digest; `forget:yes` and `forget:no`.
"""

from __future__ import annotations

from bot.records import Button, Digest, Reply
from bot.reply.safe import linked, outside, say
from bot.reply.wording import Wording


def render_greeting(wording: Wording, *, language: str, sees_all: bool) -> Reply:
    """What the bot is for, and what of the group's talk it can see; `language`: the briefs', by its name."""
    sees = "all" if sees_all else "addressed"
    return Reply((say("group-greeting", wording, language=language, sees=sees),))


def render_pointer(
    digest: Digest, wording: Wording, *, link: str | None, digest_id: str, asked: bool
) -> Reply:
    """Where the brief of an article stands already: behind `link`, or in the message that this one answers.

    Who `asked` may have another one by a button; a group in which nobody did is told in one line.
    """
    words = say("pointer" if link else "pointer-above", wording)
    title = outside(digest.title_translation or digest.article.title) or say("pointer-title", wording)
    html = f"{words} {linked(title, link)}" if link else words
    again = Button(wording.text("button-again"), f"again:{digest_id}")
    return Reply((html,), ((again,),) if asked else ())


def render_forget_question(wording: Wording, *, group: bool) -> Reply:
    """Whether all that is kept of a chat is really to be deleted."""
    buttons = (
        Button(wording.text("button-forget"), "forget:yes"),
        Button(wording.text("button-keep"), "forget:no"),
    )
    return Reply((say("forget-ask", wording, whose="group" if group else "own"),), (buttons,))


def render_forgotten(wording: Wording, *, digests: int, requests: int) -> Reply:
    """What was deleted, in a sentence."""
    return Reply((say("forget-done", wording, digests=digests, requests=requests),))
