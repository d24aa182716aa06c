"""Who does the saying in a clause: the subject of its verb, or the person with whom it begins.

In: the cast of an article, and where a clause and its verb stand in the text. Out: the subject, as a Clause
without reporting words. This module must not know any quotation, nor which verbs are verbs of saying.
"""

from __future__ import annotations

import re

from bot.digest.cast import Cast, Mention
from bot.digest.phrases import has_role, load_phrase_words, starts_with_role
from bot.digest.speaker_phrases import Clause, named_behind, past_space, phrase_end, trimmed
from bot.digest.speech import load_speech

_HANGS_REACH_CHARS = 60
"""How far before a name the word is looked for that it hangs on: a preposition and three words."""

_OF_BODY = re.compile(r"[^,.;:()\"]+\s(?:dari|di|pada)\s+")
"""From an office to the name of its body: "Pengamat politik dari | Universitas Lumban"."""


def past_conjuncts(text: str, start: int, end: int) -> int:
    """Return where the clause at `start` begins after "Namun," and "Sementara itu,"."""
    opened = load_speech().conjuncts.match(text, start, end)
    return opened.end() if opened else start


def subject_before(cast: Cast, start: int, verb: int) -> Clause:
    """Return the subject of the verb at `verb` in the clause that begins at `start`."""
    text, table = cast.text, load_speech()
    first = past_space(text, past_conjuncts(text, start, verb))
    words = text[first:verb].split()
    if not words:
        return Clause(None, verb, running=True)
    head = words[0].strip(",").lower()
    if head in table.pronouns or any(word.lower() in table.pronouns for word in words[-3:]):
        return Clause(None, verb, None, head if head in table.pronouns else None, running=True)
    if _is_kin(cast, first, verb):
        return Clause(None, verb, running=True)
    if behind := named_behind(cast, first, phrase_end(text, first)):
        return Clause(None, verb, behind.name, behind.name)
    people = cast.people_between(first, verb)
    subjects = [mention for mention in people if not is_object(cast, mention, first)]
    if not subjects:
        return _nobody_named(cast, first, verb, opened=head in table.openers)
    if words[-1].strip(",").lower() == "yang":
        return Clause(None, verb, subjects[-1].name, subjects[-1].name)
    leads = head not in table.openers and _leads(cast, first, subjects[0])
    subject = subjects[0] if leads else subjects[-1]
    return Clause(None, verb, subject.name, trimmed(text[subject.start : subject.end]))


def _is_kin(cast: Cast, start: int, verb: int) -> bool:
    """Whether the subject is told as somebody's only, and so speaks already: "Menantu Bagas Permana ini"."""
    end = min(phrase_end(cast.text, start), verb)
    words, table = cast.text[start:end].lower().split(), load_phrase_words()
    by_kin = bool(words) and words[0] in table.relations and words[-1] in table.determiners
    return by_kin and bool(cast.people_between(start, end))


def _nobody_named(cast: Cast, start: int, verb: int, *, opened: bool) -> Clause:
    """Return who holds the office before the verb, or the organisation there, else the words alone.

    `opened`: other words open the clause, and the subject stands after its last comma.
    """
    whole = cast.text[start:verb]
    if opened:
        phrase = trimmed(re.split(r",\s", whole)[-1])
    else:
        phrase = trimmed(cast.text[start : min(phrase_end(cast.text, start), verb)]) or trimmed(whole)
    if holder := cast.holder(phrase):
        return Clause(None, verb, holder, phrase)
    bodies = [m for m in cast.between(start, verb) if not m.person and not is_object(cast, m, start)]
    if bodies and not has_role(phrase):
        return Clause(None, verb, bodies[-1].name, phrase)
    return Clause(None, verb, None, phrase or None)


def heads(cast: Cast, start: int, mention: Mention) -> bool:
    """Whether the clause at `start` begins with this person as its subject."""
    return _leads(cast, start, mention) and not is_object(cast, mention, start)


def _leads(cast: Cast, start: int, mention: Mention) -> bool:
    """Whether the phrase at the head of the clause is this person, with or without an office before."""
    if mention.start == start:
        return True
    before, end = cast.text[start : mention.start], phrase_end(cast.text, start)
    if "," not in before:
        return mention.end <= end + 1
    office = before.removesuffix(", ")
    return (
        mention.start - end == 2 and " " in office and starts_with_role(office)
    )  # "Pelatih Persib, | Bagas"


def is_object(cast: Cast, mention: Mention, start: int) -> bool:
    """Whether the name hangs on another word: "kepada Putin", "istri Budi"; not "pengamat dari KPU Budi"."""
    if _is_sent_by_body(cast, mention, start):
        return False
    raw = cast.text[max(start, mention.start - _HANGS_REACH_CHARS) : mention.start]
    before = raw.lower()
    relations = "|".join(load_phrase_words().relations)
    objects = "|".join(load_speech().before_object)
    return bool(
        re.search(
            rf"\b(?:{objects})\s+(?:[\w.-]+\s+){{0,3}}$",
            before,
        )
        and not re.search(r",\s*(?:[\w.-]+\s+)*$", before)
    ) or bool(re.search(rf"\b(?:{relations})\s+$", raw) or re.fullmatch(rf"(?:{relations})\s+", before))


def _is_sent_by_body(cast: Cast, mention: Mention, start: int) -> bool:
    """Whether an office opens the clause, and its body stands right before the name."""
    bodies = [body for body in cast.between(start, mention.start) if not body.person]
    if not bodies or cast.text[bodies[-1].end : mention.start] != " ":
        return False
    first = past_conjuncts(cast.text, start, mention.start)
    return (
        starts_with_role(cast.text[first : bodies[-1].start])
        and _OF_BODY.fullmatch(cast.text, first, bodies[-1].start) is not None
    )
