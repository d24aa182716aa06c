"""How events are written down: one line each, as text or JSON, and never the token.

In: the level, the format and the secrets to hide; out: a configured root logger, whose lines name the request
that they belong to. This module must know nothing of what is logged.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

HIDDEN = "[hidden]"

INDENT = "\n    "

QUIET_LOGGERS = ("httpx", "httpcore", "telegram", "trafilatura", "apscheduler", "pypdf", "alembic", "dbos")
"""Libraries that tell at INFO what is no event of ours; httpx logs addresses with the token in them."""

SILENT_LOGGERS = ("telegram.ext", "telegram.request")
"""Libraries whose errors we tell ourselves, in a line: these add a traceback to each gateway that is away."""

CUT_SHORT = "Asyncio task cancelled for workflow or step"
"""How dbos begins a warning for each step that a stop cuts short; `work` tells how many are left."""

_request: ContextVar[str] = ContextVar("request", default="")


@contextmanager
def logged_request(request_id: str) -> Iterator[None]:
    """Name the request in every line that is written inside."""
    token = _request.set(request_id)
    try:
        yield
    finally:
        _request.reset(token)


class _Line(logging.Formatter):
    """One event as one line of text, secrets taken out.

    Where it has more, as a traceback does, they are indented: nothing that somebody sent looks like an event.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s%(request)s: %(message)s")
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        record.request = f" [{_request.get()}]" if _request.get() else ""
        return self._without_secrets(INDENT.join(super().format(record).splitlines()))

    def _without_secrets(self, line: str) -> str:
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line


class _JsonLine(_Line):
    """One event as one JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := _request.get():
            fields["request"] = request_id
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return self._without_secrets(json.dumps(fields, ensure_ascii=False))


def configure_logging(level: str, form: str, secrets: Sequence[str]) -> None:
    """Send every event to standard error, Python's warnings among them; libraries below WARNING stay quiet
    unless level is DEBUG."""
    logging.captureWarnings(True)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLine(secrets) if form == "json" else _Line(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in SILENT_LOGGERS:
        logging.getLogger(name).setLevel(logging.DEBUG if level == "DEBUG" else logging.CRITICAL)
    for name in QUIET_LOGGERS:
        logging.getLogger(name).setLevel(logging.DEBUG if level == "DEBUG" else logging.WARNING)
    logging.getLogger("dbos").addFilter(_is_no_stop)


def _is_no_stop(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith(CUT_SHORT)
