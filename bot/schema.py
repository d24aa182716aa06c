"""Digest <-> JSON, schema 1: what `digest --json` prints and what the store keeps.

In: a Digest or its JSON; out: the other. Offsets are in characters into `text`. This module must
know no stage and no library; it is the one place that spells the contract's keys.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bot.records import Article, Digest, Entity, Quote, Sentence

SCHEMA = 1


def digest_to_json(digest: Digest) -> dict[str, Any]:
    """Return the digest as JSON-ready values in the order of the contract."""
    article = digest.article
    looked_for = {"longest_summary": digest.longest_summary} if digest.longest_summary else {}
    missing = {"missing_pages": list(article.missing_pages)} if article.missing_pages else {}
    return {
        "schema": SCHEMA,
        "url": article.url,
        "site": article.site,
        "title": {"source": article.title, "translation": digest.title_translation},
        "published": article.published.isoformat() if article.published else None,
        "authors": list(article.authors),
        "language": {"source": article.language, "target": digest.target},
        "text": article.text,
        **missing,
        "sentences": [_sentence_to_json(sentence) for sentence in digest.sentences],
        "summary": list(digest.summary),
        "whole": digest.whole,
        **looked_for,
        "quotes": [_quote_to_json(quote) for quote in digest.quotes],
        "entities": [_entity_to_json(entity) for entity in digest.entities],
        "timings_ms": dict(digest.timings_ms),
    }


def digest_from_json(data: dict[str, Any]) -> Digest:
    """Return the digest that `digest_to_json` wrote; raises KeyError or ValueError on anything else.

    What was written before `whole` and `longest_summary` were known is read too.
    """
    if data["schema"] != SCHEMA:
        raise ValueError(f"schema {data['schema']} is not {SCHEMA}")
    sentences = tuple(Sentence(**sentence) for sentence in data["sentences"])
    article = Article(
        text=data["text"],
        title=data["title"]["source"],
        headings=tuple(sentence.paragraph for sentence in sentences if sentence.heading),
        url=data["url"],
        site=data["site"],
        published=_date_from_iso(data["published"]),
        authors=tuple(data["authors"]),
        language=data["language"]["source"],
        missing_pages=tuple(data.get("missing_pages", ())),
    )
    return Digest(
        article=article,
        sentences=sentences,
        summary=tuple(data["summary"]),
        quotes=tuple(Quote(**quote) for quote in data["quotes"]),
        entities=tuple(
            Entity(**{**entity, "aliases": tuple(entity["aliases"])}) for entity in data["entities"]
        ),
        target=data["language"]["target"],
        title_translation=data["title"]["translation"],
        timings_ms=data["timings_ms"],
        whole=data.get("whole", False),
        longest_summary=data.get("longest_summary", 0),
    )


def _sentence_to_json(sentence: Sentence) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "index": sentence.index,
        "paragraph": sentence.paragraph,
        "start": sentence.start,
        "end": sentence.end,
        "source": sentence.source,
        "translation": sentence.translation,
    }
    if sentence.heading:
        fields["heading"] = True
    return fields


def _quote_to_json(quote: Quote) -> dict[str, Any]:
    return {
        "text": quote.text,
        "translation": quote.translation,
        "speaker": quote.speaker,
        "speaker_mention": quote.speaker_mention,
        "speaker_mention_translation": quote.speaker_mention_translation,
        "speaker_role": quote.speaker_role,
        "speaker_role_translation": quote.speaker_role_translation,
        "cue": quote.cue,
        "start": quote.start,
        "end": quote.end,
        "key": quote.key,
    }


def _entity_to_json(entity: Entity) -> dict[str, Any]:
    return {
        "name": entity.name,
        "label": entity.label,
        "translation": entity.translation,
        "aliases": list(entity.aliases),
        "mentions": entity.mentions,
    }


def _date_from_iso(value: str | None) -> date | None:
    if value is None:
        return None
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
