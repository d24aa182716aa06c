"""The office or role in which an article presents somebody: "juru bicara Kremlin".

In: the cast of an article. Out: for a person's full name the words of the article, without titles and without
anybody's name. Where the words may be about somebody else there is none: a wrong office is worse than none.
This module must not know what is quoted, nor how a role is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.digest.cast import Cast, Mention
from bot.digest.phrases import load_phrase_words
from bot.digest.speaker_phrases import phrase_end
from bot.digest.speech import load_speech
from bot.digest.titles import load_titles
from bot.digest.words import words as words_of

MAX_ROLE_WORDS = 8
"""A longer description does not fit beside a name: some two lines of a phone."""
OWN_WORDS = 3
"""Words of an office that tell enough without whose it is: "Ketua Tim Pemenangan", not "kuasa hukum"."""
WINDOW_CHARS = 160
"""How far before a name its office may begin."""

_BRACKETS = re.compile(r"\s*\([^()\n]{1,60}\)")
_LAST_MARK = re.compile(r"[.;:!?\"“”»«()\n]|[–—]\s|,")
_FIELDS = re.compile(
    r"\b(?:Bidang|Menteri|Kementerian|Dinas|Badan|Direktur|Direktorat|Deputi|Komisi|Kepala)\b[^.,;:()\"“”\n]*"
    r"(?:,\s+[A-Z]\w+(?:\s[A-Z]\w+){0,3}){1,4},?\s+dan\s+(?=[A-Z])"
)
"""An office with several fields, whose commas part no sentence: "Menteri Bidang Politik, Hukum, dan"."""
_COMMA_WITHIN = "‚"
"""Stands for such a comma while the marks of the sentence are looked for."""
_LINK = re.compile(
    r"\b(?:[Ss]imak|[Bb]aca|[Ll]ihat|[Tt]onton|[Ss]aksikan|Video)\b[^.\n]{0,70}$"
    r"|\b[Bb]aca juga\s?:[^.\n]{0,160}$"
)
"""A link in the text: its title may read as an office does ("Warga Sambut NAME")."""
_WORD = re.compile(r"[^\s,]+")
_SENTENCE_END = re.compile(r"(?:^|[.?!:][\"”»’']?\s|\n|[\"”»“]\s?|[–—-]\s)$")
_APPOSED = re.compile(r"(?:\s*\([^()\n]{1,40}\))?,\s+([^,.;:()\"“”\n]{3,90})(?=([,.]))")
_AS = re.compile(r"(?:\s*\([^()\n]{1,40}\))?,?\s+(selaku|adalah|merupakan)\s+(?=\w)")
_ONE_OF = re.compile(r"^(?:seorang|salah satu|salah seorang)\s+")
_CALLED = re.compile(r"\s+(?:yakni|yaitu|bernama|bernama lengkap)\s*$")
_AND = re.compile(r"\s*,?\s*(?:dan|serta|hingga|maupun)\b")
_ENCLOSED = re.compile(r"\s*(?:\([^()\n]{1,40}\)|[,.]|$)")
_ORIGIN = re.compile(
    r"(?:dari|asal|di|pada|untuk|bagi)(?: fraksi| partai)?(?:\s+(?:dan|di|untuk)|\s+[A-Z\d][\w'’&./-]*)+$"
)
_ACTIVE = re.compile(r"\s+(?:me(?:m|n|ng|ny|l|r|w)?|ber)[a-z]{4,}")
"""Behind a subject, what it does."""
_ALSO = re.compile(r"\s+(?:(?:juga|pun|sebelumnya|sendiri|kembali|lantas)\s+)?")
_ENGLISH_BEFORE = re.compile(r"(?:(?<!\S)(?:[A-Z][\w/-]*|&|of|and)\s+)+$")
_INITIALS = re.compile(r"\s*\(([A-Z][\w-]{1,14})\)")
_SMALL = frozenset({"dan", "dari", "asal", "di", "pada", "untuk", "bagi", "sekaligus", "merangkap"})
"""Words that have no capital in an office that has."""
_PLACING = frozenset({"dari", "asal", "di", "pada", "untuk", "bagi", "sekaligus", "merangkap"})
"""Words from which on a long office may be left out."""
_OF_BODIES = frozenset({"perwakilan"})
"""Words that tell enough with the body behind them: "Perwakilan YLBHI"."""
SHORT_RANK_CHARS = 3
"""Shorter ranks are as often something else: "Pol", "Mar"."""
_PAIRED_WORDS = 3
"""Words of two callings of one person: "penulis dan sutradara"."""
_FINITE = re.compile(
    r"(?:me(?:m|n|ng|ny|l|r|w)?|ber|ter|di)[a-z]{3,}|sudah|telah|akan|tidak|tak|bukan|bisa|dapat|harus|masih"
    r"|sedang|juga|pun|ada|adalah|ikut|yakni|yaitu|ingin|mau|perlu|boleh|belum|pernah|tetap|kini|ini|itu|tersebut"
)


def role_of(cast: Cast, name: str) -> str | None:
    """Return how the article describes the person of this full name, in its words; None where it does not.

    The first description of two words or more counts, else the first of one. At most MAX_ROLE_WORDS words.
    """
    found: str | None = None
    for mention in cast.people_between(0, len(cast.text)):
        if mention.name != name:
            continue
        for role in _descriptions(cast, mention):
            if " " in role:
                return role
            found = found or role
    return found


def _descriptions(cast: Cast, mention: Mention) -> Iterator[str]:
    for role in (_before(cast, mention), _as_role(cast, mention), _after(cast, mention)):
        if role:
            yield role


# --- before the name ---------------------------------------------------------------------------


def _before(cast: Cast, mention: Mention) -> str:
    """Read "juru bicara Kremlin NAME", "Kapolres Demak AKBP NAME" and "Kepala BPBD Sleman, NAME,"."""
    offset = max(0, mention.start - WINDOW_CHARS)
    linked = _LINK.search(cast.text[offset : mention.start]) is not None
    if linked and not _reports(cast, mention):
        return ""
    window = _BRACKETS.sub(_blank, cast.text[offset : mention.start])
    window = _FIELDS.sub(lambda fields: fields[0].replace(",", _COMMA_WITHIN), window)
    window = _without_titles(window).rstrip()
    parted = window.endswith(",")
    window = window.rstrip(" ,")
    marks = list(_LAST_MARK.finditer(window))
    begin = marks[-1].end() if marks else 0
    heads = [word for word in _WORD.finditer(window, begin) if word[0].lower() in _role_heads()]
    for word in _own_heads(heads) if linked else heads:
        end = phrase_end(window, word.start())
        rest = window[end:].strip()
        called = rest.endswith("bernama") or (parted and rest.startswith("yang "))
        if not (end >= len(window) or called or _ORIGIN.fullmatch(rest)):
            continue
        start = _with_english(window, begin, word)
        opens = _SENTENCE_END.search(cast.text[: offset + start][-3:]) is not None
        acts = opens and _ACTIVE.match(cast.text, mention.end) is not None
        if parted and not (acts or _is_apposed(cast, mention, window[begin : word.start()].split())):
            return ""
        phrase = window[start : end if called else len(window)]
        if len(phrase.split()) > MAX_ROLE_WORDS:
            phrase = _abbreviated(cast.text, offset + start, offset + start + len(phrase))
        if not parted and _may_be_of(phrase):
            return ""
        return _tidy(cast, _before_names(cast, phrase) if parted else phrase, opens=opens)
    return ""


def _reports(cast: Cast, mention: Mention) -> bool:
    """Whether the person is the subject of a verb of saying, which a headline writes in its short form."""
    following = _ALSO.match(cast.text, mention.end)
    return load_speech().verb.match(cast.text, following.end() if following else mention.end + 1) is not None


def _own_heads(heads: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the last office of a run that begins in a headline: "Pemilik Rugi | Kasi Humas Polres"."""
    kinds = load_titles().kinds
    at = len(heads) - 1
    while at > 0 and f"{heads[at - 1][0]} {heads[at][0]}".lower() in kinds:
        at -= 1
    return heads[at : at + 1] if heads else []


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _without_titles(window: str) -> str:
    """Take ranks and forms of address off the end: they belong to the name."""
    titles = load_titles()
    while True:
        window = window.rstrip()
        lowered = window.lower()
        rank = next((rank for rank in load_phrase_words().long_ranks if lowered.endswith(rank)), None)
        if rank is not None:
            window = window[: -len(rank)]
            continue
        words = window.rsplit(None, 2)
        last = words[-1].lower().strip(".,") if words else ""
        before = words[-2].lower().strip(".,") if len(words) > 1 else ""
        if titles.kinds.get(f"{before} {last}") == "ranks":
            window = window.rstrip()[: -len(words[-2]) - len(words[-1]) - 1]
            continue
        is_name = last in titles.name_like - titles.ranks and len(last) > 1  # "H." before a name is a title
        if last not in titles.honorifics or is_name:
            return window
        if window.rstrip().endswith(",") or (last in ("tni", "pol") and before not in titles.ranks):
            return window
        if last == "jenderal" and before in load_phrase_words().heads_of_general:
            return window
        window = window.rstrip()[: -len(words[-1])]


def _is_apposed(cast: Cast, mention: Mention, lead: list[str]) -> bool:
    """Whether a name after a comma belongs to the office before it.

    It is set off by another mark, or the office opens its clause or follows on a reporting word.
    """
    if _ENCLOSED.match(cast.text, mention.end):
        return True
    speech = load_speech()
    following = _WORD.search(cast.text, mention.end)
    goes_on = following is not None and following[0] in speech.clause_words
    if lead:
        reported = speech.after.fullmatch(lead[-1]) or speech.passive.fullmatch(f"{lead[-1]} ")
        return reported is not None and goes_on
    return goes_on or speech.verb.match(cast.text, mention.end + 1) is not None


def _with_english(window: str, begin: int, head: re.Match[str]) -> int:
    """Return where an English title begins, whose head comes last: "Brand | Manager"."""
    before = _ENGLISH_BEFORE.search(window, begin, head.start())
    return before.start() if before and head[0].lower() in load_phrase_words().english_heads else head.start()


def _abbreviated(text: str, start: int, end: int) -> str:
    """Return the phrase with the initials in brackets in the place of the words that they stand for."""
    closing = _BRACKETS.match(text, end)
    phrase = text[start : closing.end() if closing else end]
    for found in reversed(list(_INITIALS.finditer(phrase))):
        words = list(_WORD.finditer(phrase, 0, found.start()))[-MAX_ROLE_WORDS:]
        fitting = [
            word.start() for word in words if _stands_for(found[1], phrase[word.start() : found.start()])
        ]
        if fitting:
            phrase = phrase[: fitting[-1]] + found[1] + phrase[found.end() :]
    return _BRACKETS.sub("", phrase)


def _stands_for(short: str, words: str) -> bool:
    """Whether a short form is the words' first letters, or begins as the first and holds the others."""
    heads = "".join(word[0] for word in words.split() if word[0].isupper())
    if short.isupper():
        return heads == short
    rest = iter(short.lower())
    return len(heads) > 1 and heads[0] == short[0] and all(head.lower() in rest for head in heads)


def _may_be_of(phrase: str) -> bool:
    """Whether the name after the phrase may be somebody else's: "pengacara Budi" is often not Budi."""
    table, words = load_phrase_words(), words_of(phrase)
    return " ".join(words[-2:]) in table.of_somebody or words[-1:][0] in table.of_somebody


# --- after the name ----------------------------------------------------------------------------


def _as_role(cast: Cast, mention: Mention) -> str:
    """Read "NAME selaku ketua panitia"."""
    joined = _AS.match(cast.text, mention.end)
    if joined is None:
        return ""
    phrase = cast.text[joined.end() : phrase_end(cast.text, joined.end())]
    return _tidy(cast, phrase) if _heads(phrase) else ""


def _after(cast: Cast, mention: Mention) -> str:
    """Read "NAME, kepala dinas pendidikan setempat," and "kata NAME, guru di Sleman."."""
    text = cast.text
    match = _APPOSED.match(text, mention.end)
    if match is None or not _heads(match[1]) or _AND.match(text, match.end() + 1):
        return ""
    clause = re.split(r"[.;:\"“”\n]", text[max(0, mention.start - WINDOW_CHARS) : mention.start])[-1]
    opener = (words_of(clause) or [""])[0] in load_speech().openers
    if opener and match[2] == ".":
        return ""
    phrase = re.split(r"\s(?:yang|saat|ketika|usai|dalam|kepada|seperti|melalui|lewat)\s", match[1])[0]
    known = load_titles().roles | load_phrase_words().fields
    if any(_FINITE.fullmatch(word) and word not in known for word in phrase.split()):
        return ""
    return _tidy(cast, phrase)


def _heads(phrase: str) -> bool:
    """Whether the phrase begins with an office or a role."""
    return not _role_heads().isdisjoint(words_of(_ONE_OF.sub("", phrase))[:1])


def _role_heads() -> frozenset[str]:
    return load_titles().roles | load_phrase_words().role_heads


def _before_names(cast: Cast, phrase: str) -> str:
    """Return what stands before the names of others in an office: "Ketua Tim Pemenangan | Danar-Laras"."""
    words = phrase.split()
    named = next((at for at in range(OWN_WORDS, len(words)) if _is_others(cast, words[at:])), len(words))
    return "" if words[named - 1].islower() and named < len(words) else " ".join(words[:named])


def _is_others(cast: Cast, words: list[str]) -> bool:
    """Whether somebody's name stands at the head of the words, alone or as one of a pair."""
    heads = [words[0].partition("-")[0], " ".join(words[:2]).partition("-")[0]]
    return any(full in cast.people for head in heads for full in cast.surfaces.get(head, ()))


# --- what is shown -----------------------------------------------------------------------------


def _tidy(cast: Cast, phrase: str, *, opens: bool = False) -> str:
    """Return the phrase as it may stand beside a name; "" where it tells nothing or is too long."""
    table, titles = load_phrase_words(), load_titles()
    words = _CALLED.sub("", _ONE_OF.sub("", phrase)).replace(_COMMA_WITHIN, ",").split()
    for index in range(len(words) - 1, 0, -1):  # "Gubernur Jawa Barat dan Bupati Bogor NAME"
        paired = index == _PAIRED_WORDS - 1 and words[0].lower() in table.paired_heads
        if words[index - 1] == "dan" and words[index].lower() in titles.roles - table.fields and not paired:
            words, opens = words[index:], False
            break
    if len(words) > MAX_ROLE_WORDS:
        cut = next((index for index, word in enumerate(words) if word in _PLACING), 0)
        words = words[:cut]
    words = words[: next((at for at, word in enumerate(words) if at and _is_rank(word)), len(words))]
    plain = [word.lower().strip(".,") for word in words]
    vague = plain and plain[0] in table.vague and not (plain[0] in _OF_BODIES and len(plain) > 1)
    if not words or len(words) > MAX_ROLE_WORDS or vague or plain[-1].endswith("nya"):
        return ""
    if "nama" in plain or any(
        word in ("sangat", "disebut", "adalah", "merupakan", "ialah") for word in plain
    ):
        return ""
    if all(word in titles.honorifics for word in plain):
        return ""
    if any(mention.name in cast.people for mention in _named_in(cast, words)):
        return ""
    if opens and _is_common(words, plain[0] in table.short_forms):
        words[0] = words[0].lower()
    return " ".join(words).strip(" ,.-–—")


def _is_rank(word: str) -> bool:
    """Whether it is a rank and no office: what stands behind it is the name."""
    titles, plain = load_titles(), word.lower()
    return (
        plain in titles.ranks
        and plain not in titles.roles | titles.name_like
        and len(plain) > SHORT_RANK_CHARS
    )


def _is_common(words: list[str], short: bool) -> bool:
    """Whether only its place at the head of a sentence gives the first word a capital."""
    own = words[1 : next((at for at, word in enumerate(words) if word in _PLACING), len(words))]
    common = len(words) == 1 or any(word.islower() and word not in _SMALL for word in own or words[1:])
    return (common or _is_calling(words)) and not short and words[0].istitle()


def _is_calling(words: list[str]) -> bool:
    """Whether somebody is that by calling and holds no office: "ekonom Universitas Pesisir"."""
    table, second = load_phrase_words(), words[1].lower()
    return words[0].lower() in table.callings and second not in table.grades | _SMALL


def _named_in(cast: Cast, words: list[str]) -> Iterator[Mention]:
    """Yield the people whose name is among the words."""
    ordinary = load_phrase_words().fields | load_phrase_words().short_forms.keys()
    for start in range(len(words)):
        if words[start].lower() in ordinary:
            continue
        for end in range(start + 1, min(len(words), start + 4) + 1):
            for name in cast.surfaces.get(" ".join(words[start:end]), ()):
                yield Mention(0, 0, name, name in cast.people)
