"""Translates texts with Argos packages: one language in, any language out that a chain of packages reaches.

In: packages (unpacked folders), texts, and optionally the names that were agreed upon. Out: for each text its
translation, or None where none came that can be shown. One request is one row of batches for each package of
the chain, and takes turns with the others. This module must not know what a digest is, nor where packages
come from.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.errors import TranslationFailed
from bot.translation.decoder import BEAM_SIZE, Decoder, available_cores
from bot.translation.fidelity import Names, Roster
from bot.translation.guards import GuardedModel
from bot.translation.marks import without_marks
from bot.translation.memory import LIMIT_BYTES, TranslationMemory
from bot.translation.package import Package, chain, targets
from bot.translation.turns import Turns

log = logging.getLogger(__name__)

_Key = tuple[Package, str, tuple[tuple[str, tuple[str, ...]], ...]]
"""What a translation hangs on: the package, the line, and the agreed forms of the names that stand in it."""


class Engine:
    """Translates with the packages it is given. Thread-safe; models are loaded when first needed."""

    def __init__(
        self,
        packages: Iterable[Package],
        *,
        threads: int | None = None,
        beam_size: int = BEAM_SIZE,
        memory_bytes: int = LIMIT_BYTES,
    ) -> None:
        """`threads`: batches decoded at the same time, by default one for each core of this process.

        `memory_bytes`: room for translations that are remembered; 0 remembers none.
        """
        self._packages = tuple(packages)
        self._turns, self._beam_size = Turns(threads or available_cores()), beam_size
        self._models: dict[Package, GuardedModel] = {}
        self._decoders: list[Decoder] = []
        self._loading = {package: threading.Lock() for package in self._packages}
        self.memory: TranslationMemory[_Key] = TranslationMemory(memory_bytes)
        self.guards: Counter[str] = Counter()
        """How many sentences were decoded, and on how many each guard acted."""

    def reachable(self, source: str) -> tuple[str, ...]:
        """The languages into which `source` can be translated, in alphabetical order."""
        return targets(self._packages, source)

    def tokens(self) -> int:
        """How many subwords have been translated."""
        return sum(decoder.tokens for decoder in self._decoders)

    def warm(self, source: str, target: str) -> None:
        """Loads what the pair needs. Raises NoPackage, TranslationFailed."""
        for package in chain(self._packages, source, target):
            self._model(package)

    def translate(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        *,
        names: Names | None = None,
        urgent: bool = True,
    ) -> tuple[str | None, ...]:
        """The translations of `texts`, in order; blank ones as they are, line breaks kept.

        None stands for a text of which no translation came that can be shown: some sentence of it went in
        circles or lost its negation however it was decoded. `names`: form in the source -> forms that may
        stand in the translation, the agreed one first. `urgent`: somebody waits for it; goes before what is
        not. Raises NoPackage, or TranslationFailed when a model cannot be loaded or breaks.
        """
        steps = chain(self._packages, source, target)
        agreed = _unchanged(names or {}) if len(steps) > 1 else names or {}
        lines: list[str | None] = [line for text in texts for line in text.split("\n")]
        for package in steps:
            lines = self._step(package, lines, Roster(agreed), urgent)
        rest = iter(lines)
        return tuple(_joined([next(rest) for _ in text.split("\n")]) for text in texts)

    def _step(
        self, package: Package, lines: Sequence[str | None], roster: Roster, urgent: bool
    ) -> list[str | None]:
        """The lines through one package; each different one once, and none that is remembered."""
        keys = {line: _key(package, line, roster) for line in lines if line and line.strip()}
        known = self.memory.recall(keys.values())
        new = [line for line, key in keys.items() if key not in known]
        if new:
            done = self._model(package).translate(new, roster, urgent=urgent)
            for line, translation in zip(new, done, strict=True):
                known[keys[line]] = translation
                self.memory.remember(keys[line], translation, line)
        return [known[keys[line]] if line in keys else line for line in lines]

    def _model(self, package: Package) -> GuardedModel:
        """The package's model, loaded once; requests for other packages do not wait for that."""
        with self._loading[package]:
            model = self._models.get(package)
            if model is None:
                model = self._models[package] = self._loaded(package)
            return model

    def _loaded(self, package: Package) -> GuardedModel:
        """The package's model, or that of its fallback where it is damaged."""
        try:
            decoder = Decoder(package, self._turns, beam_size=self._beam_size)
        except TranslationFailed as exc:
            if package.fallback is None:
                raise
            log.warning("a package is damaged, the next one is used: %s (%r)", package.path, exc.__cause__)
            return self._loaded(package.fallback)
        self._decoders.append(decoder)
        return GuardedModel(package, decoder, self.guards)


def _key(package: Package, line: str, roster: Roster) -> _Key:
    read, _ = without_marks(line)
    return package, line, tuple((mention.form, mention.agreed) for mention in roster.find(read))


def _joined(lines: Sequence[str | None]) -> str | None:
    whole = [line for line in lines if line is not None]
    return "\n".join(whole) if len(whole) == len(lines) else None


def _unchanged(names: Mapping[str, tuple[str, ...]]) -> Names:
    """The names that stay as they are: those alone can be held to in every step of a chain."""
    return {form: agreed for form, agreed in names.items() if form == agreed[0]}
