"""The opening of a news story that says where it was written and who brings it.

In: a paragraph. Out: the paragraph without its dateline, and the outlet that the dateline names, or None
when it opens with its first sentence. Cities and provinces stand in bot/data/datelines.toml. This module
must not know where in the text the paragraph stood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.data import read_table
from bot.intake.outlets import any_outlet, outlet_name

REACH_CHARS = 110
"""How far into a paragraph its dateline may reach: two place names, an outlet and a partner agency."""

LEAD_LIMIT_CHARS = 420
"""How long a deck may be that was glued before "Jakarta (ANTARA) -"; decks are one or two sentences."""

_DASH = r"(?:-{1,3}|–|—|―|−)"
_PLACE_DASH = r"(?:\s+-{1,3}|-{1,3}(?=\s)|--+|–|—|―|−|(?-i:(?<=[A-Z]{3}))-)"
"""A dash behind a place; not the hyphen of "Jakarta Jet tempur F-16"."""
_PLACE = r"(?-i:[A-Z][\w'’./-]*(?:\s+[A-Z(][\w'’./()-]*){0,4})"
_PLACES = rf"{_PLACE}(?:,\s?{_PLACE})?"
_SENTENCE = r"(?=[\"“‘'A-Z0-9])"
_HOST = r"(?<![\w.-])[a-z][a-z0-9-]{3,}(?:\.(?:com|co|id|net|news|tv|org|asia))+"
"""An outlet that is in no table, by the address that it signs with: "KabarPesisir.com"."""
_INNER_SIGN = re.compile(rf"\)\s*{_DASH}|[A-Z]{{4}},")
"""Without it no dateline stands inside a paragraph; it is found forty times as fast as one is."""
_TOWN = r"[A-Z][\w'’.]+(?:[ -][A-Z][\w'’.]+){0,3}"
_DAY = r"(?:\s\(\d{1,2}/\d{1,2}(?:/\d{2,4})?\))?"
"""The day behind a place: "(12/8)", "(12/8/2025)"."""
_PARTNER = r"(?:\s?(?:/|-|,)\s?[\w .]{2,30})?"


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening "Jakarta, CNN Indonesia --" of a story, taken apart."""

    lead: str
    """What stood before it: a deck that lost its line break; mostly empty."""
    site: str | None
    rest: str
    """The paragraph from its first sentence on."""


def split_dateline(paragraph: str, site: str = "") -> Dateline | None:
    """`paragraph` without its dateline, or None when it has none; `site` is the page's own name."""
    head = paragraph[: LEAD_LIMIT_CHARS + REACH_CHARS]
    for pattern in (*_opening_forms(), *_own_forms(site)):
        match = pattern.match(head)
        if match:
            return Dateline("", _named(match["outlet"] or ""), paragraph[match.end() :])
    inner = _inner_form().search(head) if _INNER_SIGN.search(head) else None
    if inner and inner.start() <= LEAD_LIMIT_CHARS:
        lead = paragraph[: inner.start()].strip()
        return Dateline(lead, _named(inner["outlet"] or inner["signed"]), paragraph[inner.end() :])
    return None


def opens_at_place(paragraph: str) -> bool:
    """Whether a story opens with a place that the tables have and a dash: no remark to others does."""
    return any(form.match(paragraph[:REACH_CHARS]) for form in _placed_forms())


def _named(outlet: str) -> str | None:
    """The outlet by its name; one that is in no table by the address that it signs with."""
    return outlet_name(outlet) or (outlet if re.fullmatch(_HOST, outlet, re.IGNORECASE) else None)


def _own_forms(site: str) -> tuple[re.Pattern[str], ...]:
    """Sentani, Suara Timur -  |  Suara Timur, Sentani -"""
    if not site:
        return ()
    own = rf"(?P<outlet>(?i:{re.escape(site)}))"
    forms = (rf"{_PLACES}\s*[,(]\s*{own}\)?\s*{_DASH}\s*", rf"{own}\s*,\s*{_PLACES}\s*?{_PLACE_DASH}\s*")
    return tuple(re.compile(r"\s*" + form) for form in forms)


def is_dateline_place(name: str) -> bool:
    """Whether a story may be written there: "Jakarta", "Kuala Lumpur"."""
    return name.lower() in map(str.lower, _places())


@lru_cache(maxsize=1)
def _opening_forms() -> tuple[re.Pattern[str], ...]:
    outlet, places = f"(?:{any_outlet()}|{_HOST})", "|".join(_places())
    capitals = places.upper()
    known_place = rf"(?:{places}|[A-Z]{{4,}}(?:\s[A-Z]{{2,}}){{0,2}})"
    forms = (
        # Liputan6.com, Jakarta -  |  TEMPO.CO, Jakarta -  |  KONTAN.CO.ID - JAKARTA.
        rf"(?P<outlet>{outlet})\s*(?:,|{_DASH}|/)\s*{_PLACES}\s*?(?:{_PLACE_DASH}|(?<=[A-Z]{{3}})\.\s|:)\s*",
        # JAKARTA, KOMPAS.com -  |  Jakarta (ANTARA) -  |  Jakarta --(ANTARA/X)--
        rf"{_PLACES}\s*(?:,|{_DASH})?\s*\(?(?P<outlet>{outlet}){_PARTNER}\)?\s*{_DASH}\s*",
        # KOMPAS.com -
        rf"(?P<outlet>{outlet})\s*{_DASH}\s*{_SENTENCE}",
        # Liputan6.com, Jakarta Presiden
        rf"(?P<outlet>{outlet}),\s*(?:{places})\s+{_SENTENCE}",
    )
    # JAKARTA, Aug 14 (Reuters) -  |  DENPASAR, Bali (AP) —  |  AMBON (Suara Timur) -    capitals count
    city = r"[A-Z]{3,}(?:[ '’-][A-Z]{2,}){0,3}"
    agency = (
        rf"\s*{city}(?:,\s[A-Z][\w .]{{1,28}}){{0,2}}\s\((?P<outlet>[A-Z][\w .&/-]{{1,40}})\)\s*{_DASH}\s*"
    )
    # DENPASAR, Bali —  |  NEW YORK, Sept 3 -
    region = r"[A-Z][\w.]{1,14}(?: \d{1,2}| [A-Z]\w{2,12})?"
    apart = rf"\s*(?P<outlet>(?!)x)?(?:{capitals}),\s{region}\s{_DASH}\s*{_SENTENCE}"
    # JAKARTA: Indonesia ...
    colon = rf"\s*(?P<outlet>(?!)x)?(?:{capitals}):\s(?=[\"“A-Z])"
    # Jakarta -  |  JAKARTA –    the outlet is never named; capitals count
    bare = rf"\s*(?P<outlet>(?!)x)?{known_place}\s+{_DASH}\s*{_SENTENCE}"
    told = (re.compile(r"\s*" + form, re.IGNORECASE) for form in forms)
    return (*told, *map(re.compile, (agency, apart, colon, bare)), *_placed_forms())


@lru_cache(maxsize=1)
def _placed_forms() -> tuple[re.Pattern[str], ...]:
    places, regions = _places(), "|".join(_regions())
    known = "|".join((*places, *map(str.upper, places)))
    forms = (
        # SUMBAWA BARAT, NTB —  |  Muara Wulan, Jawa Tengah (12/8) -
        rf"{_TOWN},\s(?i:{regions}){_DAY}\s+{_DASH}\s*{_SENTENCE}",
        # Jakarta -  |  JAKARTA (12/8) –
        rf"(?:{known}){_DAY}\s+{_DASH}\s*{_SENTENCE}",
    )
    return tuple(re.compile(r"\s*(?P<outlet>(?!)x)?" + form) for form in forms)


@lru_cache(maxsize=1)
def _inner_form() -> re.Pattern[str]:
    """... Jakarta (ANTARA) -  |  ... JAKARTA, KOMPAS.com -    behind a deck."""
    outlet, places = any_outlet(), "|".join(_places())
    return re.compile(
        rf"(?<=\s)(?:{places}|{_PLACE})\s*\((?P<outlet>{outlet}){_PARTNER}\)\s*{_DASH}\s*"
        rf"|(?<=\s)(?-i:[A-Z]{{4,}}(?:\s[A-Z]{{4,}})?),\s*(?P<signed>{outlet})\s*{_DASH}\s*",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _places() -> tuple[str, ...]:
    """The longest first, so that they make an alternation."""
    table = read_table("datelines.toml")
    return tuple(sorted(table["places"], key=len, reverse=True))


def _regions() -> tuple[str, ...]:
    return tuple(sorted(read_table("datelines.toml")["regions"], key=len, reverse=True))
