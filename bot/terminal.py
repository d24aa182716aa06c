"""The terminal: the chat without Telegram, a digest as the chat would show it, and progress bars.

In: lines that somebody types, or work that takes a while; out: text on the terminal. Owner of rich
and prompt_toolkit. The words come from bot/reply; this module must know no stage.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from bot.errors import RingkasError, TranslationError
from bot.intake.links import find_links
from bot.kit import DATA, Kit
from bot.records import Button, Digest, Page, Reply, Request
from bot.reply.courtesy import Courtesy, courtesy_in
from bot.reply.panel import (
    Press,
    State,
    What,
    after,
    press_of,
    render_panel,
    render_question,
    render_saved,
)
from bot.reply.plain import to_plain
from bot.reply.render import (
    note_for,
    render_digest,
    render_error,
    render_full,
    render_message,
    render_sources,
)
from bot.reply.wording import Wording, language_meant, length_meant

DIGEST_ID = "last"
"""The terminal keeps one digest, the last."""

LONGEST_PATH_CHARS = 250
"""A longer line is a text; names of files end at 255 bytes."""

READABLE_SUFFIXES = (".txt", ".html", ".htm", ".pdf", ".docx")
PATH_BEGINNINGS = ("/", "~/", "./", "../")

_BARE_LINK = re.compile(r"[\w-]+(?:\.[\w-]+)+/\S+")

SAMPLE = "samples/kereta-pesisir.txt"

ACTIONS = frozenset({"full", "orig", "less", "more"})
"""Of a brief's buttons those that make sense here: there is nobody to share with, and there is /language."""

HELPED = frozenset({"/help", "/ringkas", "/today", "/forget"})
"""Commands that the help answers: itself, and those of chats that are kept or shared, which this is not."""
COURTESIES: Mapping[Courtesy, str] = {"help": "help", "greeting": "greeting"}
"""Which message answers a courtesy; the others, which in a chat a reaction answers, get "welcome"."""

LEAVE = frozenset({"/quit", "/exit", "/q"})

T = TypeVar("T")


class Conversation:
    """One person's chat: what was chosen, and the digest that the buttons belong to."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._chosen = State(target=kit.settings.target_language, targets=kit.targets)
        self._digest: Digest | None = None
        self._digest_buttons: tuple[Button, ...] = ()
        self._buttons: tuple[Button, ...] = ()

    @property
    def _wording(self) -> Wording:
        return Wording(self._chosen.interface or "en")

    async def answer(self, line: str) -> Reply:
        """Return the reply to what was typed or pasted: an article, a command, or a button's number."""
        line = line.strip()
        try:
            if line.startswith("/") and "/" not in line[1:]:
                reply = await self._command(*line.split(maxsplit=1))
            elif line.isdecimal() and 1 <= int(line) <= len(self._buttons):
                reply = await self._press(self._buttons[int(line) - 1].action)
            elif courtesy := courtesy_in(line):
                reply = self._say(COURTESIES.get(courtesy, "welcome"))
            else:
                reply = await self._brief(line)
        except RingkasError as error:
            reply = render_error(error, self._wording)
        self._buttons = tuple(button for row in reply.buttons for button in row) or self._digest_buttons
        return reply

    async def _command(self, command: str, argument: str = "") -> Reply:
        if command in ("/language", "/length"):
            return await self._press(f"{command.removeprefix('/')}:{argument}")
        if command == "/settings":
            return render_panel(self._chosen, self._wording)
        if command in ("/start", "/about"):
            return self._say(command.removeprefix("/"))
        return self._say("help" if command in HELPED else "unknown-command")

    def _say(self, message_id: str) -> Reply:
        language = self._wording.language_name(self._chosen.target)
        return render_message(message_id, self._wording, language=language)

    async def _press(self, action: str) -> Reply:
        if press := press_of(action):
            return self._press_panel(press)
        name, _, value = action.partition(":")
        if name == "language":
            return self._choose_language(value)
        if name == "length":
            return self._choose_length(value)
        if self._digest is None:
            return render_message("expired", self._wording)
        return await self._press_digest(name, self._digest)

    async def _press_digest(self, name: str, digest: Digest) -> Reply:
        if name == "orig":
            return render_sources(digest, self._wording)
        if name == "full":
            self._digest = await self._kit.pipeline.translate_all(digest)
            return render_full(self._digest, self._wording)
        count = await self._kit.pipeline.next_count(digest, longer=name == "more")
        if count is None:
            return render_message("no-other-length", self._wording, action=name)
        return self._show(*await self._kit.pipeline.resummarise(digest, count))

    def _press_panel(self, press: Press) -> Reply:
        if not press.chooses:
            return render_panel(self._chosen, self._wording, press.what, page=press.page)
        self._chosen = after(press, self._chosen)
        return render_panel(self._chosen, self._wording, "parts" if press.what == "parts" else "main")

    def _choose_language(self, wanted: str) -> Reply:
        code = language_meant(wanted, self._kit.targets, self._wording)
        if code is None:
            return render_question(self._chosen, self._wording, "language", refused=wanted)
        return self._choose("language", replace(self._chosen, target=code))

    def _choose_length(self, wanted: str) -> Reply:
        try:
            count = length_meant(wanted, self._wording)
        except ValueError:
            return render_question(self._chosen, self._wording, "length", refused=wanted)
        return self._choose("length", replace(self._chosen, sentence_count=count))

    def _choose(self, what: What, chosen: State) -> Reply:
        self._chosen = chosen
        return render_saved(chosen, self._wording, what)

    async def _brief(self, line: str) -> Reply:
        request = Request(target=self._chosen.target, sentence_count=self._chosen.sentence_count)
        if path := _path_meant(line):
            try:
                request = replace(request, file=Page(path.read_bytes(), name=path.name))
            except OSError:
                return render_message("no-such-file", self._wording, path=str(path))
        else:
            line = f"https://{line}" if _BARE_LINK.fullmatch(line) else line
            request = replace(request, text=line, links=find_links(line))
        other_links = max(0, len(request.links) - 1)
        return self._show(*await self._kit.pipeline.run(request), other_links=other_links)

    def _show(self, digest: Digest, untranslated: TranslationError | None, *, other_links: int = 0) -> Reply:
        note = note_for(untranslated, self._wording) if untranslated else None
        reply = render_digest(
            digest,
            self._wording,
            digest_id=DIGEST_ID,
            parts=self._chosen.parts,
            other_links=other_links,
            note=note,
        )
        self._digest = digest
        self._digest_buttons = tuple(
            button for row in reply.buttons for button in row if button.action.partition(":")[0] in ACTIONS
        )
        return replace(reply, buttons=(self._digest_buttons,) if self._digest_buttons else ())


def _path_meant(line: str) -> Path | None:
    """Return the path that was typed, whether or not there is a file; None when the line is no path."""
    written = line.strip("'\"")
    if "\n" in written or len(written) > LONGEST_PATH_CHARS or "://" in written:
        return None
    is_path = written.startswith(PATH_BEGINNINGS) or written.lower().endswith(READABLE_SUFFIXES)
    return Path(written).expanduser() if is_path else None


async def chat(kit: Kit) -> None:
    """Talk in the terminal until its user leaves."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.patch_stdout import patch_stdout

    conversation = Conversation(kit)
    session: PromptSession[str] = PromptSession("\n> ")
    show(await conversation.answer("/start"))
    show(render_message("terminal-help", Wording("en"), sample=SAMPLE))
    while True:
        try:
            with patch_stdout():
                line = await session.prompt_async()
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip() in LEAVE:
            return
        if line.strip():
            show(await conversation.answer(line))


def show_digest(digest: Digest) -> None:
    """Print a digest as the chat would show it, without its buttons."""
    reply = render_digest(digest, Wording(digest.target), digest_id=DIGEST_ID)
    show(Reply(reply.messages))


def show(reply: Reply) -> None:
    """Print a reply; its buttons with the numbers that press them, its file into the folder."""
    ansi = sys.stdout.isatty()
    width = min(shutil.get_terminal_size().columns, 100)
    for html in reply.messages:
        print(to_plain(html, ansi=ansi, width=width))
    if reply.attachment:
        path = DATA / reply.attachment.name
        path.write_bytes(reply.attachment.content)
        print(f"[file] {path}")
    buttons = [button.label for row in reply.buttons for button in row]
    if buttons:
        print("\n" + "  ".join(f"[{number}] {label}" for number, label in enumerate(buttons, 1)))


def progress(work: Iterable[T], label: str, total: int | None) -> Iterator[T]:
    """Yield what `work` yields, with a bar on standard error where that is a terminal."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(work, label, total=total, console=console, disable=not console.is_terminal)


@contextmanager
def download_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for a download: call the value with the bytes that are here and the bytes in all."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole or None)
