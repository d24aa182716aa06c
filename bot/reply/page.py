"""A digest with all its sentences translated → one self-contained HTML page.

In: a Digest and a Wording. Out: the page as UTF-8 bytes: translation and original side by side, sentence by
sentence, quotes and names marked; one above the other on a phone, light or dark as the reader's device is,
fit for printing. A sentence that is pointed at, tapped or linked to stands out with its original, and its
number is a link to both. Nothing in it runs and nothing is loaded from elsewhere. It must not know Telegram.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlsplit

from bot.records import Digest, Entity, EntityLabel, Quote, Sentence
from bot.reply.typography import in_type
from bot.reply.wording import Wording, reads_right_to_left

KIND_LABELS: Mapping[EntityLabel, str] = {
    "person": "people",
    "organization": "organizations",
    "place": "places",
}
"""Kind of name → message id of its heading, in the order of showing."""

NAME_LIMIT_CHARS = 100
"""Longer "names" are mistakes of the tagger and are not searched for."""

ROLE_LIMIT_CHARS = 80
"""The longest office that is shown: two lines of a phone beside the name."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_WITH_SHORT_FORM = re.compile(r"(?P<name>.+) \((?P<short>[^()]+)\)")
_QUOTED = re.compile(r"“[^”]+”|\"[^\"]+\"|«[^»]+»|„[^“”]+[“”]|”[^“”]+[“”]|「[^」]+」")

_HEAD = """\
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
"""

_STYLE = """
:root{color-scheme:light dark;--ink:#1c1e21;--soft:#5d6470;--paper:#fdfcfa;--line:#dcd9d2;--quote:#fdf0c8;
--lit:#f2efe7;--accent:#8a5a00;--person:#1f5fa8;--organization:#7a3fa0;--place:#2f7a3b}
@media(prefers-color-scheme:dark){:root{--ink:#e8e6e1;--soft:#a2a7b0;--paper:#17191c;--line:#34383e;
--quote:#443a1c;--lit:#22262b;--accent:#e2b75f;--person:#8fbdf2;--organization:#cfa3ec;--place:#93d09d}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem 1.1rem 3rem;max-width:68rem;background:var(--paper);color:var(--ink);
font:1.06rem/1.6 Georgia,"Noto Serif",serif;overflow-wrap:break-word}
h1{font-size:1.65rem;line-height:1.25;margin:0 0 .4rem}
header p,footer,.speaker,dl,.columns{font-family:system-ui,sans-serif;font-size:.88rem;color:var(--soft)}
header p{margin:.2rem 0}.original-title{font-style:italic}
a{color:inherit;text-underline-offset:.15em}
.columns,.pair{display:grid;grid-template-columns:1.9rem 1fr 1fr;gap:0 1rem}
.columns span:first-child{grid-column:2}
.columns{margin-top:1.6rem;padding-bottom:.4rem;border-bottom:1px solid var(--line);font-weight:600}
.single .columns{display:none}.single .pair{grid-template-columns:1.9rem 1fr}
section{padding:.75rem 0;border-bottom:1px solid var(--line)}
.pair{border-radius:.3em;scroll-margin:30vh}.pair p{margin:.2rem 0}.source{color:var(--soft)}
.pair:hover,.pair:focus-within,.pair:target{background:var(--lit);outline:none}
.pair:focus .source,.pair:focus-within .source,.pair:target .source,.pair:hover .source{color:var(--ink)}
.number{font:.72rem/2.4 system-ui,sans-serif;color:var(--soft);text-align:end;text-decoration:none}
.absent{color:var(--soft);font-style:italic}
.heading p{font-weight:700;font-size:1.12rem}
.key{border-inline-start:3px solid var(--accent);margin-inline-start:-.8rem;
padding-inline-start:calc(.8rem - 3px)}
.speaker{margin:0 0 .3rem 0;margin-inline-start:2.9rem}
mark{background:var(--quote);color:inherit;border-radius:.2em;padding:0 .1em;
-webkit-box-decoration-break:clone;box-decoration-break:clone}
.name{text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:.18em}
.person{text-decoration-color:var(--person)}.organization{text-decoration-color:var(--organization)}
.place{text-decoration-color:var(--place)}
dl{margin:1.6rem 0}dt{font-weight:600;color:var(--ink);margin-top:.6rem}dd{margin:0}
footer{margin-top:1.6rem}
.legend .key{margin:0 1rem 0 0;padding-inline-start:.4rem}
@media(max-width:44rem){.pair,.single .pair{grid-template-columns:1.4rem 1fr;gap:0 .5rem}
.columns{display:none}.pair .source{grid-column:2;font-size:.93rem;margin-bottom:.7rem}h1{font-size:1.4rem}
body{padding-inline:.95rem}.speaker{margin-inline-start:1.9rem}}
@media print{:root{--ink:#000;--soft:#444;--paper:#fff;--line:#bbb;--quote:#eee}
body{max-width:none;padding:0;font-size:10.5pt}.pair{break-inside:avoid;background:none!important}
.columns,.pair{grid-template-columns:1.5rem 1fr 1fr}.pair .source{grid-column:auto}}
"""


@dataclass(frozen=True, slots=True)
class _Names:
    """What to look for in one language: a pattern of all names, and the kind of each."""

    pattern: re.Pattern[str] | None
    kinds: Mapping[str, EntityLabel]


def escape(text: str, *, attribute: bool = False) -> str:
    """Text made fit for HTML: <, > and & become character references, in an attribute " and ' too.

    Control characters and direction overrides are taken out, and lone surrogates become U+FFFD.
    """
    return html.escape(_LONE_SURROGATE.sub("\ufffd", _UNPRINTABLE.sub("", text)), quote=attribute)


def web_address(url: str | None) -> str | None:
    """The address if it is one of the web (http or https, with a host), else None."""
    try:
        parts = urlsplit(url or "")
        return url if parts.scheme in {"http", "https"} and parts.hostname else None
    except ValueError:
        return None


def page(digest: Digest, wording: Wording) -> bytes:
    """The whole page, UTF-8. Where no sentence is translated it has one column, the original's."""
    digest = in_type(digest)
    article = digest.article
    both = _has_both(digest)
    language = digest.target if both else article.language
    title = escape(digest.title_translation or article.title)
    body = "\n".join(
        [
            _header(digest, wording),
            _columns(wording),
            *_sections(digest, wording),
            _names_list(digest.entities, wording),
            _footer(digest, wording),
        ]
    )
    return (
        f"<!doctype html>\n<html{_language(language)}>\n<head>\n{_HEAD}"
        f"<title>{title or 'Ringkas'}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f'<body class="{"both" if both else "single"}">\n{body}\n</body>\n</html>\n'
    ).encode()


def _header(digest: Digest, wording: Wording) -> str:
    article = digest.article
    lines = []
    if title := digest.title_translation or article.title:
        lines.append(f"<h1>{escape(title)}</h1>")
    if digest.title_translation and article.title and digest.title_translation != article.title:
        lines.append(f'<p class="original-title"{_language(article.language)}>{escape(article.title)}</p>')
    facts = [article.site, wording.when(article.published) if article.published else None, *article.authors]
    if known := [escape(fact) for fact in facts if fact]:
        lines.append(f"<p>{' · '.join(known)}</p>")
    if url := web_address(article.url):
        said = escape(wording.text("page-source"))
        lines.append(f'<p><a href="{escape(url, attribute=True)}" rel="noreferrer">{said}</a></p>')
    return "<header>\n" + "\n".join(lines) + "\n</header>"


def _has_both(digest: Digest) -> bool:
    return any(sentence.translation for sentence in digest.sentences)


def _columns(wording: Wording) -> str:
    translation, original = escape(wording.text("page-translation")), escape(wording.text("page-original"))
    return f'<div class="columns"><span>{translation}</span><span>{original}</span></div>'


def _sections(digest: Digest, wording: Wording) -> Iterator[str]:
    source_names = _names(digest.entities, translated=False)
    translation_names = _names(digest.entities, translated=True)
    quotes = sorted(digest.quotes, key=lambda quote: quote.start)
    summary = frozenset(digest.summary)
    both = _has_both(digest)
    yield "<main>"
    for _, paragraph in groupby(digest.sentences, key=lambda sentence: sentence.paragraph):
        yield "<section>"
        for sentence in paragraph:
            here = [quote for quote in quotes if quote.start < sentence.end and sentence.start < quote.end]
            kinds = ("heading", sentence.heading), ("key", sentence.index in summary)
            classes = " ".join(["pair", *(name for name, holds in kinds if holds)])
            place = f"s{sentence.index + 1}"
            yield f'<div class="{classes}" id="{place}" tabindex="0">'
            yield f'<a class="number" href="#{place}">{sentence.index + 1}</a>'
            if sentence.translation:
                marked = _translation(sentence, here, translation_names)
                yield f'<p{_language(digest.target)} class="translation">{marked}</p>'
            elif both:
                yield f'<p class="translation absent">{escape(wording.text("not-translated"))}</p>'
            marked = _source(sentence, here, source_names)
            yield f'<p{_language(digest.article.language)} class="source">{marked}</p>'
            yield "</div>"
            yield from _speakers(sentence, here, wording, translated=both)
        yield "</section>"
    yield "</main>"


def _speakers(
    sentence: Sentence, quotes: Iterable[Quote], wording: Wording, *, translated: bool
) -> Iterator[str]:
    """Who speaks, under the sentence in which the quotation ends."""
    ended = [quote for quote in quotes if quote.speaker and quote.end <= sentence.end]
    named = {
        quote.speaker or "": spoken_by(quote, quote.speaker or "", wording, translated) for quote in ended
    }
    for line in named.values():
        yield f'<p class="speaker">{escape(line)}</p>'


def _source(sentence: Sentence, quotes: Iterable[Quote], names: _Names) -> str:
    text, offset = sentence.source, sentence.start
    spans = [(max(quote.start - offset, 0), min(quote.end - offset, len(text))) for quote in quotes]
    return _marked(text, spans, names)


def _translation(sentence: Sentence, quotes: Sequence[Quote], names: _Names) -> str:
    """Where the original quotes, what the translation has between quotation marks is marked; all of it where
    the original is nothing but quotation."""
    text = sentence.translation or ""
    spans: list[tuple[int, int]] = []
    if quotes:
        spans = [(found.start() + 1, found.end() - 1) for found in _QUOTED.finditer(text)]
    if not spans and any(quote.start <= sentence.start and sentence.end <= quote.end for quote in quotes):
        spans = [(0, len(text))]
    return _marked(text, spans, names)


def _marked(text: str, spans: Iterable[tuple[int, int]], names: _Names) -> str:
    """The text escaped, the spans as <mark>, the names as <span>."""
    parts: list[str] = []
    done = 0
    for start, end in spans:
        if not done <= start < end:
            continue
        parts += _named(text[done:start], names), "<mark>", _named(text[start:end], names), "</mark>"
        done = end
    return "".join([*parts, _named(text[done:], names)])


def _named(text: str, names: _Names) -> str:
    if names.pattern is None:
        return escape(text)
    parts: list[str] = []
    done = 0
    for found in names.pattern.finditer(text):
        parts.append(escape(text[done : found.start()]))
        parts.append(f'<span class="name {names.kinds[found.group()]}">{escape(found.group())}</span>')
        done = found.end()
    return "".join([*parts, escape(text[done:])])


def _names(entities: Iterable[Entity], *, translated: bool) -> _Names:
    kinds: dict[str, EntityLabel] = {}
    for entity in entities:
        for form in (entity.name, *entity.aliases, entity.translation if translated else None):
            if form and form.strip() and len(form) <= NAME_LIMIT_CHARS:
                kinds.setdefault(form, entity.label)
    if not kinds:
        return _Names(None, kinds)
    longest_first = sorted(kinds, key=len, reverse=True)
    return _Names(re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"), kinds)


def _names_list(entities: Sequence[Entity], wording: Wording) -> str:
    if not entities:
        return ""
    lines = ["<dl>"]
    for kind, label in KIND_LABELS.items():
        names = [escape(shown_name(entity, wording)) for entity in entities if entity.label == kind]
        if names:
            lines.append(f"<dt>{escape(wording.text(label))}</dt><dd>{' · '.join(names)}</dd>")
    return "\n".join([*lines, "</dl>"])


def shown_name(entity: Entity, wording: Wording) -> str:
    """The name as the reader knows it, the article's own in brackets where the two differ; plain text.

    A translation that has the article's short form in brackets already has one pair of them, not two.
    """
    translation = entity.translation or entity.name
    if translation.casefold() == entity.name.casefold():
        return entity.name
    if explained := _WITH_SHORT_FORM.fullmatch(translation):
        if explained["short"] == entity.name:
            return translation
        if explained["short"] in entity.name.split():
            translation = explained["name"]
    return wording.text("name-with-original", name=translation, original=entity.name)


def spoken_by(quote: Quote, name: str, wording: Wording, translated: bool) -> str:
    """The line that names a speaker, with their office where the article tells it; plain text.

    Among translations the office stands translated or not at all.
    """
    role = quote.speaker_role_translation if translated else quote.speaker_role
    if role and len(role) <= ROLE_LIMIT_CHARS:
        return wording.text("spoken-by-with-role", speaker=name, role=role)
    return wording.text("spoken-by", speaker=name)


def _footer(digest: Digest, wording: Wording) -> str:
    legend = f'<span class="key">{escape(wording.text("page-in-summary"))}</span>' if digest.summary else ""
    return f'<footer><p class="legend">{legend}</p><p>{escape(wording.text("page-made-by"))}</p></footer>'


def _language(code: str) -> str:
    return f' lang="{escape(code, attribute=True)}"{_direction(code)}'


def _direction(code: str) -> str:
    return ' dir="rtl"' if reads_right_to_left(code) else ' dir="ltr"'
