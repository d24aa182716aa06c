"""A digest → what inline mode offers to put into somebody's message.

In: a Digest and a Wording. Out: a line to choose by, and the message. Pure; it must not know who is asking.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from bot.records import DEFAULT_PARTS, Digest, Part
from bot.reply.list import line_of
from bot.reply.render import render_digest
from bot.reply.typography import in_type
from bot.reply.wording import Wording

DESCRIPTION_LIMIT_CHARS = 200
"""Under a result: the clients show two or three lines."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A brief that may be chosen; `title` and `description` are plain text, `html` is the message."""

    title: str
    description: str
    html: str


def render_offer(digest: Digest, wording: Wording, parts: Set[Part] = DEFAULT_PARTS) -> Offer:
    """The brief as a group sees it, in one message and without buttons: it belongs to whoever sends it."""
    digest = in_type(digest)
    line = line_of(digest.article.url or "", digest)
    opening = " ".join(
        digest.sentences[index].translation or digest.sentences[index].source for index in digest.summary[:1]
    )
    shown = " · ".join(filter(None, [line.outlet, opening]))
    html = render_digest(digest, wording, digest_id="", parts=parts, compact=True).messages[0]
    return Offer(line.headline or line.outlet or "Ringkas", shown[:DESCRIPTION_LIMIT_CHARS], html)


def having(words: str, digests: Iterable[Digest]) -> tuple[Digest, ...]:
    """The digests whose headline, translated or not, or outlet has all of the words, or their beginnings.

    Of those with one headline the first.
    """
    wanted = words.casefold().split()

    def holds(digest: Digest) -> bool:
        article = digest.article
        shown = " ".join([digest.title_translation or "", article.title, article.site or ""]).casefold()
        return all(any(word.startswith(each) for word in shown.split()) for each in wanted)

    found: dict[str, Digest] = {}
    for digest in digests:
        if holds(digest):
            found.setdefault(digest.title_translation or digest.article.title, digest)
    return tuple(found.values())
