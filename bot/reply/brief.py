"""A digest → what stands in a brief, piece by piece: headline, sentences, quotations, names.

In: a Digest, a Wording, and the parts of a brief that are wanted. Out: Telegram's HTML, as blocks for `split`
or, for a group, as one message. Pure; it must not know the buttons, nor who reads it.

What stands in a brief, in this order: headline (bold, linked to the page), where and when it appeared, the
summary, the key quotes as quotations with their speakers, the names. An article too short to summarise stands
there whole, which is said.

In a group, where a brief stands between other people's messages, it is one message whatever the article
holds: the headline, at most three sentences, and all else folded into one quotation that a tap opens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import groupby

from bot.records import Digest, Entity, Part, Quote, Sentence
from bot.reply.page import KIND_LABELS, shown_name, spoken_by, web_address
from bot.reply.safe import and_more, clipped, host_of, linked, outside, say
from bot.reply.split import BLOCK_BREAK, MESSAGE_LIMIT_UNITS, split, visible_units
from bot.reply.typography import quoted
from bot.reply.wording import Wording

NAMES_OF_A_KIND = 4
"""Names of one kind that a brief lists: two lines or so of a phone; a digest has the weightiest first. All of
eight took a third of a screen, more than the summary; the others are a press away."""

NAMES_IN_A_GROUP = 8
"""The same in a group, where they are folded."""

AUTHORS_SHOWN = 3
"""Authors in the line under the headline; more are counted."""

SENTENCES_IN_A_GROUP = 3
"""That stand open in a group: half a screen of a phone; those of a longer summary open the quotation."""

HEADLINE_LIMIT_UNITS = 300
"""Of a headline in a group: the longest of 1,483 news articles looked at has 167 characters."""

SENTENCE_LIMIT_UNITS = 700
"""Of a sentence or quotation in a group: one that is longer is a list, or no sentence at all. Three of them
with the headline leave room for the quotation."""

NAME_LIMIT_UNITS = 60
"""Of an outlet or author in a group."""

SPACELESS_LANGUAGES = frozenset({"ja", "th", "zh", "zt"})
"""Languages of Argos packages that write no space between sentences ("zt" is Argos' code for Chinese in
traditional characters)."""

NARROW_SPACE = "\u202f"
"""Between a raised number and its sentence, which no line's end parts."""

_ITEM = re.compile(r"[-•–—·●▪◦*]\s+")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def blocks_of(digest: Digest, wording: Wording, parts: Set[Part]) -> Iterator[str]:
    """The blocks under the headline; with "originals" each translation has its original folded beneath."""
    with_originals = "originals" in parts
    if "summary" in parts:
        yield from _summary(digest, wording, with_originals=with_originals)
    if "quotes" in parts:
        for quote in key_quotes(digest):
            yield from _quotation_blocks(quote, digest, wording, with_originals=with_originals)
    if "entities" in parts:
        yield names(digest.entities, wording, NAMES_OF_A_KIND)


def in_one_message(
    digest: Digest, wording: Wording, parts: Set[Part], notes: Sequence[str], remarks: Sequence[str]
) -> str:
    """A brief that is one message; `notes` stand under the headline, `remarks` at its end, both as HTML.

    Empty where there is nothing to show.
    """
    shown = chosen(digest) if "summary" in parts else []
    opened = [
        *head(digest, wording, limited=True),
        *notes,
        *([_whole(wording)] if digest.whole and shown else []),
        "\n".join(_bullets(shown[:SENTENCES_IN_A_GROUP], digest, wording)),
    ]
    opened = [block for block in opened if block]
    taken = sum(visible_units(block) + len(BLOCK_BREAK) for block in (*opened, *remarks))
    folded = _fitting(_folded(shown, digest, wording, parts), MESSAGE_LIMIT_UNITS - taken)
    quotation = [f"<blockquote expandable>{folded}</blockquote>"] if folded else []
    return next(iter(split([*opened, *quotation, *remarks])), "")


def opening(digest: Digest, wording: Wording) -> str:
    """The first sentence of the summary, as it stands in a brief; empty where there is none."""
    return next(_bullets(chosen(digest)[:1], digest, wording), "")


def _folded(shown: Sequence[Sentence], digest: Digest, wording: Wording, parts: Set[Part]) -> Iterator[str]:
    """What stands in a group's quotation, the weightiest first."""
    yield "\n".join(_bullets(shown[SENTENCES_IN_A_GROUP:], digest, wording))
    with_originals = "originals" in parts
    if "quotes" in parts:
        for quote in key_quotes(digest):
            words = clipped(quote.translation or quote.text, SENTENCE_LIMIT_UNITS)
            yield _said(quote, words, digest, wording, mark(quote, digest, wording))
            if with_originals and quote.translation:
                original = replace(quote, text=clipped(quote.text, SENTENCE_LIMIT_UNITS))
                yield f"<i>{outside(_original(original, digest))}</i>"
    if "entities" in parts:
        yield names(digest.entities, wording, NAMES_IN_A_GROUP)
    if with_originals:
        yield from (f"<i>{_limited(each.source)}</i>" for each in shown if each.translation)


def _fitting(blocks: Iterable[str], room_units: int) -> str:
    """The blocks that fit, in order."""
    kept: list[str] = []
    for block in blocks:
        units = visible_units(block) + len(BLOCK_BREAK)
        if block and units <= room_units:
            kept.append(block)
            room_units -= units
    return BLOCK_BREAK.join(kept)


def _bullets(sentences: Sequence[Sentence], digest: Digest, wording: Wording) -> Iterator[str]:
    for sentence in sentences:
        text = _limited(_words(sentence)) + mark(sentence, digest, wording)
        yield text if len(digest.summary) == 1 else f"• {text}"


def _words(sentence: Sentence) -> str:
    """What a sentence says, without the sign of the list that it is an item of: here it stands alone."""
    text = sentence.translation or sentence.source
    item = _ITEM.match(text)
    return text[item.end() :] if item else text


def _limited(text: str) -> str:
    return outside(clipped(text, SENTENCE_LIMIT_UNITS))


def head(digest: Digest, wording: Wording, *, limited: bool = False) -> list[str]:
    """Headline and, under it, where and when it appeared and who wrote it; linked to the page once.

    `limited`: however long they are, together they take a tenth of a message. Nothing where nothing is known.
    """
    article = digest.article
    url = web_address(article.url)
    title = digest.title_translation if (digest.title_translation or "").strip() else article.title
    site = (article.site or "").strip() or host_of(url or "")
    if limited:
        title, site = clipped(title or "", HEADLINE_LIMIT_UNITS), clipped(site, NAME_LIMIT_UNITS)
    title, site = outside(title), outside(site)
    if title:
        missing = "" if digest.title_translation else _missing(digest, wording)
        title = f"<b>{linked(title, url)}</b>{missing}"
    else:
        site = linked(site, url) if site else ""
    when = outside(wording.when(article.published)) if article.published else ""
    line = " · ".join(filter(None, [site, when, _authors(article.authors, wording, limited=limited)]))
    both = "\n".join(filter(None, [title, line]))
    return [both] if both else []


def _authors(authors: Sequence[str], wording: Wording, *, limited: bool) -> str:
    shown = [clipped(author, NAME_LIMIT_UNITS) if limited else author for author in authors[:AUTHORS_SHOWN]]
    return ", ".join(map(outside, shown)) + and_more(len(authors) - AUTHORS_SHOWN, wording)


def chosen(digest: Digest) -> list[Sentence]:
    """The sentences of the summary."""
    return [digest.sentences[index] for index in digest.summary]


def key_quotes(digest: Digest) -> list[Quote]:
    """The quotations that a brief shows."""
    return [quote for quote in digest.quotes if quote.key]


def is_translated(digest: Digest) -> bool:
    """Whether anything that a brief shows is in another language than the article."""
    sentences = [sentence.translation for sentence in chosen(digest)]
    return any([digest.title_translation, *sentences, *(quote.translation for quote in key_quotes(digest))])


def _summary(digest: Digest, wording: Wording, *, with_originals: bool) -> Iterator[str]:
    """Bullets, because the sentences come from different places and do not follow from one another; the
    paragraphs of an article that stands there whole."""
    shown = chosen(digest)
    if digest.whole:
        yield _whole(wording)
    if digest.whole and not with_originals:
        yield from paragraphs(shown, digest, wording)
        return
    for sentence in shown:
        text = outside(_words(sentence)) + mark(sentence, digest, wording)
        text = f"• {text}" if len(shown) > 1 else text
        yield f"{text}\n{_fold(sentence)}" if with_originals and _differs(sentence) else text


def _whole(wording: Wording) -> str:
    return f"<i>{say('whole', wording)}</i>"


def _differs(part: Sentence | Quote) -> bool:
    source = part.source if isinstance(part, Sentence) else part.text
    return part.translation is not None and part.translation.strip() != source.strip()


def _fold(sentence: Sentence) -> str:
    return f"<blockquote expandable>{outside(sentence.source)}</blockquote>"


def mark(part: Sentence | Quote, digest: Digest, wording: Wording) -> str:
    """What follows an original among translations: no translation of it could be trusted."""
    return _missing(digest, wording) if part.translation is None else ""


def _missing(digest: Digest, wording: Wording) -> str:
    return f" <i>{say('not-translated', wording)}</i>" if is_translated(digest) else ""


def _quotation_blocks(
    quote: Quote, digest: Digest, wording: Wording, *, with_originals: bool
) -> Iterator[str]:
    if not (with_originals and _differs(quote)):
        yield quotation(quote, digest, wording)
        return
    said = _said(quote, quote.translation or quote.text, digest, wording)
    original = outside(_original(quote, digest))
    yield f"{said}\n<blockquote expandable>{original}</blockquote>"


def quotation(quote: Quote, digest: Digest, wording: Wording) -> str:
    """The quotation in the reader's language, with its speaker."""
    words = quote.translation or quote.text
    return f"<blockquote>{_said(quote, words, digest, wording, mark(quote, digest, wording))}</blockquote>"


def quotation_beside(quote: Quote, digest: Digest, wording: Wording) -> str:
    """The quotation with its speaker, and the original beneath."""
    if not quote.translation or not _differs(quote):
        return quotation(quote, digest, wording)
    return beside(
        _said(quote, quote.translation, digest, wording), _original(quote, digest), quote.translation
    )


def _said(quote: Quote, words: str, digest: Digest, wording: Wording, mark_html: str = "") -> str:
    said = outside(quoted(words, spoken_in(quote, digest))) + mark_html
    return "\n".join([said, *_attribution(quote, digest, wording)])


def spoken_in(quote: Quote, digest: Digest) -> str:
    """The language in which a brief shows a quotation."""
    return digest.target if quote.translation else digest.article.language


def _original(quote: Quote, digest: Digest) -> str:
    return quoted(quote.text, digest.article.language)


def _attribution(quote: Quote, digest: Digest, wording: Wording) -> list[str]:
    return [outside(line) for line in (attribution(quote, digest, wording),) if line]


def attribution(quote: Quote, digest: Digest, wording: Wording) -> str:
    """The line under a quotation: its speaker; for one without a name the article's words, among translations
    theirs, said to be such; nothing where the article says nothing. Plain text."""
    if quote.speaker:
        known = {entity.name: shown_name(entity, wording) for entity in digest.entities}
        name = known.get(quote.speaker, quote.speaker)
        return spoken_by(quote, name, wording, translated=is_translated(digest))
    if quote.speaker_mention:
        translation = quote.speaker_mention_translation if is_translated(digest) else None
        return wording.text("spoken-by-unnamed", mention=translation or quote.speaker_mention)
    return ""


def has_more_names(digest: Digest, *, compact: bool) -> bool:
    """Whether a brief leaves names out; `compact`: one in a group."""
    most = NAMES_IN_A_GROUP if compact else NAMES_OF_A_KIND
    return any(sum(entity.label == kind for entity in digest.entities) > most + 1 for kind in KIND_LABELS)


def names(entities: Sequence[Entity], wording: Wording, most: int | None = None) -> str:
    """A line for each kind of name, at most so many; further ones are counted, but for one alone."""
    lines = []
    for kind, label in KIND_LABELS.items():
        shown = [outside(shown_name(entity, wording)) for entity in entities if entity.label == kind]
        if shown:
            kept = shown if most is None or len(shown) == most + 1 else shown[:most]
            more = and_more(len(shown) - len(kept), wording)
            lines.append(f"<b>{say(label, wording)}:</b> {' · '.join(kept)}{more}")
    return "\n".join(lines)


def paragraphs(shown: Iterable[Sentence], digest: Digest, wording: Wording) -> Iterator[str]:
    """Sentences as the paragraphs that they are in the article, sub-headlines in bold."""
    space = "" if digest.target in SPACELESS_LANGUAGES else " "
    return _paragraphs(shown, lambda sentence: _translated(sentence, digest, wording), space)


def numbered(digest: Digest, wording: Wording, *, original: bool) -> Iterator[str]:
    """Every sentence of the article, as `paragraphs` has them, behind the number that it has in the page of
    the full translation: the same on both sides, so that one finds its place again on the other."""

    def line(sentence: Sentence) -> str:
        text = outside(sentence.source) if original else _translated(sentence, digest, wording)
        return f"{str(sentence.index + 1).translate(_RAISED)}{NARROW_SPACE}{text}"

    return _paragraphs(digest.sentences, line, " ")


def _translated(sentence: Sentence, digest: Digest, wording: Wording) -> str:
    """A sentence in the reader's language, or marked where it is not."""
    return outside(sentence.translation or sentence.source) + mark(sentence, digest, wording)


def _paragraphs(shown: Iterable[Sentence], line: Callable[[Sentence], str], space: str) -> Iterator[str]:
    for _, sentences in groupby(shown, key=lambda each: (each.paragraph, each.heading)):
        group = list(sentences)
        text = space.join(map(line, group))
        yield f"<b>{text}</b>" if group[0].heading else text


def beside(translation_html: str, source: str, translation: str | None, mark_html: str = "") -> str:
    """A translation with its original under it; the original alone where there is no other translation."""
    if not translation or translation.strip() == source.strip():
        return f"<blockquote>{outside(source)}{mark_html}</blockquote>" if source else ""
    return f"{translation_html}\n<blockquote>{outside(source)}</blockquote>"
