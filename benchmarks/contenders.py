"""One way of translating, in a process of its own: `benchmarks.translation` starts it and tells it when.

In, on standard input: a job (JSON, one line), then the number of a piece of work on each line. Out, on
standard output, a line of JSON for each: the seconds for import and load, then for each piece of work its
seconds, those of all its threads together, the process's peak of resident memory so far, and the length of
what it wrote. Standard input's end ends it.

So that one process measures one contender: what another has loaded is not in its memory, and the rounds of
all can take turns. Between two rounds a contender forgets what it keeps of earlier sentences.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
import tempfile
import time
import types
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

Work = Mapping[str, Any]
"""What is to be translated, each contender's own way: `sentences`, `names`, `paragraphs`."""


class Contender(Protocol):
    """A way of translating."""

    def prepare(self, work: Work) -> None:
        """Does what shall not be timed."""

    def translate(self, work: Work) -> None:
        """Does what shall be timed."""

    def written(self) -> str:
        """The translation that came of it."""


class Argos:
    """`argostranslate.translate`, its sentence splitter replaced by a look-up of the sentences given.

    stanza and minisbd, which it imports for nothing but that splitter, are empty modules here: neither
    their loading nor their memory is measured. Settings are given as Argos takes them, by environment.
    """

    def __init__(self, job: Mapping[str, Any]) -> None:
        self._sentences: dict[str, list[str]] = {}
        self._output = ""
        package = Path(job["package"])
        self._scratch = tempfile.TemporaryDirectory()
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            os.environ[name] = self._scratch.name
        installed = Path(self._scratch.name) / "packages"
        installed.mkdir()
        (installed / package.name).symlink_to(package, target_is_directory=True)
        os.environ["ARGOS_PACKAGES_DIR"] = str(installed)
        os.environ.update({f"ARGOS_{name.upper()}": str(value) for name, value in job["settings"].items()})
        self._stand_in_for_splitters()
        argos: Any = importlib.import_module("argostranslate.translate")
        argos.MiniSBDSentencizer = argos.StanzaSentencizer = lambda _: self
        self._translation = argos.get_translation_from_codes(job["source"], job["target"])
        self.prepare({"paragraphs": [["Satu."]]})
        self.translate({"paragraphs": [["Satu."]]})  # it loads the model at its first use

    def split_sentences(self, text: str) -> list[str]:
        """What Argos asks of a splitter."""
        return self._sentences[text]

    @staticmethod
    def _stand_in_for_splitters() -> None:
        stanza, minisbd, models = (types.ModuleType(name) for name in ("stanza", "minisbd", "models"))
        minisbd.SBDetect, minisbd.models = None, models  # type: ignore[attr-defined]
        sys.modules.update({"stanza": stanza, "minisbd": minisbd})

    def prepare(self, work: Work) -> None:
        self._sentences = {" ".join(paragraph): paragraph for paragraph in work["paragraphs"]}
        self._translation.cache = {}

    def translate(self, work: Work) -> None:
        self._output = self._translation.translate("\n".join(map(" ".join, work["paragraphs"])))

    def written(self) -> str:
        return self._output


class Ours:
    """The engine, all sentences of the work in one call."""

    def __init__(self, job: Mapping[str, Any]) -> None:
        from bot.translation.argos import read_package

        self._package = read_package(Path(job["package"]), "shipped")
        self._pair = (job["source"], job["target"])
        self._remembers = bool(job["settings"].get("remembers"))
        self._warm_up = job["warm_up"]
        self._seen: set[tuple[str, ...]] = set()
        self._engine: Any = None
        self._outputs: Sequence[str | None] = ()
        self._start()

    def _start(self) -> None:
        from bot.translation.engine import Engine

        self._engine = None  # two engines at a time would count as one's memory
        self._engine = Engine([self._package])
        self._engine.warm(*self._pair)
        self._seen.clear()

    def prepare(self, work: Work) -> None:
        """A new engine where this one knows the sentences; or, to time its memory, one that knows them."""
        if self._remembers:
            self.translate(work)
        elif tuple(work["sentences"]) in self._seen:
            self._start()
            self._engine.translate(self._warm_up, *self._pair)

    def translate(self, work: Work) -> None:
        self._seen.add(tuple(work["sentences"]))
        names = {form: tuple(agreed) for form, agreed in work.get("names", {}).items()}
        self._outputs = self._engine.translate(work["sentences"], *self._pair, names=names)

    def written(self) -> str:
        return "\n".join(output or "" for output in self._outputs)


class Limit:
    """CTranslate2 with subwords that are ready."""

    def __init__(self, job: Mapping[str, Any]) -> None:
        from benchmarks.decoding import Plain
        from bot.translation.argos import read_package

        self._plain = Plain(read_package(Path(job["package"]), "shipped"), **job["settings"])
        self._subwords: list[list[str]] = []
        self._outputs: list[list[str]] = []

    def prepare(self, work: Work) -> None:
        self._subwords = self._plain.encode(work["sentences"])

    def translate(self, work: Work) -> None:
        self._outputs = self._plain.decode(self._subwords)

    def written(self) -> str:
        return "\n".join(map(self._plain.text, self._outputs))


CONTENDERS: Mapping[str, Callable[[Mapping[str, Any]], Contender]] = {
    "argos": Argos,
    "engine": Ours,
    "limit": Limit,
}


def peak_bytes() -> int:
    """The most memory that this process has had resident.

    Linux counts a parent's memory into what `getrusage` says of its child; the kernel's own line does not.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    unit_bytes = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit_bytes


def main() -> None:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    sys.stdout = sys.stderr  # what a library prints is no answer

    def answer(**figures: float) -> None:
        print(json.dumps(figures), file=answers, flush=True)

    job = json.loads(sys.stdin.readline())
    began = time.perf_counter()
    contender = CONTENDERS[job["kind"]](job)
    answer(load_s=time.perf_counter() - began)
    for line in sys.stdin:
        work = job["works"][int(line)]
        contender.prepare(work)
        began, used = time.perf_counter(), time.process_time()
        contender.translate(work)
        seconds, cpu_s = time.perf_counter() - began, time.process_time() - used
        answer(seconds=seconds, cpu_s=cpu_s, peak_bytes=peak_bytes(), written_chars=len(contender.written()))


if __name__ == "__main__":
    main()
