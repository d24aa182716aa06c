"""Translates what the reader will see of a digest: first what the brief shows, later the rest.

In: a digest, and something that translates texts. Out: the digest with its translations filled in.
One call for all texts, so that they are decoded as one batch. This module must not know how texts
are decoded, nor how a digest is shown.

A name has one form in the whole reply: entities are named first, and their sentences are held to it. So has a
quotation, alone and in its sentence: whichever was translated first stands in the other one too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import chain
from typing import Protocol

from bot.records import Article, Digest, Entity, Quote, Sentence
from bot.translation.attribution import with_attribution
from bot.translation.bare_verbs import with_full_verbs
from bot.translation.fidelity import Names
from bot.translation.glossary import LANGUAGE, is_generic, is_sensible, name_translation, sentence_forms
from bot.translation.headlines import is_plain
from bot.translation.kept import kept_names
from bot.translation.lexicon import lexicon_of
from bot.translation.quoting import as_a_sentence, quotation_in, with_quotations
from bot.translation.roles import (
    known_role,
    named_role,
    role_answer,
    role_in_short,
    role_question,
    short_role,
)
from bot.translation.unnamed import known_mention, mention_answer, mention_question

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
MIDDLE = re.compile(rf"(?<=[\w,;] )(?:{WORD.pattern})")
"""A word inside a sentence: one that begins it has a capital that says nothing."""
SMALL_WORD_CHARS = 4
"""Up to this length words stay small in English headlines: "for", "with"."""
OPEN_END = " ,;:–—-"
"""Marks after which a sentence goes on; a quotation that ends with one stands before its "said"."""


class Translator(Protocol):
    """What is asked of an engine."""

    def translate(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        *,
        names: Names | None = None,
        urgent: bool = True,
    ) -> tuple[str | None, ...]: ...


def translate_shown(digest: Digest, engine: Translator) -> Digest:
    """`digest` with headline, summary, key quotations and entities translated.

    Raises NoPackage, TranslationFailed. Where source and target are one language nothing is
    translated, and all translations are None; where no good one was found, that one is None.
    """
    shown = set(digest.summary)
    return _translated(
        digest,
        engine,
        [sentence for sentence in digest.sentences if sentence.index in shown],
        [quote for quote in digest.quotes if quote.key],
        urgent=True,
    )


def translate_opening(digest: Digest, engine: Translator) -> Digest:
    """`digest` with headline, first sentence of the summary and names translated: what a reader sees first.

    Raises as `translate_shown`; a part of its work, for which somebody waits.
    """
    first = [digest.sentences[index] for index in digest.summary[:1]]
    return _translated(digest, engine, first, (), urgent=True)


def translate_some(digest: Digest, engine: Translator, indices: Set[int]) -> Digest:
    """`digest` with the sentences at these indices translated, and headline and names; a part of the work of
    `translate_all`."""
    chosen = [sentence for sentence in digest.sentences if sentence.index in indices]
    return _translated(digest, engine, chosen, (), urgent=False)


def translate_all(digest: Digest, engine: Translator) -> Digest:
    """`digest` with every sentence, quotation and name translated; what is translated already stays.

    Raises NoPackage, TranslationFailed; one language as in `translate_shown`.
    """
    return _translated(digest, engine, digest.sentences, digest.quotes, urgent=False)


def _translated(
    digest: Digest,
    engine: Translator,
    sentences: Iterable[Sentence],
    quotes: Iterable[Quote],
    *,
    urgent: bool,
) -> Digest:
    source, target = digest.article.language, digest.target
    if source == target:
        return _untranslated(digest)
    known = {e: e.translation or name_translation(e, target) for e in digest.entities}
    bodies = [e for e, name in known.items() if name is None and is_generic(e)]
    names = _names(known, target)
    held = names if target == LANGUAGE else {}
    digest = replace(digest, quotes=tuple(_as_shown(quote, digest.sentences) for quote in digest.quotes))
    wanted = {quote.start for quote in quotes}
    quotes = [quote for quote in digest.quotes if quote.start in wanted]
    texts = _asked(digest, sentences, quotes, bodies)
    translations = engine.translate(list(texts.values()), source, target, names=names, urgent=urgent)
    done = dict(zip(texts, translations, strict=True))
    entities = tuple(_named(e, known[e], done.get(f"body {e.name}")) for e in digest.entities)
    called = _called(entities)
    roles = {role: _role(role, done.get(f"role {role}"), target, called) for role in _roles(quotes)}
    mentions = {
        words: known_mention(words, source, target)
        or mention_answer(done.get(f"mention {words}"), words, source, target, called)
        for words in _mentions(quotes)
    }
    said = tuple(_quote_with(q, done.get(f"quote {q.start}"), roles, mentions) for q in digest.quotes)
    return replace(
        digest,
        title_translation=_capitalised(title) if (title := done.get("title")) else digest.title_translation,
        sentences=tuple(_with(s, done.get(f"sentence {s.index}"), held, said) for s in digest.sentences),
        quotes=said,
        entities=entities,
    )


def _asked(
    digest: Digest, sentences: Iterable[Sentence], quotes: Iterable[Quote], bodies: Iterable[Entity]
) -> dict[str, str]:
    """The texts to translate, each under a key of its own."""
    words = _written(digest.article.text).union(*(WORD.findall(form) for form in _forms(digest.entities)))
    asked = {}
    if digest.article.title.strip() and digest.title_translation is None:
        asked["title"] = _as_read(digest.article.title, digest.article, words)
    for sentence in sentences:
        if sentence.translation is None:
            text = sentence.source
            if sentence.heading:
                text = _as_read(text, digest.article, words)
            asked[f"sentence {sentence.index}"] = text
    for quote in quotes:
        if quote.translation is None:
            asked[f"quote {quote.start}"] = _closed(quote.text)
    called = _called(digest.entities)
    for role in _roles(quotes):
        if not _role_of_tables(role, digest.target, called):
            asked[f"role {role}"] = role_question(role, digest.target)
    pair = digest.article.language, digest.target
    for mention in _mentions(quotes):
        if known_mention(mention, *pair) is None:
            asked[f"mention {mention}"] = mention_question(mention, *pair)
    for body in bodies:
        asked[f"body {body.name}"] = body.name
    return asked


def _names(known: Mapping[Entity, str | None], target: str) -> dict[str, tuple[str, ...]]:
    """Every form of every entity; of a form that two entities share, the weightier one's."""
    names: dict[str, tuple[str, ...]] = {}
    for entity, name in known.items():
        if name is None and is_generic(entity):
            continue
        for form, agreed in sentence_forms(entity, name, target).items():
            names.setdefault(form, agreed)
    return names


def _forms(entities: Iterable[Entity]) -> Iterator[str]:
    """The names of entities, in every form."""
    return chain.from_iterable((entity.name, *entity.aliases) for entity in entities)


def _written(text: str) -> frozenset[str]:
    """The words of a text as it writes them where no sentence begins."""
    return frozenset(word for word in WORD.findall(text) if not word.istitle()).union(MIDDLE.findall(text))


def _as_read(title: str, article: Article, words: frozenset[str]) -> str:
    """A headline as a sentence: with small letters where `words` have them, and its verbs in full."""
    sentence = _sentence_case(title, article.text, words, article.language)
    lexicon = lexicon_of("id", "en") if article.language == "id" else None
    return with_full_verbs(sentence, lexicon) if lexicon else sentence


def _sentence_case(title: str, text: str, words: frozenset[str], language: str) -> str:
    """A headline with small letters where `words` have them, the article's: models learnt from sentences, and
    take a capital for a name. One in capitals throughout is written as the article writes its words. What the
    article never writes with a capital is no name either where people write it small, or where the headline
    has capitals throughout as English ones do."""
    if title.isupper():
        written = {word.upper(): word for word in sorted({*WORD.findall(text)}) if not word.isupper()}
        title = WORD.sub(lambda match: written.get(match.group(), match.group()), title)
        title = title[:1].upper() + title[1:]

    long = [word for word in WORD.findall(title) if len(word) > SMALL_WORD_CHARS]
    in_capitals = language == "en" and all(word[0].isupper() for word in long)

    def is_common(word: str) -> bool:
        is_name = any(part.capitalize() in words for part in word.split("-"))
        return not is_name and is_plain(word, language)

    def lower(match: re.Match[str]) -> str:
        word, small = match.group(), match.group().lower()
        is_kept = any(start <= match.start() < end for start, end, _ in kept)
        common = small in words or (
            word not in words and word.istitle() and word[1:] and (in_capitals or is_common(small))
        )
        return small if match.start() and common and not is_kept else word

    kept = tuple(kept_names(title))
    return WORD.sub(lower, title)


def _closed(text: str) -> str:
    """A quotation that breaks off at a comma, with a full stop instead."""
    closed = text.rstrip(OPEN_END)
    return f"{closed}." if closed and closed != text.rstrip() and closed[-1] not in ".?!…" else closed or text


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _with(sentence: Sentence, translation: str | None, names: Names, quotes: Iterable[Quote]) -> Sentence:
    if translation is None:
        return sentence
    if sentence.heading:
        return replace(sentence, translation=_capitalised(translation))
    translation = as_a_sentence(sentence.source, with_attribution(sentence.source, translation, names))
    said = {
        quote.text: quote.translation for quote in quotes if quote.translation and _is_whole(quote, sentence)
    }
    return replace(sentence, translation=with_quotations(sentence.source, translation, said))


def _as_shown(quote: Quote, sentences: Iterable[Sentence]) -> Quote:
    """A quotation as it is translated in a sentence that was shown already."""
    home = next((each for each in sentences if each.translation and _is_whole(quote, each)), None)
    if quote.translation is not None or home is None or home.translation is None:
        return quote
    found = quotation_in(home.source, home.translation, quote.text)
    return replace(quote, translation=_capitalised(_closed(found))) if found else quote


def _is_whole(quote: Quote, sentence: Sentence) -> bool:
    """Whether a quotation stands in one sentence, and begins as a sentence does: of others the small letter
    would be lost."""
    return sentence.start <= quote.start and quote.end <= sentence.end and quote.text[:1].isupper()


def _roles(quotes: Iterable[Quote]) -> dict[str, None]:
    """What speakers are said to be, where that is not translated yet, each once."""
    return {q.speaker_role: None for q in quotes if q.speaker_role and q.speaker_role_translation is None}


def _mentions(quotes: Iterable[Quote]) -> dict[str, None]:
    """What the article calls speakers whom it does not name, where that is not translated yet, each once."""
    unnamed = (q for q in quotes if not q.speaker and q.speaker_mention_translation is None)
    return {q.speaker_mention: None for q in unnamed if q.speaker_mention}


def _role(role: str, machine: str | None, target: str, names: Mapping[str, str]) -> str:
    """The role in the reader's language; "" where nobody has it, so that no later answer changes the line."""
    known = _role_of_tables(role, target, names)
    answer = known or (role_answer(machine, role, target, names) if machine else None)
    return answer or role_in_short(role, target) or ""


def _role_of_tables(role: str, target: str, names: Mapping[str, str]) -> str | None:
    """The role as the tables have it, with the names of the article; None where a machine must be asked."""
    return known_role(role, target) or short_role(role, target) or named_role(role, target, names)


def _called(entities: Iterable[Entity]) -> dict[str, str]:
    """What bodies and places are called in the reader's language, without an acronym in brackets; of those
    that are not translated yet, their own names."""
    called: dict[str, str] = {}
    for entity in entities:
        if entity.label != "person":
            name = (entity.translation or entity.name).partition(" (")[0]
            called.setdefault(entity.name, name)
    return called


def _quote_with(
    quote: Quote, translation: str | None, roles: Mapping[str, str], mentions: Mapping[str, str]
) -> Quote:
    if quote.speaker_role and quote.speaker_role_translation is None:
        quote = replace(quote, speaker_role_translation=roles.get(quote.speaker_role))
    if quote.speaker_mention and not quote.speaker and quote.speaker_mention_translation is None:
        quote = replace(quote, speaker_mention_translation=mentions.get(quote.speaker_mention))
    if translation is None:
        return quote
    return replace(quote, translation=_capitalised(translation.rstrip(OPEN_END)))


def _named(entity: Entity, known: str | None, machine: str | None) -> Entity:
    """The entity under its agreed name; its own name where neither table nor machine has a better."""
    if known is None and machine is not None and is_sensible(entity.name, machine):
        known = machine.removeprefix("The ")
    return replace(entity, translation=known or entity.name)


def _untranslated(digest: Digest) -> Digest:
    return replace(
        digest,
        title_translation=None,
        sentences=tuple(replace(sentence, translation=None) for sentence in digest.sentences),
        quotes=tuple(
            replace(quote, translation=None, speaker_role_translation=None, speaker_mention_translation=None)
            for quote in digest.quotes
        ),
        entities=tuple(replace(entity, translation=None) for entity in digest.entities),
    )
