"""HTTP -> calls: the addresses under which a bot's library asks a Bot API server.

In: requests for /botTOKEN/METHOD, with parameters in the query, a form, a multipart body or JSON, and for
/file/botTOKEN/PATH; out: the answers in JSON, a web server's page where it stands before an API that is away,
or a connection that breaks off. What is answered is the server's: this module knows only how it is asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler

from playground.faults import ConnectionDroppedError
from playground.files import UPLOAD_LIMIT_BYTES
from playground.polling import Poll
from playground.rules import Upload
from playground.world import BotApiError

OVERHEAD_BYTES = 1024 * 1024
"""Room for the other parts of a multipart body."""
GATEWAY_STATUSES = frozenset({502, 503, 504})
"""Answered by the web server before the Bot API, with a page instead of JSON."""
STATUS_WORDS = {401: "Unauthorized", 404: "Not Found", 405: "Method Not Allowed"}
"""What stands for a status in an answer; every other one is an internal error."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to a call."""

    status: int
    body: bytes
    media_type: str = "application/json"


class Answering(Protocol):
    """Who answers."""

    async def answer(
        self, token: str, name: str, raw: Mapping[str, Any], uploads: Mapping[str, Upload], poll: Poll
    ) -> Answer:
        """The answer to a call; raises ConnectionDroppedError where there is to be none."""

    async def download(self, token: str, path: str) -> bytes:
        """A file's content. Raises BotApiError, ConnectionDroppedError."""

    def poll_is_gone(self, poll: Poll) -> None:
        """The one who asked has closed the connection."""


def http_server(server: Answering) -> HTTPServer:
    """What listens for the bot, not yet bound to an address."""
    routes = [
        (r"/file/bot([^/]*)/(.+)", _FileHandler, {"server": server}),
        (r"/bot([^/]*)/([^/]*)", _MethodHandler, {"server": server}),
    ]
    return HTTPServer(
        Application(routes, log_function=lambda handler: None),
        max_body_size=UPLOAD_LIMIT_BYTES + OVERHEAD_BYTES,
        max_buffer_size=UPLOAD_LIMIT_BYTES + OVERHEAD_BYTES,
    )


def accepted(result: Any) -> Answer:
    """The answer to a call that was carried out."""
    return Answer(200, _json({"ok": True, "result": result}))


def refusal(error: BotApiError) -> Answer:
    """The answer to a call that was refused, or did not get through."""
    if error.code in GATEWAY_STATUSES:
        page = f"<html><head><title>{error.code} {error.description}</title></head></html>"
        return Answer(error.code, page.encode(), "text/html")
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return Answer(error.code, _json(body))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()


class _Handler(RequestHandler):
    """Both kinds of addresses: whatever goes wrong is answered as the Bot API does."""

    def initialize(self, server: Answering) -> None:
        self.server = server
        self.poll = Poll()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        words = STATUS_WORDS.get(status_code, "Internal Server Error")
        self.set_header("Content-Type", "application/json")
        self.finish(_json({"ok": False, "error_code": status_code, "description": words}))


class _MethodHandler(_Handler):
    """/botTOKEN/METHOD"""

    async def get(self, token: str, name: str) -> None:
        try:
            answer = await self._answer(token, name)
        except ConnectionDroppedError:
            if not self.poll.gone:
                self.detach().close()
            return
        if not self.poll.gone:
            self.set_status(answer.status)
            self.set_header("Content-Type", answer.media_type)
            await self.finish(answer.body)

    post = get

    def on_connection_close(self) -> None:
        self.server.poll_is_gone(self.poll)

    async def _answer(self, token: str, name: str) -> Answer:
        try:
            raw, uploads = self._parameters()
        except BotApiError as error:
            return refusal(error)
        return await self.server.answer(token, name, raw, uploads, self.poll)

    def _parameters(self) -> tuple[dict[str, Any], dict[str, Upload]]:
        """Query, form and multipart fields, or the JSON body."""
        given = {name: values[-1] for name, values in self.request.arguments.items()}
        try:
            raw: dict[str, Any] = {name: value.decode() for name, value in given.items()}
        except UnicodeDecodeError:
            raise BotApiError(400, "Bad Request: strings must be encoded in UTF-8") from None
        if self.request.headers.get("Content-Type", "").startswith("application/json") and self.request.body:
            raw |= _json_parameters(self.request.body)
        uploads = {
            name: Upload(files[-1]["filename"], files[-1]["body"], files[-1]["content_type"])
            for name, files in self.request.files.items()
        }
        return raw, uploads


def _json_parameters(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body)
    except ValueError:
        raise BotApiError(400, "Bad Request: can't parse JSON object") from None
    if not isinstance(values, dict):
        raise BotApiError(400, "Bad Request: object expected as request")
    return values


class _FileHandler(_Handler):
    """/file/botTOKEN/PATH"""

    async def get(self, token: str, path: str) -> None:
        try:
            content = await self.server.download(token, path)
        except ConnectionDroppedError:
            self.detach().close()
        except BotApiError as error:
            raise HTTPError(error.code) from None
        else:
            self.set_header("Content-Type", "application/octet-stream")
            await self.finish(content)
