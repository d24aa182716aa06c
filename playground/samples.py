"""The samples of the project, as pastes, as files and as pages of a news website on loopback.

In: the folder `samples`; out: `Sample`s, and the pages that the page's own server shows under /berita/. It
must know neither chats nor HTTP.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "samples"
SITE_NAME = "Kabar Contoh"
ENGLISH = frozenset({"school-boats"})
"""The samples in English; the others are Indonesian."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One article that this project wrote."""

    name: str
    """The file's name without its ending, which is also the page's place: /berita/NAME."""
    file_name: str
    content: bytes

    @property
    def is_page(self) -> bool:
        """Whether it is a saved web page."""
        return self.file_name.endswith(".html")

    @property
    def language(self) -> str:
        """Its language, ISO 639-1."""
        return "en" if self.name in ENGLISH else "id"

    @property
    def text(self) -> str:
        """The text, as somebody copies it by hand."""
        source = self.content.decode()
        return _visible(source) if self.is_page else source.strip()

    @property
    def title(self) -> str:
        """The headline."""
        return self.text.partition("\n")[0].strip()

    @property
    def page(self) -> bytes:
        """The web page that shows it."""
        return self.content if self.is_page else _page(self.title, self.text, self.language)


def load_samples(folder: Path = FOLDER) -> tuple[Sample, ...]:
    """Return all samples, by name."""
    paths = sorted(path for path in folder.iterdir() if path.suffix in {".txt", ".html"})
    return tuple(Sample(path.stem, path.name, path.read_bytes()) for path in paths)


def _page(title: str, text: str, language: str) -> bytes:
    paragraphs = [line.strip() for line in text.splitlines()[1:] if line.strip()]
    body = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} - {SITE_NAME}</title>
<meta property="og:title" content="{escape(title)}">
<meta property="og:site_name" content="{SITE_NAME}">
<meta property="og:type" content="article">
</head>
<body>
<main><article>
<h1>{escape(title)}</h1>
{body}
</article></main>
</body>
</html>
""".encode()


class _Article(HTMLParser):
    """The headlines and paragraphs of a page of ours."""

    TAKEN = frozenset({"h1", "h2", "p"})

    def __init__(self) -> None:
        super().__init__()
        self.paragraphs: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.TAKEN:
            self._depth += 1
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.TAKEN:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.paragraphs[-1] += data


def _visible(source: str) -> str:
    article = _Article()
    article.feed(source)
    return "\n\n".join(paragraph.strip() for paragraph in article.paragraphs if paragraph.strip())
