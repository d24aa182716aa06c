"""Where, beside words of saying, an article may name a person whom its entities leave out.

In: the text of an article. Out: stretches of it, for `build_cast` to read names in. This module must not know
the people of the article, nor whether a stretch holds a name at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.digest.known_names import name_words
from bot.digest.phrases import has_role, load_phrase_words, name_in, starts_with_role
from bot.digest.speaker_phrases import PHRASE_LIMIT_CHARS, is_governed, past_space, phrase_end
from bot.digest.speech import load_speech
from bot.digest.titles import load_titles

_CLAUSE_REACH_CHARS = 90
"""How far before a name in commas its clause is looked at: its first word is an office or a role."""
_SUBJECT_REACH_CHARS = 70
"""How far before a verb of saying its subject may begin: as a long office and a name."""

_SOURCE_END = re.compile(r"\b(?:dilansir|dikutip|mengutip|melansir)(?:\s+(?:dari|oleh|kantor berita))?\s*$")
_RUN = r"[A-Z][\w'’-]{1,30}"
_RUN_BEFORE_VERB = re.compile(rf"((?:(?<!\w){_RUN}\s+){{1,8}})(?:pun |juga |kembali |lantas |kemudian )?$")
_RUN_AFTER = re.compile(rf"{_RUN}(?:\s{_RUN}){{0,9}}(?!\s(?:dan|&)\s[A-Z])(?![\w'’-])")
_ACCORDING_TO = re.compile(r"\b[Mm]enurut\s+")
_RUN_IN_COMMAS = re.compile(
    r",\s+([A-Z][\w'’.-]{1,30}(?:\s[A-Z][\w'’.-]{1,30}){0,3}),(?!\s+(?:dan|serta|atau)\s)"
)
_RUN_CITED = re.compile(rf"(?<!\w)((?:{_RUN}\s){{1,5}})(?:seperti|sebagaimana)\s+di(?:lansir|kutip)")
_RUN_AGED = re.compile(rf"(?<!\w)((?:{_RUN}\s){{1,5}})\(\d{{2}}(?: tahun)?\)")
_RUN_TOLD_OF = re.compile(
    rf"(?:^|(?<=[.!?\"”] )|(?<=\n))({_RUN}(?:\s{_RUN}){{0,3}}),\s([^.,;:\"“”\n]{{3,80}}),\s"
)
"""What opens a sentence and is told of between commas: "Marwah, warga Lumban, menceritakan ..."."""
_MARK_BEFORE_CLAUSE = re.compile(r"[\"”“»’',]")


def name_candidates(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches beside words of saying where a person may be named."""
    table = load_speech()
    yield from _after_stems(text)
    yield from _before_verbs(text)
    for match in (*table.passive.finditer(text), *_ACCORDING_TO.finditer(text)):
        if run := _RUN_AFTER.match(text, match.end()):
            yield run.span()
    heads = load_titles().roles | load_phrase_words().indefinite
    for match in _RUN_IN_COMMAS.finditer(text):
        clause = re.split(r"[.,;:\"“”\n]", text[max(0, match.start() - _CLAUSE_REACH_CHARS) : match.start()])[
            -1
        ].split()
        if clause and clause[0].lower() in heads:
            yield match.span(1)
    for match in _RUN_TOLD_OF.finditer(text):
        if starts_with_role(match[2]) and table.verb.match(text, match.end()):
            yield match.span(1)
    for match in (*_RUN_CITED.finditer(text), *_RUN_AGED.finditer(text)):
        yield match.span(1)


def _after_stems(text: str) -> Iterator[tuple[int, int]]:
    """Yield what follows "kata" after a mark, or the name set off behind it: "kata warga, Dhiko (32)"."""
    for match in _MARK_BEFORE_CLAUSE.finditer(text):
        after = load_speech().after.match(text, match.end())
        if after is None or after[3] or after[4]:
            continue
        begin = past_space(text, after.end())
        end = phrase_end(text, begin)
        apposed = list(_after_commas(text, end)) if has_role(text[begin:end]) else []
        yield from apposed
        if not (apposed or re.search(r"\b(?:asal|dari)\b", text[begin:end])):
            yield begin, end


def _before_verbs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the run of capitals right before a verb of saying, but for the source of a report."""
    for match in load_speech().verb.finditer(text):
        offset = max(0, match.start() - _SUBJECT_REACH_CHARS)
        window = text[offset : match.start()]
        run = _RUN_BEFORE_VERB.search(window)
        if run is None or _SOURCE_END.search(window, 0, run.start(1)):
            continue
        governed = is_governed(window, 0, run.start(1))
        head = run[1].split()[0].lower()
        opens = head in load_speech().openers or head in name_words()["region_words"]
        if not governed and not opens:
            yield offset + run.start(1), offset + run.start(1) + len(run[1].rstrip())


_APPOSED = re.compile(
    r",\s+([A-Z][\w'’.-]{0,29}[\w'’-](?:\s[A-Z][\w'’.-]{0,29}[\w'’-]){0,4})(?=[,.(]|\s[a-z(])"
)


def _after_commas(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the capitalised runs set off by commas in the rest of a sentence."""
    stop = re.compile(r"[\n\"“”;]|[a-z\d)]\.\s").search(text, start, start + PHRASE_LIMIT_CHARS)
    limit = stop.start() + 2 if stop else min(len(text), start + PHRASE_LIMIT_CHARS)
    for match in _APPOSED.finditer(text, start, limit):
        words = len(name_in(match.group(1)).split())
        if words > 1 or (words and text[match.end() : match.end() + 2].strip()[:1] == "("):
            yield match.start(1), match.end(1)
            return
