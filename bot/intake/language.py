"""Which language a text is written in.

In: the text of an article. Out: an ISO code. py3langid, a small offline classifier, gives the first
answer; it is unsure between Indonesian and Malay and has never heard of Minangkabau or Banjarese, so
a vote of telling words (bot/data/neighbours.toml) has the last word among those. This module must not
know what is done about a text in the wrong language.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bot.data import read_table

UNKNOWN = "und"
"""ISO 639-2's code for "undetermined"."""

NO_LANGUAGE = "zxx"
"""ISO 639-2's code for "no linguistic content": the classifier's answer to keyboard noise."""

READ_LIMIT_CHARS = 2_000
"""How much of a text is looked at: three hundred words settle the question many times over, and time grows
with them. Of 1,483 articles all are told right by 1,500 already."""

MIN_WORDS = 2
"""Fewer different words than this are a name or a shout as often as a language, however often shouted."""

MIN_CONFIDENCE = 0.35
"""Below this the classifier is guessing. Picked by hand and checked: every English sentence of
../shared/data/language passes; two or three words in a row of names may not."""

FAMILY = frozenset({"id", "ms", "jv", "su", "ace", "tl", "ceb"})
"""Answers of the classifier that leave the last word to the vote: Indonesian, its relatives, and what
short texts in them are taken for."""

UNREAD = frozenset((
    "arz", "ary", "bcl", "br", "co", "dz", "eo", "ext", "fo", "fuv", "fy", "gcf", "gcr", "gd", "gom", "grc",
    "gug", "guw", "hbo", "ig", "kab", "kik", "kk", "ku", "ky", "lb", "lg", "lij", "ln", "ltg", "mg", "nn",
    "nso", "oc", "pcm", "qu", "rw", "sdh", "se", "sn", "srl", "st", "tk", "tn", "ts", "ug", "uzs", "vec",
    "vo", "wa", "wuu", "xh", "yo",
))  # fmt: skip
"""Languages in which nobody sends news of Indonesia: a text in one is told as one in a neighbour of it."""

VOTE_WEIGHT = 10.0
"""What one telling word weighs against the classifier, in nats. From 6 to 20 the answers on
the Tatoeba sentences change by less than one percent; below 4 the classifier drowns the words out."""

MALAY_HANDICAP = 2.0
"""By how much, in nats, Malay must lead. Readers here send Indonesian: single Indonesian sentences taken
for Malay fall from 16% to 7%, and eight-sentence Malay texts stay at 99%."""

LEAD_LIMIT = 10.0
"""The most, in nats, that the classifier's own lead for Malay counts: it grows with the length of the text,
and on long Indonesian texts about religion it drowned out the words. One telling word outweighs it."""

REPEAT_LIMIT = 3
"""How often one word may vote: a name or a refrain must not decide alone."""

NEIGHBOURS = ("minangkabau", "banjarese", "balinese", "sundanese", "javanese")
"""Tables of the languages of Indonesia that share most of their letters with Indonesian."""

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|[@#]\w+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def detect_language(text: str) -> str:
    """The language of `text`: ISO 639-1, or 639-3 where there is no shorter code.

    "und" where there are too few words or none, or where the classifier is guessing and no telling
    word helps. Of eight-sentence texts, 99% and more are told right between Indonesian and Malay
    (../shared/data/language; python -m benchmarks.language prints the table).
    """
    sample = _ADDRESS.sub(" ", text[:READ_LIMIT_CHARS]).lower()
    words = _WORD.findall(sample)
    counts = Counter(words)
    if len(counts) < MIN_WORDS:
        return UNKNOWN
    scores = dict(_identifier().rank(" ".join(words)))
    code = max(scores, key=scores.__getitem__)
    if code in FAMILY and (neighbour := _neighbour(counts)):
        return neighbour
    if code in ("id", "ms"):
        return _indonesian_or_malay(counts, scores)
    told = code != NO_LANGUAGE and _confidence(scores, code) >= MIN_CONFIDENCE
    return code if told else UNKNOWN


def _confidence(scores: Mapping[str, float], code: str) -> float:
    """The probability of `code`, 0 to 1, from log-likelihoods."""
    return 1 / sum(math.exp(score - scores[code]) for score in scores.values())


def _neighbour(counts: Counter[str]) -> str | None:
    """The regional language whose words outnumber Indonesian's own commonest ones."""
    votes = {name: _votes(counts, name) for name in NEIGHBOURS}
    best = max(NEIGHBOURS, key=votes.__getitem__)
    return _codes()[best] if votes[best] > _votes(counts, "indonesian_grammar") else None


def _indonesian_or_malay(counts: Counter[str], scores: Mapping[str, float]) -> str:
    lead = min(scores["ms"] - scores["id"], LEAD_LIMIT)
    votes = _votes(counts, "malay") - _votes(counts, "indonesian")
    return "ms" if lead + VOTE_WEIGHT * votes > MALAY_HANDICAP else "id"


def _votes(counts: Counter[str], table: str) -> int:
    return sum(min(counts[word], REPEAT_LIMIT) for word in _words()[table] if word in counts)


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """The classifier without the columns of `UNREAD`, which take 11 MB."""
    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=False)
    kept = [at for at, code in enumerate(whole.nb_classes) if code not in UNREAD]
    return LanguageIdentifier(
        whole.nb_ptc[:, kept],
        whole.nb_pc[kept],
        [whole.nb_classes[at] for at in kept],
        whole.tk_nextmove,
        whole.tk_output,
        norm_probs=False,
        tk_row=whole.tk_row,
    )


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Mapping[str, str]]:
    return read_table("neighbours.toml")


@lru_cache(maxsize=1)
def _words() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(table["words"].split()) for name, table in _tables().items()}


def _codes() -> Mapping[str, str]:
    return {name: table["code"] for name, table in _tables().items()}
