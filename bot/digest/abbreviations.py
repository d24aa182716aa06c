"""Short names that an article gives beside the full ones: "Badan Pusat Statistik (BPS)".

In: the mentions of an article in the order of its text. Out: the short ones with the label of the full ones,
and both joined. This module must not know short names that stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.digest.body_aliases import bare
from bot.digest.known_names import Key
from bot.digest.mentions import Mention
from bot.digest.name_forms import Form, Groups
from bot.digest.name_lines import TITLE_POSITION
from bot.records import EntityLabel

MIN_CLIPPED_CHARS = 4
"""Letters from which a word in brackets that takes its own from the name before is short for it: "Unand"."""

TICKER_CHARS = 4
"""Letters of a share on the Indonesian exchange."""

_SHORT_FOLLOWS = re.compile(
    r"(?:\s*\(Persero\))?(?:,?\s+Tbk\.?)?(?:\s?\(|,?\s+(?:atau|alias|disingkat|atau disingkat)\s)"
)
_REPEATED = re.compile(r"([^\W\d_])([2-4])(?!\d)")
_BRACKETED = re.compile(r"\s?\(([A-Z][\w.&-]{1,14})\)")


def with_bracketed(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Give a short name in brackets the label of the full name before it, tagged or not."""
    beside = [
        (mention, found)
        for mention in mentions
        if mention.sentence != TITLE_POSITION and (found := _BRACKETED.match(text, mention.end))
    ]
    labels: dict[Key, EntityLabel] = {
        (found[1].casefold(),): mention.label
        for mention, found in beside
        if len(mention.words) > 1 and abbreviates(found[1], mention.text)
    }
    starts = {mention.start for mention in mentions if mention.sentence != TITLE_POSITION}
    untagged = [
        Mention(found[1], (found[1],), labels[key], mention.sentence, *found.span(1))
        for mention, found in beside
        if (key := (found[1].casefold(),)) in labels and found.start(1) not in starts
    ]
    tagged = [replace(mention, label=labels.get(mention.key, mention.label)) for mention in mentions]
    return sorted(tagged + untagged, key=lambda mention: (mention.sentence != TITLE_POSITION, mention.start))


def join_bracketed(mentions: Sequence[Mention], text: str, forms: Sequence[Form], groups: Groups) -> None:
    """Join "Badan Pusat Statistik (BPS)", "BPS (Badan Pusat Statistik)" and "Otoritas Kelautan atau OK"."""
    by_name = {(form.label, form.key): form for form in forms}
    for one, other in pairwise(mention for mention in mentions if mention.sentence != TITLE_POSITION):
        if not _SHORT_FOLLOWS.fullmatch(text[one.end : other.start]):
            continue
        a, b = by_name[one.label, one.key], by_name[other.label, other.key]
        own = " ".join(bare(a)) if one.label == "organization" else one.text
        if _is_ticker(text, one, other) or any(
            abbreviates(*pair) for pair in ((other.text, one.text), (other.text, own), (one.text, other.text))
        ):
            groups.join(a, b)


def _is_ticker(text: str, company: Mention, short: Mention) -> bool:
    """Return whether it is what the exchange calls a company: "PT Bank Lumban Tbk (BLBN)"."""
    listed = "tbk" in company.key or "Tbk" in text[company.end : short.start]
    return listed and len(short.text) == TICKER_CHARS and short.text.isupper()


def abbreviates(short: str, full: str) -> bool:
    """Return whether the capitals in brackets can stand for the words before them.

    A figure may say how often the letter before it stands: "BP2MI", Badan Pelindungan Pekerja Migran ...
    """
    spelt_out = _REPEATED.sub(lambda match: match[1] * int(match[2]), short)
    return _stands_for(short, full) or (spelt_out != short and _stands_for(spelt_out, full))


def _stands_for(short: str, full: str) -> bool:
    letters = [char for char in short.casefold() if char.isalnum()]
    clipped = short.istitle() and len(letters) >= MIN_CLIPPED_CHARS
    if not 2 <= len(letters) <= 12 or " " in short.strip():
        return False
    if sum(char.isupper() for char in short) < 2 and not clipped:
        return False
    rest = iter(full.casefold())
    return letters[0] == full[:1].casefold() and all(letter in rest for letter in letters)
