"""An article sent, forwarded, linked or filed; in a group, asked for.

In: an update with a message; out: one status message that becomes the brief, in steps that are each done
once: accept (the status) -> read (fetched, summarised, put into the store) -> translate -> answer. This
module must know no wording and no stage by name.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from functools import partial

from telegram import Bot, Document, Message, Update
from telegram.constants import ChatAction, ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.errors import Busy, NoArticle
from bot.intake.joining import breaks_off
from bot.pipeline import is_article_beside_link, request_key
from bot.records import Digest, Page, Reply
from bot.reply.list import MOST_LINKS
from bot.reply.render import note_for, render_message, render_preview, render_status
from bot.reply.wording import Wording
from bot.runtime.correspondence import Answer
from bot.runtime.store import OWN_REFUSAL_PAUSE_S, REFUSAL_PAUSE_S
from handlers.courtesy import returned
from handlers.failure import reply_to_failure
from handlers.known import known_digest
from handlers.links import LinksHandlers, Shown
from handlers.message import (
    answered_by,
    begins_with_command,
    brings_its_own,
    content_of,
    file_of,
    holds_an_article,
    is_by,
    is_for_another_bot,
    is_readable,
    links_of,
    listed_links,
    names_bot,
    story_links_of,
    text_of,
    words_of,
)
from handlers.newsroom import Newsroom, is_crowd, place_of_message, wanted
from handlers.patience import once
from handlers.pointers import Pointers
from handlers.send import is_closed
from handlers.status import StatusLine
from handlers.tries import Outcome

log = logging.getLogger(__name__)

ARTICLE_COMMANDS = ("ringkas", "summary")

COMMAND_IN_CAPTION = rf"(?i)^/(?:{'|'.join(ARTICLE_COMMANDS)})(?:@\w+)?(?:\s|$)"
"""python-telegram-bot's CommandHandler looks at texts alone; a file's command stands in its caption."""


class ArticleHandlers:
    """Handlers for messages that are, or lead to, an article."""

    def __init__(self, newsroom: Newsroom, lists: LinksHandlers, pointers: Pointers) -> None:
        self._newsroom = newsroom
        self._lists = lists
        self._pointers = pointers

    async def on_article(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer an article in a private chat, or say why there is none in the message."""
        message = update.effective_message
        if message is None:
            return
        about = answered_by(message)
        if about is None or holds_an_article(message) or not holds_an_article(about):
            await self.answer(message, message, update, context)
        elif not await returned(message, self._newsroom, await self._newsroom.wording(update)):
            await self.answer(message, about, update, context)

    async def on_promised_link(self, update: Update, context: ContextTypes.DEFAULT_TYPE, token: str) -> bool:
        """Read the link that a deep link stands for as if it had been sent; False where it is not known."""
        message = update.effective_message
        if message is None or message.from_user is None:
            return False
        promises = self._newsroom.store.promises
        link = await asyncio.to_thread(promises.link, message.from_user.id, token)
        if link is None:
            return False
        await self.answer(message, link_as_message(link, message), update, context)
        return True

    async def on_summary_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /ringkas: the article that comes with it, else the message that it replies to."""
        message = update.effective_message
        if message is None:
            return
        if message.chat.type != ChatType.PRIVATE and is_for_another_bot(message, context.bot.username):
            return
        await self.answer_asked(message, update, context)

    async def answer_asked(
        self, message: Message, update: Update, context: ContextTypes.DEFAULT_TYPE
    ) -> None:
        """Answer somebody who asked for a brief in so many words, or say how to ask."""
        article = _article_asked_about(message, answered_by(message))
        if article is not None:
            await self.answer(message, article, update, context)
            return
        await self.say_once("group-help" if is_crowd(message.chat) else "help", message, update)

    async def say_once(self, message_id: str, message: Message, update: Update) -> None:
        """Say how to ask; whoever edits the message has it said already, or gets the brief in its place."""
        newsroom = self._newsroom
        if await newsroom.work.step("earlier", self._earlier, message):
            return
        wording = await newsroom.wording(update)
        if not begins_with_command(message) and await returned(message, newsroom, wording):
            return
        language = wording.language_name(await newsroom.target(place_of_message(message)))
        sent = await newsroom.outbox.send(message, render_message(message_id, wording, language=language))
        await self.keep(message, message, sent, is_brief=False)

    async def on_unknown_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Read what comes with a command by whatever name; else say where the commands are told, until the
        message is edited."""
        message = update.effective_message
        if message is None:
            return
        if holds_an_article(message):
            await self.answer(message, message, update, context)
        else:
            await self.say_once("unknown-command", message, update)

    async def answer(
        self, message: Message, article: Message, update: Update, context: ContextTypes.DEFAULT_TYPE
    ) -> None:
        """Answer an article; a group that has its brief already is pointed there."""
        link = link_behind(article) if is_crowd(message.chat) else None
        if link is None:
            await self._answer(message, article, update, context)
            return
        async with self._pointers.turn(message, link):
            wording = await self._newsroom.wording(update)
            sent = await self._pointers.point(message, link, wording, asked=True)
            if sent:
                await self.keep(message, article, sent, is_brief=False)
            else:
                await self._answer(message, article, update, context)

    async def _answer(
        self, message: Message, article: Message, update: Update, context: ContextTypes.DEFAULT_TYPE
    ) -> None:
        newsroom, wording = self._newsroom, await self._newsroom.wording(update)
        earlier = await newsroom.work.step("earlier", self._earlier, message)
        if earlier:
            # A mark that is set under a list must know what stands there by then.
            async with newsroom.holds.turn("ticks", message.chat_id, earlier["answer_ids"][0]):
                await self._revise(message, article, earlier, wording)
            return
        if not holds_an_article(article) and await returned(article, newsroom, wording):
            return
        if nothing := _refusal(article) or _remark(message, article):
            sent = await newsroom.outbox.send(message, render_message(nothing, wording))
            await self.keep(message, article, sent, is_brief=False)
            return
        listed = listed_links(article)
        articles = min(len(listed), MOST_LINKS) or int(holds_an_article(article))
        refusal = await newsroom.work.step("admit", self.admit, message, articles)
        if refusal:
            await self._refuse(message, refusal, wording)
            return
        is_told = context.application.running  # not yet where it was left by an earlier life
        if is_told and message.chat.type == ChatType.PRIVATE:  # a group's would count among 20 a minute
            context.application.create_task(_show_typing(message), update)
        if listed:
            shown = await self._lists.on_links(message, listed, wording)
            await self.give_back(articles, articles - len(shown.read))
            await self._keep_list(message, article, shown)
        else:
            await self._brief(message, article, wording)

    async def _refuse(self, message: Message, refusal: Outcome, wording: Wording) -> None:
        """Say when to come back, where that is to be told."""
        if refusal["told"]:
            busy = reply_to_failure(Busy(refusal["retry_after_s"]), wording)
            await self._newsroom.outbox.send(message, busy)

    async def _brief(self, message: Message, article: Message, wording: Wording) -> None:
        """Say that an article is being read, and put its brief into that message's place."""
        newsroom = self._newsroom
        accepted = await newsroom.work.step("accept", self._accept, message, wording)
        if accepted["closed"]:
            return
        status_id: int | None = accepted["status_id"]
        status = StatusLine(message, status_id, wording, crowd=is_crowd(message.chat))
        outcome = await self.translated(await self.read(article, message, status), message, status)
        newsroom.metrics.answered(_kind(article), "failure" if "failure" in outcome else "brief")
        await self.give_back(1, int("failure" in outcome))
        reply = await self.reply(outcome, message, wording)
        sent = await newsroom.outbox.send(message, reply, status_id=status_id)
        await self.keep(message, article, sent, is_brief="failure" not in outcome)
        await self.note_place(outcome, message, link_behind(article), sent)
        if accepted["doubtful"]:  # it may stand there all the same
            reading = render_status("reading", wording).messages[0]
            await newsroom.work.step("tidy", newsroom.outbox.tidy, message, reading)

    async def _revise(self, message: Message, article: Message, earlier: Outcome, wording: Wording) -> None:
        """Bring an answer up to date where its article has changed; an old brief is better than none."""
        newsroom = self._newsroom
        if earlier["content"] == content_of(message) or _refusal(article):
            return
        if listed := listed_links(article):
            await self._revise_list(message, article, listed, earlier, wording)
            return
        if await newsroom.work.step("admit", self.admit, message, int(holds_an_article(article))):
            return
        status = StatusLine(message, None, wording, crowd=is_crowd(message.chat))
        outcome = await self.translated(await self.read(article, message, status), message, status)
        is_brief = "failure" not in outcome
        await self.give_back(1, int(not is_brief))
        if earlier["is_brief"] and not is_brief:
            return
        reply = await self.reply(outcome, message, wording)
        sent = await newsroom.outbox.revise(message, reply, earlier["answer_ids"])
        await self.note_place(outcome, message, link_behind(article), sent)
        await self.keep(message, article, sent, is_brief=is_brief)

    async def _revise_list(
        self, message: Message, article: Message, listed: Sequence[str], earlier: Outcome, wording: Wording
    ) -> None:
        """Bring the list of a message's links up to date; what was read for it already is not read again.

        Who did not ask for any brief gets no list of them either.
        """
        if not is_request(message):
            return
        read: Mapping[str, Outcome] = earlier["lines"] or {}
        new = sum(link not in read for link in listed[:MOST_LINKS])
        if await self._newsroom.work.step("admit", self.admit, message, new):
            return
        shown = Shown(tuple(earlier["answer_ids"]), read)
        shown = await self._lists.on_links(message, listed, wording, shown=shown)
        await self.give_back(new, len(listed[:MOST_LINKS]) - len(shown.read))
        await self._keep_list(message, article, shown)

    async def _keep_list(self, message: Message, article: Message, shown: Shown) -> None:
        """Keep where a list stands and what of it is read, for the day that its message is edited."""
        await self.keep(
            message, article, shown.message_ids, is_brief=bool(shown.read), lines=dict(shown.read)
        )

    async def _earlier(self, message: Message) -> Outcome | None:
        """How the message was answered before it was edited, or before a late piece of it came."""
        letters = self._newsroom.store.correspondence
        answer = await asyncio.to_thread(letters.answer, message.chat_id, message.message_id)
        return asdict(answer) | {"answer_ids": list(answer.answer_ids)} if answer else None

    async def keep(
        self,
        message: Message,
        article: Message,
        sent: Sequence[int],
        *,
        is_brief: bool,
        lines: Outcome | None = None,
    ) -> None:
        """Keep where a message was answered, for the day that it is edited; `lines`: those of a list.

        Where nothing was sent nobody was told anything, and nothing is kept: see `keep_silence`.
        """
        if sent:
            said, content = tuple(sent), content_of(message)
            answer = Answer(
                message.message_id, article.message_id, said, content, is_brief=is_brief, lines=lines
            )
            await self._keep(message.chat_id, answer)

    async def keep_silence(self, message: Message) -> None:
        """Keep that a message was looked at and holds nothing to say anything of, until it is edited."""
        number = message.message_id
        await self._keep(message.chat_id, Answer(number, number, (), content_of(message), is_brief=False))

    async def _keep(self, chat_id: int, answer: Answer) -> None:
        keep_answer = self._newsroom.store.correspondence.keep_answer
        await self._newsroom.work.step("keep", asyncio.to_thread, keep_answer, chat_id, answer)

    async def note_place(
        self, outcome: Outcome, message: Message, link: str | None, sent: Sequence[int]
    ) -> None:
        """Keep which message shows the brief, for those who look for it, or send its link again."""
        if "digest_id" in outcome and sent:
            stands_at = self._newsroom.store.stands_at
            await asyncio.to_thread(stands_at, message.chat_id, outcome["digest_id"], sent[0])
            await self._pointers.note(message, link, outcome["digest_id"], sent)

    async def _accept(self, message: Message, wording: Wording) -> Outcome:
        """Say that the article is being read; where that does not get through, the brief comes without it."""
        try:
            status_id = await self._newsroom.outbox.send_status(message, render_status("reading", wording))
        except TelegramError as exc:
            if is_closed(exc):
                log.info("the chat is closed to us: %s", exc)
                return {"status_id": None, "closed": True, "doubtful": False}
            log.warning("the status did not get through: %s", exc)
            return {"status_id": None, "closed": False, "doubtful": True}
        return {"status_id": status_id, "closed": False, "doubtful": False}

    async def admit(self, message: Message, articles: int) -> Outcome | None:
        """Return None for whoever may come in, else when to come back, and whether that is to be told.

        What holds no article, `articles` 0, comes in and does not count: its answer costs nothing.
        """
        if not articles:
            return None
        newsroom = self._newsroom
        ask = partial(
            newsroom.store.refusal,
            pause_s=REFUSAL_PAUSE_S if is_crowd(message.chat) else OWN_REFUSAL_PAUSE_S,
        )
        of = (newsroom.work.request_id(), message.chat_id, newsroom.chat_limit, articles)
        refusal = await asyncio.to_thread(ask, *of)
        return asdict(refusal) if refusal else None

    async def give_back(self, articles: int, unread: int) -> None:
        """Count no longer what of the admitted articles turned out to be none."""
        if unread:
            newsroom = self._newsroom
            request_id = newsroom.work.request_id()
            await asyncio.to_thread(newsroom.store.give_back, request_id, articles, unread)

    async def read(
        self, article: Message, message: Message, status: StatusLine, *, afresh: bool = False
    ) -> Outcome:
        """Return the digest of an article, or the words for why there is none; `afresh`: whatever is kept."""
        return await self._newsroom.work.step("read", self._read, article, message, status, afresh)

    async def translated(self, outcome: Outcome, message: Message, status: StatusLine) -> Outcome:
        """Return what `read` returned with what the reader sees translated; a failure as it is."""
        if "digest_id" not in outcome:
            return outcome
        return await self._newsroom.work.step("translate", self._translate, outcome, message.chat_id, status)

    async def _read(self, article: Message, message: Message, status: StatusLine, afresh: bool) -> Outcome:
        """The digest, untranslated unless somebody asked for the same before; kept in the store."""

        async def read() -> Outcome:
            newsroom = self._newsroom
            place = place_of_message(message)
            chosen = await newsroom.settings(place)
            request = replace(
                wanted(chosen, newsroom.default_target, status.wording),
                text=words_of(article),
                links=links_of(article),
                file=await _file(article.document),
            )
            if not (request.text or request.file):
                raise NoArticle
            known = None if afresh else await known_digest(newsroom.store, request)
            newsroom.metrics.looked_up(found=known is not None)
            digest = known.digest if known else await newsroom.pipeline.read(request, status, status.on_page)
            digest_id = await asyncio.to_thread(
                newsroom.store.add_digest,
                place.chat_id,
                digest,
                topic_id=place.topic_id,
                request_id=newsroom.work.request_id(),
            )
            is_text = digest.article.url is None and request.file is None
            is_torn = is_text and breaks_off(request.text)
            return {"digest_id": digest_id, "key": request_key(request), "torn": is_torn}

        return await self._tried("read", read, status.wording)

    async def _translate(self, outcome: Outcome, chat_id: int, status: StatusLine) -> Outcome:
        """The same digest with what the reader sees translated."""

        async def translate() -> Outcome:
            newsroom, digest_id = self._newsroom, outcome["digest_id"]
            digest = await asyncio.to_thread(newsroom.store.digest, chat_id, digest_id)
            if digest is None:  # swept since it was read
                raise NoArticle
            async with status.meanwhile(
                render_preview(digest, status.wording), partial(self._opening, digest, status.wording)
            ):
                digest, untranslated = await newsroom.pipeline.translate(digest)
            incomplete = untranslated or digest.article.missing_pages
            key = None if incomplete else outcome["key"]
            await asyncio.to_thread(newsroom.store.replace_digest, chat_id, digest_id, digest, key)
            newsroom.metrics.took(digest.timings_ms)
            if untranslated:
                newsroom.metrics.failed(type(untranslated).__name__)
            note = note_for(untranslated, status.wording) if untranslated else None
            if note is None and outcome.get("torn"):
                note = status.wording.text("note-breaks-off")
            return {**outcome, "note": note}

        return await self._tried("translate", translate, status.wording)

    async def _opening(self, digest: Digest, wording: Wording) -> Reply | None:
        """The beginning of the brief in the reader's language, while the rest is being translated."""
        opened = await self._newsroom.pipeline.opening(digest)
        return render_preview(opened, wording) if opened else None

    async def _tried(self, stage: str, work: Callable[[], Awaitable[Outcome]], wording: Wording) -> Outcome:
        def failed(error: Exception, tries: int) -> Outcome:
            self._newsroom.metrics.failed(type(error).__name__)
            return {"failure": list(reply_to_failure(error, wording, tries).messages)}

        return await self._newsroom.tries.stage(stage, work, failed)

    async def reply(self, outcome: Outcome, message: Message, wording: Wording) -> Reply:
        """Return the brief, or why there is none."""
        if "failure" in outcome:
            return Reply(tuple(outcome["failure"]))
        newsroom, digest_id = self._newsroom, outcome["digest_id"]
        digest = await asyncio.to_thread(newsroom.store.digest, message.chat_id, digest_id)
        if digest is None:
            return render_message("expired", wording)
        return await newsroom.brief(digest_id, digest, message, wording, note=outcome["note"])


def is_asked(message: Message, bot: Bot) -> bool:
    """Whether a group's message speaks to the bot: names it, or answers it with an article or its link.

    Words beside a link are a remark on the article behind it; words alone go to the group, be they many.
    """
    if names_bot(message, bot.username, bot.id):
        return True
    replied = message.reply_to_message
    answers_bot = replied is not None and replied.from_user is not None and replied.from_user.id == bot.id
    brings_article = brings_its_own(message) or is_article_beside_link(text_of(message))
    return answers_bot and (brings_article or bool(story_links_of(message)))


def is_request(message: Message) -> bool:
    """Whether a message asks for something: all do in a private chat; in a group those said to the bot."""
    return not is_crowd(message.chat) or begins_with_command(message) or is_asked(message, message.get_bot())


def link_as_message(link: str, message: Message) -> Message:
    """Return a link as if it had been sent in the place of a message."""
    article = Message(message.message_id, message.date, message.chat, message.from_user, text=link)
    article.set_bot(message.get_bot())
    return article


def link_behind(article: Message) -> str | None:
    """Return the link behind which an article is; None where the message holds the article itself, or is a
    list of several."""
    links = links_of(article)
    if len(links) != 1 or article.document or is_article_beside_link(text_of(article)):
        return None
    return links[0]


def _article_asked_about(message: Message, replied: Message | None) -> Message | None:
    """Return the message that is asked about: beside an article, a long question is no article itself."""
    if brings_its_own(message):
        return message
    if replied is not None and (holds_an_article(replied) or not holds_an_article(message)):
        return replied
    has_something = holds_an_article(message) or message.document or message.photo
    return message if has_something else None


async def _show_typing(message: Message) -> None:
    with suppress(TelegramError), once():
        await message.reply_chat_action(ChatAction.TYPING)


async def _file(document: Document | None) -> Page | None:
    return await file_of(document) if document and is_readable(document) else None


def _kind(article: Message) -> str:
    """What was sent, in one word for the figures."""
    if article.document:
        return "file"
    if links_of(article) and not is_article_beside_link(text_of(article)):
        return "link"
    return "forward" if article.forward_origin else "paste"


def _remark(message: Message, article: Message) -> str | None:
    """Return the message that answers a remark on what we have said."""
    is_remark = article is message and not holds_an_article(message)
    return "remark" if is_remark and is_by(message.reply_to_message, message.get_bot().id) else None


def _refusal(message: Message) -> str | None:
    """Return the message that says why there is no article in it, seen before anything is fetched."""
    if message.document and is_readable(message.document):
        return None
    if holds_an_article(message) or (text_of(message).strip() and not message.document):
        return None
    if message.document:
        return "unsupported"
    if message.photo:
        return "photo-without-text"
    return "sticker" if message.sticker else "no-text"
