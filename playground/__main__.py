"""The playground as a program: a page in the browser that looks and behaves like Telegram, for any bot.

In: arguments; out: two servers on loopback, and with `--with-bot` the bot as a process of its own behind
them. It ends on Ctrl-C, and the bot with it; nothing is kept unless `--keep` names a folder.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import secrets
import signal
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.errors import ConfigError
from bot.settings import Settings, load_settings
from playground.bot_api import LOOPBACK, BotApiServer
from playground.bot_process import BotProcess
from playground.orders import Refused
from playground.ports import free_port, this_or_any
from playground.samples import load_samples
from playground.town import build_town
from playground.web import PageServer
from playground.world import DEFAULT_BOT_ID, World

PAGE_PORT, API_PORT = 8090, 8091
"""Where page and Bot API are looked for first; where one is taken, any free port will do."""
DONE, FAILED, MISUSED = 0, 1, 2
LAST_WORDS_CHARS = 1500
"""How much of a log is shown when the bot ends instead of starting."""
WATCH_S = 0.5
"""How often it is looked whether the bot still runs."""

FOR_ANY_BOT = """
  For your bot:

      TELEGRAM_API_URL={url}
      BOT_TOKEN={token}
"""
FOR_OURS = """
  Ringkas starts behind it: click a sample there, and the first brief comes in
  seconds. To use it in Telegram itself, put a token of @BotFather into .env.
  Its log: {log}
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the playground until somebody ends it; return the exit code."""
    arguments = _parser().parse_args(argv)
    if arguments.if_no_token and not _is_wanted():
        os.execv(sys.executable, [sys.executable, "-m", "bot"])  # noqa: S606 - the same Python
    try:
        if arguments.keep:
            arguments.keep.mkdir(parents=True, exist_ok=True)
        return asyncio.run(_run(arguments))
    except KeyboardInterrupt:
        return DONE
    except (OSError, RuntimeError) as error:
        print(f"playground: {error}", file=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m playground",
        description="A Telegram on this machine, in the browser, for a bot under TELEGRAM_API_URL.",
    )
    parser.add_argument("--port", type=int, help=f"of the page (default: {PAGE_PORT}, or a free one)")
    parser.add_argument("--api-port", type=int, help=f"of the Bot API (default: {API_PORT}, or a free one)")
    parser.add_argument("--token", help="the bot's token (default: a new one each time)")
    parser.add_argument("--open", action="store_true", help="open the page in the browser")
    parser.add_argument("--with-bot", action="store_true", help="start Ringkas behind it")
    parser.add_argument(
        "--if-no-token", action="store_true",
        help="only in a terminal and where no BOT_TOKEN is set; else this is `python -m bot`",
    )  # fmt: skip
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="keep the bot's log and what was said there"
    )
    return parser


def _is_wanted() -> bool:
    """Whether somebody sits there who has no token."""
    try:
        return sys.stdin.isatty() and load_settings().bot_token is None
    except ConfigError:
        return False  # the bot itself says what is wrong


async def _run(arguments: argparse.Namespace) -> int:
    world = World()
    samples = load_samples()
    town = build_town(world, samples)
    token = arguments.token or f"{DEFAULT_BOT_ID}:{secrets.token_urlsafe(26)}"
    api = BotApiServer(world, token)
    api.port = _port(arguments.api_port, API_PORT)
    page = PageServer(api, town, samples, port=_port(arguments.port, PAGE_PORT))
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with api, page, _folder(arguments.keep) as folder:
        if arguments.with_bot:
            status = await _with_bot(page, api, folder, ended, arguments.open)
        else:
            _say(page.url, FOR_ANY_BOT.format(url=api.url, token=token))
            _open(page.url, arguments.open)
            await ended.wait()
            status = DONE
        if arguments.keep:
            _write_down(world, folder / "chats.json")
    return status


@asynccontextmanager
async def _folder(kept: Path | None) -> AsyncIterator[Path]:
    """Where the bot works: a folder that is gone at the end, or the one that is to be kept."""
    if kept is not None:
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="ringkas-playground-") as name:
        yield Path(name)


def _port(asked: int | None, first: int) -> int:
    return this_or_any(first) if asked is None else asked


# With the bot


async def _with_bot(
    page: PageServer, api: BotApiServer, folder: Path, ended: asyncio.Event, opens: bool
) -> int:
    log = folder / "bot.log"
    bot = BotProcess(_bot_settings(page, api, folder), log, folder=folder, apart=True)
    page.bot_order = _Keeper(page, bot).carry_out
    page.bot_state = "starting"
    _say(page.url, FOR_OURS.format(log=log))
    _open(page.url, opens)
    started = asyncio.create_task(bot.start())
    stopped = asyncio.create_task(ended.wait())
    try:
        await asyncio.wait({started, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if started.done() and (error := started.exception()) is not None:
            print(f"playground: {error}", file=sys.stderr)
            return FAILED
        page.bot_state = "running"
        page.changed()
        await _watch(page, bot, ended)
        return DONE
    finally:
        for task in (started, stopped):
            task.cancel()
        await asyncio.gather(started, stopped, return_exceptions=True)
        await bot.stop()


async def _watch(page: PageServer, bot: BotProcess, ended: asyncio.Event) -> None:
    """Until the end, say on the page whether the bot runs."""
    while not ended.is_set():
        state = "running" if bot.is_running else "stopped"
        if page.bot_state != "starting" and state != page.bot_state:
            page.bot_state = state
            page.changed()
        try:
            await asyncio.wait_for(ended.wait(), WATCH_S)
        except TimeoutError:
            continue


class _Keeper:
    """Starts and kills the bot for the one who tries what it survives."""

    def __init__(self, page: PageServer, bot: BotProcess) -> None:
        self._page = page
        self._bot = bot

    async def carry_out(self, do: str) -> None:
        """Kill the bot as kill -9 does, or start it; raises Refused."""
        if do == "kill" and self._bot.is_running:
            await self._bot.kill()
            self._page.bot_state = "stopped"
        elif do == "start" and not self._bot.is_running and self._page.bot_state != "starting":
            await self._start()
        else:
            raise Refused("the bot is in no state for that")
        self._page.changed()

    async def _start(self) -> None:
        self._page.bot_state = "starting"
        self._page.changed()
        try:
            await self._bot.start()
        except RuntimeError as error:
            self._page.bot_state = "stopped"
            raise Refused(str(error)[-LAST_WORDS_CHARS:]) from error
        self._page.bot_state = "running"


def _bot_settings(page: PageServer, api: BotApiServer, folder: Path) -> dict[str, str]:
    health = f"{LOOPBACK}:{free_port()}"
    page.figures_url = f"http://{health}/metrics"
    try:
        target = load_settings().target_language
    except ConfigError:
        target = str(Settings.model_fields["target_language"].default)
    return {
        "BOT_TOKEN": api.token,
        "TELEGRAM_API_URL": api.url,
        "DATABASE_URL": f"sqlite:///{folder / f'{secrets.token_hex(4)}.db'}",
        "FETCH_ALLOW": page.host,
        "HEALTH_LISTEN": health,
        "TARGET_LANGUAGE": target,
    }


# What the terminal shows


def _say(url: str, more: str) -> None:
    print(
        f"""
  A Telegram of its own on this machine. Open

      {url}

  Nothing leaves this machine, and nothing is kept. Ctrl-C ends it.
{more}""",
        flush=True,
    )


def _open(url: str, wanted: bool) -> None:
    if wanted:
        webbrowser.open(url)


def _write_down(world: World, path: Path) -> None:
    chats = {
        chat.title or (chat.person.first_name if chat.person else str(chat.id)): [
            message.payload for message in world.conversation(chat)
        ]
        for chat in world.chats.values()
    }
    path.write_text(json.dumps(chats, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
