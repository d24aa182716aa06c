"""Direct speech: what stands between quotation marks, whether somebody says it, and who.

In: an article, its sentences and its entities. Out: Quote records in the order of the text. Titles,
terms and words in scare quotes are left out. It must know nothing of translation or of the reply.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.digest.cast import Cast, build_cast
from bot.digest.english_quotes import find_english_quotes
from bot.digest.english_speech import load_english_speech
from bot.digest.interview import Interview, interview_in, interviewed
from bot.digest.marks import Mark, Span, paired_spans
from bot.digest.name_candidates import name_candidates
from bot.digest.reporting_clauses import clause_after, clause_before
from bot.digest.roles import role_of
from bot.digest.speaker_phrases import Clause, points_back
from bot.digest.speaking_turns import Turn, follow, topic
from bot.digest.speech import load_speech
from bot.digest.subjects import subject_before
from bot.digest.titles import load_titles
from bot.digest.words import content_words
from bot.records import Article, Entity, Quote, Sentence

LOST_LIMIT_CHARS = 600
"""How far back a lost opening mark is looked for after another quote in the same paragraph."""
PARTIAL_WORDS = 4
"""Words from which a lower-case passage right after a verb of saying counts as quoted speech: the terms
labelled as no quotes in ../shared/data/quotes have three words at most."""
MOST_UNREPORTED = 3
"""Passages in marks of an article in which nobody says anything; more are a list of greetings or proverbs."""
TOLD_REACH_CHARS = 400
"""How far before a quote who holds an office that is given alone may have spoken: two or three sentences."""

_ENDED = ".?!…"
_BULLETS = "-–—•* "


def find_quotes(
    article: Article, sentences: Sequence[Sentence], entities: Sequence[Entity]
) -> tuple[Quote, ...]:
    """Return the directly quoted passages of an article with their speakers, in order.

    `text[start:end]` of a quote is what stands between its marks. The speaker is the fullest name in
    the article, or None where it names nobody; of words that come twice, whom the first place names.
    `entities` may be empty.
    """
    if article.language == "en":
        return find_english_quotes(article, sentences, entities)
    text = article.text
    cast = build_cast(text, entities, name_candidates(text))
    headings = [(s.start, s.end) for s in sentences if s.heading] or _heading_ranges(article)
    found = _Reader(cast, headings)
    found.read(paired_spans(text, _cue_inside, partial(_lost_opening, text, cast)))
    found.answer(interview_in(sentences), sentences)
    roles = {name: role_of(cast, name) for name in found.speakers if name in cast.people}
    said = {
        quote.text: quote.speaker
        for quote in reversed(found.quotes)
        if quote.speaker_mention in cast.surfaces
    }
    spoken = (replace(quote, speaker=said.get(quote.text, quote.speaker)) for quote in found.quotes)
    return tuple(replace(quote, speaker_role=roles.get(quote.speaker or "")) for quote in spoken)


def _heading_ranges(article: Article) -> list[tuple[int, int]]:
    ranges, start = [], 0
    for index, paragraph in enumerate(article.text.split("\n\n") if article.headings else []):
        if index in article.headings:
            ranges.append((start, start + len(paragraph)))
        start += len(paragraph) + 2
    return ranges


# --- marks and spans ---------------------------------------------------------------------------


_INNER_CUE = re.compile(
    r"[,.?!]\s*(?=(?:kata|ujar|ucap|tutur|ungkap|jelas|tegas|imbuh|tambah|lanjut|sambung|pungkas|terang|papar|tandas|beber|sebut)"
    r"(?:nya(?![a-z])|\s+(?:dia|ia|beliau)\b|\s+[A-Z]))"
)


def _cue_inside(text: str, start: int, end: int) -> int | None:
    """Return where a reporting word cuts into start..end, after its comma; None when none does."""
    match = _INNER_CUE.search(text, start, end)
    return match.start() + 1 if match else None


_SENTENCE_OPENS = re.compile(r"[.?!]\s+(?=[A-Z])")


def _lost_opening(
    text: str, cast: Cast, mark: Mark, spans: Sequence[Span], breaks: Sequence[int]
) -> Span | None:
    """Return the span before a closing mark alone, when a reporting word follows it."""
    before = text[mark.start - 1 : mark.start]
    clause = clause_after(cast, mark.end, comma=before == ",")
    if clause is None or clause.cue is None or before.isspace():
        return None
    paragraph = bisect_right(breaks, mark.start) - 1
    start = breaks[paragraph] if paragraph >= 0 else 0
    while start < mark.start and text[start].isspace():
        start += 1
    if spans and spans[-1].outer_end > start:
        start = max(spans[-1].outer_end, mark.start - LOST_LIMIT_CHARS)
        stop = _SENTENCE_OPENS.search(text, start, mark.start)
        if stop is None:
            return None
        start = stop.end()
    start = _past_narrative(cast, start, mark.start, clause)
    return Span(start, mark.start, start, mark.end) if mark.start - start > 1 else None


def _past_narrative(cast: Cast, start: int, end: int, clause: Clause) -> int:
    """Return where the words begin after the sentences of start..end that tell of the speaker by name."""
    for match in _SENTENCE_OPENS.finditer(cast.text, start, end):
        people = cast.people_between(start, match.start())
        if clause.speaker is None or not any(mention.name == clause.speaker for mention in people):
            break
        start = match.end()
    return start


# --- speech or not, and whose ------------------------------------------------------------------


class _Reader:
    """Reads the spans of an article in order and keeps who is speaking."""

    def __init__(self, cast: Cast, headings: Sequence[tuple[int, int]]) -> None:
        self.cast = cast
        self.headings = headings
        self.turn = Turn()
        self.told = 0
        self.quotes: list[Quote] = []
        self.speakers: set[str] = set()
        self.reported = load_speech().verb.search(cast.text) is not None
        """Whether the article says at all that somebody said something; else it may be a list of sayings."""

    def read(self, spans: Sequence[Span]) -> None:
        text = self.cast.text
        spoken = [(span, self._clauses(span)) for span in spans]
        for _, (after, before) in spoken:
            self.reported |= after is not None or before is not None
            self.speakers |= {clause.speaker for clause in (after, before) if clause and clause.speaker}
        if not self.reported and len(spoken) > MOST_UNREPORTED:
            return
        for span, (after, before) in spoken:
            if span.outer_start < self.told or not self._is_speech(span, after, before):
                continue
            follow(self.cast, self.turn, self.told, span.outer_start, self.speakers)
            self._take(span, after, before)
            self.told = max(span.outer_end, after.end if after else 0)
            if after is not None:
                rest = re.compile(r"[^.\n\"“”]*").match(text, self.told)
                self.told = rest.end() if rest else self.told

    def answer(self, interview: Interview | None, sentences: Sequence[Sentence]) -> None:
        """Take the answers of an interview in question and answer, where one person alone may give them."""
        speaker = _interviewee(self.cast, *interview.announced) if interview else None
        if interview is None or speaker is None:
            return
        self.speakers.add(speaker)
        for place in interview.answers:
            said = sentences[place]
            if not any(said.start < quote.end and quote.start < said.end for quote in self.quotes):
                self.quotes.append(Quote(said.source, said.start, said.end, speaker))
        self.quotes.sort(key=lambda quote: quote.start)

    def _clauses(self, span: Span) -> tuple[Clause | None, Clause | None]:
        text = self.cast.text
        after = clause_after(
            self.cast, span.outer_end, comma=text[span.start : span.end].rstrip().endswith(",")
        )
        return after, clause_before(self.cast, _sentence_start(text, span.outer_start), span.outer_start)

    def _is_speech(self, span: Span, after: Clause | None, before: Clause | None) -> bool:
        text = self.cast.text
        body = text[span.start : span.end].strip()
        if not any(char.isalpha() for char in body):
            return False
        if after is None and any(start <= span.start < end for start, end in self.headings):
            return False
        lead = text[_sentence_start(text, span.outer_start) : span.outer_start].strip()
        ended = body.endswith((*_ENDED, ","))
        if after is not None:
            return ended or not lead.strip(_BULLETS) or len(body.split()) > 3
        closed = ended or text[span.outer_end : span.outer_end + 1] in (".", ",")
        if before is not None:
            return _is_introduced(body, lead, before, closed=closed)
        if lead.strip(_BULLETS) or not _opens_with_capital(body):
            return False
        words = len(body.split())
        if not span.closed:
            return words >= PARTIAL_WORDS
        return (ended and words > 1) or (closed and words >= PARTIAL_WORDS)

    def _take(self, span: Span, after: Clause | None, before: Clause | None) -> None:
        clause = after or before
        if after and after.running and before and before.strong and not before.running:
            self.turn.take(before)
        mention = self._pass_turn(clause, span.outer_start)
        speaker = self.turn.speaker
        if speaker is not None:
            self.speakers.add(speaker)
        mention = mention or (self.turn.mention if speaker is None else None)
        whole = self.cast.text[span.start : span.end]
        start = span.start + len(whole) - len(whole.lstrip())
        words = whole.strip()
        cue = clause.cue if clause else None
        self.quotes.append(Quote(words, start, start + len(words), speaker, mention, cue))

    def _pass_turn(self, clause: Clause | None, position: int) -> str | None:
        """Give the turn to whom the clause means, and return the words that it uses for them."""
        if clause is not None and not clause.running:
            back = clause.speaker is None and points_back(self.cast, clause.mention or "", position)
            if clause.speaker is None and not back:
                clause = replace(clause, speaker=self._told_in_office(clause.mention or "", position))
            if back and self.turn.speaker is None and self.turn.mention is None:
                self._fall_back(position)
            if not (back and self.turn.speaker):
                self.turn.take(clause)
        elif clause is not None and _is_plural(clause):
            self.turn.take(replace(clause, speaker=None))
        elif self.turn.speaker is None and self.turn.mention is None:
            self._fall_back(position)
        return clause.mention if clause else None

    def _told_in_office(self, mention: str, position: int) -> str | None:
        """Return who said something right before, for an office ("kata Kapolres") that nobody holds.

        Whoever has another one is left out.
        """
        titles, text = load_titles(), self.cast.text
        if titles.kinds.get(mention.lower()) != "offices":
            return None
        verbs = load_speech().verb.finditer(text, max(0, position - TOLD_REACH_CHARS), position)
        for verb in reversed(list(verbs)):
            teller = subject_before(self.cast, _sentence_start(text, verb.start()), verb.start()).speaker
            if teller is not None:
                offices = (words for words, holder in self.cast.offices if holder == teller)
                return teller if all(words <= titles.ranks for words in offices) else None
        return None

    def _fall_back(self, position: int) -> None:
        """Give the turn to whom the last sentence before the first quote is about, or to whom it names last,
        else to the first person after."""
        if not self.reported:
            return
        before = self.cast.people_between(0, position)
        people = before[-1:] or self.cast.people_between(position, len(self.cast.text))[:1]
        name = topic(self.cast, position) or (people[0].name if people else None)
        if name:
            self.turn.speaker = name


def _interviewee(cast: Cast, start: int, end: int) -> str | None:
    """Return whom an article says that it interviewed, at start..end: behind "wawancara dengan", or the only
    one who is named there, or before too; None where it may be one of several."""
    behind = interviewed().search(cast.text, start, end)
    ranges = [(behind.end(), end)] if behind else []
    for first, last in (*ranges, (start, end), (0, end)):
        names = {mention.name for mention in cast.people_between(first, last)}
        if len(names) == 1:
            return names.pop()
    return None


def _is_plural(clause: Clause) -> bool:
    """Whether several speak, "tulis mereka", whom no one name stands for."""
    return (clause.mention or "").lower() in load_speech().plural_pronouns


def _opens_with_capital(body: str) -> bool:
    return body.lstrip("(['‘…. ")[:1].isupper() or not body[0].isalpha()


def _is_introduced(body: str, lead: str, before: Clause, *, closed: bool) -> bool:
    """Whether a passage after a reporting clause is speech, and no title of something that is named there."""
    last = re.findall(r"\w+", lead.lower())[-1:]
    if not closed and not load_speech().named_things.isdisjoint(last):
        return False
    if _opens_with_capital(body):
        return before.strong or body.endswith(tuple(_ENDED))
    return len(body.split()) >= PARTIAL_WORDS


_BOUNDARY = re.compile(r"[.?!:][\"”»’']?\s+|\n+|[.?!][\"”»](?=\S)|[\"”»]\s+(?=[A-Z\"“])|[a-z]\.(?=[\"“])")


_SHORTENED = re.compile(r"\b(?:[A-Z]|Dr|Drs|Dra|Ir|Prof|Hj?|KH|No|Jl|St)$")
"""What a stop closes that ends no sentence, but right before a mark: "di media sosial X. “..."."""


def _sentence_start(text: str, position: int) -> int:
    """Return where the sentence begins that a mark at `position` stands in."""
    floor = max(0, position - 400)
    start = floor
    for match in _BOUNDARY.finditer(text, floor, position):
        if match.group()[0] == ":" and match.end() >= position:
            continue
        if match.end() < position and _SHORTENED.search(text[max(0, match.start() - 5) : match.start()]):
            continue
        start = match.end()
    return start


# --- key quotes --------------------------------------------------------------------------------

MIN_KEY_WORDS = 5
"""A shorter quote tells too little alone."""
MIN_KEY_CONTENT = 3
"""Different words of content that a quote must have: "Bagi kami tidak ada masalah" tells nothing."""
FULL_KEY_CONTENT = 10
"""Different words of content from which more add nothing: two clauses' worth."""
LONG_KEY_WORDS = 55
"""Words from which a quote is too long for a brief: some six lines of a phone."""
NEAR_ENOUGH = 0.5
"""Share of its words in the summary from which a quote is about the same; more is repetition."""
REPEAT_SHARE = 0.7
"""Two quotes say the same when the shorter one shares more than this of its content words. By eye."""
TOLD_SHARE = 0.8
"""Share of its words in one sentence of the summary from which a quote adds nothing to it. By eye."""
WORTH_SHARE = 0.4
"""Share of the best quote's score that another one must pass. By eye."""
LEANING = 0.6
"""What remains of the score of a quote that leans on the one before it, or asks what another one answers.
By eye."""
LEAD_SENTENCES = 2
"""Sentences from the top in which a story names who matters."""


def mark_key_quotes(
    quotes: Sequence[Quote],
    sentences: Sequence[Sentence],
    summary: Sequence[int],
    count: int = 3,
    *,
    language: str = "id",
) -> tuple[Quote, ...]:
    """Return the same quotes, the `count` most telling with `key` set.

    Telling are quotes of speakers who matter in the story, full of content, of whole sentences that stand
    alone and are about what the summary tells; of one per speaker first. A quote that a summary sentence
    carries or says in nearly the same words is not, nor is one said before, nor one that tells far less than
    the best: there may be fewer than `count`.
    """
    shown = [sentences[index] for index in summary if 0 <= index < len(sentences)]
    weights = _speaker_weights(quotes, [*sentences[:LEAD_SENTENCES], *shown])
    told = [frozenset(content_words(sentence.source, language)) for sentence in shown]
    contents = [frozenset(content_words(quote.text, language)) for quote in quotes]
    leaning = (load_english_speech() if language == "en" else load_speech()).leaning
    scores = {
        index: 0.0
        if _is_carried(quote, shown)
        else weights[quote.speaker] * _content_score(quote.text, contents[index], told, leaning)
        for index, quote in enumerate(quotes)
    }
    floor = max(scores.values(), default=0.0) * WORTH_SHARE
    bags = {index: contents[index] for index, score in scores.items() if score > floor}
    chosen: list[int] = []
    while bags and len(chosen) < count:
        spoken = Counter(quotes[index].speaker for index in chosen)
        best = max(bags, key=lambda index: (scores[index] / (1 + 2 * spoken[quotes[index].speaker]), -index))
        chosen.append(best)
        taken = bags[best]
        bags = {index: bag for index, bag in bags.items() if index != best and not _repeats(bag, taken)}
    return tuple(replace(quote, key=index in chosen) for index, quote in enumerate(quotes))


def _repeats(first: frozenset[str], second: frozenset[str]) -> bool:
    return len(first & second) > REPEAT_SHARE * max(1, min(len(first), len(second)))


def _says(told: frozenset[str], content: frozenset[str]) -> bool:
    """Whether a sentence says nearly all that a quote does."""
    return len(content & told) > TOLD_SHARE * len(content)


def _is_carried(quote: Quote, shown: Sequence[Sentence]) -> bool:
    """Whether a part of the quote stands in a shown sentence."""
    return any(sentence.start < quote.end and quote.start < sentence.end for sentence in shown)


def _speaker_weights(quotes: Sequence[Quote], telling: Sequence[Sentence]) -> dict[str | None, float]:
    """Return what a speaker counts: named at all, named where the story tells who matters, with an office."""
    words = {word for sentence in telling for word in re.findall(r"\w+", sentence.source)}
    weights: dict[str | None, float] = {None: 0.4}
    for quote in quotes:
        if quote.speaker:
            named = not words.isdisjoint(quote.speaker.split())
            weights[quote.speaker] = 0.8 + 0.2 * named + 0.1 * bool(quote.speaker_role)
    return weights


def _content_score(
    text: str, content: frozenset[str], told: Sequence[frozenset[str]], leaning: re.Pattern[str]
) -> float:
    """Return how telling the words of a quote are beside a summary; 0 when they must not be shown."""
    words = text.split()
    if len(words) < MIN_KEY_WORDS or len(content) < MIN_KEY_CONTENT:
        return 0.0
    if not text.lstrip("(['‘… ")[:1].isupper() or any(_says(bag, content) for bag in told):
        return 0.0
    near = len(content & frozenset().union(*told)) / len(content)
    score = 0.4 + min(1.0, len(content) / FULL_KEY_CONTENT) + min(near, NEAR_ENOUGH) / NEAR_ENOUGH
    if leaning.match(text) or text.rstrip().endswith("?"):
        score *= LEANING
    return score * min(1.0, LONG_KEY_WORDS / len(words))
