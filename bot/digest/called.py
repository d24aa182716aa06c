"""Where a person's name begins behind other words with capitals: what the article calls people by tells.

In: the tokens of an article's sentences, and the names that the tagger saw in them. Out: the same names, one
parted in two where it holds a body and a person: "IPB University | Zuraidah Nasution", because the article
goes on with "menurut Zuraidah". This module must not know how mentions are joined into entities.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from bot.digest.institutions import is_head
from bot.digest.known_names import Key, Span, comparable, listed_places, name_words, public_names
from bot.digest.name_features import is_plain, load_lexicon
from bot.digest.speech import load_speech
from bot.digest.titles import load_titles
from bot.digest.tokens import Token

LONGEST_NAME_WORDS = 3
"""Of a person behind a body's name; what is longer holds more than the two."""
LONGEST_FIRST_NAMES = 2
"""Words before the one by which somebody is called."""
LEAST_OWN_WORDS = 2
"""Words that a body's name must share with what stands before a person's: one may be a first name as well."""
_MIN_CHARS = 3
"""Shorter words by which somebody seems to be called are initials."""


def called(lines: Iterable[Sequence[Token]]) -> frozenset[str]:
    """Return the single words by which those are called who speak: "kata Tofan", "Djoko menuturkan"."""
    found = {
        tokens[i].text
        for tokens in lines
        for i in range(len(tokens))
        if _is_a_call(tokens[i]) and (_is_said_by(tokens, i) or _says(tokens, i))
    }
    return frozenset(found)


def _is_a_call(token: Token) -> bool:
    word, plain = token.text, comparable(token)
    if len(word) < _MIN_CHARS or not word.isalpha() or not word.istitle():
        return False
    words, key = name_words(), (plain,)
    kinds = (
        words["organization_openings"]
        | words["organization_kinds"]
        | words["nationalities"]
        | words["calendar"]
    )
    return (
        plain not in kinds
        and plain not in load_titles().kinds
        and plain not in load_speech().pronouns | load_speech().plural_pronouns
        and public_names().get(key, "person") == "person"
        and key not in listed_places()
    )


def _is_said_by(tokens: Sequence[Token], i: int) -> bool:
    followed = tokens[i + 1].text[:1].isupper() if i + 1 < len(tokens) else False
    return i > 0 and not followed and comparable(tokens[i - 1]) in load_speech().before_name


def _says(tokens: Sequence[Token], i: int) -> bool:
    if i + 1 == len(tokens) or tokens[i + 1].text not in load_speech().verbs:
        return False
    return not i or not tokens[i - 1].text[:1].isupper() or comparable(tokens[i - 1]) in load_titles().kinds


def parted(
    tokens: Sequence[Token], spans: Sequence[Span], calls: Container[str], bodies: Container[Key]
) -> list[Span]:
    """Return the names of a sentence in order, those in two that hold a body and a person.

    `calls`: the words by which the article calls people. `bodies`: of the names of its bodies what `parts_of`
    returns.
    """
    found: list[Span] = []
    for start, end, label in spans:
        at, goes_on = start, bool(found) and found[-1][1:] == (start, "organization")
        goes_on = goes_on and comparable(tokens[start - 1]) not in load_titles().kinds
        if label == "person":
            at = _after_body(tokens, start, end, calls, bodies, goes_on=goes_on)
        elif label == "organization":
            at = _after_its_name(tokens, start, end, calls)
        if at == start:
            found.append((start, end, label))
            continue
        if goes_on:
            start = found.pop()[0]
        found += [(start, at, "organization"), (at, end, "person")]
    return found


def _after_body(
    tokens: Sequence[Token],
    start: int,
    end: int,
    calls: Container[str],
    bodies: Container[Key],
    *,
    goes_on: bool,
) -> int:
    """Return where a person's name begins behind a body's that was taken for a part of it; else `start`.

    `goes_on`: whether a body's name stands right before, which can have been cut short.

    Some are called by their second name: before it stands a body where its words are a body's, or many.
    """
    at = next((i for i in range(start + 1, end - 1) if tokens[i].text in calls), start)
    before = [word for token in tokens[start:at] if (word := comparable(token)) not in load_titles().kinds]
    goes_on = goes_on and (at - start > 1 or is_plain(tokens[start].text))  # "Gerindra | Sufmi Dasco"
    if before and (
        goes_on or len(before) > LONGEST_FIRST_NAMES or any(_is_of_a_body(word, bodies) for word in before)
    ):
        return at
    return start + _own_width(tokens[start:end], bodies)


def _is_of_a_body(word: str, bodies: Container[Key]) -> bool:
    lexicon = load_lexicon()
    return (word,) in bodies or (word in lexicon.organizations and "f" not in lexicon.persons.get(word, ""))


def _after_its_name(tokens: Sequence[Token], start: int, end: int, calls: Container[str]) -> int:
    """Return where a person's name begins that was taken for the end of a body's; else `start`."""
    at = next(
        (i for i in range(start + 1, end) if tokens[i].text in calls), _after_public_name(tokens, start, end)
    )
    bears_the_name = at > start and is_head((tokens[at - 1].text,))
    if bears_the_name or end - at > LONGEST_NAME_WORDS:
        return start
    return at if at > start else _after_initials(tokens, start, end)


def _after_initials(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return where the name begins of whoever speaks behind a body's initials; else `start`.

    "Manajer Divisi Tresuri | BNI | Wasita menyebutkan": an office stands before, a verb of saying behind.
    """
    says = end < len(tokens) and tokens[end].text in load_speech().verbs
    first = start
    while first and tokens[first - 1].text[0].isupper():
        first -= 1
    roles = load_titles().roles
    if not says or all(comparable(token) not in roles for token in tokens[first:start]):
        return start
    rest = tokens[start + 1 : end]
    is_name = rest and all(token.text.istitle() and not is_plain(token.text) for token in rest)
    is_place = tuple(map(comparable, rest)) in listed_places()
    initials = tokens[start].text
    return start + 1 if is_name and not is_place and initials.isupper() and len(initials) > 1 else start


def _after_public_name(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return where a first name follows on a well-known body's name, "KPU | Affifuddin"; else `start`."""
    key, firsts = tuple(map(comparable, tokens[start:end])), load_lexicon().persons
    for width in range(len(key) - 1, 0, -1):
        if public_names().get(key[:width]) == "organization":
            rest = tokens[start + width : end]
            is_name = rest[0].text.istitle() and not {"f", "o"}.isdisjoint(firsts.get(key[width], ""))
            # Districts are called like people: a body that has branches may be one's.
            is_branch = is_head((tokens[start].text,)) and key[width : width + 1] in listed_places()
            is_named = is_name and not is_branch and not any(is_plain(token.text) for token in rest)
            return start + width if is_named else start
    return start


def _own_width(tokens: Sequence[Token], bodies: Container[Key]) -> int:
    """Return how many words a body's name has that a person's begins with: "Agro Lestari | Tofan Mahdi"."""
    key = tuple(map(comparable, tokens))
    widths = range(len(key) - 1, LEAST_OWN_WORDS - 1, -1)
    return next((width for width in widths if key[:width] in bodies), 0)


def parts_of(names: Iterable[Key]) -> frozenset[Key]:
    """Return the names of bodies, how they end, and their single words."""
    keys = tuple(names)
    ends = {key[at:] for key in keys for at in range(len(key))}
    return frozenset(ends.union((word,) for key in keys for word in key))
