"""Bodies that a server may answer with to do harm, through the fetcher and the sandbox as they run."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.errors import NotAnArticlePage, RingkasError
from bot.intake.fetch import Fetcher, open_client
from bot.intake.sandbox import Sandbox
from bot.records import Article
from bot.reply.render import render_error
from bot.reply.wording import Wording
from tests.hostile import BODIES
from tests.loopback import saying

TABLE = Path(__file__).parent / "cases" / "hostile_bodies.toml"
CASES = tomllib.loads(TABLE.read_text(encoding="utf-8"))["case"]

LIMIT_BYTES = 5_000_000
"""The default of FETCH_LIMIT_BYTES."""

PATIENCE_S = 120
"""For a fetch and for a reading: far more than any of these bodies takes on a busy machine."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(workers=1, time_limit_s=PATIENCE_S)
    await sandbox.start()
    yield sandbox
    await sandbox.close()


async def read(answer: bytes, sandbox: Sandbox) -> Article:
    async with saying(answer) as (server, _), open_client() as client:
        fetcher = Fetcher(client, timeout_s=PATIENCE_S, limit_bytes=LIMIT_BYTES, allow=frozenset({server}))
        page = await fetcher.fetch(f"http://{server}/")
        await sandbox.paging(page)
        return await sandbox.read(page)


def test_the_table_names_every_recipe_once() -> None:
    assert sorted(case["body"] for case in CASES) == sorted(BODIES)
    assert len(CASES) >= 40


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    "case", [case for case in CASES if case["ends"] == "read"], ids=lambda case: case["body"]
)
async def test_a_body_that_does_no_harm_is_read(case: dict[str, Any], sandbox: Sandbox) -> None:
    article = await read(BODIES[case["body"]](), sandbox)
    assert article.text
    assert "root:" not in article.text


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    "case", [case for case in CASES if case["ends"] != "read"], ids=lambda case: case["body"]
)
async def test_a_hostile_body_ends_in_an_error_of_ours(case: dict[str, Any], sandbox: Sandbox) -> None:
    with pytest.raises(RingkasError) as caught:
        await read(BODIES[case["body"]](), sandbox)
    assert type(caught.value).__name__ == case["ends"]
    if isinstance(caught.value, NotAnArticlePage):
        assert caught.value.content_type == case["content_type"]
    assert render_error(caught.value, Wording("en")).messages
