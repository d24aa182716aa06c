"""The stages, built once. In: Settings; out: a `Kit`, for the command line and for the Telegram application.

It must not know Telegram, nor what outlives the process (bot/durable.py).
"""

from __future__ import annotations

import os
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.digest.tagger import Tagger
from bot.errors import ConfigError
from bot.intake.fetch import Fetcher, open_client
from bot.intake.sandbox import InProcess, Sandbox
from bot.pipeline import LANGUAGES, Pipeline
from bot.settings import Settings
from bot.translation.engine import Engine
from bot.translation.packages import find_packages

DATA = Path("var")
"""What the program writes: unpacked and installed packages, and the database by default."""


def shipped_models() -> Path:
    """Return the folder of the models that ship: beside the checkout, or inside an installed wheel.

    Raises ConfigError where there is none.
    """
    package = Path(__file__).resolve().parent
    folders = (package / "models", package.parent / "models")
    found = next((path for path in folders if path.is_dir()), None)
    if found is None:
        raise ConfigError(f"the folder of the models is missing: {folders[-1]}. Put the release's own back.")
    return found


class Client(Protocol):
    """Connections that are let go of at the end."""

    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Kit:
    """The stages with their collaborators."""

    settings: Settings
    pipeline: Pipeline
    engine: Engine
    targets: tuple[str, ...]
    """The languages that a reader may choose: what the packages reach and the articles' own, Indonesian
    last."""
    client: Client
    reader: Sandbox | InProcess
    workers: Executor

    async def close(self) -> None:
        """Let go of connections, processes and threads; what is running is finished first."""
        await self.client.aclose()
        await self.reader.close()
        self.workers.shutdown()


def packages_folder(data: Path = DATA) -> Path:
    """Return where packages are unpacked and installed."""
    return data / "packages"


def build_kit(settings: Settings, *, data: Path = DATA, sandboxed: bool = False) -> Kit:
    """Return the stages; `data` is written to. Raises ConfigError when a model is missing or broken.

    `sandboxed`: pages and files are read in processes of their own, as is needed where strangers choose them.
    """
    reader = Sandbox() if sandboxed else InProcess()
    engine = Engine(find_packages(shipped_models(), packages_folder(data)))
    reached = {target for source in LANGUAGES for target in engine.reachable(source)}
    targets = (*sorted({*reached, *LANGUAGES} - {LANGUAGES[0]}), LANGUAGES[0])
    client = open_client()
    workers = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="stage")
    pipeline = Pipeline(
        fetcher=Fetcher(
            client,
            timeout_s=settings.fetch_timeout_s,
            limit_bytes=settings.fetch_limit_bytes,
            allow=settings.fetch_allow,
        ),
        reader=reader,
        tag=Tagger(shipped_models() / "entities.npz"),
        engine=engine,
        targets=targets,
        workers=workers,
    )
    return Kit(settings, pipeline, engine, targets, client, reader, workers)
