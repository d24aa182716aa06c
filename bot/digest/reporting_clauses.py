"""The clause that reports a quotation, after it or before it: `"..." kata Rina`, `Rina mengatakan, "..."`.

In: the cast of an article and where a quotation stands in its text. Out: the reporting words, and the speaker
as far as the clause itself tells; "ujarnya" only points back. This module must not know how quotation marks
are paired, what the other clauses of the article say, nor what a quote is worth.
"""

from __future__ import annotations

import re

from bot.digest.cast import Cast
from bot.digest.phrases import has_role, load_phrase_words, starts_with_role
from bot.digest.speaker_phrases import Clause, is_governed, past_space, read_phrase, trimmed
from bot.digest.speech import load_speech
from bot.digest.subjects import is_object, subject_before

INTRODUCTION_LIMIT_CHARS = 220
"""How far before an opening mark the reporting verb may stand."""
LONGEST_TERM_WORDS = 3
"""Words of the longest term in marks that is no speech, in ../shared/data/quotes."""
ROLE_REACH_CHARS = 40
"""Room for the two words in which a role shows."""
LONG_REACH_CHARS = 100
"""How far back a longer one is looked for."""
LOOSE_TAIL_WORDS = 12
"""Words that may stand between a reporting verb and the comma or colon before a quote."""
SUBJECT_REACH_CHARS = 90
"""Room for an office and a name between a quotation and the verb behind them, or before its colon."""
MOST_SUBJECT_WORDS = 6
"""Words before the verb that are a subject without a known name; more are a sentence of its own."""


# --- clauses after a quote ---------------------------------------------------------------------


def clause_after(cast: Cast, position: int, *, comma: bool) -> Clause | None:
    """Return the reporting clause that begins at `position`, right after a closing mark.

    `comma` says whether the quote ends in a comma, which makes also an everyday word a reporting one.
    """
    text, table = cast.text, load_speech()
    if "\n" in text[position : position + 1]:
        return None
    match = table.statement.match(text, position)
    if match and "\n" not in match.group() and (comma or match.group(1).lower().startswith("demikian")):
        return _statement(cast, match)
    match = table.after.match(text, position)
    if match and "\n" not in match.group():
        return _stem_clause(cast, match, comma=comma)
    return _name_then_verb(cast, position, comma=comma) or (_only_named(cast, position) if comma else None)


def _statement(cast: Cast, match: re.Match[str]) -> Clause:
    """Read "demikian bunyi pernyataan KPK" and "keterangan tertulis yang dikeluarkan oleh IBF"."""
    cue, start = match.group(1), match.end()
    passed = re.compile(r"\s+(?:yang\s+)?(?:di\w+\s+)?(?:oleh|dari)?\s*").match(cast.text, start)
    begin = passed.end() if passed else start
    if match.group(2):
        return Clause(cue, start, running=True)
    inner = read_phrase(cast, begin)
    whole = trimmed(
        re.sub(
            r"^(?:demikian|begitu)(?:lah)?\s+(?:bunyi\s+|isi\s+)?", "", cast.text[match.start(1) : inner.end]
        )
    )
    return Clause(cue, inner.end, inner.speaker, whole if inner.speaker is None else inner.mention)


def _stem_clause(cast: Cast, match: re.Match[str], *, comma: bool) -> Clause | None:
    table = load_speech()
    cue, stem, clitic, pronoun = match.groups()
    rest = cast.text[match.end() : match.end() + 1]
    if stem.lower() == "demikian" and pronoun is None and clitic is None:
        return _demikian(cast, match)
    if pronoun is None and clitic is None and stem.lower() in table.weak_stems and not comma:
        at = past_space(cast.text, match.end())
        named = cast.text[at : at + 1].isupper() or starts_with_role(cast.text[at : at + ROLE_REACH_CHARS])
        if not (named and _is_long(cast.text, match.start())):
            return None
    if clitic or pronoun:
        return Clause(cue, match.end(), None, pronoun, running=True)
    if rest in (".", "", "\n"):
        return Clause(cue, match.end(), running=True)
    inner = read_phrase(cast, past_space(cast.text, match.end()))
    if inner.speaker is None and not inner.mention:
        return Clause(cue, match.end(), running=True)
    running = inner.running or (stem.lower() in table.continuing and _is_told_by_office(inner))
    return Clause(cue, inner.end, inner.speaker, inner.mention, running)


def _is_told_by_office(clause: Clause) -> bool:
    """Whether one person is meant whom only an office or a role tells, and no other than before."""
    if clause.speaker or not clause.mention:
        return False
    words, table = set(clause.mention.lower().split()), load_phrase_words()
    told = has_role(clause.mention) or not words.isdisjoint(table.role_heads)
    return told and words.isdisjoint(table.indefinite | table.others)


def _is_long(text: str, position: int) -> bool:
    """Whether what the mark right before `position` closes is more than a term, "Bulan" terang Ratna."""
    quoted = re.split(r"[\"“”]", text[max(0, position - LONG_REACH_CHARS) : position - 1])[-1]
    return len(quoted.split()) > LONGEST_TERM_WORDS


def _demikian(cast: Cast, match: re.Match[str]) -> Clause:
    """Read "demikian dilaporkan NDTV" and "demikian dikutip dari Antara"."""
    reported = re.compile(
        r"\s+(?:(dilaporkan|dikatakan|disampaikan|diungkapkan|ditulis|dinyatakan)(?:\s+oleh)?"
        r"|(tertulis|tertera|tercantum)\s+(?:dalam|di|pada)(?:\s+[a-z]+){1,3})\s*"
    ).match(cast.text, match.end())
    if reported is None:
        return Clause(match.group(1), match.end(), running=True)
    inner = read_phrase(cast, reported.end())
    cue = f"{match.group(1)} {reported.group(1) or reported.group(2)}"
    return Clause(cue, inner.end, inner.speaker, inner.mention, running=not inner.mention)


_WINDOW = re.compile(rf"[^.\n\"“”,;:]{{1,{SUBJECT_REACH_CHARS}}}")
_FINAL_VERB = re.compile(r"\s*(?:pun\s+|juga\s+|kembali\s+|lagi\s+)?$")


def _name_then_verb(cast: Cast, position: int, *, comma: bool) -> Clause | None:
    """Read `"..." Rina menambahkan.`: the verb ends the sentence, or the quote ends in a comma."""
    start = past_space(cast.text, position)
    window = _WINDOW.match(cast.text, start)
    if window is None or not (window.group()[0].isupper() or comma):
        return None
    verb = load_speech().verb.search(cast.text, start, window.end())
    if verb is None:
        return None
    closes = cast.text[verb.end() : verb.end() + 1] in (".", "", "\n")
    if not (closes or comma):
        return None
    words = cast.text[start : verb.start()].split()
    if not words:
        return Clause(verb.group(), verb.end(), running=True) if comma else None
    if words[0].lower() in load_speech().pronouns:
        return Clause(verb.group(), verb.end(), None, words[0], running=True)
    people = cast.people_between(start, verb.start())
    if people and _FINAL_VERB.match(cast.text, people[-1].end, verb.start()):
        return Clause(verb.group(), verb.end(), people[-1].name, trimmed(cast.text[start : verb.start()]))
    if comma and len(words) <= MOST_SUBJECT_WORDS:
        inner = read_phrase(cast, start)
        return Clause(verb.group(), verb.end(), inner.speaker, inner.mention)
    return None


_ENDED = re.compile(r"\s*[,.(\n]")


def _only_named(cast: Cast, position: int) -> Clause | None:
    """Read `"...," Kepala Desa Rina Wibisana, Senin`: the verb was forgotten."""
    start = past_space(cast.text, position)
    if not (
        cast.text[start : start + 1].isupper()
        and starts_with_role(cast.text[start : start + ROLE_REACH_CHARS])
    ):
        return None
    inner = read_phrase(cast, start)
    named = inner.speaker in cast.people and _ENDED.match(cast.text, inner.end)
    return Clause(None, inner.end, inner.speaker, inner.mention) if named else None


# --- clauses before a quote --------------------------------------------------------------------

_BEFORE_SPEECH = frozenset({"", "bahwa", "jika", "kalau", "demikian", "begini", "lagi"})
"""What may stand between a verb of saying and the words themselves."""
_STEM_BEFORE = re.compile(
    r"(?:^|\s)((?:kata|ujar|ucap|tutur|jawab|tanya|tulis|ungkap|jelas|tegas|imbuh|sahut|teriak)(nya)?)\b"
    r"(?:\s+(dia|ia|beliau)\b)?"
)
_STATEMENT_BEFORE = re.compile(r"\b(pernyataan|keterangan|kutipan|petikan|isi|bunyi|katanya)\w*\b")


def clause_before(cast: Cast, start: int, position: int) -> Clause | None:
    """Return the clause that introduces a quote at `position`; `start` is where its sentence begins."""
    text = cast.text
    start = max(start, position - INTRODUCTION_LIMIT_CHARS)
    lead = text[start:position].rstrip()
    tail_end = start + len(lead)
    found = _verb_before(cast, start, tail_end)
    if found is None and lead.endswith((":", ",")):
        found = _stem_before(cast, start, tail_end)
    if found is None and lead.endswith(":"):
        found = _colon_before(cast, start, tail_end)
    return found


def _verb_before(cast: Cast, start: int, end: int) -> Clause | None:
    """Read `Rina mengatakan, "..."`: the last verb of saying, near enough to the mark."""
    text = cast.text
    verb = next(reversed(list(load_speech().verb.finditer(text, start, end))), None)
    if verb is None:
        return None
    between = text[verb.end() : end]
    touching = between.strip(" ,:") in _BEFORE_SPEECH
    marked = between.endswith((",", ":"))
    if not touching and not (marked and len(between.split()) <= LOOSE_TAIL_WORDS):
        return None
    subject = _statement_before(text, start, verb.start()) or subject_before(cast, start, verb.start())
    strong = marked or (touching and "bahwa" not in between)
    return Clause(verb.group(), start, subject.speaker, subject.mention, subject.running, strong)


_STATEMENT_SUBJECT = re.compile(
    r"\b((?:Pernyataan|Keterangan|Laporan|Rilis|Siaran pers|Surat)"
    r"(?: (?:resmi|tertulis|pers|bersama|itu|tersebut))*)\s+$"
)


def _statement_before(text: str, start: int, verb: int) -> Clause | None:
    """Read `Pernyataan resmi menyebutkan, "..."`: nobody speaks, whoever is named in the sentence before."""
    found = _STATEMENT_SUBJECT.search(text, start, verb)
    return Clause(None, verb, None, found[1]) if found else None


def _stem_before(cast: Cast, start: int, end: int) -> Clause | None:
    """Read `Kata Rina: "..."` and `Ujarnya, "..."`."""
    first = max(start, end - SUBJECT_REACH_CHARS)
    found = _STEM_BEFORE.search(cast.text[first:end].lower())
    if found is None:
        return None
    at = first + found.end()
    cue = cast.text[first + found.start(1) : at]
    if found[2] or found[3]:
        return Clause(cue, start, None, found[3], running=True)
    inner = read_phrase(cast, past_space(cast.text, at))
    if inner.end < end - 1 and not inner.speaker:
        return None
    return Clause(cue, start, inner.speaker, inner.mention, running=not (inner.speaker or inner.mention))


def _colon_before(cast: Cast, start: int, end: int) -> Clause | None:
    """Read `Rina: "..."`, `Rina dengan tegas: "..."` and `Berikut isi pernyataan itu: "..."`."""
    text = cast.text
    lead = text[start:end]
    people = cast.people_between(start, end)
    named_last = bool(people) and people[-1].end >= end - 2
    if named_last and not is_governed(text, start, people[-1].start):  # "bersama | Rina:" is somebody else
        return Clause(None, start, people[-1].name, trimmed(lead))
    subjects = [mention for mention in people if not is_object(cast, mention, start)]
    if subjects:
        return Clause(None, start, subjects[0].name, trimmed(text[subjects[0].start : subjects[0].end]))
    return Clause(None, start, running=True) if _STATEMENT_BEFORE.search(lead.lower()) else None
