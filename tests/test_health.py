"""/healthz is ready only when everything that is needed answers; /metrics shows the figures."""

from __future__ import annotations

import json

import httpx
import pytest

from bot.runtime.health import Check, HealthServer
from playground.ports import free_port


async def well() -> None:
    return None


async def ill() -> None:
    raise ConnectionError("down")


async def asked(path: str, database: Check = well) -> httpx.Response:
    port = free_port()
    checks = {"telegram": well, "database": database}
    server = HealthServer("127.0.0.1", port, checks, lambda: b"figure 1\n", "text/plain; version=1")
    async with httpx.AsyncClient(trust_env=False) as client:
        response = await client.get(f"http://127.0.0.1:{port}{path}")
    await server.close()
    return response


@pytest.mark.parametrize(("database", "status"), [(well, 200), (ill, 503)])
async def test_one_part_that_fails_makes_it_not_ready(database: Check, status: int) -> None:
    response = await asked("/healthz", database)
    assert response.status_code == status
    state = json.loads(response.text)
    assert state["ready"] is (status == 200)
    assert state["telegram"] == "ok"
    assert state["database"] == ("ok" if status == 200 else "failed")


async def test_the_figures_stand_at_metrics() -> None:
    response = await asked("/metrics")
    assert response.text == "figure 1\n"
    assert response.headers["content-type"] == "text/plain; version=1"
