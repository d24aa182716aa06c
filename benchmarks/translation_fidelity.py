"""What BLEU does not see of translations: numbers, names, negation, sentences left as they were, loops.

In: Indonesian sentences and their English translations. Out: in how many a fault is found. Pure but for
the reading of sentences; this module must not know who translated. The rulers are the benchmark's own where
the engine has a guard with a like ruler, so that a guard is not measured by itself; numbers and names are
held as the engine holds them (bot/translation/fidelity.py).

The rulers are coarse: "tidak murah" made "expensive" counts as negation lost. They are for comparing.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.translation.fidelity import NUMBER, NUMBER_WORDS, Roster, lost_names, lost_numbers

NEWS_SENTENCES = 300
SEED = 3
SENTENCE_CHARS = range(40, 260)
"""Shorter ones are captions, longer ones two sentences that the rough cut left together."""
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)+")
"""Capitalised words, two or more, inside a sentence: mostly names of people, places and bodies."""
SENTENCE = re.compile(r"(?<=[.!?])\s+")
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")

NEGATION = re.compile(r"\b(?:tidak|tak|bukan(?:lah)?|belum|jangan(?:lah)?|tanpa|tiada)\b", re.IGNORECASE)
NO_NEGATION = re.compile(
    r"\b(?:belum lama(?: ini)?|tak (?:sedikit|jarang|lama|kalah|henti|lain|pelak|ayal|urung)"
    r"|tidak (?:sedikit|jarang|lama|kalah|lain)|mau tidak mau|bukan main|jangan-jangan"
    r"|atau (?:tidak|belum))\b",
    re.IGNORECASE,
)
"""Turns of phrase with a negative word that English says without one ("not a few" is "many")."""
NEGATIVE = re.compile(
    r"\b(?:not|cannot|no|nor|none|nobody|nothing|nowhere|never|neither|without|yet|hardly|barely"
    r"|rather than|instead|lack\w*|fail\w*|refus\w*|den(?:y|ies|ied)|avoid\w*|unless|except|free of|absence"
    r"|absent|stop\w*|refrain\w*|prevent\w*|beyond|away|hesitat\w*|miss(?:es|ed|ing)"
    r"|un(?!i|der|til|cle)\w{3,}|non\w*|dis(?:agree|appear|approv|able|allow|honest|regard|satisf|like|prov"
    r"|obey|respect|qualif|continu|interest|courag|own|trust)\w*"
    r"|in(?:ability|complete|correct|adequate|sufficient|valid|active|accurate|appropriate|secure|visible|effective"
    r"|evitable|experienced|direct|eligible|discriminate|finite|tolera\w+)\w*"
    r"|im(?:possible|proper|perfect|patient|mature|balance)\w*|ir(?:regular|responsible|relevant|respective)\w*"
    r"|il(?:legal|licit|legible|literate)\w*|\w+less)\b|n['’]t\b",
    re.IGNORECASE,
)
"""English words and beginnings that deny, or say the like ("failed to", "lack")."""

UNTRANSLATED_SHARE = 0.5
"""Of the words that a translation could have changed, those that stand in it as they were. In 300 sentences
of news, a translated one shares under a third (words that both languages write alike)."""
UNTRANSLATED_WORDS = 3
"""With fewer such words a share says nothing."""
SHORT_WORD_CHARS = 3
LOOP_WORDS = 3
LOOP_TIMES = 3
"""A run of three words that comes three times in a sentence, and not in its source."""
STUTTER = re.compile(r"\b(\w+)(?:\W+\1\b){2}", re.IGNORECASE)
SWELLING = 3
SWELLING_CHARS = 80
"""A translation with three times the characters of its source, and more than a name's length added."""


def news(path: Path, count: int = NEWS_SENTENCES) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """Sentences of as many different articles, the same each time, and the names in them."""
    with path.open(encoding="utf-8") as lines:
        articles = [json.loads(line)["text"] for line in lines]
    order = random.Random(SEED)  # noqa: S311
    texts: list[str] = []
    for article in order.sample(articles, len(articles)):
        fit = [s for s in SENTENCE.split(article.replace("\n", " ")) if len(s) in SENTENCE_CHARS]
        if fit and len(texts) < count:
            texts.append(order.choice(fit))
    return texts, {name: (name,) for text in texts for name in NAME.findall(text)}


def count_faults(
    sources: Sequence[str], outputs: Sequence[str | None], names: Mapping[str, tuple[str, ...]]
) -> dict[str, int]:
    """Names and numbers lost, numbers that nobody wrote, and sentences with each of the other faults.

    None is a sentence of which no translation is shown: the reader sees that, so it has no other fault.
    """
    roster = Roster(names)
    pairs = [(source, output) for source, output in zip(sources, outputs, strict=True) if output is not None]
    return {
        "names lost": sum(len(lost_names(roster.find(source), output)) for source, output in pairs),
        "numbers lost": sum(len(lost_numbers(source, output)) for source, output in pairs),
        "numbers invented": sum(len(invented_numbers(source, output)) for source, output in pairs),
        "negation lost": sum(loses_negation(source, output) for source, output in pairs),
        "left untranslated": sum(is_untranslated(source, output) for source, output in pairs),
        "loops": sum(is_loop(source, output) for source, output in pairs),
        "shown as original": len(sources) - len(pairs),
    }


def count_occasions(sources: Sequence[str], names: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """How often each fault could be made; of the last four, in how many sentences."""
    roster = Roster(names)
    numbers = sum(len(NUMBER.findall(source)) for source in sources)
    return {
        "names lost": sum(len({mention.agreed for mention in roster.find(source)}) for source in sources),
        "numbers lost": numbers,
        "numbers invented": numbers,
        "negation lost": sum(is_negative(source) for source in sources),
        "left untranslated": len(sources),
        "loops": len(sources),
        "shown as original": len(sources),
    }


def invented_numbers(source: str, output: str) -> tuple[str, ...]:
    """The numbers of the output, from 13 on, that the source has neither in digits nor in part.

    Smaller ones may come from words ("dua belas"), and so may all from a source with "puluh" or greater.
    """
    if re.search(r"puluh|belas|ratus|ribu|juta|lusin", source, re.IGNORECASE):
        return ()
    have = set(re.findall(r"\d+", source)) | {_digits(number) for number in NUMBER.findall(source)}
    found = (_digits(number) for number in NUMBER.findall(output))
    return tuple(number for number in found if number not in have and number not in {"0", *NUMBER_WORDS})


def is_negative(source: str) -> bool:
    """Whether an Indonesian sentence denies something."""
    return NEGATION.search(NO_NEGATION.sub(" ", source)) is not None


def loses_negation(source: str, output: str) -> bool:
    """Whether the source denies something, and no word of the translation does."""
    return is_negative(source) and NEGATIVE.search(output) is None


def is_untranslated(source: str, output: str) -> bool:
    """Whether most words of the source that are no names stand in the output as they were."""
    words = {word for word in WORD.findall(source) if word.islower() and len(word) > SHORT_WORD_CHARS}
    kept = words & {word.lower() for word in WORD.findall(output)}
    return len(words) >= UNTRANSLATED_WORDS and len(kept) >= UNTRANSLATED_SHARE * len(words)


def is_loop(source: str, output: str) -> bool:
    """Whether the output says the same again and again, or swells far beyond its source."""
    if len(output) > SWELLING * len(source) + SWELLING_CHARS:
        return True
    if STUTTER.search(output) and not STUTTER.search(source):
        return True
    return _most_common_run(output) >= max(LOOP_TIMES, _most_common_run(source) + 1)


def _most_common_run(text: str) -> int:
    return max(Counter(_runs(text)).values(), default=0)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = text.lower().split()
    return (tuple(words[at : at + LOOP_WORDS]) for at in range(len(words) - LOOP_WORDS + 1))


def _digits(number: str) -> str:
    return re.sub(r"[.,]", "", number)
