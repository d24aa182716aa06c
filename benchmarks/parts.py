"""The parts of `benchmarks.quality`: each measures one stage on sets of labelled data.

In: what was asked for (`Asked`), else the sets of ../shared/data. Out: for each set its figures, each beside
that of an anchor, and what was predicted, as lines of a file that another scorer can read. How a stage is
scored stands in that stage's own benchmark; this module only calls it. It must not know how figures are
shown.
"""

from __future__ import annotations

import importlib
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import entities, labelled, language, pages, quotes, sentences, summary
from benchmarks import translation_fidelity as fidelity
from benchmarks.decoding import Plain, cores, packages_of
from bot.digest.name_features import Style
from bot.digest.tagger import Tagger
from bot.intake.language import detect_language
from bot.records import Article, Quote, Sentence
from bot.translation.engine import Engine
from bot.translation.package import Package, chain

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
TRANSLATION_SETS = ("gunnxx_news_valid", "gunnxx_general_valid")
WRITTEN = Path(__file__).with_name("labels") / "written"
"""Pairs that were written for the translators (training/translation/WRITING.md), but not learnt from."""
TAG_SETS: tuple[tuple[str, Style], ...] = (("idner_news_2k/dev.txt", "news"), ("nergrit/valid.txt", "wiki"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says: the user's own data, or None for the shared sets."""

    file: Path | None = None
    folder: Path | None = None
    source: Path | None = None
    reference: Path | None = None
    from_language: str = "id"
    to_language: str = "en"
    lines: int | None = None
    style: Style = "news"
    packages: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure on one set; `anchor` is what the same measure says of something simpler or known."""

    name: str
    value: float
    anchor: float | None = None
    anchor_name: str = ""
    digits: int = 3
    of: int | None = None
    """Where the value counts: out of how many."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A set's figures, and what was predicted: the file's ending -> its lines."""

    name: str
    figures: tuple[Figure, ...]
    predicted: Mapping[str, Sequence[str]] = field(default_factory=dict)


class MissingData(Exception):
    """A set that is not there; the message names it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stage that is measured, and which of the user's data it takes (fields of `Asked`)."""

    measure: Callable[[Asked], Iterator[Outcome]]
    takes: frozenset[str]


def translation(asked: Asked) -> Iterator[Outcome]:
    """BLEU and chrF of the engine, as it translates for the bot, and of plain decoding of whole lines.

    A line of which the engine shows no translation counts as the reader sees it: in the original.
    """
    _sacrebleu()  # before the work, not after it
    sets = [(asked.source, asked.reference)]
    if asked.source is None:
        sides = (f".{asked.from_language}", f".{asked.to_language}")
        paths = (*(SHARED / "translation" / "dev" / name for name in TRANSLATION_SETS), WRITTEN)
        sets = [(path.with_suffix(sides[0]), path.with_suffix(sides[1])) for path in paths]
    for source, reference in sets:
        if source is None or reference is None:
            raise MissingData("name both files: --source F.id --reference F.en")
        yield _translation_set(asked, source, _lines(source, asked.lines), _lines(reference, asked.lines))


def _translation_set(asked: Asked, path: Path, texts: Sequence[str], references: Sequence[str]) -> Outcome:
    if len(texts) != len(references):
        raise MissingData(f"{path.name} has {len(texts)} lines, its reference {len(references)}")
    with packages_of(asked.packages) as packages:
        shown = Engine(packages).translate(texts, asked.from_language, asked.to_language)
        plain = decode_plainly(packages, texts, asked.from_language, asked.to_language)
    ours = [" ".join((text if out is None else out).split()) for text, out in zip(texts, shown, strict=True)]
    figures = [
        Figure(name, score(ours, references), score(plain, references), "plain decoding", digits=2)
        for name, score in (("BLEU", bleu), ("chrF", chrf))
    ]
    return Outcome(path.stem, tuple(figures), {"engine.txt": ours, "plain.txt": plain})


def decode_plainly(packages: Iterable[Package], texts: Sequence[str], source: str, target: str) -> list[str]:
    """The texts through the chain of packages by CTranslate2 alone."""
    outputs = list(texts)
    for package in chain(packages, source, target):
        outputs = Plain(package, workers=cores()).translate(outputs)
    return outputs


def bleu(outputs: Sequence[str], references: Sequence[str]) -> float:
    """Corpus BLEU by sacrebleu, its own tokens ("13a"), case kept."""
    return float(_sacrebleu().corpus_bleu(list(outputs), [list(references)]).score)


def chrf(outputs: Sequence[str], references: Sequence[str]) -> float:
    """Corpus chrF2 by sacrebleu."""
    return float(_sacrebleu().corpus_chrf(list(outputs), [list(references)]).score)


def _sacrebleu() -> Any:
    try:
        return importlib.import_module("sacrebleu")
    except ImportError as exc:
        raise MissingData("sacrebleu is not installed (requirements-test.in names it)") from exc


def translation_fidelity(asked: Asked) -> Iterator[Outcome]:
    """Faults in sentences of news, of plain decoding and of the engine, and what each guard did."""
    path = _present(SHARED / "articles" / "articles.jsonl")
    texts, names = fidelity.news(path, asked.lines or fidelity.NEWS_SENTENCES)
    pair = (asked.from_language, asked.to_language)
    with packages_of(asked.packages) as packages:
        engine = Engine(packages)
        held = engine.translate(texts, *pair, names=names)
        guards: Mapping[str, int] = dict(getattr(engine, "guards", {}))
        bare = Engine(packages).translate(texts, *pair)
        plain = decode_plainly(packages, texts, *pair)
    occasions = fidelity.count_occasions(texts, names)
    of_plain = fidelity.count_faults(texts, plain, names)
    for name, outputs in (("engine, names held", held), ("engine, no names", bare)):
        faults = fidelity.count_faults(texts, outputs, names)
        figures = [
            Figure(fault, count, of_plain[fault], "plain decoding", digits=0, of=occasions[fault])
            for fault, count in faults.items()
        ]
        if outputs is held:
            figures += [Figure(f"guard: {guard}", count, digits=0) for guard, count in sorted(guards.items())]
        rows = zip(texts, plain, outputs, strict=True)
        lines = [_json({"source": s, "plain": p, "engine": o}) for s, p, o in rows]
        yield Outcome(name, tuple(figures), {"jsonl": lines})


def entity_tags_and_lists(asked: Asked) -> Iterator[Outcome]:
    """F1 of exact spans (CoNLL files), and of the lists of an article's names (.jsonl files)."""
    if asked.file is None:
        for name, style in TAG_SETS:
            yield _tags(SHARED / "entities" / name, style)
        yield from map(_lists, _labelled_sets())
    else:
        style = entities.style_of(asked.file, asked.style)
        yield _lists(asked.file) if asked.file.suffix == ".jsonl" else _tags(asked.file, style)


def _tags(path: Path, style: Style) -> Outcome:
    tag = Tagger(entities.MODEL, style=style)
    rows = [(words, tags, tag(words)) for words, tags in entities.read_conll(_present(path))]
    score = entities.score_spans((wanted, found) for _, wanted, found in rows)
    lines = [
        line
        for words, _, found in rows
        for line in (*(f"{word} {label}" for word, label in zip(words, found, strict=True)), "")
    ]
    return Outcome(f"{path.parent.name}/{path.name}", _f1_figures(score), {"txt": lines})


def _lists(path: Path) -> Outcome:
    score = entities.Score()
    lines = []
    for gold, found, _ in entities.find_lists(_present(path)):
        entities.score_list(gold, found, score, [])
        names = [{"name": e.name, "label": e.label, "aliases": list(e.aliases)} for e in found]
        lines.append(_json({"id": gold["id"], "entities": names}))
    return Outcome(f"{path.parent.name}/{path.name} lists", _f1_figures(score), {"jsonl": lines})


def _f1_figures(score: entities.Score) -> tuple[Figure, ...]:
    labels: tuple[str | None, ...] = (None, *sorted(score.wanted))
    return tuple(Figure(f"F1 {label or 'all'}", score.f1(label)[2]) for label in labels)


def summaries(asked: Asked) -> Iterator[Outcome]:
    """ROUGE of the summary, beside that of the first three sentences: of the sentences as the set gives them,
    which is how published figures were counted, and with their datelines cut, as the bot shows them. Then, of
    the shared articles, the share of summaries that lean on what they leave out (benchmarks/summary.py)."""
    path = _present(asked.file or SHARED / "summaries" / "indosum.jsonl")
    cases = list(summary.read_cases(path, asked.lines))
    chosen = [summary.ours(case) for case in cases]
    leads = [summary.lead(case) for case in cases]
    figures = []
    for suffix, given in ((", as given", True), (", datelines cut", False)):
        ours, lead = (summary.score(each, cases, with_l=True, as_given=given) for each in (chosen, leads))
        for name, value, anchor in zip(("ROUGE-1", "ROUGE-2", "ROUGE-L"), ours, lead, strict=True):
            figures.append(
                Figure(name + suffix, float(value), float(anchor), "first three sentences", digits=2)
            )
    lines = [_json({"article": at, "sentences": places}) for at, places in enumerate(chosen)]
    yield Outcome(path.stem, tuple(figures), {"jsonl": lines})
    if asked.file is None:
        yield Outcome("articles", tuple(_leaning(summary.full_articles(asked.lines))))


def _leaning(texts: Sequence[tuple[Article, tuple[Sentence, ...]]]) -> Iterator[Figure]:
    """The share of summaries, 0 to 1, that lean on what they leave out, by their length."""
    for name, count in (("free length", None), ("1 sentence", 1), ("3 sentences", 3), ("5 sentences", 5)):
        yield Figure(f"leaning on what is left out, {name}", summary.leaning_share(texts, count), digits=4)


def quotations(asked: Asked) -> Iterator[Outcome]:
    """F1 of the passages, and the share of right speakers and cues, with our own names and with none."""
    for path in (asked.file,) if asked.file else _labelled_sets():
        yield _quotations(path, asked.lines)


def _labelled_sets() -> tuple[Path, ...]:
    """The articles that the rules were made with, and others that nobody looked at."""
    _present(labelled.ARTICLES)
    return SHARED / "quotes" / "gold.jsonl", *labelled.SETS


def _quotations(path: Path, limit: int | None) -> Outcome:
    rows = labelled.read_labelled(_present(path))[:limit]
    found: dict[str, tuple[Quote, ...]] = {}
    reader = quotes.with_own_names()

    def read(row: dict[str, Any]) -> tuple[Quote, ...]:
        return found.setdefault(row["id"], reader(row))

    ours, without = quotes.measure(rows, read), quotes.measure(rows, quotes.without_names)
    figures = tuple(
        Figure(name, of(ours), of(without), "no names given")
        for name, of in (("spans F1", _spans_f1), ("right speakers", _speakers), ("right cues", _cues))
    )
    lines = [_json({"id": key, "quotes": [_quote_row(quote) for quote in of]}) for key, of in found.items()]
    return Outcome(f"{path.parent.name}/{path.name}", figures, {"jsonl": lines})


def _spans_f1(tally: quotes.Tally) -> float:
    return 2 * tally.exact / max(1, tally.found + tally.gold)


def _speakers(tally: quotes.Tally) -> float:
    return tally.speakers / max(1, tally.exact)


def _cues(tally: quotes.Tally) -> float:
    return tally.cues / max(1, tally.exact)


def _quote_row(quote: Quote) -> dict[str, Any]:
    return {
        "quote": quote.text,
        "start": quote.start,
        "end": quote.end,
        "speaker": quote.speaker,
        "cue": quote.cue,
    }


def page_texts(asked: Asked) -> Iterator[Outcome]:
    """Token-bag F1 of the stories, beside trafilatura's own text, and index pages refused."""
    folder = asked.folder or SHARED / "pages"
    truth = json.loads(_present(folder / "truth.json").read_text(encoding="utf-8"))
    contents = {entry["file"]: (folder / entry["file"]).read_bytes() for entry in truth}
    texts = {name: pages.ours(content) for name, content in contents.items()}
    anchor = pages.anchor(precision=True)
    ours = pages.mean([pages.token_bag_score(texts[e["file"]], e["content"]) for e in truth])
    theirs = pages.mean([pages.token_bag_score(anchor(contents[e["file"]]), e["content"]) for e in truth])
    figures = [
        Figure(name, value, other, "trafilatura, precise")
        for name, value, other in zip(("precision", "recall", "F1"), ours, theirs, strict=True)
    ]
    index_pages = [path.read_bytes() for path in sorted(folder.glob("*-mainpage.html"))]
    refused = [content for content in index_pages if not pages.ours(content)]
    if index_pages:
        figures.append(Figure("index pages refused", len(refused), digits=0, of=len(index_pages)))
    lines = [_json({"file": name, "text": text}) for name, text in texts.items()]
    yield Outcome(folder.name, tuple(figures), {"jsonl": lines})


def sentence_ends(asked: Asked) -> Iterator[Outcome]:
    """F1 of the ends of sentences, beside a regular expression's."""
    paths = [asked.file] if asked.file else sorted((SHARED / "sentences").glob("*.conllu"))
    if not paths:
        raise MissingData(f"no .conllu file in {_short(SHARED / 'sentences')}")
    for path in paths:
        text, gold = sentences.read_conllu(_present(path))
        found = sentences.our_ends(text)
        ours, anchor = sentences.score(found, gold), sentences.score(sentences.anchor_ends(text), gold)
        figures = [
            Figure(name, value, other, "a regular expression")
            for name, value, other in zip(("precision", "recall", "F1"), ours, anchor, strict=True)
        ]
        if joined := sentences.joined_lines(path):
            by_hand = sentences.read_conllu(path, joined)[1]
            others = sentences.score(sentences.anchor_ends(text), by_hand)[2]
            mine = sentences.score(found, by_hand)[2]
            figures.append(Figure("F1, read by hand", mine, others, "a regular expression"))
        yield Outcome(path.stem, tuple(figures), {"txt": [str(end) for end in sorted(found)]})


def languages(asked: Asked) -> Iterator[Outcome]:
    """The share of texts whose language is told right, Indonesian or not; single and in runs of eight."""
    folder = _present(asked.folder or SHARED / "language")
    names = [
        name
        for name in language.CODES
        if any((folder / f"{name}{end}").exists() for end in (".txt", ".valid.csv"))
    ]
    if not names:
        raise MissingData(f"no file of sentences in {folder.name}: {', '.join(language.CODES)}")
    ours, anchor = detect_language, language.langid()
    for name in names:
        lines = language.read(name, folder)[: asked.lines]
        runs = language.join_runs(lines, random.Random(0)) if len(lines) >= language.RUN_SENTENCES else []  # noqa: S311
        figures = [
            Figure(label, _told(name, texts, ours), _told(name, texts, anchor), "py3langid")
            for label, texts in (("one sentence", lines), (f"{language.RUN_SENTENCES} sentences", runs))
            if texts
        ]
        yield Outcome(name, tuple(figures), {"txt": [ours(line) for line in lines]})


def _told(name: str, texts: Sequence[str], detect: Callable[[str], str]) -> float:
    """The share of texts that are called Indonesian where they are, and something else where not."""
    indonesian = language.CODES[name] == "id"
    return sum((detect(text) == "id") == indonesian for text in texts) / len(texts)


PARTS: Mapping[str, Part] = {
    "translation": Part(
        translation, frozenset({"source", "reference", "lines", "from_language", "to_language", "packages"})
    ),
    "fidelity": Part(translation_fidelity, frozenset({"lines", "packages"})),
    "entities": Part(entity_tags_and_lists, frozenset({"file", "style"})),
    "summary": Part(summaries, frozenset({"file", "lines"})),
    "quotes": Part(quotations, frozenset({"file", "lines"})),
    "pages": Part(page_texts, frozenset({"folder"})),
    "sentences": Part(sentence_ends, frozenset({"file"})),
    "language": Part(languages, frozenset({"folder", "lines"})),
}


def _present(path: Path) -> Path:
    if not path.exists():
        raise MissingData(f"{_short(path)} is not there")
    return path


def _short(path: Path) -> str:
    """A shared path as the README names it."""
    return f"../shared/data/{path.relative_to(SHARED)}" if path.is_relative_to(SHARED) else str(path)


def _lines(path: Path, limit: int | None) -> list[str]:
    return _present(path).read_text(encoding="utf-8").splitlines()[:limit]


def _json(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)
