"""Which names of an article are one person's: "Ratna Wibisana", "Ratna", "R. Wibisana", "Bu Nana".

In: the mentions of an article and its forms of persons' names. Out: those forms joined that name the same
person. This module must not know how an entity is shown, nor any other kind of name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.digest.known_names import Key, comparable, public_names, short_names
from bot.digest.mentions import Mention
from bot.digest.name_features import load_lexicon
from bot.digest.name_forms import Form, Groups
from bot.digest.name_lines import TITLE_POSITION
from bot.digest.nicknames import MOST_NAMESAKES, is_coined, marks_of_name, marks_of_nickname
from bot.digest.spelling import is_misspelt, is_slip_of_the_pen, misspelt_word, traces
from bot.digest.titles import load_titles
from bot.digest.tokens import tokenize
from bot.records import Article

OFFICE_REACH_CHARS = 60
"""Before a name its office is looked for this far: room for a rank and the country between."""
CALLED_REACH_CHARS = 30
"""Before and after a nickname, where it may be said that it is one."""
CALLED_REACH_NAMES = 10
"""Names back, among which its bearer is looked for."""
MOST_ALONE = 20
"""Names of one word that are joined with none; where there are more, it is a list of names and no story."""

_OTHERWISE = re.compile(
    r",?\s+(atau|alias|(?:atau |yang |atau yang )?(?:akrab|biasa|kerap|karib|lebih)"
    r" (?:disapa|dipanggil|dikenal sebagai))"
    r"\s+(?:[Bb]ang |[Mm]as |[Pp]ak |[Bb]u |[Kk]ang )?"
)
_CALLED_AFTER = re.compile(r",? (?:sapaan|panggilan|begitu ia (?:di)?(?:sapa|panggil))\b")
_CALLED_BEFORE = re.compile(
    r"\b(?:di(?:sapa|panggil)|sapaan(?: akrab)?|panggilan(?: akrab)?|julukan)(?: sebagai)? $"
)
_WORD = re.compile(r"\w+")


def join_persons(
    article: Article, mentions: Sequence[Mention], forms: Sequence[Form], groups: Groups
) -> None:
    """Join the forms, all of persons, that name the same one."""
    _join_glued(forms, groups)
    _join_short(article, forms, groups)
    _join_coined(forms, groups)
    _join_slips(article, forms, groups)
    _join_nicknames(mentions, article.text, forms, groups)


def _join_glued(forms: Sequence[Form], groups: Groups) -> None:
    """Join a name that another word is glued to with the name as it stands elsewhere."""
    by_key = {form.key: form for form in forms}
    for form in forms:
        if own := by_key.get(form.behind_glue):
            groups.join(own, form)


def _join_short(article: Article, forms: Sequence[Form], groups: Groups) -> None:
    """Join each short name with the fullest name that it can be short for.

    Where several can be meant, the one named last before the short form's first mention is.
    """
    by_trace: dict[str, list[Form]] = {}
    for form in forms:
        for trace in {trace for word in form.key for trace in traces(word)}:
            by_trace.setdefault(trace, []).append(form)
    for form in sorted(forms, key=lambda form: -len(form.key)):
        near = {id(full): full for word in form.key for trace in traces(word) for full in by_trace[trace]}
        candidates = [
            full
            for full in near.values()
            if _is_short_for(form.key, full.key) and not _is_somebody_else(article, form, full)
        ]
        if len(form.key) > 1:
            candidates = [
                full for full in candidates if len(full.key) > len(form.key) or full.first < form.first
            ]
        full = _meant(form, [full for full in candidates if len(full.key) > 1] or candidates)
        if full is not None:
            groups.join(full, form)


def _meant(form: Form, candidates: Sequence[Form]) -> Form | None:
    if not candidates:
        return None
    earlier = [
        (mention.start, full)
        for full in candidates
        for mention in full.mentions
        if mention.start < form.first
    ]
    if earlier:
        return max(earlier, key=lambda pair: pair[0])[1]
    return min(candidates, key=lambda full: full.first)


def _same_word(short: str, full: str) -> bool:
    if (
        short == full
        or (len(short) == 1 and full.startswith(short))
        or (len(full) == 1 and short.startswith(full))
    ):
        return True
    return is_misspelt(short, full)


def _is_short_for(short: Key, full: Key) -> bool:
    """Return whether the words of one name stand in the other in the same order."""
    if len(short) > len(full) or short == full:
        return False
    if (apart := misspelt_word(short, full)) and not all(map(_is_borne, apart)):
        return True
    rest = iter(full)
    return all(any(_same_word(word, other) for other in rest) for word in short)


def _offices_before(article: Article, mention: Mention) -> frozenset[str]:
    """Return the offices right before a name, over its ranks and the country: "Presiden RI | Danar"."""
    text = article.title if mention.sentence == TITLE_POSITION else article.text
    window = text[max(0, mention.start - OFFICE_REACH_CHARS) : mention.start]
    found: set[str] = set()
    for token in reversed(tokenize(window)):
        word = comparable(token)
        kind = load_titles().kinds.get(word)
        if kind == "offices":
            found.add(word)
        elif kind not in ("ranks", "honorifics") and word != "." and public_names().get((word,)) != "place":
            break
    return frozenset(found)


def _is_somebody_else(article: Article, short: Form, full: Form) -> bool:
    """Return whether a single name is no short form of a full name that ends with it.

    So it is where the single name has a well-known bearer ("Prabowo"), and where it stands with another
    office before the full name is ever given.
    """
    if len(short.key) > 1 or full.key[-1:] != short.key or len(full.key) < 2:
        return False
    if short.key in short_names():
        return True
    if short.first > full.first:
        return False
    offices, others = (
        {office for mention in form.mentions for office in _offices_before(article, mention)}
        for form in (short, full)
    )
    return bool(offices and others and offices.isdisjoint(others))


def _join_coined(forms: Sequence[Form], groups: Groups) -> None:
    """Join a short name that is made of the parts of one full name alone: "Bamsoet", "DS"."""
    by_mark: dict[str, list[Form]] = {}
    for form in forms:
        for mark in marks_of_name(form.key):
            by_mark.setdefault(mark, []).append(form)
    words = {word for form in forms if len(form.key) > 1 for word in form.key}
    for form in forms:
        if len(form.key) > 1 or form.key[0] in words:
            continue
        near = {id(full): full for mark in marks_of_nickname(form.text) for full in by_mark.get(mark, ())}
        if len(near) > MOST_NAMESAKES:
            continue
        made = [full for full in near.values() if is_coined(form.text, full.key)]
        if made and groups.are_one(made):
            groups.join(made[0], form)


def _join_slips(article: Article, forms: Sequence[Form], groups: Groups) -> None:
    """Join a name of one word that was misspelt with the one full name before it that has it: "kata Nanato".

    What many are called is no slip, and whoever is brought in with an office of their own is somebody else.
    """
    alone = [group[0] for group in groups if len(group) == 1 and len(group[0].key) == 1]
    if len(alone) > MOST_ALONE:
        return
    in_full = [form for form in forms if len(form.key) > 1]
    words = {word for form in in_full for word in form.key}
    for form in alone:
        is_own_name = form.key[0] in words or form.key in short_names() or _is_borne(form.key[0])
        if is_own_name or _offices_before(article, form.mentions[0]):
            continue
        near = [full for full in in_full if full.first < form.first and _is_slip(form.key[0], full.key)]
        if near and groups.are_one(near):
            groups.join(near[0], form)


def _is_slip(word: str, full: Key) -> bool:
    return any(is_slip_of_the_pen(word, other) and not _is_borne(other) for other in full)


def _is_borne(word: str) -> bool:
    """Whether people are called so, by the list of persons."""
    return word in load_lexicon().persons


def _join_nicknames(mentions: Sequence[Mention], text: str, forms: Sequence[Form], groups: Groups) -> None:
    """Join a person with another name that the text gives them: "NAME alias OTHER", "ujar OTHER, sapaan
    akrabnya"."""
    by_key = {form.key: form for form in forms}
    last_at = {match[0]: match.start() for match in _WORD.finditer(text)}
    in_full: list[Mention] = []
    last: Mention | None = None
    for mention in mentions:
        if mention.sentence == TITLE_POSITION:
            continue
        if mention.label == "person":
            earlier = [other for other in in_full[-CALLED_REACH_NAMES:] if other.key != mention.key]
            otherwise = last is not None and _is_otherwise(last, mention, text, last_at)
            bearer = last if otherwise else _called(mention, earlier, text)
            if bearer is not None:
                groups.join(by_key[bearer.key], by_key[mention.key])
            in_full += [mention] if len(mention.words) > 1 else []
        last = mention


def _is_otherwise(one: Mention, other: Mention, text: str, last_at: Mapping[str, int]) -> bool:
    """Whether two names side by side are one person's: "NAME alias OTHER", "NAME, yang akrab disapa Bang
    OTHER"; with "atau" only where the article goes on with the other name alone.

    `last_at`: where each word of the text stands last.
    """
    link = _OTHERWISE.fullmatch(text[one.end : other.start])
    if link is None or one.label != "person":
        return False
    if link[1] != "atau":
        return True
    gone, goes_on = (
        [word for word in name.words if last_at.get(word, -1) >= other.end] for name in (one, other)
    )
    return len(one.words) > 1 and not gone and bool(goes_on)


def _called(mention: Mention, earlier: Sequence[Mention], text: str) -> Mention | None:
    """Return of those named in full before whom the text says to be called so; None where it says nothing.

    "Saifullah Yusuf (Gus Ipul)", "ujar Ara, sapaan akrabnya": it is the last, or one who has the word in the
    full name.
    """
    if not earlier:
        return None
    before = text[max(0, mention.start - CALLED_REACH_CHARS) : mention.start]
    after = text[mention.end : mention.end + CALLED_REACH_CHARS]
    bracketed = text[earlier[-1].end : mention.start].strip() == "(" and after.startswith(")")
    if not (bracketed or _CALLED_AFTER.match(after) or _CALLED_BEFORE.search(before)):
        return None
    alike = (other for other in reversed(earlier) if mention.text.casefold() in other.text.casefold())
    return next(alike, earlier[-1])
