"""/healthz for the operator's supervisor, ready only when everything that is needed answers, and /metrics.

In: named checks that raise when something is wrong, and a page of figures; out: an HTTP server in the running
event loop. This module owns tornado; it must know nothing of what is checked or counted.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

log = logging.getLogger(__name__)

CHECK_TIMEOUT_S = 3.0
"""How long one check may take: less than the 5 seconds that a container's health check waits."""

Check = Callable[[], Awaitable[None]]
Figures = Callable[[], bytes]
"""Returns the page of figures; may block."""


class _Healthz(RequestHandler):
    def initialize(self, checks: Mapping[str, Check]) -> None:
        self._checks = checks

    async def get(self) -> None:
        states = await asyncio.gather(*(_state(name, check) for name, check in self._checks.items()))
        ready = all(state == "ok" for state in states)
        self.set_status(200 if ready else 503)
        self.write({"ready": ready, **dict(zip(self._checks, states, strict=True))})


class _Metrics(RequestHandler):
    def initialize(self, figures: Figures, content_type: str) -> None:
        self._figures = figures
        self._content_type = content_type

    async def get(self) -> None:
        page = await asyncio.to_thread(self._figures)
        self.set_header("Content-Type", self._content_type)
        self.write(page)


async def _state(name: str, check: Check) -> str:
    try:
        async with asyncio.timeout(CHECK_TIMEOUT_S):
            await check()
    except Exception as exc:
        log.warning("health: %s: %s", name, exc)
        return "failed"
    return "ok"


class HealthServer:
    """A server on host:port whose /healthz answers 200 when all checks pass, else 503; figures at /metrics.

    The body names each check with "ok" or "failed". Making one raises OSError when the port is taken.
    """

    def __init__(
        self, host: str, port: int, checks: Mapping[str, Check], figures: Figures, content_type: str
    ) -> None:
        application = Application(
            [
                ("/healthz", _Healthz, {"checks": checks}),
                ("/metrics", _Metrics, {"figures": figures, "content_type": content_type}),
            ],
            log_function=_quiet,
        )
        self._server: HTTPServer = application.listen(port, address=host)

    async def close(self) -> None:
        """Stop listening, and let go of who is connected."""
        self._server.stop()
        await self._server.close_all_connections()


def _quiet(handler: RequestHandler) -> None:
    """A probe every half minute is no event."""
