"""What a name is called in the reader's language.

In: an entity, and the language. Out: the form that the brief shows, and the forms that may stand in
its sentences. Pure but for one table that ships with the program; this module must know no model.

Persons keep their names. Places and bodies get the name that English news uses, from the table
`bot/data/glossary.toml`, where they have one: whole names first, then patterns ("Kabupaten Bogor" ->
"Bogor Regency"). For Indonesian readers of English news the table is read from the right to the left. It
knows these two languages; in others names stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.data import read_table
from bot.records import Entity

LANGUAGE = "en"
"""The language of the table."""
BACK = "id"
"""The language of those for whom it is turned round."""
SHORTEST_CASELESS_CHARS = 6
"""Names so long are found in any case; a shorter one may be a word ("AS" and "as")."""
WITH_ACRONYM = re.compile(r"(.+?)\s*\(([^()]+)\)")
SLOT = re.compile(r"\{(any|known|field)\}")
LONGEST_NAME_CHARS = 120
"""A longer string is no name, and not worth the patterns."""
FUNCTION_WORDS = frozenset({"of", "the", "and", "for", "in", "on", "to", "a", "an", "with"})


@dataclass(frozen=True, slots=True)
class _Table:
    names: Mapping[str, str]
    english: frozenset[str]
    caseless: Mapping[str, str]
    fields: Mapping[str, str]
    patterns: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]
    accepted: Mapping[str, tuple[str, ...]]
    article: re.Pattern[str]
    heads: frozenset[str]
    ordinary: frozenset[str]
    said: Mapping[str, str]


def name_translation(entity: Entity, target: str) -> str | None:
    """The form of the name that the brief shows; None where nothing is known of it."""
    if entity.label == "person":
        return entity.name
    if target not in (LANGUAGE, BACK) or len(entity.name) > LONGEST_NAME_CHARS:
        return None
    other = "place" if entity.label == "organization" else "organization"
    name = " ".join(entity.name.split())
    if target == BACK:
        return _indonesian(name, (entity.label, other))
    if not name.partition(" ")[2][:1].islower():  # "pulau Sumatera", not "pulau utara Hokkaido"
        name = name[:1].upper() + name[1:]
    return _known(name) or _by_pattern(name, entity.label) or _by_pattern(name, other)


def is_generic(entity: Entity) -> bool:
    """Whether the entity is a body whose name is made of ordinary words, so that a machine translation
    of it may be sensible ("Badan ..." but not "Garuda ...")."""
    words = entity.name.split()
    return entity.label == "organization" and len(words) > 1 and words[0] in _table().heads


def is_sensible(name: str, translation: str) -> bool:
    """Whether a machine's translation reads as a name: capitals but for small words, no repetition,
    about as long as the source, and not the name of another body, which models put for one unknown."""
    words = [word for word in translation.split() if word.lower() not in FUNCTION_WORDS]
    count = len(name.split())
    return (
        count / 2 <= len(words) <= 2 * count
        and len({word.lower() for word in words}) == len(words)
        and all(word[0].isupper() for word in words)
        and translation[-1].isalnum()
        and translation.removeprefix("The ") not in _table().english
    )


def reporting_words(word: str) -> str | None:
    """The English of an Indonesian reporting verb as it stands between quotation and speaker ("ujar")."""
    return _table().said.get(word)


def ministries() -> Iterable[str]:
    """Return what there are ministries of, in small letters."""
    return (field.lower() for field in _table().fields)


def sentence_forms(entity: Entity, translation: str | None, target: str) -> dict[str, tuple[str, ...]]:
    """For each form of the entity in the source: the forms that will do in a translated sentence, the
    agreed one first.

    A form that nothing is known of is held to only where the entity keeps its name.
    """
    forms = {}
    for form in (entity.name, *entity.aliases):
        if form in _table().ordinary:
            continue
        known = name_translation(Entity(form, entity.label), target)
        if known is None and translation in (None, entity.name):
            form = _own_words(form)
            known = name_translation(Entity(form, entity.label), target) or form
        if known is not None:
            forms[form] = _in_sentence(form, known, target)
    return forms


def _own_words(form: str) -> str:
    """The form without the common nouns before it: of "gedung KPK" the first word is translated as any is."""
    words = form.split()
    own = next((at for at, word in enumerate(words) if not word.islower() or word in FUNCTION_WORDS), 0)
    return " ".join(words[own:]) if own else form


def _in_sentence(form: str, known: str, target: str) -> tuple[str, ...]:
    words, acronym = _parts(known)
    agreed = form if form == acronym else words
    other = [form for form in (words, acronym, known) if form and form != agreed]
    if target == BACK:
        other += _back().others.get(agreed, ())
    if target == LANGUAGE:
        other += [*_table().accepted.get(words, ()), *_table().accepted.get(agreed, ())]
        if form != agreed and _table().article.fullmatch(agreed):
            other, agreed = [agreed, *other], f"the {agreed}"
    return tuple(dict.fromkeys((agreed, *other)))


def _parts(known: str) -> tuple[str, str]:
    """Words and acronym of "Corruption Eradication Commission (KPK)"."""
    match = WITH_ACRONYM.fullmatch(known)
    return (match.group(1), match.group(2)) if match else (known, "")


def _known(name: str) -> str | None:
    """The name as a whole, with or without an acronym in brackets of its own."""
    table = _table()
    found = table.names.get(name)
    if found is None and len(name) >= SHORTEST_CASELESS_CHARS:
        found = table.caseless.get(name.casefold())
    if found is not None:
        return found
    words, acronym = _parts(name)
    return f"{_parts(table.names[words])[0]} ({acronym})" if acronym and words in table.names else None


def _by_pattern(name: str, label: str) -> str | None:
    for pattern, words in _table().patterns[label]:
        match = pattern.fullmatch(name)
        filled = _filled(words, match, label) if match else None
        if filled is not None:
            return filled
    return None


def _indonesian(name: str, labels: tuple[str, ...]) -> str | None:
    """The Indonesian name for an English one; None where nothing is known of it."""
    back, name = _back(), name.removeprefix("the ").removeprefix("The ")
    whole = back.names.get(name)
    if whole is not None and (name in back.settled or " " in whole or " " not in name):
        return whole
    for label in labels:
        if (found := _indonesian_by_pattern(name, label)) is not None:
            return found  # "Universitas Gadjah Mada" rather than "UGM"
    return whole


def _indonesian_by_pattern(name: str, label: str) -> str | None:
    back = _back()
    for pattern, words in back.patterns[label]:
        match = pattern.fullmatch(name)
        if match is None:
            continue
        held = match.groupdict()
        known = {
            slot: back.fields.get(text) if slot == "field" else back.names.get(text) or _own(slot, text)
            for slot, text in held.items()
        }
        if all(known.values()):
            return SLOT.sub(lambda slot, known=known: str(known[slot[1]]), words)  # type: ignore[misc]
    return None


def _own(slot: str, text: str) -> str | None:
    """The words of a slot that may keep them."""
    return text if slot == "any" else None


@dataclass(frozen=True, slots=True)
class _Back:
    names: Mapping[str, str]
    settled: frozenset[str]
    """Those that the table's own second part has."""
    fields: Mapping[str, str]
    patterns: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]
    others: Mapping[str, tuple[str, ...]]
    """Indonesian name -> other words for the same."""


@lru_cache(maxsize=1)
def _back() -> _Back:
    """The table turned round."""
    raw = read_table("glossary.toml")
    names: dict[str, str] = {}
    same: dict[str, list[str]] = {}
    for indonesian, english in {**raw["organizations"], **raw["places"]}.items():
        words, acronym = _parts(english)
        for form in (english, words):
            if " " in indonesian and " " not in names.get(form, " "):
                names[form] = indonesian
            names.setdefault(form, indonesian)
        if acronym:
            names.setdefault(acronym, acronym)
        for form in (_parts(english)[0], *raw["accepted"].get(_parts(english)[0], ())):
            same.setdefault(form, []).append(indonesian)
    for english, others in raw["accepted"].items():
        for other in others:
            if english in names and other not in names and " " in other:
                names[other] = names[english]
    names |= raw["back"]["names"]
    names["U.S."], names["U.N."], names["U.K."] = names["US"], names["UN"], names["United Kingdom"]
    fields = {english: indonesian for indonesian, english in reversed(raw["fields"].items())}
    fields |= raw["back"]["fields"]
    others = {
        indonesian: tuple(dict.fromkeys(same.get(english, ()))) for english, indonesian in names.items()
    }
    return _Back(
        names=names,
        settled=frozenset(raw["back"]["names"]),
        fields=fields,
        patterns={
            label: tuple((_compiled(source, fields), words) for source, words in table.items())
            for label, table in raw["back"]["patterns"].items()
        },
        others=others,
    )


def _filled(words: str, match: re.Match[str], label: str) -> str | None:
    """The pattern's English with what its slots hold; None when a slot must know its words and does not."""
    table = _table()
    for slot, held in match.groupdict().items():
        known = table.fields.get(held) if slot == "field" else _known(held)
        if known is None and slot == "any":
            known = _by_pattern(held, label) or _by_pattern(held, "place") or held
        if known is None:
            return None
        words = words.replace(f"{{{slot}}}", _parts(known)[0])
    return words


@lru_cache(maxsize=1)
def _table() -> _Table:
    raw = read_table("glossary.toml")
    names = {**raw["organizations"], **raw["places"]}
    article = raw["article"]
    return _Table(
        names=names,
        english=frozenset(_parts(words)[0] for words in names.values()),
        caseless={name.casefold(): words for name, words in names.items()},
        fields=raw["fields"],
        patterns={
            label: tuple((_compiled(source, raw["fields"]), words) for source, words in table.items())
            for label, table in raw["patterns"].items()
        },
        accepted={name: tuple(forms) for name, forms in raw["accepted"].items()},
        article=re.compile(
            "|".join(
                (
                    *map(re.escape, article["names"]),
                    rf"(?:{'|'.join(map(re.escape, article['beginnings']))})\b.*",
                    rf".*\b(?:{'|'.join(map(re.escape, article['endings']))})",
                )
            )
        ),
        heads=frozenset(raw["generic"]["heads"]),
        ordinary=frozenset(raw["ordinary"]["words"]),
        said=raw["said"],
    )


def _compiled(source: str, fields: Mapping[str, str]) -> re.Pattern[str]:
    """ "Kabupaten {any}" as a regular expression with a group for each slot."""
    held = {
        "any": r"\S.*",
        "known": r"\S.*",
        "field": "|".join(map(re.escape, sorted(fields, key=len, reverse=True))),
    }
    parts = SLOT.split(source)
    return re.compile(
        "".join(f"(?P<{p}>{held[p]})" if place % 2 else re.escape(p) for place, p in enumerate(parts))
    )
