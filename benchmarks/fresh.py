"""What a process that has just begun pays until it digests: time and memory, as one line of JSON.

    python -m benchmarks.fresh FOLDER DIGESTS

In: FOLDER, where packages are unpacked, and how often an article of our own is digested. Out, on the way: the
seconds, on the wall and of the processor, and the resident memory (MiB) after the imports, after `build_kit`,
after the first digest, and after the last. Nothing of the bot is imported before the first figure is taken.
No translation model is loaded.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "kereta-pesisir.txt"
MIB = 1 << 20
STATM = Path("/proc/self/statm")


def resident_mib() -> float:
    """The memory of this process that is in use, in MiB; 0.0 where the system does not say (no /proc)."""
    if not STATM.exists():
        return 0.0
    return int(STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / MIB


def figures(folder: Path, digests: int) -> dict[str, dict[str, float]]:
    """Step -> seconds since the step before, on the wall and of the processor, and resident MiB after it."""
    taken: dict[str, dict[str, float]] = {}
    last = time.perf_counter(), time.process_time()

    def take(step: str) -> None:
        nonlocal last
        wall_s, cpu_s = time.perf_counter() - last[0], time.process_time() - last[1]
        taken[step] = {"s": wall_s, "cpu_s": cpu_s, "mib": resident_mib()}
        last = time.perf_counter(), time.process_time()

    take("begun")
    from bot.digest.tagger import Tagger
    from bot.kit import build_kit, shipped_models
    from bot.pipeline import digest_article, read_text
    from bot.records import Request
    from bot.settings import Settings

    take("imports")
    kit = build_kit(Settings(), data=folder)
    take("build_kit")
    tag = Tagger(shipped_models() / "entities.npz")
    request = Request(text=SAMPLE.read_text(encoding="utf-8"))
    for number in range(digests):
        digest_article(read_text(request), tag)
        if number == 0:
            take("first digest")
    take("last digest")
    asyncio.run(kit.close())
    return taken


if __name__ == "__main__":
    print(json.dumps(figures(Path(sys.argv[1]), int(sys.argv[2]))))
