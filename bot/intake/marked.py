"""A text in HTML or Markdown, as somebody copied it from an editor, as the words that its reader would see.

In: a text as it was sent. Out: the same with its tags, link targets and signs for bold words gone, and with a
line for each of its paragraphs. What only looks like markup stays: "<3", "a < b", a tag that the text talks
about. This module must not know what a line says. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_BLOCK_NAMES = frozenset({
    "address", "article", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "figure", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "li", "main", "ol", "p", "pre",
    "section", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
})  # fmt: skip
"""Elements that stand on lines of their own."""
_INLINE_NAMES = frozenset({
    "a", "abbr", "b", "bdi", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
})  # fmt: skip
"""Elements inside a sentence."""
_BARE_NAMES = frozenset({"br", "hr", "li", "p", "wbr"})
"""Elements that may have neither an end nor attributes."""
_EMPTY_NAMES = frozenset({"img", "input", "link", "meta", "source"})
"""Elements that have attributes and no end."""
_UNSEEN_NAMES = frozenset({
    "aside", "audio", "button", "embed", "figcaption", "form", "iframe", "nav", "noscript", "object",
    "script", "select", "style", "svg", "template", "textarea", "video",
})  # fmt: skip
"""Elements whose content is no part of a story."""
_COMMENT = "!--"
_KNOWN = _BLOCK_NAMES | _INLINE_NAMES | _BARE_NAMES | _EMPTY_NAMES | _UNSEEN_NAMES | {_COMMENT}

_TAG = re.compile(
    r"<!--|-->|<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,15})(?P<attributes>(?:[\s/][^<>]*)?)>"
)
_DOCTYPE = re.compile(r"<!doctype[^<>]{0,400}>|<\?xml[^<>]{0,400}\?>", re.IGNORECASE)
_AUTOLINK = re.compile(r"<(https?://[^<>\s]+)>")
POINTER_MIN_WORDS = 4
"""A shorter link that stands alone may be a name or a rubric."""
POINTER_LABEL = "Baca juga: "
"""Says of a link that stands alone what a reader sees: that it leads to another story."""
_FINISHED = re.compile(r"[.!?][\"”’)]?\s*(?:<|\n|$)")
_NO_HEADLINE = re.compile(r"[.:!]$|^.{0,20}:")
_LINK_ALONE = re.compile(
    r"(?P<before><(?:p|li|div)(?:\s[^<>]{0,2000})?>\s*(?:<(?:b|strong|em|i|span)(?:\s[^<>]{0,2000})?>\s*){0,3}"
    r"<a\s[^<>]{0,2000}>)(?P<shown>[^<>]{1,300})"
    r"(?=</a>\s*(?:</(?:b|strong|em|i|span)>\s*){0,3}</(?:p|li|div)>)",
    re.IGNORECASE,
)
_IN_PARAGRAPH = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "title"})
"""Elements in which a line break is a blank."""

_SINGLE_BREAK = re.compile(r"(?<![\r\n])\r?\n(?![\r\n])")

_TARGET = (
    r"\((?:https?://|www\.|mailto:|tel:|[/#.])(?:[^()\s]|\([^()\s]*\)){0,2000}(?:[ ]+\"[^\"\n]{0,200}\")?\)"
)
_PICTURE = re.compile(rf"!\[[^\[\]\n]{{0,300}}\]{_TARGET}")
_LINK = re.compile(rf"\[([^\[\]\n]{{1,300}})\]{_TARGET}")
_LINE_OF_LINK = re.compile(
    rf"(?<=\n)(?P<before>(?:[-*+>] ?)?\*{{0,2}}\[)(?P<shown>[^\[\]\n]{{1,300}})(?=\]{_TARGET}\*{{0,2}}$)",
    re.MULTILINE,
)
_DEFINITION = re.compile(r"^ {0,3}\[(\^?[^\[\]\n]{1,60})\]:[ \t]+(\S.*)$", re.MULTILINE)
_REFERENCE = re.compile(r"\[([^\[\]\n]{1,300})\]\[([^\[\]\n]{0,60})\]")
_NOTE = re.compile(r"^\[\^[\w-]{1,20}\]:[ \t]*", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^[\w-]{1,20}\]")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?=\S)")
_FENCE = re.compile(r"^\s{0,3}```+\s*(?:\w+\s*)?$")
_ESCAPED = re.compile(r"\\([*_{}\[\]()#+.!~|>\-])")
_CODE = re.compile(r"(?<![\w`])`([^`\n]{1,200})`(?![\w`])")
_STRUCK = re.compile(r"(?<![\w~])~~(?=[^\s~])([^~\n]*[^\s~])~~(?![\w~])")
_EMPHASIS = re.compile(
    r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*]*[^\s*])\1(?![\w*])"
    r"|(?<!\w)(_{1,3})(?=[^\s_])([^_]*[^\s_])\3(?!\w)"
)
_GLUED_EMPHASIS = re.compile(
    r"(?<![\w*])\*\*(?=[^\s*])([^*]*[^\s*])\*\*(?=\w)|(?<=\w)\*\*(?=\w)([^*]*\w)\*\*(?![\w*])"
)
_QUOTED = re.compile(r"^(?:>\s?)+")
_STAR_ITEM = re.compile(r"^[ \t]*[*+][ \t]+(?=\S)", re.MULTILINE)
_BULLET = re.compile(
    r"^[\u2190-\u21ff\u25b6\u25ba\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff\s]+(?=[\w\"“*])"
)


def without_tags(text: str) -> str:
    """`text` without the tags of HTML in it, as a browser would show it.

    >>> without_tags('<h1>Pasar Lama</h1>Menteri <b>Perhubungan</b> <a href="/x">pulang</a>.').split()
    ['Pasar', 'Lama', 'Menteri', 'Perhubungan', 'pulang.']
    """
    if "<" not in text:
        return text
    text = _with_pointers(_LINK_ALONE, _AUTOLINK.sub(r"\1", _DOCTYPE.sub("", text)))
    tags = [tag for match in _TAG.finditer(text) if (tag := _tag(match)).name in _KNOWN]
    first = {tag.name: tag.start for tag in reversed(tags) if not tag.ends}
    last = {tag.name: tag.start for tag in tags if tag.ends}
    tags = [tag for tag in tags if _is_markup(tag, first, last)]
    return "".join(_shown(text, tags, last)) if tags else text


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    start: int
    stop: int
    ends: bool
    has_attributes: bool


def _tag(match: re.Match[str]) -> _Tag:
    ends = match["end"] == "/" or match.group() == "-->"
    name = (match["name"] or _COMMENT).lower()
    return _Tag(name, match.start(), match.end(), ends, bool((match["attributes"] or "").strip(" /\n")))


def _is_markup(tag: _Tag, first: Mapping[str, int], last: Mapping[str, int]) -> bool:
    """Whether the tag marks something; one that has no other end is what a text talks about."""
    if tag.ends:
        return first.get(tag.name, tag.start) < tag.start
    return tag.name in _BARE_NAMES or tag.has_attributes or last.get(tag.name, -1) > tag.start


def _shown(text: str, tags: Sequence[_Tag], last: Mapping[str, int]) -> Iterator[str]:
    """What stands between the tags and is seen, with breaks where blocks begin and end."""
    unseen = _UNSEEN_NAMES | {_COMMENT} | ({"title"} if "h1" in last else set())
    at, within, flows = 0, "", False
    for tag in tags:
        if not within:
            piece = text[at : tag.start]
            yield _SINGLE_BREAK.sub(" ", piece) if flows else piece
            yield _break(tag.name)
            if tag.name in unseen and last.get(tag.name, -1) > tag.start:
                within = "" if tag.ends else tag.name
            elif tag.name in _IN_PARAGRAPH:
                flows = not tag.ends
        elif tag.ends and tag.name == within:
            within = ""
        at = tag.stop
    yield text[at:]


def _break(name: str) -> str:
    if name in ("td", "th"):
        return " "
    if name == "q":
        return '"'
    return "\n\n" if name in _BLOCK_NAMES else ""


def _with_pointers(alone: re.Pattern[str], text: str) -> str:
    """`text` with a label before links that are all of their paragraph: headlines of other stories.

    Before the first finished paragraph a link may be this story's own headline.
    """
    finished = _FINISHED.search(text)

    def labelled(match: re.Match[str]) -> str:
        shown = match["shown"].strip()
        is_headline = len(shown.split()) >= POINTER_MIN_WORDS and not _NO_HEADLINE.search(shown)
        behind = finished is not None and finished.start() < match.start()
        return f"{match['before']}{POINTER_LABEL if behind and is_headline else ''}{match['shown']}"

    return alone.sub(labelled, text)


def without_markdown(text: str) -> str:
    """`text` without the signs of Markdown, and of what chats write for bold words, quoting and bullets.

    Addresses behind words are left out, pictures with what is written under them; footnotes' marks too.

    >>> without_markdown("## Pasar **Lama**\\n> [Warga](https://a.example/b) menunggu[^1].")
    'Pasar Lama\\nWarga menunggu.'
    """
    if "](" in text or "][" in text or "]:" in text or "[^" in text:
        text = _without_links(text)
    if len(_STAR_ITEM.findall(text)) > 1:
        text = _STAR_ITEM.sub("- ", text)
    return "\n".join(map(_without_signs, text.split("\n")))


def _without_links(text: str) -> str:
    text = _with_pointers(_LINE_OF_LINK, _PICTURE.sub("", text))
    text = _LINK.sub(r"\1", text)
    known = {match[1].lower() for match in _DEFINITION.finditer(text) if "://" in match[2]}
    if known:
        text = _DEFINITION.sub(lambda match: "" if match[1].lower() in known else match[0], text)
        text = _REFERENCE.sub(
            lambda match: match[1] if (match[2] or match[1]).lower() in known else match[0], text
        )
    return _FOOTNOTE.sub("", _NOTE.sub("", text))


def _without_signs(line: str) -> str:
    if _FENCE.match(line):
        return ""
    line = _HEADING.sub("", _BULLET.sub("", _QUOTED.sub("", line)))
    if "`" in line:
        line = _CODE.sub(r"\1", line)
    if "*" in line or "_" in line:
        line = _EMPHASIS.sub(lambda match: match[2] or match[4], line)
        line = _GLUED_EMPHASIS.sub(lambda match: match[1] or match[2], line)
    return _ESCAPED.sub(r"\1", _STRUCK.sub(r"\1", line))
