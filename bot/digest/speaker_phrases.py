"""Whom a noun phrase beside a quotation means: "kata Menteri Desa Ratna Wibisana", "ucap pejabat tersebut".

In: the cast of an article and where the phrase begins in its text. Out: where the phrase ends, and the person
or organisation that it means or else its words. This module must not know which words report, where the
quotation stands, nor who spoke before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.digest.cast import Cast, Mention
from bot.digest.phrases import SHORT_FORM, has_role, load_phrase_words
from bot.digest.speech import load_speech
from bot.digest.titles import load_titles
from bot.digest.words import words as words_of

PHRASE_LIMIT_CHARS = 160
"""How far after a reporting word its speaker is looked for: room for a long office, a place and a name.
Set by eye, not tuned."""
ANTECEDENT_LIMIT_CHARS = 1500
"""How far back "pejabat tersebut" may refer: some ten paragraphs, and short enough to stay linear."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A reporting clause: its words, and the speaker as far as the clause itself tells."""

    cue: str | None
    end: int
    """Where the clause ends in the text (for a clause before a quote: where it starts)."""
    speaker: str | None = None
    mention: str | None = None
    running: bool = False
    """Whether the clause only points back ("ujarnya", "kata dia")."""
    strong: bool = True
    """Whether the words do nothing else than report."""


_TOKEN = re.compile(r"[^\s,.;:()\"“”„«»\[\]]+|[,.;:()\"“”„«»\[\]]|\n")
_ABBREVIATED = re.compile(r"(?:[A-Z]|Dr|Drs|Dra|Ir|Prof|H|Hj|KH|St|M|Moh|Muh|Abd|Tn|Ny|dr|drg|No)$")
_VERB_SHAPE = re.compile(r"(?:me(?:m|n|ng|ny|l|r|w)?|ber|di|ter)[a-z]{3,}$")


def phrase_end(text: str, start: int) -> int:
    """Return where the noun phrase that starts at `start` ends."""
    table, phrase, roles, ranks = load_speech(), load_phrase_words(), load_titles().roles, load_titles().ranks
    end, limit = start, min(len(text), start + PHRASE_LIMIT_CHARS)
    previous, past = "", start
    for match in _TOKEN.finditer(text, start, limit):
        word = match.group()
        if match.start() < past:
            continue
        if short := SHORT_FORM.match(text, match.start()):
            past = short.end()
            continue
        if "\n" in text[end : match.start()] or (len(word) == 1 and word in ',;:()"“”„«»[]\n'):
            break
        if word == ".":
            if (_ABBREVIATED.match(previous) or previous.lower() in ranks) and match.end() < len(text):
                end = match.end()
                continue
            break
        known = word in roles or word in phrase.fields or word in phrase.determiners
        if word == "dan" and not text[match.end() : match.end() + 2].strip()[:1].isupper():
            break
        if word in table.clause_words or (_VERB_SHAPE.match(word) and not known):
            break
        end, previous = match.end(), word
    return end


def trimmed(phrase: str) -> str:
    """Return the words of a phrase with one space between them, without marks at either end."""
    return " ".join(phrase.split()).strip(" ,.:-–—")


def past_space(text: str, position: int) -> int:
    """Return where the first character that is no space stands, `position` or later, on the same line."""
    while position < len(text) and text[position] in " \u00a0\t":
        position += 1
    return position


_PREPOSITION = re.compile(r"\b(?:di|dari|ke|pada|asal|untuk|dengan|kepada|terhadap)\s+$")
"""Before a run of capitals that is no subject: "sumber di Raja Ampat mengatakan"."""


def is_governed(text: str, start: int, end: int) -> bool:
    """Whether a preposition stands right before `end`, no further back than `start`."""
    return _PREPOSITION.search(text, start, end) is not None


def read_phrase(cast: Cast, start: int) -> Clause:
    """Return who the noun phrase at `start` means: a person, an organisation, or the words alone."""
    text = cast.text
    end = phrase_end(text, start)
    phrase = trimmed(text[start:end])
    if client := named_behind(cast, start, end):
        return Clause(None, client.end, client.name, trimmed(text[start : client.end]))
    named = _named_in(cast, start, end)
    if named is not None:
        return Clause(None, end, named, phrase or None)
    if apposed := _named_after(cast, phrase, end):
        return Clause(None, apposed.end, apposed.name, trimmed(text[start : apposed.end]))
    if _tells_more(cast, phrase, start, end):
        return Clause(None, end, None, phrase, running=True)
    if handle := _HANDLE.match(text, start):
        return Clause(None, handle.end(), handle.group(), handle.group())
    organizations = [mention for mention in cast.between(start, end) if not mention.person]
    whole = bool(organizations) and organizations[0].start == start and organizations[0].end >= end
    held = (phrase.isupper() and has_role(phrase)) or points_back(cast, phrase, start)  # "tanya JPU"
    if not held and (whole or (organizations and not has_role(phrase.removeprefix("pihak ")))):
        return Clause(None, end, organizations[-1].name, phrase)
    holder = cast.holder(phrase) if phrase else None
    if holder is None and not held and _ACRONYM.fullmatch(phrase):
        return Clause(None, end, phrase, phrase)
    return Clause(None, end, holder, phrase or None)


_HANDLE = re.compile(r"@\w{2,}")
"""What somebody is called who wrote on a network."""
_ACRONYM = re.compile(r"[A-Z]{2,8}(?: [A-Z]{2,8})?")


def _named_in(cast: Cast, start: int, end: int) -> str | None:
    people = cast.people_between(start, end)
    if not people:
        return None
    before = cast.text[start : people[-1].start]
    if len(people) == 1 and any(
        re.search(rf"\b{relation}\s*$", before) for relation in load_phrase_words().relations
    ):
        return None
    after = cast.text[people[-1].end : end].split()
    if after and before.strip() and after[-1] in load_phrase_words().determiners:
        return None
    return people[-1].name


_CALLED = re.compile(
    r"\s+(?:yang\s+)?(?:bernama(?:\s+lengkap)?|(?:akrab|biasa|kerap|sering|karib)\s+di(?:sapa|panggil))\s+"
)
_DESCRIBED = re.compile(r"\s+yang\s+(?:akrab|biasa|kerap|sering|karib|juga)\s+\w")
"""What tells more of somebody who speaks already: "ucap perempuan yang akrab disapa Uti"."""
_DETERMINED = re.compile(
    r"\s+(?:yang|kelahiran|asal|berusia)\s[^.\n\"“”]{1,140}?\s(?:itu|ini|tersebut)(?=[.,\n\"“”]|$)"
)
"""The same: "ucap pria | yang pernah menjadi camat itu"."""
_THEN = re.compile(r"\s+(?:saat|ketika|kala|waktu)\s+itu,?\s+")
_FIELD_BETWEEN = re.compile(
    r"\s+(?:untuk|di|bagi|dari|asal)(?:\s+(?:dan|untuk|di|wilayah|kawasan)|\s+[A-Z][\w'’&./-]*)+?\s+"
)
"""Between an office and its holder: "Ekonom Utama | untuk Bank Samudra di Indonesia | Bagas Permana"."""


def _tells_more(cast: Cast, phrase: str, start: int, end: int) -> bool:
    """Whether the phrase tells more of somebody who speaks already."""
    if not has_role(phrase):
        return False
    head = words_of(phrase)[0]
    if _DETERMINED.match(cast.text, end):
        return points_back(cast, f"{head} itu", start)
    return head not in load_phrase_words().indefinite and _DESCRIBED.match(cast.text, end) is not None


def named_behind(cast: Cast, start: int, end: int) -> Mention | None:
    """Return who is named behind whom they serve or what looks like a person, between commas.

    "kata pengacara Ratna, | Bagas Permana, saat sidang", "ujar Analis Phillip Nova, | Ratna Wibisana."
    """
    people = cast.people_between(start, end)
    if not people or people[-1].end != end:
        return None
    table, before = load_phrase_words(), trimmed(cast.text[start : people[-1].start]).lower()
    serves = any(f" {before}".endswith(f" {word}") for word in (*table.of_somebody, *table.relations))
    behind = next(iter(cast.people_between(end, end + PHRASE_LIMIT_CHARS)), None)
    if behind is None or cast.text[end : behind.start] != ", " or not (serves or has_role(before)):
        return None
    return behind if (_ENCLOSED if serves else _SET_OFF).match(cast.text, behind.end) else None


def _named_after(cast: Cast, phrase: str, end: int) -> Mention | None:
    """Return the person named behind the phrase, which tells what they are."""
    if has_role(phrase):
        return (
            _called(cast, end)
            or _apposition(cast, end)
            or _after_field(cast, end)
            or _who_then_was(cast, end)
        )
    return _apposition(cast, end) if phrase.islower() else None


def _who_then_was(cast: Cast, end: int) -> Mention | None:
    """Return the person named behind an office of that time: "kata Menteri Agama saat itu | Bagas"."""
    then = _THEN.match(cast.text, end)
    people = cast.people_between(then.end(), then.end() + PHRASE_LIMIT_CHARS) if then else []
    return people[0] if people and then and people[0].start == then.end() else None


def _called(cast: Cast, end: int) -> Mention | None:
    """Return the person that somebody is said to be called: "kata seorang warga bernama Bagas"."""
    called = _CALLED.match(cast.text, end)
    people = cast.people_between(called.end(), called.end() + PHRASE_LIMIT_CHARS) if called else []
    return people[0] if people and called and people[0].start == called.end() else None


def _after_field(cast: Cast, end: int) -> Mention | None:
    """Return the person right after the field of an office."""
    for mention in cast.people_between(end, min(len(cast.text), end + PHRASE_LIMIT_CHARS)):
        if _FIELD_BETWEEN.fullmatch(cast.text, end, mention.start):
            return mention
        if _FIELD_BETWEEN.match(cast.text, end) is None:
            break
    return None


_SET_OFF = re.compile(r"[.(\n]|,(?! (?:dan|serta) )")
"""Behind a name that a comma sets off."""
_ENCLOSED = re.compile(rf"{_SET_OFF.pattern}|\s+(?:kepada|saat|ketika|usai|di|dalam|pada|lewat|melalui)\s")
"""The same where nobody else can be meant."""
_LISTED_FIELD = re.compile(r"\s+dan(?:\s+[A-Z][\w-]*)+\s+")
"""The end of an office with several fields: "Deputi Bidang Statistik, Distribusi, dan Jasa BPS"."""


def _apposition(cast: Cast, end: int) -> Mention | None:
    """Return the person named after a comma: "kata warga Ungaran yang melintas, Dhiko (32)"."""
    stop = re.compile(r"[\n\"“”;]|[a-z\d)]\.\s").search(cast.text, end, end + PHRASE_LIMIT_CHARS)
    limit = stop.start() + 1 if stop else min(len(cast.text), end + PHRASE_LIMIT_CHARS)
    for mention in cast.people_between(end, limit):
        before = cast.text[end : mention.start]
        tail = before.rpartition(",")
        if not tail[1]:
            continue
        words = tail[2].split()
        listed = _LISTED_FIELD.fullmatch(tail[2]) is not None
        part_of_name = len(words) == 1 and words[0].istitle() and words[0].isalpha()
        if listed or part_of_name or all(map(_is_title, words)):
            return mention
    return None


def _is_title(word: str) -> bool:
    """Whether it is an office, or a word of a rank: "Inspektur Satu Polisi (Iptu)"."""
    plain, titles = word.strip("().").lower(), load_titles()
    in_rank = any(plain in rank.split() for rank in load_phrase_words().long_ranks)
    return plain in titles.honorifics or plain in titles.roles or in_rank


def points_back(cast: Cast, phrase: str, position: int) -> bool:
    """Whether "politikus PDIP itu", "Mayjen TNI itu" or "sang menteri" at `position` means whoever speaks.

    It does not when the article brought in somebody unnamed by the same word before: "seorang pejabat".
    """
    words = phrase.lower().split()
    if len(words) < 2 or not (has_role(phrase) or words[0] in load_titles().ranks):
        return False
    if words[0] == "sang":
        return True
    if words[-1] not in ("itu", "tersebut", "ini"):
        return False
    brought_in = re.compile(
        rf"\b(?:{'|'.join(load_phrase_words().indefinite)})(?:\s+\w+)?\s+{re.escape(words[0])}\b", re.I
    ).search(cast.text, max(0, position - ANTECEDENT_LIMIT_CHARS), position)
    return brought_in is None
