"""The outlets: one name for each, whether a text signs with it or a host is its own.

In: a way of writing an outlet, a host, or a headline that an outlet hangs on. Out: the outlet's name, or
the headline alone. The names stand in bot/data/outlets.toml. This module must not know where a name stood.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from bot.data import read_table

_TITLE_JOINT = re.compile(r"\s+[-–—|«»•:]\s+|\s*\|\s*")
_EDGES = " -–—|«»•:"


def outlet_name(mention: str) -> str | None:
    """The outlet's name for one way of writing it ("detikNews", "TEMPO.CO"); None for everything else."""
    mention = " ".join(mention.lower().split())
    return next((name for name, pattern in _signs().items() if pattern.fullmatch(mention)), None)


def outlet_of_host(host: str) -> str | None:
    """The name of the outlet whose host, or whose subdomain, it is."""
    labels = host.lower().split(".")
    return next((name for at in range(len(labels)) if (name := _hosts().get(".".join(labels[at:])))), None)


@lru_cache(maxsize=1)
def any_outlet() -> str:
    """A regular expression without groups for every way of writing an outlet, in lower case."""
    return "|".join(sorted((sign.pattern for sign in _signs().values()), key=len, reverse=True))


def without_outlet(title: str, own: Collection[str] = ()) -> str:
    """A headline without the outlet around it: "... | tempo.co", "... - ANTARA News", "KapanLagi.com: ...".

    `own` holds further names that are the page's, its host among them; a part that contains one is taken off.
    """
    marks = {squashed(name) for name in own} - {""}
    parts = _TITLE_JOINT.split(title)
    while len(parts) > 1 and len(parts[-1]) < len(title) / 2 and _is_own(parts[-1], marks):
        title = title[: title.rindex(parts.pop())].rstrip(_EDGES)
    start, colon, rest = title.partition(": ")
    return rest if colon and squashed(start) in marks else title


def squashed(text: str) -> str:
    """Letters and digits alone, without case: by them, names are compared however they are spelt."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _is_own(part: str, marks: Collection[str]) -> bool:
    return outlet_name(part) is not None or any(mark in squashed(part) for mark in marks)


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Mapping[str, Any]]:
    return dict(read_table("outlets.toml")["outlets"])


@lru_cache(maxsize=1)
def _hosts() -> Mapping[str, str]:
    return {host: name for name, outlet in _table().items() for host in outlet["hosts"]}


@lru_cache(maxsize=1)
def _signs() -> Mapping[str, re.Pattern[str]]:
    return {
        name: re.compile("|".join([*map(re.escape, outlet["hosts"]), *filter(None, [outlet.get("signs")])]))
        for name, outlet in _table().items()
    }
