"""How central each text is to all of them, by sumy's summarizers.

In: different texts and their content words. Out: a rating of each. This module owns sumy; it must not know
what the texts are, nor what else speaks for one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from bot.digest.words import content_words


def rate_with_sumy(
    texts: Sequence[str], name: str, bags: Sequence[Sequence[str]] | None = None
) -> list[float]:
    """The ratings of different texts, each with content words, by sumy's "lex_rank", "text_rank" or "lsa".

    `bags` are their content words, where they are known already. Summaries use LexRank alone: the ratings of
    TextRank, LSA, Luhn, SumBasic and KL beside it change ROUGE-1 on IndoSum by less than 0.1 and take most of
    the time. sumy is imported here because that takes 0.4 s (nltk, requests and numpy come along), which
    those parts of the program that rate nothing should not pay.
    """
    import numpy as np
    from sumy.models.dom import ObjectDocumentModel, Paragraph
    from sumy.models.dom import Sentence as RatedSentence
    from sumy.summarizers.lex_rank import LexRankSummarizer
    from sumy.summarizers.lsa import LsaSummarizer
    from sumy.summarizers.text_rank import TextRankSummarizer

    summarizers = {"lex_rank": LexRankSummarizer, "text_rank": TextRankSummarizer, "lsa": LsaSummarizer}
    tokenizer = _Tokenizer(dict(zip(map(str.strip, texts), bags or map(content_words, texts), strict=True)))
    document = ObjectDocumentModel([Paragraph([RatedSentence(text, tokenizer) for text in texts])])
    collected: list[Any] = []

    def collect(infos: Sequence[Any]) -> Sequence[Any]:
        collected.extend(infos)
        return infos

    with np.errstate(all="ignore"):  # a matrix of zeros makes LexRank divide by zero
        summarizers[name]()(document, collect)
    values = [float(info.rating) for info in sorted(collected, key=lambda info: info.order)]
    return [value if math.isfinite(value) else 0.0 for value in values]


class _Tokenizer:
    """What sumy asks of a tokenizer; its own knows no Indonesian."""

    def __init__(self, bags: Mapping[str, Sequence[str]]) -> None:
        self._bags = bags

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(self._bags[text])
