"""Which names of an article are one organization's or one place's: "Kota Semarang" and "Semarang".

In: the article's forms of one of the two kinds. Out: those joined that name the same. This module must not
know persons, nor how an entity is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from bot.digest.clipped import is_clipped
from bot.digest.known_names import Key, listed_places, name_words, same_names, written_out
from bot.digest.name_forms import Form, Groups

MOST_BODIES = 150
"""Bodies of an article whose names are compared with one another; where there are more, it is a list."""


def join_bodies(forms: Sequence[Form], groups: Groups) -> None:
    """Join the forms, all of organizations or all of places, that name the same."""
    _join_by_kind(forms, groups)
    _join_regions(forms, groups)
    if any(form.label == "organization" for form in forms):
        _join_written_out(forms, groups)
        _join_clipped(forms, groups)
        _join_heads(forms, groups)


def bare(form: Form) -> Key:
    """Return the words of a form without what says of which kind the thing is, and without full stops."""
    words = name_words()
    key = tuple(word for word in form.key if word.strip("."))
    kinds = words["place_kinds"] if form.label == "place" else words["organization_kinds"]
    for _ in range(2):
        width = next((n for n in (2, 1) if len(key) > n and " ".join(key[:n]) in kinds), 0)
        key = key[width:]
    if form.label == "organization":
        while len(key) > 1 and key[-1] in words["organization_ends"]:
            key = key[:-1]
    return key


def _join_by_kind(forms: Sequence[Form], groups: Groups) -> None:
    """Join names that differ only in the kind before them: "Kota Semarang" and "Semarang".

    Two kinds before one name are two things (the city and the regency of Bogor); the bare name is then
    the one named first.
    """
    by_bare: dict[Key, list[Form]] = {}
    for form in forms:
        by_bare.setdefault(bare(form), []).append(form)
    for own, same in by_bare.items():
        plain = [form for form in same if form.key == own]
        kinds = sorted((form for form in same if form.key != own), key=lambda form: form.first)
        if plain and kinds:
            groups.join(kinds[0], plain[0])
        if same[0].label == "organization":
            for one, other in pairwise(kinds):
                groups.join(one, other)


def _join_regions(forms: Sequence[Form], groups: Groups) -> None:
    """Join what differs by the region at its end, or by what kind of region it is.

    "Masjid Al Hikmah Palopo" is Masjid Al Hikmah, and BPBD Kabupaten Sigi is BPBD Sigi.
    """
    by_key = {form.key: form for form in forms}
    regions, places = name_words()["regions"], listed_places()
    for form in forms:
        plain = tuple(word for at, word in enumerate(form.key) if not (at and word in regions))
        shorter = [
            form.key[:-n]
            for n in (1, 2, 3)
            if len(form.key) > n + 1
            and form.key[-n:] in places
            and form.key[-n] not in name_words()["directions"]
        ]
        others = [plain] if form.label == "organization" else shorter
        same = next((by_key[key] for key in others if key in by_key and key != form.key), None)
        if same is not None:
            groups.join(form, same)
            by_key.pop(same.key, None)


def _join_written_out(forms: Sequence[Form], groups: Groups) -> None:
    """Join names that differ in short words, or the national teams' in the country and the words' order.

    "Kejari Solo" is Kejaksaan Negeri Solo, and "Timnas U-17" is Timnas Indonesia U-17.
    """
    by_words: dict[Key, Form] = {}
    for form in forms:
        words = written_out(form.key)
        if words[0] == "timnas" and len(words) > 1:
            words = tuple(sorted(set(words) - {"indonesia"}))
        if len(words) > 1:
            groups.join(by_words.setdefault(words, form), form)


def _join_clipped(forms: Sequence[Form], groups: Groups) -> None:
    """Join names whose words are clipped with the one full name that they can stand for."""
    if len(forms) > MOST_BODIES:
        return
    for short in forms:
        fuller = [form for form in forms if form is not short and is_clipped(short.key, form.key)]
        if fuller and groups.are_one(fuller):
            groups.join(fuller[0], short)


def _join_heads(forms: Sequence[Form], groups: Groups) -> None:
    """Join an organization's first words with the only full name that begins so: "Inter", "Inter Milan"."""
    known = {key for pairs in same_names().values() for pair in pairs for key in pair}
    longer = _by_opening(full for full in forms if not _is_event(full))
    for form in forms:
        fuller = longer.get(bare(form), ())
        is_known = form.key in known and form.key[0] not in name_words()["regional_alone"]
        if len(fuller) == 1 and not (is_known or _is_kind_alone(form) or _is_company_of_kind(form)):
            groups.join(fuller[0], form)


def _is_company_of_kind(form: Form) -> bool:
    """Return whether a company is called by a kind alone: "PT Pelabuhan Indonesia" opens no name."""
    own, words = bare(form), name_words()
    kinds = words["place_kinds"] | words["organization_openings"]
    return len(own) == 1 < len(form.key) and own[0] in kinds


def _by_opening(forms: Iterable[Form]) -> Mapping[Key, Sequence[Form]]:
    """Return the first words of the names, however many but all, with those that go on from there."""
    found: dict[Key, list[Form]] = {}
    for form in forms:
        own = bare(form)
        for width in range(1, len(own)):
            found.setdefault(own[:width], []).append(form)
    return found


def _is_event(form: Form) -> bool:
    """Return whether it is what an organization holds: "FIFA U-17 World Cup"."""
    return not name_words()["events"].isdisjoint(form.key)


def _is_kind_alone(form: Form) -> bool:
    words = name_words()
    return " ".join(form.key) in words["organization_kinds"] | words["organization_ends"]
