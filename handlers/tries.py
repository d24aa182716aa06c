"""A stage tried until it works, or until its failure is worth telling.

In: the work of a stage; out: what it leaves behind, or what became of its failure. This module must know no
wording and no stage by name.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from bot.errors import RingkasError

if TYPE_CHECKING:
    from handlers.newsroom import Newsroom

log = logging.getLogger(__name__)

MOST_BEGINNINGS = 5
"""How often a stage is begun before its reader is told that it will not be: a process that dies in it may
have been stopped for a reason of its own, five of them were not."""

FAILURE_PAUSES_S = (0.5, 2.0)
"""Pauses before a stage that failed for no known reason is tried again; the third failure is told."""

Outcome = dict[str, Any]
"""What a step leaves behind, as JSON: the id of a digest in the store, or what is told of a failure."""


async def tried(
    newsroom: Newsroom,
    stage: str,
    work: Callable[[], Awaitable[Outcome]],
    failed: Callable[[Exception], Outcome],
) -> Outcome:
    """Return what the work returned, as part of a step; after its last try what `failed` makes of its error.

    `stage` tells the stages of one request apart.
    """
    beginning = f"{newsroom.work.request_id()}/{stage}"
    begun = await asyncio.to_thread(newsroom.store.begin_attempt, beginning)
    if begun > MOST_BEGINNINGS:
        return failed(RuntimeError(f"{stage} was begun {begun} times and never finished"))
    for pause_s in FAILURE_PAUSES_S:
        try:
            return await work()
        except RingkasError as error:
            return failed(error)
        except Exception as error:
            log.warning("%s failed, again in %s s", stage, pause_s, exc_info=error)
            await asyncio.sleep(pause_s)
    try:
        return await work()
    except Exception as error:
        return failed(error)
