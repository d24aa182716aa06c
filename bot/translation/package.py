"""What a package is, which of a pair is used, and how packages chain from language to language.

In: packages, or anything else that leads from one language to another. Out: the best of each pair, and the
shortest way to a language. Pure; this module must not know where packages lie, nor how a model is run.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from bot.errors import ConfigError, NoPackage


class NotAPackage(ConfigError):
    """A file or folder that holds no package for one pair of languages; the message says why."""


@dataclass(frozen=True, slots=True)
class Package:
    """An unpacked package that translates from `source` to `target` (ISO codes)."""

    source: str
    target: str
    version: str
    path: Path
    origin: Literal["installed", "shipped"]
    target_prefix: str = ""
    """A token that the decoder must begin with; empty for most."""
    can_be_told: bool = False
    """Whether its model has learnt to take over words of the target that stand in its source."""
    fault: str = ""
    """Why the package cannot be used; its pair is then the one in the name of its folder or file."""
    fallback: Package | None = field(default=None, compare=False)
    """The next best of the pair, for when this one turns out damaged as it is loaded."""


class Step(Protocol):
    """Anything that leads from one language to another."""

    @property
    def source(self) -> str: ...
    @property
    def target(self) -> str: ...


StepT = TypeVar("StepT", bound=Step)


def ranked(packages: Iterable[Package]) -> tuple[Package, ...]:
    """The packages ordered by pair, and those of a pair by preference: the whole ones, of them the
    installed ones, of them the highest version."""
    by_preference = sorted(
        packages, key=lambda p: (not p.fault, p.origin == "installed", version_key(p.version)), reverse=True
    )
    return tuple(sorted(by_preference, key=lambda p: (p.source, p.target)))


def best_packages(packages: Iterable[Package]) -> tuple[Package, ...]:
    """The one of each pair that is used, ordered by pair; each knows the next best of its pair."""
    best: dict[tuple[str, str], Package] = {}
    for package in reversed(ranked(p for p in packages if not p.fault)):
        pair = (package.source, package.target)
        best[pair] = replace(package, fallback=best.get(pair))
    return tuple(reversed(best.values()))


def chain(packages: Iterable[StepT], source: str, target: str) -> tuple[StepT, ...]:
    """The shortest way from `source` to `target`; of equal ones the first in the order of `packages`.

    Empty when both are the same. Works on offers as on packages. Raises NoPackage.
    """
    if source == target:
        return ()
    way = _ways(packages, source).get(target)
    if way is None:
        raise NoPackage(source, target)
    return way


def targets(packages: Iterable[Step], source: str) -> tuple[str, ...]:
    """All languages that can be reached from `source`, in alphabetical order, without itself."""
    return tuple(sorted(_ways(packages, source)))


def version_key(version: str) -> tuple[int, ...]:
    """Something to order versions by: their numbers ("1.10" after "1.9")."""
    digits = "".join(c if c.isascii() and c.isdigit() else " " for c in version)
    return tuple(int(part[:9]) for part in digits.split())


def _ways(packages: Iterable[StepT], source: str) -> dict[str, tuple[StepT, ...]]:
    """Breadth first: the shortest chain to each language."""
    steps = tuple(packages)
    ways: dict[str, tuple[StepT, ...]] = {source: ()}
    todo = deque([source])
    while todo:
        here = todo.popleft()
        for step in steps:
            if step.source == here and step.target not in ways:
                ways[step.target] = (*ways[here], step)
                todo.append(step.target)
    del ways[source]
    return ways
