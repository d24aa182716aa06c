"""Who says a quotation: the reporting clause beside it, and who is speaking when there is none.

In: the text, where its quotations stand, and the cast. Out: speaker, the words used for them, and the
reporting words. It must not know how quotation marks are paired, nor what a quote is worth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.data import either, read_table
from bot.digest.cast import Cast, Mention
from bot.digest.known_names import name_words
from bot.digest.phrases import has_role, load_phrase_words, name_in, starts_with_role
from bot.digest.titles import load_titles
from bot.digest.words import words as words_of

PHRASE_LIMIT_CHARS = 160
"""How far after a reporting word its speaker is looked for: room for a long office, a place and a name.
Set by eye, not tuned."""
INTRODUCTION_LIMIT_CHARS = 220
"""How far before an opening mark the reporting verb may stand."""
ANTECEDENT_LIMIT_CHARS = 1500
"""How far back "pejabat tersebut" may refer: some ten paragraphs, and short enough to stay linear."""
LONGEST_TERM_WORDS = 3
"""Words of the longest term in marks that is no speech, in ../shared/data/quotes."""
ROLE_REACH_CHARS = 40
"""Room for the two words in which a role shows."""
LONG_REACH_CHARS = 100
"""How far back a longer one is looked for."""
LOOSE_TAIL_WORDS = 12
"""Words that may stand between a reporting verb and the comma or colon before a quote."""


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


@dataclass(frozen=True, slots=True)
class Speech:
    """Words of saying, from bot/data/speech.toml, compiled."""

    after: re.Pattern[str]
    statement: re.Pattern[str]
    verb: re.Pattern[str]
    inner: re.Pattern[str]
    passive: re.Pattern[str]
    source: re.Pattern[str]
    before_name: frozenset[str]
    verbs: frozenset[str]
    weak_stems: frozenset[str]
    deeds: frozenset[str]
    pronouns: frozenset[str]
    plural_pronouns: frozenset[str]
    clause_words: frozenset[str]
    openers: frozenset[str]
    links: frozenset[str]
    named_things: frozenset[str]
    leaning: re.Pattern[str]
    urging: re.Pattern[str]


@lru_cache(maxsize=1)
def load_speech() -> Speech:
    """Return the table of words of saying, as patterns."""
    table = read_table("speech.toml")

    stems, pronouns = either(table["stems"]), either([*table["pronouns"], *table["plural_pronouns"]])
    leads, nouns = either(table["leads"]), either(table["statements"])
    return Speech(
        after=re.compile(
            rf"\s*[,.]?\s*((?:(?:{leads})\s+)?({stems})(nya)?(?![a-z-])(?:\s+({pronouns})\b)?)", re.I
        ),
        statement=re.compile(
            rf"\s*[,.]?\s*((?:(?:{leads})\s+)?(?:bunyi\s+|isi\s+|kata\s+)?(?:{nouns})(nya)?\b"
            rf"(?:\s+(?:{either(table['statement_adjectives'])})\b)?)",
            re.I,
        ),
        verb=re.compile(rf"\b({either(table['verbs'])})(?:nya)?(?![a-z-])"),
        inner=re.compile(rf"(?:(?:^|[,;—–]\s*)({stems})(?![a-z-])|\bmenurut)\s+(?=\S)", re.I),
        passive=re.compile(
            rf"\b(?:{either(table['passives'])})\b(?:\s+(?:oleh|pula|juga|kepada wartawan))*\s+"
        ),
        source=re.compile(rf"\s*[,.]?\s*(?:{either(table['sources'])})\b"),
        before_name=frozenset((*table["stems"], "menurut")),
        verbs=frozenset(table["verbs"]),
        weak_stems=frozenset(table["weak_stems"]),
        deeds=frozenset(table["deeds"]),
        pronouns=frozenset(table["pronouns"]),
        plural_pronouns=frozenset(table["plural_pronouns"]),
        clause_words=frozenset(table["clause_words"]),
        openers=frozenset(table["openers"]),
        links=frozenset(table["links"]),
        named_things=frozenset(table["named_things"]),
        leaning=re.compile(
            rf"\W*(?:(?:{either(table['leaning'])})(?![\w-])"
            rf"|(?!(?:{either(table['times'])})\b)(?:\w+ ){{1,2}}(?:ini|itu|tersebut)\b)",
            re.I,
        ),
        urging=re.compile(rf"\s+(?:juga |pun |turut |ikut )?(?:{either(table['urging'])})(?![\w-])"),
    )


# --- noun phrases ------------------------------------------------------------------------------

_TOKEN = re.compile(r"[^\s,.;:()\"“”„«»\[\]]+|[,.;:()\"“”„«»\[\]]|\n")
_ABBREVIATED = re.compile(r"(?:[A-Z]|Dr|Drs|Dra|Ir|Prof|H|Hj|KH|St|M|Moh|Muh|Abd|Tn|Ny|dr|drg|No)$")
_SHORT_FORM = re.compile(r"(?<=\w )\([A-Za-z-]{2,14}\)(?= [\w])")
"""The acronym in an office: "Ketua Badan Siaga Bencana (BSB) Sleman"."""
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
        if short := _SHORT_FORM.match(text, match.start()):
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


def _clean(phrase: str) -> str:
    return " ".join(phrase.split()).strip(" ,.:-–—")


def read_phrase(cast: Cast, start: int) -> Clause:
    """Return who the noun phrase at `start` means: a person, an organisation, or the words alone."""
    text = cast.text
    end = phrase_end(text, start)
    phrase = _clean(text[start:end])
    named = _named_in(cast, start, end)
    if named is not None:
        return Clause(None, end, named, phrase or None)
    apposed = (
        (_called(cast, end) or _apposition(cast, end) or _after_field(cast, end))
        if has_role(phrase)
        else None
    )
    if apposed is not None:
        return Clause(None, apposed.end, apposed.name, _clean(text[start : apposed.end]))
    if (
        has_role(phrase)
        and words_of(phrase)[0] not in load_phrase_words().indefinite
        and _DESCRIBED.match(text, end)
    ):
        return Clause(None, end, None, phrase, running=True)
    organizations = [mention for mention in cast.between(start, end) if not mention.person]
    if organizations and not has_role(phrase.removeprefix("pihak ")):
        return Clause(None, end, organizations[-1].name, phrase)
    if _ACRONYM.fullmatch(phrase):
        return Clause(None, end, phrase, phrase)
    return Clause(None, end, cast.holder(phrase) if phrase else None, phrase or None)


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


_CALLED = re.compile(r"\s+(?:yang\s+)?bernama(?:\s+lengkap)?\s+")
_DESCRIBED = re.compile(r"\s+yang\s+(?:akrab|biasa|kerap|sering|karib|juga)\s+\w")
"""What tells more of somebody who speaks already: "ucap perempuan yang akrab disapa Uti"."""
_ACTED_ON = re.compile(r"\s+(?:juga |pun )?di[a-z]{4,}")
_FIELD_BETWEEN = re.compile(
    r"\s+(?:untuk|di|bagi|dari|asal)(?:\s+(?:dan|untuk|di|wilayah|kawasan)|\s+[A-Z][\w'’&./-]*)+?\s+"
)
"""Between an office and its holder: "Ekonom Utama | untuk Bank Samudra di Indonesia | Bagas Permana"."""


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
        words = [word.strip(".").lower() for word in tail[2].split()]
        listed = _LISTED_FIELD.fullmatch(tail[2]) is not None
        if listed or all(word in load_titles().honorifics or word in load_titles().roles for word in words):
            return mention
    return None


def points_back(cast: Cast, phrase: str, position: int) -> bool:
    """Whether "politikus PDIP itu" or "sang menteri" at `position` means whoever speaks already.

    It does not when the article brought in somebody unnamed by the same word before: "seorang pejabat".
    """
    words = phrase.lower().split()
    if len(words) < 2 or not has_role(phrase):
        return False
    if words[0] == "sang":
        return True
    if words[-1] not in ("itu", "tersebut", "ini"):
        return False
    brought_in = re.compile(
        rf"\b(?:{'|'.join(load_phrase_words().indefinite)})(?:\s+\w+)?\s+{re.escape(words[0])}\b", re.I
    ).search(cast.text, max(0, position - ANTECEDENT_LIMIT_CHARS), position)
    return brought_in is None


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
    return _name_then_verb(cast, position, comma=comma)


def _statement(cast: Cast, match: re.Match[str]) -> Clause:
    """Read "demikian bunyi pernyataan KPK" and "keterangan tertulis yang dikeluarkan oleh IBF"."""
    cue, start = match.group(1), match.end()
    passed = re.compile(r"\s+(?:yang\s+)?(?:di\w+\s+)?(?:oleh|dari)?\s*").match(cast.text, start)
    begin = passed.end() if passed else start
    if match.group(2):
        return Clause(cue, start, running=True)
    inner = read_phrase(cast, begin)
    whole = _clean(
        re.sub(
            r"^(?:demikian|begitu)(?:lah)?\s+(?:bunyi\s+|isi\s+)?", "", cast.text[match.start(1) : inner.end]
        )
    )
    return Clause(cue, inner.end, inner.speaker, whole if inner.speaker is None else inner.mention)


def _stem_clause(cast: Cast, match: re.Match[str], *, comma: bool) -> Clause | None:
    table = load_speech()
    cue, stem, clitic, pronoun = match.groups()
    rest = cast.text[match.end() : match.end() + 1]
    if stem.lower() in ("demikian",) and pronoun is None and clitic is None:
        return _demikian(cast, match)
    if pronoun is None and clitic is None and stem.lower() in table.weak_stems and not comma:
        at = _past_space(cast.text, match.end())
        named = cast.text[at : at + 1].isupper() or starts_with_role(cast.text[at : at + ROLE_REACH_CHARS])
        if not (named and _is_long(cast.text, match.start())):
            return None
    if pronoun is not None and pronoun.lower() in table.plural_pronouns:
        return Clause(cue, match.end(), None, pronoun, running=True)
    if clitic or pronoun:
        return Clause(cue, match.end(), None, pronoun, running=True)
    if rest in (".", "", "\n"):
        return Clause(cue, match.end(), running=True)
    inner = read_phrase(cast, _past_space(cast.text, match.end()))
    if inner.speaker is None and not inner.mention:
        return Clause(cue, match.end(), running=True)
    return Clause(cue, inner.end, inner.speaker, inner.mention, inner.running)


def _is_long(text: str, position: int) -> bool:
    """Whether what the mark right before `position` closes is more than a term, "Bulan" terang Ratna."""
    quoted = re.split(r"[\"“”]", text[max(0, position - LONG_REACH_CHARS) : position - 1])[-1]
    return len(quoted.split()) > LONGEST_TERM_WORDS


def _demikian(cast: Cast, match: re.Match[str]) -> Clause:
    """Read "demikian dilaporkan NDTV" and "demikian dikutip dari Antara"."""
    reported = re.compile(
        r"\s+(dilaporkan|dikatakan|disampaikan|diungkapkan|ditulis|dinyatakan)(?:\s+oleh)?\s*"
    ).match(cast.text, match.end())
    if reported is None:
        return Clause(match.group(1), match.end(), running=True)
    inner = read_phrase(cast, reported.end())
    cue = f"{match.group(1)} {reported.group(1)}"
    return Clause(cue, inner.end, inner.speaker, inner.mention, running=not inner.mention)


def _past_space(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \u00a0\t":
        position += 1
    return position


_FINAL_VERB = re.compile(r"\s*(?:pun\s+|juga\s+|kembali\s+|lagi\s+)?$")


def _name_then_verb(cast: Cast, position: int, *, comma: bool) -> Clause | None:
    """Read `"..." Rina menambahkan.`: the verb ends the sentence, or the quote ends in a comma."""
    start = _past_space(cast.text, position)
    window = re.compile(r"[^.\n\"“”,;:]{1,90}").match(cast.text, start)
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
        return Clause(verb.group(), verb.end(), people[-1].name, _clean(cast.text[start : verb.start()]))
    if comma and len(words) <= 6:
        inner = read_phrase(cast, start)
        return Clause(verb.group(), verb.end(), inner.speaker, inner.mention)
    return None


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


def _hangs(cast: Cast, mention: Mention, start: int) -> bool:
    """Whether a name at the end of an introduction stands right behind "dengan": somebody else speaks."""
    return _PREPOSITION.search(cast.text, start, mention.start) is not None


def _stem_before(cast: Cast, start: int, end: int) -> Clause | None:
    """Read `Kata Rina: "..."` and `Ujarnya, "..."`."""
    first = max(start, end - 90)
    found = _STEM_BEFORE.search(cast.text[first:end].lower())
    if found is None:
        return None
    at = first + found.end()
    cue = cast.text[first + found.start(1) : at]
    if found[2] or found[3]:
        return Clause(cue, start, None, found[3], running=True)
    inner = read_phrase(cast, _past_space(cast.text, at))
    if inner.end < end - 1 and not inner.speaker:
        return None
    return Clause(cue, start, inner.speaker, inner.mention, running=not (inner.speaker or inner.mention))


def _colon_before(cast: Cast, start: int, end: int) -> Clause | None:
    """Read `Rina: "..."`, `Rina dengan tegas: "..."` and `Berikut isi pernyataan itu: "..."`."""
    text = cast.text
    lead = text[start:end]
    people = cast.people_between(start, end)
    if people and people[-1].end >= end - 2 and not _hangs(cast, people[-1], start):
        return Clause(None, start, people[-1].name, _clean(lead))
    subjects = [mention for mention in people if not _is_object(cast, mention, start)]
    if subjects:
        return Clause(None, start, subjects[0].name, _clean(text[subjects[0].start : subjects[0].end]))
    return Clause(None, start, running=True) if _STATEMENT_BEFORE.search(lead.lower()) else None


_CONJUNCTS = re.compile(
    r"(?:(?:Namun|Sementara itu|Selain itu|Sebelumnya|Kemudian|Lalu|Selanjutnya|Meski demikian|Meski begitu"
    r"|Bahkan|Lebih lanjut|Lebih jauh|Di sisi lain|Adapun|Sedangkan|Dan|Tapi|Tetapi|Padahal|Karena itu"
    r"|Oleh karena itu|Senada|Di samping itu|Walau begitu|Sementara|Juga|Setelah itu"
    r"|Di kesempatan yang sama|Pada kesempatan itu)\b,?\s+)+"
)


def subject_before(cast: Cast, start: int, verb: int) -> Clause:
    """Return the subject of the verb at `verb` in the clause that begins at `start`."""
    text, table = cast.text, load_speech()
    opened = _CONJUNCTS.match(text, start, verb)
    first = _past_space(text, opened.end() if opened else start)
    words = text[first:verb].split()
    last = words[-1].strip(",").lower() if words else ""
    if not words:
        return Clause(None, verb, running=True)
    people = cast.people_between(first, verb)
    subjects = [mention for mention in people if not _is_object(cast, mention, first)]
    head = words[0].strip(",").lower()
    if head in table.pronouns or any(word.lower() in table.pronouns for word in words[-3:]):
        return Clause(None, verb, None, head if head in table.pronouns else None, running=True)
    if last == "yang" and subjects:
        return Clause(None, verb, subjects[-1].name, subjects[-1].name)
    if subjects:
        leading = (
            subjects[0] if head not in table.openers and _leads(cast, first, subjects[0]) else subjects[-1]
        )
        return Clause(None, verb, leading.name, _clean(text[leading.start : leading.end]))
    phrase = _clean(re.split(r",\s", text[first:verb])[-1] if head in table.openers else text[first:verb])
    end = phrase_end(text, first)
    if head not in table.openers:
        phrase = _clean(text[first : min(end, verb)]) or phrase
    organizations = [m for m in cast.between(first, verb) if not m.person and not _is_object(cast, m, first)]
    holder = cast.holder(phrase) if phrase else None
    if holder:
        return Clause(None, verb, holder, phrase)
    if organizations and not has_role(phrase):
        return Clause(None, verb, organizations[-1].name, phrase)
    return Clause(None, verb, None, phrase or None)


def _leads(cast: Cast, start: int, mention: Mention) -> bool:
    """Whether the phrase at the head of the clause is this person, with or without an office before."""
    return mention.start == start or (
        "," not in cast.text[start : mention.start] and mention.end <= phrase_end(cast.text, start) + 1
    )


def _is_object(cast: Cast, mention: Mention, start: int) -> bool:
    """Whether the name hangs on another word: "kepada Putin", "istri Budi"."""
    raw = cast.text[max(start, mention.start - 60) : mention.start]
    before = raw.lower()
    relations = "|".join(load_phrase_words().relations)
    return bool(
        re.search(
            r"\b(?:kepada|bersama|dengan|terhadap|oleh|untuk|dari|tentang|soal|antara|terkait|pada|di|atas"
            r"|dilansir|dikutip|mengutip|melansir)\s+"
            r"(?:[\w.-]+\s+){0,3}$",
            before,
        )
        and not re.search(r",\s*(?:[\w.-]+\s+)*$", before)
    ) or bool(re.search(rf"\b(?:{relations})\s+$", raw) or re.fullmatch(rf"(?:{relations})\s+", before))


# --- who is speaking ---------------------------------------------------------------------------


@dataclass(slots=True)
class Turn:
    """Who is speaking at a point of the article."""

    speaker: str | None = None
    mention: str | None = None
    """What stands for a speaker whom nobody names."""

    def take(self, clause: Clause) -> None:
        """Give the turn to whom a clause means."""
        if clause.speaker or clause.mention:
            self.speaker, self.mention = clause.speaker, None if clause.speaker else clause.mention


_SENTENCE_BREAK = re.compile(r"(?<=[a-z\d)\]%’'\"”][.?!])\s*(?=[A-Z\"“])|\n+|(?<=[A-Z]{2}[.?!])\s+(?=[A-Z])")


def sentence_starts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a stretch without quotations."""
    begin = start
    for match in _SENTENCE_BREAK.finditer(text, start, end):
        if match.end() > begin:
            yield begin, match.start()
            begin = match.end()
    if begin < end:
        yield begin, end


def follow(cast: Cast, turn: Turn, start: int, end: int, speakers: set[str]) -> None:
    """Let the narrative start..end move the turn: the subject of its last sentence of saying speaks next."""
    for first, last in sentence_starts(cast.text, start, end):
        clause = _speaking_subject(cast, first, last, speakers)
        if clause is not None:
            turn.take(clause)


def _speaking_subject(cast: Cast, start: int, end: int, speakers: set[str]) -> Clause | None:
    text, table = cast.text, load_speech()
    head = re.match(r"\W*(\w+)", text[start:end])
    if head is None or head.group(1).lower() in table.links:
        return None
    for pattern in (table.inner, table.passive):
        for match in pattern.finditer(text, start, end):
            inner = read_phrase(cast, match.end())
            if inner.speaker in cast.people:
                return inner
    verb = next(
        (verb for verb in table.verb.finditer(text, start, end) if verb.group(1) not in table.deeds), None
    )
    if verb is not None:
        subject = subject_before(cast, start, verb.start())
        if subject.speaker:
            return subject if subject.speaker in cast.people else None
        if subject.running:
            return None
        first_word = (subject.mention or "").split(" ")[0].lower()
        if first_word in load_phrase_words().indefinite and has_role(subject.mention or ""):
            return subject
    return _leading_person(cast, start, end, speakers) or _introduced(cast, start, end)


def _introduced(cast: Cast, start: int, end: int) -> Clause | None:
    """Return whom a sentence presents with office and name, for the first time or as urging something."""
    opened = _CONJUNCTS.match(cast.text, start, end)
    first = opened.end() if opened else start
    people = cast.people_between(first, min(end, first + PHRASE_LIMIT_CHARS))
    if not people or people[0].start == first or not has_role(cast.text[first : people[0].start]):
        return None
    first_named = all(mention.name != people[0].name for mention in cast.people_between(0, first))
    first_named = first_named and _ACTED_ON.match(cast.text, people[0].end) is None
    urges = first_named or load_speech().urging.match(cast.text, people[0].end, end)
    if urges and _leads(cast, first, people[0]) and not _is_object(cast, people[0], first):
        return Clause(None, end, people[0].name, None)
    return None


def _leading_person(cast: Cast, start: int, end: int, speakers: set[str]) -> Clause | None:
    """Return the person who heads a sentence without a verb of saying, when they speak elsewhere."""
    opened = _CONJUNCTS.match(cast.text, start, end)
    first = opened.end() if opened else start
    people = cast.people_between(first, min(end, first + PHRASE_LIMIT_CHARS))
    if (
        people
        and people[0].name in speakers
        and _leads(cast, first, people[0])
        and not _is_object(cast, people[0], first)
    ):
        return Clause(None, end, people[0].name, None)
    return None


_SOURCE_END = re.compile(r"\b(?:dilansir|dikutip|mengutip|melansir)(?:\s+(?:dari|oleh|kantor berita))?\s*$")


_RUN = r"[A-Z][\w'’-]{1,30}"
_RUN_BEFORE_VERB = re.compile(rf"((?:(?<!\w){_RUN}\s+){{1,8}})(?:pun |juga |kembali |lantas |kemudian )?$")
_PREPOSITION = re.compile(r"\b(?:di|dari|ke|pada|asal|untuk|dengan|kepada|terhadap)\s+$")
"""Before a run of capitals that is no subject: "sumber di Raja Ampat mengatakan"."""
_RUN_AFTER = re.compile(rf"{_RUN}(?:\s{_RUN}){{0,9}}(?!\s(?:dan|&)\s[A-Z])(?![\w'’-])")
_ACCORDING_TO = re.compile(r"\b[Mm]enurut\s+")
_RUN_IN_COMMAS = re.compile(
    r",\s+([A-Z][\w'’.-]{1,30}(?:\s[A-Z][\w'’.-]{1,30}){0,3}),(?!\s+(?:dan|serta|atau)\s)"
)
_RUN_CITED = re.compile(rf"(?<!\w)((?:{_RUN}\s){{1,5}})(?:seperti|sebagaimana)\s+di(?:lansir|kutip)")
_RUN_AGED = re.compile(rf"(?<!\w)((?:{_RUN}\s){{1,5}})\(\d{{2}}(?: tahun)?\)")
_MARK_BEFORE_CLAUSE = re.compile(r"[\"”“»’',]")


def name_places(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches beside words of saying where a person may be named: for `build_cast`."""
    table = load_speech()
    yield from _places_after_stems(text)
    yield from _places_before_verbs(text)
    for match in (*table.passive.finditer(text), *_ACCORDING_TO.finditer(text)):
        if run := _RUN_AFTER.match(text, match.end()):
            yield run.span()
    heads = load_titles().roles | load_phrase_words().indefinite
    for match in _RUN_IN_COMMAS.finditer(text):
        clause = re.split(r"[.,;:\"“”\n]", text[max(0, match.start() - 90) : match.start()])[-1].split()
        if clause and clause[0].lower() in heads:
            yield match.span(1)
    for match in (*_RUN_CITED.finditer(text), *_RUN_AGED.finditer(text)):
        yield match.span(1)


def _places_after_stems(text: str) -> Iterator[tuple[int, int]]:
    """Yield what follows "kata" after a mark, or the name set off behind it: "kata warga, Dhiko (32)"."""
    for match in _MARK_BEFORE_CLAUSE.finditer(text):
        after = load_speech().after.match(text, match.end())
        if after is None or after[3] or after[4]:
            continue
        begin = _past_space(text, after.end())
        end = phrase_end(text, begin)
        apposed = list(_names_after_commas(text, end)) if has_role(text[begin:end]) else []
        yield from apposed
        if not (apposed or re.search(r"\b(?:asal|dari)\b", text[begin:end])):
            yield begin, end


def _places_before_verbs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the run of capitals right before a verb of saying, but for the source of a report."""
    for match in load_speech().verb.finditer(text):
        offset = max(0, match.start() - 70)
        window = text[offset : match.start()]
        run = _RUN_BEFORE_VERB.search(window)
        if run is None or _SOURCE_END.search(window, 0, run.start(1)):
            continue
        governed = _PREPOSITION.search(window, 0, run.start(1))
        head = run[1].split()[0].lower()
        opens = head in load_speech().openers or head in name_words()["region_words"]
        if not governed and not opens:
            yield offset + run.start(1), offset + run.start(1) + len(run[1].rstrip())


_APPOSED = re.compile(
    r",\s+([A-Z][\w'’.-]{0,29}[\w'’-](?:\s[A-Z][\w'’.-]{0,29}[\w'’-]){0,4})(?=[,.(]|\s[a-z(])"
)


def _names_after_commas(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the capitalised runs set off by commas in the rest of a sentence."""
    stop = re.compile(r"[\n\"“”;]|[a-z\d)]\.\s").search(text, start, start + PHRASE_LIMIT_CHARS)
    limit = stop.start() + 2 if stop else min(len(text), start + PHRASE_LIMIT_CHARS)
    for match in _APPOSED.finditer(text, start, limit):
        words = len(name_in(match.group(1)).split())
        if words > 1 or (words and text[match.end() : match.end() + 2].strip()[:1] == "("):
            yield match.start(1), match.end(1)
            return
