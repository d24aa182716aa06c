"""One event, one line, and never the token."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator

import pytest

from bot.runtime.log import HIDDEN, configure_logging, logged_request

TOKEN = "123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture(autouse=True)
def restored_root() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    logging.captureWarnings(False)
    root.handlers[:], root.level = handlers, level


def test_the_token_never_reaches_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("DEBUG", "text", [TOKEN])
    logging.getLogger("httpx").info("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    try:
        raise RuntimeError(f"https://api.telegram.org/bot{TOKEN}/getMe failed")
    except RuntimeError:
        logging.getLogger("bot").exception("a bug")
    written = capsys.readouterr().err
    assert TOKEN not in written
    assert written.count(HIDDEN) == 2


def test_json_lines_hold_one_event_each(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", "json", [TOKEN])
    logging.getLogger("bot").warning("two\nlines with %s", TOKEN)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0])["message"] == f"two\nlines with {HIDDEN}"


@pytest.mark.filterwarnings("default::UserWarning")
def test_a_warning_of_python_is_an_event_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", "json", [TOKEN])
    warnings.warn(f"old news of {TOKEN}", UserWarning, stacklevel=1)
    (line,) = capsys.readouterr().err.splitlines()
    assert f"old news of {HIDDEN}" in json.loads(line)["message"]


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n", "\u2028", "\v"])
def test_what_somebody_sent_looks_like_no_event(capsys: pytest.CaptureFixture[str], line_break: str) -> None:
    configure_logging("INFO", "text", [])
    logging.getLogger("bot").warning("sent: %s", f"a{line_break}2026-01-01 00:00:00,000 ERROR bot: forged")
    first, second = capsys.readouterr().err.splitlines()
    assert first.endswith("sent: a")
    assert second.startswith("    2026")


def test_libraries_are_quiet_at_info_and_of_what_we_tell_ourselves(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging("INFO", "text", [])
    logging.getLogger("httpx").info("GET something")
    logging.getLogger("dbos").warning("Asyncio task cancelled for workflow or step <function f at 0x7f>")
    logging.getLogger("telegram.request.BaseRequest").error("Can not load invalid JSON data: <html>")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("form", "mark"), [("text", "[1-42]"), ("json", '"request": "1-42"')])
def test_a_request_s_lines_name_it(capsys: pytest.CaptureFixture[str], form: str, mark: str) -> None:
    configure_logging("INFO", form, [])
    with logged_request("1-42"):
        logging.getLogger("bot").info("inside")
    logging.getLogger("bot").info("outside")
    inside, outside = capsys.readouterr().err.splitlines()
    assert mark in inside
    assert "1-42" not in outside
