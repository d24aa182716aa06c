"""The buttons under a brief: what can be done with it, and what each choice unfolds to.

In: a digest, its id, and where it is shown. Out: rows of buttons. Pure; it must not know what a press does.

Three rows at most, since on a phone they take as much room as the summary: what does not fit is a press away,
under "More". A press there changes the keyboard alone; the brief above stays where the reader's eye is.

Callback data, at most 64 bytes (https://core.telegram.org/bots/api#inlinekeyboardbutton): ACTION:ID or
ACTION:ID:ARGUMENT, for digests whose id has at most 20 characters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import quote as with_percents
from urllib.parse import urlencode

from bot.records import Button, Digest, Fault
from bot.reply.brief import attribution, has_more_names, is_translated, key_quotes, spoken_in
from bot.reply.page import web_address
from bot.reply.safe import WORD_JOINER, clipped, in_rows
from bot.reply.typography import in_type, quoted
from bot.reply.wording import Wording, by_own_name, languages, own_name

Rows = tuple[tuple[Button, ...], ...]

Side = Literal["translation", "original"]
"""What of a whole article a message shows."""

LANGUAGES_ON_A_PAGE = 6
"""Two rows of three beside one for turning the page: longer names than "português" are few."""

LANGUAGES_IN_A_ROW = 3

ALWAYS_THERE = ("menu", "back")
"""Every keyboard has one of these buttons."""

SHARED_HEADLINE_CHARS = 200
"""Of a headline that is shared: the rest is behind the link."""

SHARED_QUOTE_UNITS = 300
"""Of a quotation that is shared: what is read at a glance; nine of ten are shorter."""

SHARED_LINK_CHARS = 1_000
"""Longer addresses are a tracker's."""

BUTTON_LINK_CHARS = 2_048
"""Of a button's address: Telegram takes no longer ones, and each character of a text may become nine."""

SPEAKER_LIMIT_UNITS = 20
"""Of a speaker on a button: two stand side by side."""

SHARE = "https://t.me/share/url"
"""Opens the list of the presser's own chats (https://core.telegram.org/api/links#share-links)."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a brief is shown, as far as its buttons hang on it."""

    digest_id: str
    targets: Sequence[str] = ()
    """The languages that a brief can have here; without any there is no choice of one."""
    compact: bool = False
    """Whether it stands in a group, where lengths are a press further away."""
    beside: bool = False
    """Whether the originals stand there already."""


def main_rows(digest: Digest, wording: Wording, stand: Stand) -> Rows:
    """What is wanted most: more of the translation, another length, another language."""
    more = [
        _button("full", wording, stand) if _has_more(digest) else None,
        _button("orig", wording, stand) if is_translated(digest) and not stand.beside else None,
    ]
    choices = [
        _button("lang", wording, stand) if len(stand.targets) > 1 else None,
        _button("menu", wording, stand) if digest.sentences else None,
    ]
    return _filled(more, () if stand.compact else _lengths(digest, wording, stand), choices)


def menu_rows(digest: Digest, wording: Wording, stand: Stand) -> Rows:
    """What is wanted now and then: something to pass on, and a word for the operator."""
    share = _share(digest, wording)
    passing_on = [
        _button("quotes", wording, stand) if key_quotes(digest) else None,
        share,
        _button("names", wording, stand) if has_more_names(digest, compact=stand.compact) else None,
    ]
    verdict = [_button("good", wording, stand), _button("wrong", wording, stand)]
    back = [_button("back", wording, stand)]
    if stand.compact:
        return _filled(_lengths(digest, wording, stand), passing_on, [*verdict, *back])
    return _filled(passing_on, verdict, back)


def spoken_under(labels: Collection[str], otherwise: Wording) -> Wording:
    """The words in which buttons with these labels were made; `otherwise` where they are its own, or tell
    nothing."""
    spoken = [otherwise, *(Wording(code) for code in languages())]
    known = (each for each in spoken if any(each.text(f"button-{name}") in labels for name in ALWAYS_THERE))
    return next(known, otherwise)


def language_rows(digest: Digest, wording: Wording, stand: Stand, page: int | None = None) -> Rows:
    """The languages, each named in itself, the brief's own ticked; `page`: from 0 on, None: where that is."""
    codes = by_own_name(stand.targets)
    pages = max(1, -(-len(codes) // LANGUAGES_ON_A_PAGE))
    if page is None:
        page = codes.index(digest.target) // LANGUAGES_ON_A_PAGE if digest.target in codes else 0
    page = min(max(page, 0), pages - 1)
    shown = codes[page * LANGUAGES_ON_A_PAGE : (page + 1) * LANGUAGES_ON_A_PAGE]
    buttons = [
        Button(_ticked(own_name(code), code == digest.target), f"to:{stand.digest_id}:{code}")
        for code in shown
    ]
    turning = [
        Button("«", f"lang:{stand.digest_id}:{page - 1}") if page else None,
        _button("back", wording, stand),
        Button("»", f"lang:{stand.digest_id}:{page + 1}") if page + 1 < pages else None,
    ]
    return (*in_rows(buttons, LANGUAGES_IN_A_ROW), *_filled(turning))


def quote_rows(digest: Digest, wording: Wording, stand: Stand) -> Rows:
    """The key quotations to choose from, in the order of the brief, by number and speaker."""
    buttons = [
        Button(
            f"{number}. {clipped(quote.speaker or quote.translation or quote.text, SPEAKER_LIMIT_UNITS)}",
            f"quote:{stand.digest_id}:{quote.start}",
        )
        for number, quote in enumerate(key_quotes(digest), 1)
    ]
    return in_rows([*buttons, _button("menu", wording, stand, label="back")], 2)


def side_rows(digest: Digest, wording: Wording, digest_id: str, side: Side) -> Rows:
    """Under one side of a whole article: the way to the other; none where they are the same."""
    if not any(sentence.translation for sentence in digest.sentences):
        return ()
    other = "original" if side == "translation" else "translation"
    return ((Button(wording.text(f"button-side-{other}"), f"side:{digest_id}:{digest.target}:{other}"),),)


def fault_rows(wording: Wording, stand: Stand) -> Rows:
    """What may be wrong with a brief."""
    faults = [
        Button(wording.text(f"button-fault-{fault}"), f"fault:{stand.digest_id}:{fault}")
        for fault in get_args(Fault)
    ]
    return in_rows([*faults, _button("menu", wording, stand, label="back")], 2)


def _lengths(digest: Digest, wording: Wording, stand: Stand) -> list[Button | None]:
    count = len(digest.summary)
    return [
        _button("less", wording, stand) if count > 1 else None,
        _button("more", wording, stand) if count < digest.longest_summary else None,
    ]


def _has_more(digest: Digest) -> bool:
    return is_translated(digest) and len(digest.summary) < len(digest.sentences)


def _share(digest: Digest, wording: Wording) -> Button | None:
    """A button that offers the link, and what somebody says there, to one of the presser's chats."""
    url = web_address(digest.article.url)
    if url is None or len(url) > SHARED_LINK_CHARS:
        return None
    for words in (*_words_to_share(digest, wording), ""):
        shared = {"url": url, "text": words}
        address = f"{SHARE}?{urlencode(shared, errors='replace', quote_via=with_percents)}"
        if len(address) <= BUTTON_LINK_CHARS:
            return Button(wording.text("button-share"), url=address)
    return None


def _words_to_share(digest: Digest, wording: Wording) -> Iterator[str]:
    """What may go with a link that is shared, the best first: the key quotation with speaker and headline,
    the quotation with its speaker, the headline."""
    article = in_type(digest)
    title = (article.title_translation or article.article.title)[:SHARED_HEADLINE_CHARS]
    quote = next(iter(key_quotes(digest)), None)
    if quote is not None:
        shown = clipped(quote.translation or quote.text, SHARED_QUOTE_UNITS)
        words = quoted(shown, spoken_in(quote, digest))
        said = "\n".join(filter(None, [words, attribution(quote, digest, wording)]))
        yield "\n\n".join(filter(None, [said, title])).replace(WORD_JOINER, "")
        yield said.replace(WORD_JOINER, "")
    yield title


def _button(action: str, wording: Wording, stand: Stand, *, label: str = "") -> Button:
    return Button(wording.text(f"button-{label or action}"), f"{action}:{stand.digest_id}")


def _filled(*rows: Iterable[Button | None]) -> Rows:
    """The rows without what is not offered."""
    kept = (tuple(button for button in row if button is not None) for row in rows)
    return tuple(row for row in kept if row)


def _ticked(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label
