"""The forms of an article's names, and which of them name the same.

In: mentions. Out: a form for all mentions of one label with the same words, and groups of forms, to be joined
by whoever knows that two name the same. This module must not know how one comes to know it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.digest.known_names import Key
from bot.digest.mentions import Mention
from bot.digest.name_lines import TITLE_POSITION
from bot.records import EntityLabel

_GLUED = re.compile(r"[A-Z]?[a-z]{2,}(?=[A-Z][a-z]{2})|[A-Z]{2,}(?=[A-Z][a-z]{2})")


@dataclass(slots=True)
class Form:
    """All mentions of one label with the same words."""

    key: Key
    label: EntityLabel
    mentions: list[Mention] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The form as it is most often written; of equals the one with the fewest capitals."""
        counts = Counter(mention.text for mention in self.mentions)
        return max(counts, key=lambda text: (counts[text], -sum(map(str.isupper, text))))

    @property
    def spellings(self) -> tuple[str, ...]:
        """The form, and as it is written with other marks: "Ma'ruf" and "Ma’ruf"."""
        others = {_letters(mention.text): mention.text for mention in self.mentions}
        others[_letters(self.text)] = self.text
        return tuple(dict.fromkeys([self.text, *others.values()]))

    @property
    def behind_glue(self) -> Key:
        """The words without another that lost its blank: "AmazonJeff Bezos" is Jeff Bezos; else none."""
        glued = _GLUED.match(self.text)
        return (self.key[0][glued.end() :], *self.key[1:]) if glued and len(self.key) > 1 else ()

    @property
    def first(self) -> int:
        """Where it first stands; the headline is before everything."""
        return min(mention.start if mention.sentence != TITLE_POSITION else -1 for mention in self.mentions)


def _letters(text: str) -> str:
    return text.casefold().replace(".", "").replace(" ", "")


class Groups:
    """Forms joined into entities (union-find)."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._parent: dict[tuple[EntityLabel, Key], tuple[EntityLabel, Key]] = {}
        self._forms = {(form.label, form.key): form for form in forms}
        for name in self._forms:
            self._parent[name] = name

    def _root(self, name: tuple[EntityLabel, Key]) -> tuple[EntityLabel, Key]:
        while self._parent[name] != name:
            self._parent[name] = self._parent[self._parent[name]]
            name = self._parent[name]
        return name

    def join(self, one: Form, other: Form) -> None:
        """Say that both name the same."""
        a, b = self._root((one.label, one.key)), self._root((other.label, other.key))
        if a != b:
            self._parent[b] = a

    def are_one(self, forms: Sequence[Form]) -> bool:
        """Return whether all of them name the same."""
        return len({self._root((form.label, form.key)) for form in forms}) == 1

    def __iter__(self) -> Iterator[list[Form]]:
        groups: dict[tuple[EntityLabel, Key], list[Form]] = {}
        for name, form in self._forms.items():
            groups.setdefault(self._root(name), []).append(form)
        yield from groups.values()


def forms_of(mentions: Sequence[Mention]) -> list[Form]:
    """Return the forms in the order in which they are first mentioned."""
    forms: dict[tuple[EntityLabel, Key], Form] = {}
    for mention in mentions:
        name = (mention.label, mention.key)
        forms.setdefault(name, Form(mention.key, mention.label)).mentions.append(mention)
    return list(forms.values())
