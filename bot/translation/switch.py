"""A digest in one language → the same digest in another, as far as it was in that one before.

In: a digest as it is shown now, and the same digest as it was once kept in the other language, if it was.
Out: the digest with what is known of the other language and nothing of the first; what is missing is
translated as for a new one. Pure; it must not know who translates, nor where digests are kept.
"""

from __future__ import annotations

from dataclasses import replace

from bot.records import Digest, Quote


def in_language(digest: Digest, target: str, kept: Digest | None = None) -> Digest:
    """`digest` for readers of `target`, with the translations that `kept` has; length and quotes stay."""
    sentences = {each.source: each.translation for each in kept.sentences} if kept else {}
    quotes = {each.start: each for each in kept.quotes} if kept else {}
    names = {(each.name, each.label): each.translation for each in kept.entities} if kept else {}
    return replace(
        digest,
        target=target,
        title_translation=kept.title_translation if kept else None,
        sentences=tuple(replace(each, translation=sentences.get(each.source)) for each in digest.sentences),
        quotes=tuple(_quote(each, quotes.get(each.start)) for each in digest.quotes),
        entities=tuple(
            replace(each, translation=names.get((each.name, each.label))) for each in digest.entities
        ),
    )


def _quote(quote: Quote, kept: Quote | None) -> Quote:
    return replace(
        quote,
        translation=kept.translation if kept else None,
        speaker_role_translation=kept.speaker_role_translation if kept else None,
        speaker_mention_translation=kept.speaker_mention_translation if kept else None,
    )
