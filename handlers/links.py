"""Several links in one message: a list that fills in, and a brief of each on request.

In: a message that is a list of links, let in already; out: one message with a line for each link, brought up
to date as they are read, each in a step of its own; under it a number for each brief. This module must know
no wording and no stage by name.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

from telegram import CallbackQuery, Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.errors import RingkasError
from bot.pipeline import request_key
from bot.records import Digest, Reply, Request
from bot.reply.keyboard import Rows
from bot.reply.list import MOST_LINKS, Line, line_of, number_rows, render_list, same_as, why_not
from bot.reply.wording import Wording
from bot.runtime.choices import Settings
from handlers.failure import reply_to_failure
from handlers.known import known_digest
from handlers.newsroom import Newsroom, is_crowd, place_of_message, wanted
from handlers.patience import once
from handlers.pointers import Pointers
from handlers.press import do_once, message_pressed
from handlers.send import as_it_was, edit, is_closed, toast
from handlers.tries import Outcome

log = logging.getLogger(__name__)

BRIEF_PRESSED = r"^brief:([\w-]{1,20})$"

LINKS_AT_ONCE = 2
"""Of one message: while one waits for its page, the other one is read, as with two messages of one link."""

LIST_PAUSE_S = 1.0
"""Between two looks whether the list has something new to show: Telegram takes about one edit a second."""

GROUP_LIST_PAUSE_S = 10.0
"""The same in a group, where edits count among its 20 messages a minute: two lists leave room for answers."""

NUMBER = "number"
"""Under this name a line that is kept has its number in the list."""

PRESSED_MARK = "✓ "
"""Before the number of a brief that was asked for."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What answers a message with several links."""

    message_ids: tuple[int, ...] = ()
    """Our messages; of a list it is one."""
    read: Mapping[str, Outcome] = field(default_factory=dict)
    """The lines of a list that could be read, as JSON, by their link."""


NOTHING_SHOWN = Shown()


class LinksHandlers:
    """Handlers for lists of links."""

    def __init__(self, newsroom: Newsroom, pointers: Pointers) -> None:
        self._newsroom = newsroom
        self._pointers = pointers

    async def on_links(
        self, message: Message, links: Sequence[str], wording: Wording, *, shown: Shown = NOTHING_SHOWN
    ) -> Shown:
        """Answer a message with the list of its links, the first MOST_LINKS of them read; return what stands
        there then.

        `shown`: what answered the message before it was edited, whose place the list takes.
        """
        newsroom, of = self._newsroom, len(links)
        board = _Board(message, links[:MOST_LINKS], of, wording, shown.read)
        beginning = board.reply()
        accepted: Outcome = {"status_id": next(iter(shown.message_ids), None), "closed": False}
        if not shown.message_ids:
            accepted = await newsroom.work.step("accept", self._accept, message, beginning)
        if accepted["closed"]:
            return NOTHING_SHOWN
        showing = asyncio.create_task(board.keep_up_to_date(accepted["status_id"]))
        try:
            await self._read_all(board, await newsroom.settings(place_of_message(message)))
        finally:
            await board.finish(showing)
        sent = await self._show(board, shown, accepted["status_id"])
        await asyncio.to_thread(self._note_place, board, sent)
        if accepted["status_id"] is None:  # the first one may stand there all the same
            await newsroom.work.step("tidy", newsroom.outbox.tidy, message, beginning.messages[0])
        return Shown(tuple(sent), board.read())

    async def _show(self, board: _Board, shown: Shown, status_id: int | None) -> Sequence[int]:
        """Show the finished list; of one that stood there before, with the marks that it has."""
        newsroom, message = self._newsroom, board.answered
        if not shown.message_ids:
            return await newsroom.outbox.send(message, board.reply(), status_id=status_id)
        reply = board.reply()
        ticked = await newsroom.work.step("ticked", self._ticked, message.chat_id, shown.message_ids[0])
        reply = replace(reply, buttons=_with_marks(reply.buttons, frozenset(ticked)))
        return await newsroom.outbox.revise(message, reply, shown.message_ids)

    async def _ticked(self, chat_id: int, message_id: int) -> list[str]:
        return sorted(await asyncio.to_thread(self._newsroom.store.ticks.ticked, chat_id, message_id))

    def _note_place(self, board: _Board, sent: Sequence[int]) -> None:
        """Keep that the briefs are found by the list."""
        for line in board.fresh():
            if sent and line.digest_id:
                self._newsroom.store.stands_at(board.answered.chat_id, line.digest_id, sent[0])

    async def _accept(self, message: Message, reply: Reply) -> Outcome:
        """Show the list as it begins; where that does not get through, it comes when all is read."""
        try:
            return {"status_id": await self._newsroom.outbox.send_status(message, reply), "closed": False}
        except TelegramError as exc:
            if is_closed(exc):
                log.info("the chat is closed to us: %s", exc)
                return {"status_id": None, "closed": True}
            log.warning("the list did not get through: %s", exc)
            return {"status_id": None, "closed": False}

    async def _read_all(self, board: _Board, chosen: Settings) -> None:
        """Read each link in a step of its own; the steps begin in the order of the links, always the same."""
        turns = asyncio.Semaphore(LINKS_AT_ONCE)

        async def read_link(number: int) -> Outcome:
            board.put(number, replace(board.lines[number], state="reading"))
            return await self._read(board, number, chosen)

        async def fill_in(number: int) -> None:
            try:
                outcome = await self._newsroom.work.step("link", read_link, number)
            finally:
                turns.release()
            board.put(number, Line(**outcome))

        async with asyncio.TaskGroup() as tasks:
            for number in board.waiting():
                await turns.acquire()
                tasks.create_task(fill_in(number))

    async def _read(self, board: _Board, number: int, chosen: Settings) -> Outcome:
        """The line of a link that was read, or could not be."""
        newsroom, url = self._newsroom, board.links[number]
        request = request_for(url, chosen, newsroom.default_target, board.wording)

        async def read() -> Outcome:
            digest, key = await self._digest(request)
            place = place_of_message(board.answered)
            digest_id = await asyncio.to_thread(
                newsroom.store.add_digest,
                place.chat_id,
                digest,
                key,
                topic_id=place.topic_id,
                request_id=newsroom.work.request_id(),
            )
            return _as_json(line_of(url, digest, digest_id))

        def failed(error: Exception, tries: int) -> Outcome:
            newsroom.metrics.failed(type(error).__name__)
            if not isinstance(error, RingkasError):
                reply_to_failure(error, board.wording, tries)  # writes it down
            return _as_json(Line(url, "failed", why_not=why_not(error)))

        outcome = await newsroom.tries.stage(f"link-{number}", read, failed)
        newsroom.metrics.answered("link", "brief" if outcome["state"] == "read" else "failure")
        return outcome

    async def _digest(self, request: Request) -> tuple[Digest, str | None]:
        """The digest with what its reader sees translated, and the key under which it answers others."""
        newsroom, key = self._newsroom, request_key(request)
        known = await known_digest(newsroom.store, request)
        newsroom.metrics.looked_up(found=known is not None)
        digest = known.digest if known else await newsroom.pipeline.read(request)
        digest, untranslated = await newsroom.pipeline.translate(digest)
        newsroom.metrics.took(digest.timings_ms)
        if untranslated:
            newsroom.metrics.failed(type(untranslated).__name__)
        return digest, None if untranslated or digest.article.missing_pages else key

    async def on_brief_pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Send the brief of a number under the list: in a group once, however many press it; to one person
        again, where the number had its mark as they pressed it."""
        query = update.callback_query
        if query is None or context.match is None:
            return
        wording, message = await self._newsroom.wording(update), message_pressed(query)
        if message is None:
            await toast(query, wording.text("expired"), alert=True)
            return
        digest_id = context.match.group(1)
        if is_crowd(message.chat) and _was_pressed(message, query):
            await toast(query, wording.text("brief-above"))
            return
        send = partial(self._send_brief, query, message, digest_id, wording)
        job = ("brief", message.chat_id, digest_id)
        await do_once(job, self._newsroom.holds, query, wording, send)

    async def _send_brief(
        self, query: CallbackQuery, message: Message, digest_id: str, wording: Wording
    ) -> None:
        newsroom = self._newsroom
        digest = await asyncio.to_thread(newsroom.store.digest, message.chat_id, digest_id)
        if digest is None:
            await toast(query, wording.text("expired"), alert=True)
            return
        is_pressed = _was_pressed(message, query)
        may_be_asked = is_crowd(message.chat) or (message.reply_markup is not None and not is_pressed)
        if may_be_asked and await newsroom.work.step("asked", self._is_asked, message, digest_id):
            await toast(query, wording.text("brief-above"))
            return
        async with newsroom.change(digest_id):
            now = await asyncio.to_thread(newsroom.store.digest, message.chat_id, digest_id)
            digest = await self._as_chosen(query, message, digest_id, now or digest, wording)
        reply = await newsroom.brief(digest_id, digest, message, wording)
        sent = await newsroom.outbox.send(message, reply)
        if sent:
            await asyncio.to_thread(newsroom.store.stands_at, message.chat_id, digest_id, sent[0])
            await self._pointers.note(message, digest.article.url, digest_id, sent)
        if not is_pressed:
            await self._mark(message, digest_id)

    async def _as_chosen(
        self, query: CallbackQuery, message: Message, digest_id: str, digest: Digest, wording: Wording
    ) -> Digest:
        """A brief in the language that its place has chosen since it was made; as it was where that fails."""
        newsroom, store = self._newsroom, self._newsroom.store
        target = await newsroom.target_of(digest.article, message, wording)
        if target == digest.target:
            await toast(query)
            return digest
        kept = await asyncio.to_thread(store.translation, digest_id, target)
        await toast(query, wording.text("translating-into", language=wording.language_name(target)))
        switched, untranslated = await newsroom.switched(digest_id, digest, target, kept)
        if untranslated:
            return digest
        await asyncio.to_thread(store.replace_digest, message.chat_id, digest_id, switched)
        return switched

    async def _is_asked(self, message: Message, digest_id: str) -> bool:
        """Whether somebody has asked for a brief since the list was shown to who asks now."""
        ticked = await asyncio.to_thread(
            self._newsroom.store.ticks.ticked, message.chat_id, message.message_id
        )
        return digest_id in ticked

    async def _mark(self, message: Message, digest_id: str) -> None:
        """Show under the list which briefs were asked for, by others at the same moment too."""
        newsroom, of = self._newsroom, (message.chat_id, message.message_id)
        async with newsroom.holds.turn("ticks", *of):  # who shows the list last knows of all
            ticked = await asyncio.to_thread(newsroom.store.ticks.tick, *of, digest_id)
            rows = await asyncio.to_thread(self._numbers, message)
            if rows:
                await newsroom.outbox.rekey(message, _with_marks(rows, ticked))

    def _numbers(self, message: Message) -> Rows:
        """The numbers under a list as they are by now: an edit may have brought others since the press. None
        where the list has become a brief."""
        asked = message.reply_to_message
        letters = self._newsroom.store.correspondence
        answer = letters.answer(message.chat_id, asked.message_id) if asked else None
        if answer is None or message.message_id not in answer.answer_ids:
            return as_it_was(message).buttons
        lines = (answer.lines or {}).values()
        return number_rows((line[NUMBER], line["digest_id"]) for line in lines if NUMBER in line)


class _Board:
    """The list as it stands, and the message that shows it."""

    def __init__(
        self,
        answered: Message,
        links: Sequence[str],
        of: int,
        wording: Wording,
        read: Mapping[str, Outcome],
    ) -> None:
        """`of`: how many links the message has; `read`: lines of those that were read before, by link."""
        self.answered = answered
        self.wording = wording
        self.links = tuple(links)
        self.lines = [_line(read[link]) if link in read else Line(link) for link in links]
        self._known = frozenset(read)
        self._of = of
        self._over = asyncio.Event()
        self._shown = self.reply()

    def put(self, number: int, line: Line) -> None:
        """Put a line in its place, counted from 0."""
        self.lines[number] = line

    def waiting(self) -> tuple[int, ...]:
        """The numbers of the lines that are not read yet."""
        return tuple(number for number, line in enumerate(self.lines) if line.state == "waiting")

    def fresh(self) -> Iterator[Line]:
        """The lines that were not read before."""
        yield from (
            line for link, line in zip(self.links, self.lines, strict=True) if link not in self._known
        )

    def read(self) -> Mapping[str, Outcome]:
        """The lines that could be read, as JSON, by their link; with their numbers, which second addresses of
        one story do not have."""
        numbered, same = enumerate(zip(self.links, self.lines, strict=True), 1), same_as(self.lines)
        return {
            link: {**_as_json(line), **({} if number in same else {NUMBER: number})}
            for number, (link, line) in numbered
            if line.state == "read"
        }

    def reply(self) -> Reply:
        """The list in words, as far as it has come."""
        return render_list(self.lines, self.wording, of=self._of)

    async def keep_up_to_date(self, status_id: int | None) -> None:
        """Show what is new about the list now and then, until it is finished."""
        pause_s = GROUP_LIST_PAUSE_S if is_crowd(self.answered.chat) else LIST_PAUSE_S
        while status_id is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), pause_s)
                return
            now = self.reply()
            if now != self._shown and not now.buttons:  # the finished list is not shown without them
                self._shown = now
                with once():
                    await edit(self.answered, status_id, now.messages[0])

    async def finish(self, showing: asyncio.Task[None]) -> None:
        """Let the last change arrive: one that came after the finished list would stand there for ever."""
        self._over.set()
        await showing


def request_for(link: str, chosen: Settings, default_target: str, wording: Wording) -> Request:
    """Return the request that a link alone is, the same wherever it is read."""
    return replace(wanted(chosen, default_target, wording), links=(link,))


def _as_json(line: Line) -> Outcome:
    return {name: getattr(line, name) for name in Line.__slots__}


def _line(kept: Outcome) -> Line:
    return Line(**{name: kept[name] for name in Line.__slots__})


def _with_marks(rows: Rows, pressed: frozenset[str]) -> Rows:
    """The numbers under a list with the marks of the briefs that were asked for."""
    return tuple(
        tuple(
            replace(each, label=f"{PRESSED_MARK}{each.label.removeprefix(PRESSED_MARK)}")
            if each.action.partition(":")[2] in pressed
            else each
            for each in row
        )
        for row in rows
    )


def _was_pressed(message: Message, query: CallbackQuery) -> bool:
    """Whether the button carried its mark in the message that was pressed."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    pressed = [button for row in rows for button in row if button.callback_data == query.data]
    return any(button.text.startswith(PRESSED_MARK) for button in pressed)
