"""How much of a story cleaning keeps, and how much of a page's furniture it takes away.

In: the articles and true texts of ../shared/data. Out: a table on standard output, and with --dropped N
the first N lines from which something was taken, to be read by eye. This module must not know how
furniture is recognised.

    python -m benchmarks.cleaning [--dropped 40]
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.intake.clean import clean_story, normalise
from bot.intake.paste import read_paste

SHARED = Path(__file__).resolve().parents[2] / "shared"
ARTICLES = SHARED / "data" / "articles" / "articles.jsonl"
DAMAGED = SHARED / "data" / "articles" / "damaged.jsonl"
PAGES = SHARED / "data" / "pages" / "truth.json"

DIRT = re.compile(
    r"(?:baca|simak|lihat|tonton) juga|scroll to|advertisement|gambas|copyright|dapatkan update"
    r"|pilihan editor|editor:|reporter|pewarta|penulis:|video|foto|selanjutnya|saksikan|selengkapnya|dok\b",
    re.IGNORECASE,
)
"""Articles without any of these words are taken for clean: all of their words are story."""

DATELINE_WORDS = 6
"""Words at a text's head that are not counted: its dateline stands there."""

HEAD = (
    "Home / Berita / Nasional",
    "Wahyu Pratama - detikNews",
    "Selasa, 14 Okt 2025 10:32 WIB",
    "Bagikan",
    "Facebook",
    "Copy Link",
    "0 Komentar",
    "Suasana rapat di balai kota pada Senin sore. (Foto: Rina Lestari/Kabar Kota)",
)
MIDDLE = (
    "ADVERTISEMENT",
    "SCROLL TO CONTINUE WITH CONTENT",
    "Baca juga: Warga Tepi Sungai Menanti Jembatan Baru Sejak Tiga Tahun Lalu",
    "Simak juga Video: Antrean Panjang di Pelabuhan Penyeberangan",
    "[Gambas:Video 20detik]",
    "Petugas memeriksa alat berat di lokasi proyek. (Dok. Humas Pemkot)",
    "Lihat Juga: Jadwal Kapal Cepat Pekan Ini",
    'Tonton juga video "Pasar Terapung Kembali Ramai" di sini:',
    "Pilihan Editor: Siapa Untung dari Tambang Pasir",
)
FOOT = (
    "(wpr/rls)",
    "Penulis: Wahyu Pratama",
    "Editor: Sinta Rahayu",
    "Artikel ini telah tayang di kabarkota.example dengan judul Rapat Panjang di Balai Kota",
    "Simak berita pilihan kami lewat WhatsApp Channel dan Google News.",
    "Halaman Selanjutnya",
    "Tag:",
    "banjir rob",
    "Berita Terkait",
    "Wali Kota Tinjau Tanggul yang Retak",
    "POPULER",
    "Harga Cabai Turun Menjelang Akhir Pekan",
    "Rekomendasi",
    "Berita Terkini Selengkapnya",
)


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures what cleaning keeps and what it takes away.")
    parser.add_argument("--dropped", type=int, default=0, help="print this many lines that lost words")
    arguments = parser.parse_args()
    if not ARTICLES.exists():
        print("../shared/data/articles is not there: nothing to measure on.")
        return 1
    articles = [json.loads(line) for line in ARTICLES.open(encoding="utf-8")]
    damaged = [json.loads(line)["text"] for line in DAMAGED.open(encoding="utf-8")]
    pages = [page["content"] for page in json.loads(PAGES.read_text(encoding="utf-8"))]
    texts = [article["text"] for article in articles]
    clean = [text for text in texts if not DIRT.search(text)]
    started = time.perf_counter()
    report("articles, dirt included", texts)
    report("articles without dirt", clean)
    report("true texts of pages", pages)
    report("damaged (stress)", damaged)
    seconds = time.perf_counter() - started
    print(f"{sum(map(len, texts + clean + pages + damaged)) / seconds / 1e6:.2f} million characters a second")
    report_furniture([text for text in clean if text.count("\n") > 4] + pages)
    for line in list(dropped_lines(texts))[: arguments.dropped]:
        print(line)
    return 0


def report(label: str, texts: Sequence[str]) -> None:
    kept, total = kept_words(texts)
    print(f"{label:28}{len(texts):6} texts{total:9} words  kept {kept / max(total, 1):8.3%}")


def kept_words(texts: Sequence[str]) -> tuple[int, int]:
    """How many words of the texts cleaning keeps, and how many there are; datelines are left out of both."""
    kept = total = 0
    for text in texts:
        before = words(normalise(text))[DATELINE_WORDS:]
        after = words(" ".join(clean_story(text.split("\n")).paragraphs))
        total += len(before)
        kept += common(before, after)
    return kept, total


def report_furniture(texts: Sequence[str]) -> None:
    gone, kept, wrapped, leaks = wrapped_in_furniture(texts)
    print(f"wrapped in furniture: {gone:.2%} of {wrapped} lines gone, story words kept {kept:.3%}")
    for line, count in leaks.most_common(10):
        print(f"  left {count:4}x  {line}")


def wrapped_in_furniture(texts: Sequence[str]) -> tuple[float, float, int, Counter[str]]:
    """Wraps `texts` in furniture; the share of its lines that go, the share of the story's words that stay,
    how many lines there were, and which of them are left."""
    rng = random.Random(0)  # noqa: S311
    survivors = wrapped = kept = total = 0
    leaks: Counter[str] = Counter()
    for text in texts:
        lines = [line for line in text.split("\n") if line.strip()]
        furniture = [*HEAD, *rng.sample(MIDDLE, 5), *FOOT]
        if len(lines) < 2:
            continue
        cut = rng.randrange(1, len(lines))
        page = ["Pemerintah Kota Rampungkan Tanggul Laut Tahun Ini", *HEAD]
        page += [*lines[:cut], *furniture[len(HEAD) : -len(FOOT)], *lines[cut:], *FOOT]
        article = read_paste("\n".join(page))
        out = set(article.text.split("\n\n"))
        for line in furniture:
            wrapped += 1
            if line in out:
                survivors += 1
                leaks[line] += 1
        before, after = words(" ".join(clean_story(lines).paragraphs)), words(article.text)
        total += len(before)
        kept += common(before, after)
    return 1 - survivors / wrapped, kept / total, wrapped, leaks


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def common(before: Sequence[str], after: Sequence[str]) -> int:
    """How many of the words `before` are still there `after`, whatever their order."""
    return (Counter(before) & Counter(after)).total()


def dropped_lines(texts: Sequence[str]) -> Iterator[str]:
    """What each text lost, as runs of words with a little of what stood around them."""
    for text in texts:
        before = words(normalise(text))
        after = words(" ".join(clean_story(text.split("\n")).paragraphs))
        if before == after:
            continue
        matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
        for tag, start, end, _, _ in matcher.get_opcodes():
            if tag in ("delete", "replace"):
                around = " ".join(before[max(0, start - 4) : start]), " ".join(before[end : end + 4])
                yield f"…{around[0]} [[{' '.join(before[start:end])}]] {around[1]}…"


if __name__ == "__main__":
    sys.exit(main())
