"""What was read before answers the same request again, whoever asks and in whatever language.

In: a request; out: the digest of an earlier one, as its new reader is to have it, and whether anything of it
is still to be translated. This module must know no chat and no wording.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.pipeline import for_reader, request_key
from bot.records import Digest, Request
from bot.runtime.store import Store


@dataclass(frozen=True, slots=True)
class Known:
    """A digest that need not be made again."""

    digest: Digest
    is_whole: bool
    """Whether it is in its reader's language already."""


async def known_digest(store: Store, request: Request) -> Known | None:
    """Return the newest digest that answered the same request; None where there is none.

    One that was made for readers of another language shares with this reader all but its translation.
    """
    key = request_key(request)
    newest = await asyncio.to_thread(store.digest_for, key)
    if newest is None:
        return None
    digest = for_reader(newest, request)
    if digest.target in (newest.target, digest.article.language):
        return Known(digest, is_whole=True)
    kept = await asyncio.to_thread(store.digest_for, key, digest.target)
    if kept is not None and kept.article.text == newest.article.text:
        return Known(kept, is_whole=True)
    return Known(for_reader(newest, request, kept), is_whole=False)
