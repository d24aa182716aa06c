"""How long a reply waits while whole articles are being translated for others.

    python -m benchmarks.turns [--rounds N]

In one process, with the package that ships: a reply's sentences alone; the same while `ARTICLES` requests of
`ARTICLE_SENTENCES` sentences each are under way, as the bot asks (the reply is urgent, the articles are not);
the same with nothing urgent, so that fair turns alone help; and, for comparison, how long the articles take
in all, which is what the reply would wait for in a queue.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import threading
import time
from pathlib import Path

from bot.translation.engine import Engine
from bot.translation.package import Package
from bot.translation.packages import find_packages

MODELS = Path(__file__).resolve().parents[1] / "models"
REPLY_SENTENCES = 8
ARTICLES, ARTICLE_SENTENCES = 4, 60
HEAD_START_S = 0.2
"""So long the articles are under way before the reply is asked for."""
ACTORS = ("Pemerintah kota", "Kepala dinas", "Warga di pinggiran", "Para peneliti", "Ketua panitia")
DEEDS = ("membangun", "memeriksa", "memindahkan", "menghitung", "membersihkan", "memperbaiki")
THINGS = ("jembatan gantung", "sekolah dasar", "kapal nelayan", "pasar ikan", "saluran air", "rumah panggung")
ENDS = ("sebelum musim hujan tiba.", "karena biaya naik tajam.", "setelah rapat dengan gubernur.")


def sentences(count: int, order: random.Random) -> list[str]:
    """Different sentences of ordinary length, our own."""
    return [
        f"{order.choice(ACTORS)} {order.choice(DEEDS)} {order.randint(13, 9_999)} {order.choice(THINGS)} "
        f"di kabupaten itu {order.choice(ENDS)}"
        for _ in range(count)
    ]


def measured(package: Package, order: random.Random, *, articles: int, urgent: bool) -> tuple[float, float]:
    """Return the seconds that the reply took, and those until everything was done."""
    engine = Engine([package], memory_bytes=0)
    engine.warm(package.source, package.target)
    threads = [
        threading.Thread(
            target=engine.translate,
            args=(sentences(ARTICLE_SENTENCES, order), package.source, package.target),
            kwargs={"urgent": False},
        )
        for _ in range(articles)
    ]
    reply = sentences(REPLY_SENTENCES, order)
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    if threads:
        time.sleep(HEAD_START_S)
    asked = time.perf_counter()
    engine.translate(reply, package.source, package.target, urgent=urgent)
    took = time.perf_counter() - asked
    for thread in threads:
        thread.join()
    return took, time.perf_counter() - began


def main() -> None:
    """Measure each case, rounds taking turns, and print medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    order = random.Random(1)  # noqa: S311
    cases = {
        "alone": (0, True),
        "beside the articles, urgent": (ARTICLES, True),
        "beside the articles, fair turns alone": (ARTICLES, False),
    }
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in cases}
    with tempfile.TemporaryDirectory() as data:
        package = next(p for p in find_packages(MODELS, Path(data)) if (p.source, p.target) == ("id", "en"))
        for _ in range(rounds):
            for name, (articles, urgent) in cases.items():
                times[name].append(measured(package, order, articles=articles, urgent=urgent))
    for name, found in times.items():
        replies = [reply for reply, _ in found]
        print(f"reply {name}: {statistics.median(replies):.2f} s ({min(replies):.2f} to {max(replies):.2f})")
    everything = statistics.median([whole for _, whole in times["beside the articles, urgent"]])
    print(f"{ARTICLES} articles of {ARTICLE_SENTENCES} sentences and the reply: {everything:.2f} s")


if __name__ == "__main__":
    main()
