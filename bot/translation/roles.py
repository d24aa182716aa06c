"""What a speaker's office is called in English: "juru bicara Kremlin" -> "Kremlin spokesperson".

In: the words of the article. Out: the English from a table; or the sentence that a machine may be asked for,
and what is left of its answer. Pure but for one table that ships with the program; this module must know no
model.

A machine reads a sentence better than four words, so it is asked "Dia adalah juru bicara tim itu.".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from bot.data import read_table
from bot.records import Entity
from bot.translation.glossary import BACK, LANGUAGE, ministries, name_translation
from bot.translation.roles_indonesian import indonesian_role

LONGEST_ROLE_CHARS = 90
"""A longer answer is no description that stands beside a name."""

_HE_IS = re.compile(
    r"(?:(?:he|she|it|they)(?:\s+(?:is|was|are|were)(?:\s+also)?|['’]s|['’]re)|this is|that(?:['’]s| is))"
    r"\s+(?:(?:an?|the|one of the)\s+)?",
    re.IGNORECASE,
)
_ARTICLED = re.compile(
    r"(?:Ministry|Agency|(?<!^House )Commission|Council|Board|Institute|Department|Party|Court|House of"
    r"|Office|Police|Association|Committee|Chamber|Centre|Center|Federation|Union|Service|Army|Navy|Authority"
    r"|Corporation|Institution|Islands|United \w+|Netherlands|Philippines)\b"
)
"""Names that stand with an article."""
_LONGEST_HEAD = 5
"""Words in the longest office of the table that something follows."""
_LONGEST_ALONE = 3
"""Words in the longest office of the table that stands alone."""
_LAST_WORDS = 3
"""Words of a country or town at the end of an office: "Arab Saudi", "Papua Nugini"."""


@dataclass(frozen=True, slots=True)
class _Table:
    prefixes: Mapping[str, str]
    suffixes: Mapping[str, str]
    short: Mapping[str, str]
    whole: Mapping[str, str]
    alone: Mapping[str, str]
    of_body: Mapping[str, str]
    of_place: Mapping[str, str]
    last: Mapping[str, str]
    charges: Mapping[str, str]
    nations: frozenset[str]
    kept: frozenset[str]
    kept_bodies: frozenset[str]
    bodies: Mapping[str, str]
    ordinary: frozenset[str]
    small: frozenset[str]


def known_role(role: str, target: str) -> str | None:
    """Return what the table calls the role in the reader's language; None where it does not know it."""
    if target == BACK:
        return indonesian_role(role)
    return _english(role.split()) if target == LANGUAGE else None


def role_question(role: str, target: str) -> str:
    """Return what to ask a machine for a role that the table does not know."""
    return f"Dia adalah {role}." if target == LANGUAGE else role


def role_answer(answer: str, role: str, target: str, names: Mapping[str, str]) -> str | None:
    """Return the role in a machine's answer to `role_question`, without a full stop; None where none is.

    Of English ones only those that may hold: about as long, no word twice, its head and its common words not
    left as they are, and no name that the source has not. `names`: the article's, and what they are called.
    """
    text = answer.strip().rstrip(" .,;:")
    if target == LANGUAGE:
        opened = _HE_IS.match(text)
        text = _small(text[opened.end() :]) if opened else ""
        if not _holds(role, text, names):
            return None
    return text if text and len(text) <= LONGEST_ROLE_CHARS and not re.search(r"[.!?\"“”]\s", text) else None


def short_role(role: str, target: str) -> str | None:
    """Return the English of the office without what follows it ("analis dari ...": "analyst"); else None."""
    if target != LANGUAGE:
        return None
    table, words = _table(), _written_out(role.split())
    former = table.prefixes.get(words[0].lower()) if len(words) > 1 else None
    words = words[1:] if former else words
    for size in range(min(_LONGEST_ALONE, len(words)), 0, -1):
        alone = table.alone.get(" ".join(words[:size]).lower())
        if alone:
            return f"{former} {alone}" if former else alone
    return None


def named_role(role: str, target: str, names: Mapping[str, str]) -> str | None:
    """Return the English of an office of a body or place that is among `names` ("ketua" -> "chair of ..."),
    by the name that it is called there; None where it is not, or the table does not know the office.
    """
    if target != LANGUAGE:
        return None
    parted = _parted(role)
    return next((_of_it(former, head, names[rest]) for former, head, rest in parted if rest in names), None)


def role_in_short(role: str, target: str) -> str | None:
    """Return what can be told of an office without a machine: of which body by its own name, where it has one
    ("chair of Persatuan Nelayan"), else the office alone; None where that would tell nothing.
    """
    if target != LANGUAGE:
        return None
    for former, head, rest in _parted(role):
        words = rest.split()
        if words[0].lower() not in _table().ordinary and all(word[0].isupper() for word in words):
            return _of_it(former, head, rest)
        if head in _table().last:
            return f"{former}{_table().last[head]}"
    return None


def _parted(role: str) -> Iterator[tuple[str, str, str]]:
    """Yield what opens an office, in English, the office, and whose it is, for each office that the table
    knows: ("former ", "ketua", "Persatuan Nelayan"); the longest first."""
    table, words = _table(), _written_out(role.split())
    former = table.prefixes.get(words[0].lower()) if len(words) > 1 else None
    words = words[1:] if former else words
    for size in range(min(_LONGEST_HEAD, len(words) - 1), 0, -1):
        head = " ".join(words[:size]).lower()
        if head in table.of_body or head in table.of_place:
            yield f"{former} " if former else "", head, _unlinked(" ".join(words[size:]))


def _of_it(former: str, head: str, name: str) -> str:
    table = _table()
    return former + _filled(table.of_body.get(head) or table.of_place[head], name)


def _unlinked(rest: str) -> str:
    """What follows an office, without the word that links it."""
    return rest.removeprefix("dari ").removeprefix("asal ").removeprefix("di ")


def _holds(role: str, text: str, agreed: Mapping[str, str]) -> bool:
    """Whether a machine's English may be about the role, as far as words can tell."""
    source, words = role.split(), [word for word in re.findall(r"[\w'’-]+", text) if len(word) > 3]
    own = {word for word in source if word[0].isupper()}
    names = own.union(*(english.split() for name, english in agreed.items() if name in role))
    head = source[0].lower() if source else ""
    left = {word.lower() for word in source} - {word.lower() for word in own}
    return (
        len(source) - 2 <= len(words) <= len(source) + 2
        and len({word.lower() for word in words}) == len(words)
        and all(word in names or word.lower() == word for word in words)
        and left.isdisjoint(word.lower() for word in words)
        and all(word.lower() != head for word in words)
    )


def _written_out(words: list[str]) -> list[str]:
    """The words with a short form at their head written out, a number of order left out."""
    words = [word for word in words if not re.fullmatch(r"ke-\d+", word)]
    short = _table().short.get(words[0].lower()) if words else None
    return [*short.split(), *words[1:]] if short else words


def _english(words: list[str]) -> str | None:
    table, words = _table(), _written_out(words)
    plain = [word.lower() for word in words]
    known = table.whole.get(" ".join(plain)) or table.alone.get(" ".join(plain))
    if known or not words:
        return known
    for size in (2, 1):
        former = table.prefixes.get(" ".join(plain[:size]))
        if former and len(words) > size:
            rest = _english(words[size:])
            return f"{former} {rest}" if rest else None
    for place in (1, len(words) - 1):
        kind = table.suffixes.get(plain[place]) if 0 < place < len(words) else None
        if kind:
            rest = _english([*words[:place], *words[place + 1 :]])
            return f"{kind} {rest}" if rest else None
    return _minister(words) or _of_something(words)


def _of_something(words: list[str]) -> str | None:
    """The longest head that the table knows, with the name of its body or place."""
    table = _table()
    for size in range(min(_LONGEST_HEAD, len(words) - 1), 0, -1):
        head, rest = " ".join(words[:size]).lower(), " ".join(words[size:])
        rest = _unlinked(rest)
        rest = re.sub(r" (?:dari )?Fraksi .*| dari Partai .*", "", rest).removeprefix("DPP ")
        if head in table.of_place and (place := _place(rest)):
            return _filled(table.of_place[head], place)
        if head in table.of_body and (body := _body(rest)):
            return _filled(table.of_body[head], body)
    return None


def _filled(words: str, name: str) -> str:
    """The words with a name in their gap, and its article where it stands last."""
    if words.startswith("{}"):
        return words.format(name.removeprefix("the "))
    return words.format(f"the {name}" if _ARTICLED.search(name) and not name.startswith("the ") else name)


def _minister(words: list[str]) -> str | None:
    """ "Menteri Luar Negeri Rusia": the field as its ministry's English name has it, and the country."""
    deputy = [word.lower() for word in words[:2]] == ["wakil", "menteri"]
    if not deputy and words[0].lower() != "menteri":
        return None
    rest = words[1 + deputy :]
    for count in range(min(_LAST_WORDS, len(rest) - 1), -1, -1):
        charge = _charge(rest[: len(rest) - count])
        nation = _nation(rest[len(rest) - count :])
        if charge and nation is not None:
            english = f"deputy {charge} minister" if deputy else f"{charge} minister"
            return _filled(f"{english} of {{}}", nation) if nation else english
    return None


def _charge(field: list[str]) -> str | None:
    """What a minister has charge of; "" fields are none."""
    own = _table().charges.get(" ".join(field).lower())
    title = " ".join(word.capitalize() if word.islower() and word != "dan" else word for word in field)
    name = name_translation(Entity(f"Kementerian {title}", "organization"), LANGUAGE) if field else None
    if own or name is None or not name.startswith("Ministry of "):
        return own
    return _plain(name.removeprefix("Ministry of ")).lower()


def _nation(words: list[str]) -> str | None:
    """The country at the end of an office; "" where there are no words, None where they are no country."""
    name = " ".join(words)
    if name in ("", "RI", "Indonesia", "Republik Indonesia"):  # goes without saying in news of Indonesia
        return ""
    return name if name in _table().nations else _known(name, "place")


def _place(name: str) -> str | None:
    """The English name of a place; its own where the glossary has none and every word has a capital."""
    words = name.split()
    if words[0] == "Timnas" and len(words) > 1:
        return f"{_place(' '.join(words[1:]))} national team"
    own = all(word[0].isupper() for word in words) and words[0].lower() not in _table().ordinary
    if own and words[0].lower() in _table().kept:
        return name
    return _known(name, "place") or (name if own else None)


def _body(name: str) -> str | None:
    known = _table().bodies.get(name.lower().removesuffix(" ri")) or _known(name, "organization")
    words = name.split()
    is_short = all(len(word) > 1 and word.isupper() for word in words)
    is_own = words[0].lower() in _table().kept_bodies and all(word[0].isupper() for word in words)
    return known or (name if is_short or (is_own and len(words) > 1) else None)


def _known(name: str, label: str) -> str | None:
    entity = Entity(name, "place" if label == "place" else "organization")
    found = name_translation(entity, LANGUAGE)
    return _plain(found) if found else None


def _plain(name: str) -> str:
    """A name without the acronym in brackets behind it."""
    return re.sub(r"\s*\([^()]*\)$", "", name)


def _small(text: str) -> str:
    """The answer with small letters for the words of offices: models write "Minister" with a capital."""
    return re.sub(
        r"\b[A-Z][a-z]+\b", lambda m: m[0].lower() if m[0].lower() in _table().small else m[0], text
    )


def short_offices() -> Mapping[str, str]:
    """Return the long forms of short offices, both in small letters: "menlu" -> "menteri luar negeri"."""
    return _table().short


def charges() -> frozenset[str]:
    """Return what ministers have charge of, in small letters."""
    return frozenset({*_table().charges, *ministries()})


@lru_cache(maxsize=1)
def offices() -> frozenset[str]:
    """Return the Indonesian offices that stand before a name or a body, in small letters."""
    table = _table()
    ministers = (f"{rank}menteri {charge}" for rank in ("", "wakil ") for charge in charges())
    heads = (table.short, table.whole, table.alone, table.of_body, table.of_place)
    return frozenset(chain(*heads, ministers))


@lru_cache(maxsize=1)
def _table() -> _Table:
    raw = read_table("roles.toml")
    kinds = [raw[name] for name in ("prefixes", "whole", "alone", "of_body", "of_place", "last")]
    english = " ".join(words for kind in kinds for words in kind.values())
    return _Table(
        prefixes=raw["prefixes"],
        suffixes=raw["suffixes"],
        short=raw["short"],
        whole=raw["whole"],
        alone=raw["alone"],
        of_body=raw["of_body"],
        of_place=raw["of_place"],
        last=raw["last"],
        charges=raw["charges"],
        nations=frozenset(raw["nations"]["names"]),
        kept=frozenset(raw["kept"]["words"]),
        kept_bodies=frozenset(raw["kept"]["bodies"]),
        bodies=raw["bodies"],
        ordinary=frozenset(raw["ordinary"]["words"]),
        small=frozenset(re.findall(r"\b[a-z]{4,}\b", english)) | set(raw["small"]["words"]),
    )
