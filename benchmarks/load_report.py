"""The figures of loads for people: printed, drawn, and kept in a file beside those measured before.

In: figures as benchmarks.load_figures makes them. Out: lines on the terminal, and FOLDER/load.json with its
drawings. Nothing here is measured.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.fleet import TWO, Layout, so_many_workers
from benchmarks.load_figures import Json
from benchmarks.plot import draw_bars


def show(title: str, found: Mapping[str, Any]) -> None:
    """Print one load's figures."""
    print(f"\n{title}")
    print(f"  asked {found['asked']}; briefs {found['briefs']}, failures {found['failures']}, "
          f"unanswered {found['unanswered']}, from the cache {found['cache_hits']:.0f}")  # fmt: skip
    print(f"  {found['digests_a_minute']:.1f} digests a minute over {found['seconds']:.0f} s; "
          f"{found['digests_a_core_minute']:.1f} a core-minute of the bot's and the database's")  # fmt: skip
    print(f"  processor, s: {found['cpu_s']}; {found['cores_busy']} cores busy, and "
          f"{found['cores_busy_with_others']} with what is not ours; {found['cores_idle']} idle")  # fmt: skip
    for name in ("first_reply_s", "brief_s", "repeat_s", "help_s", "press_s"):
        one = found[name]
        if one["count"]:
            print(f"  {name:14} {one['count']:5} × p50 {one['p50']:7.3f}  p95 {one['p95']:7.3f}  "
                  f"p99 {one['p99']:7.3f}  largest {one['largest']:7.3f}")  # fmt: skip
    for name, lag in found["loop_lag_s"].items():
        print(f"  loop lag of {name}: p50 under {lag['p50_under']} s, p99 under {lag['p99_under']} s, "
              f"largest under {lag['largest_under']} s")  # fmt: skip
    for name, one in found["memory_mib"].items():
        print(f"  memory of {name}, MiB: first quarter {one['first_quarter']}, last {one['last_quarter']}, "
              f"largest {one['largest']}, {'flat' if one['flat'] else 'not flat'}")  # fmt: skip
    print(f"  queue: {found['queue']}")
    print(f"  database, for each article: {found['database_an_article']}")
    print(f"  Telegram: {found['telegram']}", flush=True)


def _json_ready(found: Any) -> Any:
    """Infinity, which JSON does not know, as null: over the last bucket's bound."""
    if isinstance(found, Mapping):
        return {key: _json_ready(value) for key, value in found.items()}
    return None if found == math.inf else found


def write(folder: Path, found: Mapping[str, Any]) -> None:
    """FOLDER/load.json, what was measured before and is not now kept, and drawings."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "load.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    kept["layouts"] = kept.get("layouts", {}) | found.get("layouts", {})
    kept |= {name: value for name, value in found.items() if name != "layouts"}
    path.write_text(json.dumps(_json_ready(kept), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    _draw(folder, kept)


def _draw(folder: Path, kept: Mapping[str, Any]) -> None:
    loads = [
        (f"{title}, {load}", one) for title, each in kept["layouts"].items() for load, one in each.items()
    ]
    rates = [(title, one["digests_a_minute"]) for title, one in loads if title.endswith("saturated")]
    times = [
        (f"{title}: {words} {share}", one[name][share])
        for title, one in loads
        if title.endswith("open loop")
        for name, words in (("help_s", "/help"), ("first_reply_s", "first reply"), ("brief_s", "brief"))
        for share in ("p50", "p95", "p99")
    ]
    by_minute = kept.get("soak", {}).get("mib_by_minute", [])
    minutes = [(f"minute {number + 1}", mib) for number, mib in enumerate(by_minute)]
    for name, title, bars in (
        ("load.svg", "digests a minute, a backlog worked off", rates),
        ("load.times.svg", "seconds to answer, open loop", times),
        ("load.memory.svg", "memory of the process under a steady load, MiB", minutes),
    ):
        if bars:
            draw_bars(folder / name, title, bars)


def show_ratios(layouts: Mapping[str, Json]) -> None:
    """Print how many times as much two processes do as one, over each pair that was measured."""
    rates = {title: each["saturated"]["digests_a_minute"] for title, each in layouts.items()}
    for one, two in ((TWO[0], TWO[1]), (TWO[2], TWO[3])):
        if one.title in rates and two.title in rates:
            print(f"\n{two.title}: {rates[two.title] / rates[one.title]:.2f} times {one.title}")


def show_gains(chosen: Sequence[Layout], layouts: Mapping[str, Json]) -> None:
    """Print what each number of workers that are held to a share does, beside one alone."""
    rates = [layouts[layout.title]["saturated"]["digests_a_minute"] for layout in chosen]
    for layout, rate in zip(chosen, rates, strict=True):
        if layout.share:
            saturated = layouts[layout.title]["saturated"]
            used = [spent for name, spent in saturated["cpu_s"].items() if name.startswith("worker")]
            full = sum(used) / (len(used) * layout.share * saturated["observed_s"])
            workers = so_many_workers(layout.workers)
            print(f"{workers:10} {rate:6.1f} digests a minute, {rate / rates[0]:.2f} times "
                  f"one; {full:.0%} of the shares used, {saturated['cores_idle']} cores idle")  # fmt: skip
