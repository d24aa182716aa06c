"""Direct speech in English: what stands between quotation marks, whether somebody says it, and who.

In: an article, its sentences and its entities. Out: Quote records in the order of the text. Titles, terms
and words in scare quotes are left out. It must know nothing of translation or of the reply.

English news puts the speaker behind the first sentence of a quotation ("...," said Rina, a teacher. "..."),
before it ("Rina said: ..."), or names them once and goes on in marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.digest.english_cast import EnglishCast, Named, build_english_cast
from bot.digest.english_speech import LEADING_CHARS, load_english_speech
from bot.digest.english_words import english_words
from bot.digest.marks import Mark, Span, paired_spans
from bot.records import Article, Entity, Quote, Sentence

PHRASE_LIMIT_CHARS = 160
"""How far behind a verb of saying its speaker is looked for: room for an office, a place and a name."""

LEAD_LIMIT_CHARS = 320
"""How far before an opening mark the sentence that leads to it may begin."""

TITLE_WORDS, OFFICE_WORDS = 4, 8
"""Before a name that opens a sentence: "Former President", "East Java Provincial Police Chief"."""
TAIL_WORDS = 14
"""Words between a verb of saying and the comma or colon before a quotation: "told reporters in Jakarta on
Monday,"."""

PARTIAL_WORDS = 4
"""Words from which a passage inside a sentence counts as quoted speech; fewer are a term or a scare quote."""

PLAIN_SUBJECT_WORDS = 5
"""Words of a subject that is known by its article alone: a longer one is a clause."""

_ENDED = (".", "?", "!", "…", ",", "—", "–", "-")
_STOPPED = (".", "?", "!", "…")
_SENTENCE_END = re.compile(r"[.?!…][\"”’'»)]*\s+|\n+|[\"”»]\s+(?=[A-Z\"“])")
_SHORTENED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Maj|Brig|Capt|Sgt|St|Jr|Inc|Corp|Co|Ltd|No|[A-Z])|[A-Z]\.[A-Z])$"
)
_NEXT_SENTENCE = re.compile(r"\s*\.\s+[A-Z\"“]")
_INSERTED = re.compile(r"[^.?!:;\"“”\n]{0,80},\s*")
_TRAILING = re.compile(
    r"(?:\s+(?:was|were|is|has|had|have|been|also|then|later|would|always|often|once|even|still))+$"
)
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|been|being|be)\s+(?:(?:once|also|later|then|even|[a-z]+ly)\s+){0,2}$"
)
_JOINT = re.compile(r"\s(?:but|and|while|as|because|although|though)\s+(?=[A-Za-z])")
_TOKEN = re.compile(r"[^\s,.;:()\"“”]+|[,.;:()\"“”]|\n")
_SHORT_TITLE = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "sen",
        "rep",
        "gov",
        "gen",
        "lt",
        "col",
        "maj",
        "brig",
        "capt",
        "sgt",
        "st",
    }
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A reporting clause: its verb, where it ends, and the speaker as far as it tells."""

    cue: str
    end: int
    speaker: str | None = None
    mention: str | None = None
    running: bool = False
    """Whether it only points back: "he said"."""


@dataclass(slots=True)
class Turn:
    """Who is speaking."""

    speaker: str | None = None
    mention: str | None = None

    def take(self, clause: Clause) -> None:
        """Give the turn to whom a clause names."""
        self.speaker, self.mention = clause.speaker, clause.mention


def find_english_quotes(
    article: Article, sentences: Sequence[Sentence], entities: Sequence[Entity]
) -> tuple[Quote, ...]:
    """Return the directly quoted passages of an article with their speakers, in order.

    As `find_quotes`: `text[start:end]` of a quote is what stands between its marks, and the speaker is None
    where the article names nobody.
    """
    cast = build_english_cast(article.text, entities)
    reader = _Reader(cast, [(s.start, s.end) for s in sentences if s.heading])
    reader.read(paired_spans(article.text, _no_cue, _none_lost, english=True))
    return tuple(replace(quote, speaker_role=cast.roles.get(quote.speaker or "")) for quote in reader.quotes)


def _no_cue(text: str, start: int, end: int) -> int | None:
    return None


def _none_lost(mark: Mark, spans: Sequence[Span], breaks: Sequence[int]) -> Span | None:
    return None


# --- speech or not, and whose ----------------------------------------------------------------------


class _Reader:
    """Reads the passages of an article in order and keeps who is speaking."""

    def __init__(self, cast: EnglishCast, headings: Sequence[tuple[int, int]]) -> None:
        self.cast = cast
        self.headings = headings
        self.turn = Turn()
        self.told = 0
        self.reported = False
        """Whether a reporting clause stands at `told`."""
        self.quotes: list[Quote] = []

    def read(self, spans: Sequence[Span]) -> None:
        """Take each passage that somebody says."""
        for span in spans:
            if span.outer_start < self.told or not span.end > span.start:
                continue
            after = self._after(span)
            goes_on = self._goes_on(span)
            before = None if after or goes_on else _clause_before(self.cast, span.outer_start)
            if not goes_on and not self._is_speech(span, after, before):
                continue
            _follow(self.cast, self.turn, self.told, _sentence_start(self.cast.text, span.outer_start))
            self._take(span, after or before)
            self.told = max(span.outer_end, after.end if after else 0)
            self.reported = after is not None

    def _goes_on(self, span: Span) -> bool:
        """Whether a passage goes on with the sentence before its reporting clause: "The water," said Rina,
        "rose fast"."""
        between = self.cast.text[self.told : span.outer_start]
        if not self.reported or not _INSERTED.fullmatch(between):
            return False
        return load_english_speech().verb.search(between) is None

    def _after(self, span: Span) -> Clause | None:
        body = self.cast.text[span.start : span.end].rstrip()
        return _clause_after(self.cast, span.outer_end, closed=body.endswith(_STOPPED))

    def _is_speech(self, span: Span, after: Clause | None, before: Clause | None) -> bool:
        text = self.cast.text
        body = text[span.start : span.end].strip()
        if not any(char.isalpha() for char in body):
            return False
        if after is None and any(start <= span.start < end for start, end in self.headings):
            return False
        lead = text[_sentence_start(text, span.outer_start) : span.outer_start].strip(" -–—•*\n")
        words = len(body.split())
        if after is not None:
            return body.endswith(_ENDED) or not lead or words >= PARTIAL_WORDS
        if before is not None:
            if _names_a_thing(lead):
                return False
            return words >= PARTIAL_WORDS or (body[0].isupper() and body.endswith(_ENDED) and words > 1)
        if lead or not _opens_with_capital(body):
            return False
        return words >= PARTIAL_WORDS or (body.endswith(_STOPPED) and words > 1)

    def _take(self, span: Span, clause: Clause | None) -> None:
        if clause is not None and not clause.running:
            self.turn.take(clause)
        elif self.turn.speaker is None and self.turn.mention is None:
            self._fall_back(span.outer_start)
        whole = self.cast.text[span.start : span.end]
        start = span.start + len(whole) - len(whole.lstrip())
        body = whole.strip()
        mention = clause.mention if clause else None
        mention = mention or (self.turn.mention if self.turn.speaker is None else None)
        cue = clause.cue if clause else None
        self.quotes.append(Quote(body, start, start + len(body), self.turn.speaker, mention, cue))

    def _fall_back(self, position: int) -> None:
        """Give the turn to the person who is named last before the first quotation."""
        before = self.cast.people_between(0, position)
        if before:
            self.turn.speaker = before[-1].name


def _opens_with_capital(body: str) -> bool:
    return body.lstrip("(['‘…. ")[:1].isupper() or not body[0].isalpha()


def _names_a_thing(lead: str) -> bool:
    """Whether what leads to the marks announces a title or a term: "a film called"."""
    last = re.findall(r"[\w-]+", lead.lower())[-1:]
    return not load_english_speech().named_things.isdisjoint(last)


def _sentence_start(text: str, position: int) -> int:
    """Where the sentence begins that a mark at `position` stands in."""
    start = floor = max(0, position - LEAD_LIMIT_CHARS)
    for match in _SENTENCE_END.finditer(text, floor, position):
        if match[0][0] == "." and _SHORTENED.search(text[max(0, match.start() - 6) : match.start()]):
            continue
        start = match.end()
    return start


# --- clauses behind a quotation --------------------------------------------------------------------


def _clause_after(cast: EnglishCast, position: int, *, closed: bool) -> Clause | None:
    """The reporting clause right behind a closing mark; a quotation that ends with a full stop has one only
    where it goes on with a small letter."""
    text, speech = cast.text, load_english_speech()
    rest = text[position : position + 40]
    if "\n" in rest[: len(rest) - len(rest.lstrip()) + 1] or not rest.strip():
        return None
    first = rest.lstrip(" ,.—–-")[:1]
    full_stop = closed and text[:position].rstrip("\"”»’' ")[-1:] == "."
    if full_stop and not first.islower():
        return None
    if _NEXT_SENTENCE.match(rest):
        return None
    cited = speech.cited.search(text, position, _line(text, position + len(rest) - len(rest.lstrip(" ,"))))
    if cited:
        return _cited(cast, cited)
    pronoun = speech.pronoun_says.match(text, position)
    if pronoun:
        return Clause(pronoun[2].strip(), pronoun.end(), mention=pronoun[1], running=True)
    verb = speech.said_by.match(text, position) or speech.according.match(text, position)
    if verb and "\n" not in verb[0]:
        return _phrase(cast, verb.end(), verb[1].strip())
    return _subject_first(cast, position)


def _cited(cast: EnglishCast, match: re.Match[str]) -> Clause:
    """Read `Antara quoted Puspita as saying`: not Antara speaks."""
    people = cast.people_between(match.start(2), match.end(2))
    speaker = people[0].name if people else None
    return Clause(match[1], match.end(), speaker, _clean(match[2]))


def _subject_first(cast: EnglishCast, position: int) -> Clause | None:
    """Read `Puspita, a teacher, said` and `the minister added`."""
    text, speech = cast.text, load_english_speech()
    start = position + len(text[position : position + 4]) - len(text[position : position + 4].lstrip(" ,—–-"))
    window = _line(text, start)
    for verb in speech.verb_behind.finditer(text, start, window):
        phrase = text[start : verb.start()]
        if not phrase.strip() or len(phrase) > PHRASE_LIMIT_CHARS or phrase.count(",") > 3:
            return None
        if phrase.split()[0].lower() in speech.clause_words:
            return None
        if _is_passive(text, verb.start(), verb[0]):
            continue
        clause = _who(cast, start, verb.start(), verb[0], verb.end())
        if clause is not None:
            return clause
    return None


def _line(text: str, start: int) -> int:
    """Where the sentence that goes on at `start` ends, at the latest."""
    limit = min(len(text), start + PHRASE_LIMIT_CHARS + 60)
    for match in re.finditer(r"[.;:\"“”\n]", text[start:limit]):
        if match[0] == "." and _SHORTENED.search(
            text[max(0, start + match.start() - 6) : start + match.start()]
        ):
            continue
        return start + match.start()
    return limit


def _is_passive(text: str, at: int, verb: str) -> bool:
    """Whether a verb tells what was said of its subject: "was declared"; who "was quoted" speaks."""
    return verb != "quoted" and _PASSIVE.search(text, max(0, at - LEADING_CHARS), at) is not None


def _who(cast: EnglishCast, start: int, end: int, cue: str, after: int) -> Clause | None:
    """Whom the words start..end before a verb mean: the person they begin with, or the one beside the
    verb."""
    phrase = _subject_words(_clean(cast.text[start:end]))
    words = phrase.split()
    if not words:
        return None
    if words[0].lower() in load_english_speech().pronouns and len(words) <= 3:
        return Clause(cue, after, mention=words[0], running=True)
    named = _subject(cast, start, end)
    if named is not None:
        return Clause(cue, after, named.name, phrase)
    return _unnamed(cast, phrase, cue, after)


def _subject_words(phrase: str) -> str:
    """The words of a subject without what leads to it, "In a statement, ", and the verb's own behind it."""
    words = phrase.split()
    if words and words[0].lower().strip(",") in load_english_speech().leads:
        phrase = phrase.partition(",")[2].strip() or phrase
    return _TRAILING.sub("", phrase)


def _subject(cast: EnglishCast, start: int, end: int) -> Named | None:
    """The person that a phrase is about: the first one before any comma, else the one beside the verb."""
    people = [named for named in cast.people_between(start, end) if _is_head(cast, start, named)]
    comma = cast.text.find(",", start, end)
    if people:
        return people[0] if comma < 0 or people[0].start < comma else people[-1]
    bodies = [named for named in cast.between(start, end) if not named.person]
    if bodies and not _has_role(cast.text[start:end]) and bodies[0].start - start <= 4:
        return bodies[0]
    return None


def _is_head(cast: EnglishCast, start: int, named: Named) -> bool:
    """Whether a name is the phrase's own and not somebody's whom it is about: "a spokesman for Puspita"."""
    before = cast.text[start : named.start].rstrip()
    if re.search(r"\b(?:of|for|to|with|by|from|against|about)$", before):
        return False
    return not cast.text[named.end : named.end + 2].startswith(("'s", "’s"))


def _has_role(phrase: str) -> bool:
    table = english_words()
    return any(word.lower().strip(".,") in table.roles for word in phrase.split())


def _unnamed(cast: EnglishCast, phrase: str, cue: str, after: int) -> Clause | None:
    """Whom a phrase without a name means: "the minister" is who holds that office, else its own words are
    kept."""
    plain = [word.lower().strip(".,") for word in phrase.split()]
    table, speech = english_words(), load_english_speech()
    heads = [word for word in plain if word in table.roles or word in speech.voices]
    if not heads:
        return Clause(cue, after, None, phrase) if _is_plain_subject(plain) else None
    if plain[0] in ("the", "this") and len(plain) <= 4:
        holder = cast.holder(heads[-1])
        if holder is not None:
            return Clause(cue, after, holder, phrase)
    return Clause(cue, after, None, phrase)


def _is_plain_subject(plain: Sequence[str]) -> bool:
    """Whether words without a known head are still who or what says something: "the website"."""
    speech = load_english_speech()
    if not plain or plain[0] not in speech.articles or len(plain) > PLAIN_SUBJECT_WORDS:
        return False
    return speech.clause_words.isdisjoint(plain) and speech.pronouns.isdisjoint(plain)


def _phrase(cast: EnglishCast, start: int, cue: str) -> Clause | None:
    """Whom the noun phrase behind a verb means: "said Puspita, a teacher", "said a spokesman for the
    ministry"."""
    end = _phrase_end(cast.text, start)
    phrase = _clean(cast.text[start:end])
    if not phrase:
        return None
    if phrase.lower() in load_english_speech().pronouns:
        return Clause(cue, end, mention=phrase, running=True)
    people = [named for named in cast.people_between(start, end) if _is_head(cast, start, named)]
    if people:
        return Clause(cue, end, people[0].name, phrase)
    apposed = _apposed(cast, end) if _has_role(phrase) else None
    if apposed is not None:
        return Clause(cue, apposed.end, apposed.name, phrase)
    bodies = cast.between(start, end)
    if bodies and not _has_role(phrase):
        return Clause(cue, end, bodies[0].name, phrase)
    clause = _unnamed(cast, phrase, cue, end)
    if clause is not None or not phrase[0].isupper():
        return clause
    return Clause(cue, end, phrase if _may_be_name(phrase) else None, phrase)


def _may_be_name(phrase: str) -> bool:
    """Whether the words beside "said" are a name that no entity has: "said Trisminah"."""
    table, words = english_words(), phrase.split()
    plain = [word.lower() for word in words]
    return len(words) <= 4 and all(word[0].isupper() for word in words) and table.not_names.isdisjoint(plain)


def _apposed(cast: EnglishCast, end: int) -> Named | None:
    """The person named behind a comma: "said the school's principal, Rina Wati"."""
    people = cast.people_between(end, min(len(cast.text), end + 60))
    if people and cast.text[end : people[0].start].strip() == ",":
        return people[0]
    return None


def _phrase_end(text: str, start: int) -> int:
    """Where the noun phrase that starts at `start` ends."""
    clause_words = load_english_speech().clause_words
    end, previous = start, ""
    for match in _TOKEN.finditer(text, start, min(len(text), start + PHRASE_LIMIT_CHARS)):
        word = match[0]
        if "\n" in text[end : match.start()] or word in ',;:()"“”\n':
            break
        if word == ".":
            if previous.lower() in _SHORT_TITLE or _SHORTENED.search(
                text[max(0, match.start() - 6) : match.start()]
            ):
                end = match.end()
                continue
            break
        if word in clause_words and end > start:
            break
        end, previous = match.end(), word
    return end


def _clean(phrase: str) -> str:
    return " ".join(phrase.split()).strip(" ,.:-–—")


# --- clauses before a quotation --------------------------------------------------------------------


def _clause_before(cast: EnglishCast, position: int) -> Clause | None:
    """The clause that leads to an opening mark: "Puspita said: ", "He told reporters on Monday that "."""
    text, speech = cast.text, load_english_speech()
    start = _sentence_start(text, position)
    lead = text[start:position]
    if not lead.strip():
        return None
    according = re.search(r"\baccording to\s+([^,]{2,90}),\s*$", lead, re.IGNORECASE)
    if according:
        return _phrase(cast, start + according.start(1), "according to")
    cited = speech.cited_before.search(text, start, position)
    if cited:
        return _cited(cast, cited)
    return _verb_before(cast, start, position) or _participle_before(cast, start, position)


def _participle_before(cast: EnglishCast, start: int, position: int) -> Clause | None:
    """Read `Puspita apologized, saying: `."""
    match = load_english_speech().leading.search(cast.text, start, position)
    if match is None:
        return None
    first = cast.text[start : match.start()].split()[:1]
    if first and first[0].lower() in load_english_speech().pronouns:
        return Clause(match[1], position, mention=first[0], running=True)
    named = _subject(cast, start, match.start())
    return Clause(match[1], position, named.name, named.name) if named else None


def _verb_before(cast: EnglishCast, start: int, position: int) -> Clause | None:
    """Read `Puspita told reporters on Monday that `."""
    text, speech = cast.text, load_english_speech()
    lead = text[start:position]
    verbs = list(speech.verb.finditer(lead))
    for verb in reversed(verbs):
        tail = lead[verb.end() :]
        if len(tail.split()) > TAIL_WORDS:
            return None
        if _is_passive(text, start + verb.start(), verb[0]):
            continue
        if verb[0] in speech.weak and not tail.rstrip().endswith((",", ":")) and len(verbs) > 1:
            continue
        clause = _who(
            cast, _clause_start(text, start, start + verb.start()), start + verb.start(), verb[0], position
        )
        if clause is not None:
            return clause
    return None


def _clause_start(text: str, start: int, end: int) -> int:
    """Where the subject of a verb begins: behind "after meeting the president, ", behind "and " or "but "."""
    joints = [joint.end() for joint in _JOINT.finditer(text, start, end)]
    return joints[-1] if joints and text[joints[-1] : end].strip() else start


# --- who is speaking -------------------------------------------------------------------------------


def _follow(cast: EnglishCast, turn: Turn, start: int, end: int) -> None:
    """Bring the turn up to date with what is told between two quotations: who says something there, or is
    what a sentence is about."""
    text, speech = cast.text, load_english_speech()
    at = start
    while at < end:
        stop = _SENTENCE_END.search(text, at, end)
        until = stop.end() if stop else end
        people = cast.people_between(at, until)
        speaker = next((named for named in people if _speaks(text, speech.says, named, until)), None)
        said_by = next((named for named in people if speech.said_before.search(text[at : named.start])), None)
        chosen = speaker or said_by or next((named for named in people if _opens(text, at, named)), None)
        if chosen is not None and not text[chosen.end : chosen.end + 2].startswith(("'s", "’s")):
            turn.speaker, turn.mention = chosen.name, None
        at = until if until > at else at + 1


def _speaks(text: str, says: re.Pattern[str], named: Named, until: int) -> bool:
    match = says.match(text, named.end)
    return match is not None and match.end() <= until


def _opens(text: str, start: int, named: Named) -> bool:
    """Whether a sentence begins with a name, titles before it and what they are of aside."""
    table = english_words()
    written = text[start : named.start].split()
    before = [word.lower().strip(".,") for word in written]
    known = table.roles | table.before_role | table.honorifics | table.ranks
    if len(before) <= TITLE_WORDS and all(word in known for word in before):
        return True
    in_office = before[-1:] and before[-1] in known and not text[start : named.start].rstrip().endswith(",")
    of_it = all(word[0].isupper() or word in ("of", "the", "and", "for") for word in written)
    return bool(in_office) and of_it and len(before) <= OFFICE_WORDS
