"""An update is in the database before Telegram hears that it arrived, and only if it asks for something."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from telegram import Bot, Update

from bot.runtime.work import Lane
from handlers import inbox
from handlers.inbox import Inbox, lane_of, request_id_of
from playground.world import Chat, User, member_json

LINK = "https://example.org/berita/123"


class Known(Bot):
    """A bot that has asked Telegram for its name."""

    def __init__(self) -> None:
        super().__init__("42:token")

    @property
    def id(self) -> int:
        return 42

    @property
    def username(self) -> str:
        return "ringkas_bot"


class Shelf:
    """Keeps what is put down; fails a few times first, if told so."""

    def __init__(self, failures: int = 0) -> None:
        self.kept: list[tuple[str, Lane, str, str]] = []
        self._failures = failures

    async def put_down(self, *what: Any) -> None:
        if self._failures:
            self._failures -= 1
            raise OSError("disk full")
        self.kept.append(what)


def aside(update: Update, ours: Lane | None) -> None:
    """Keep nothing."""


async def noted(update: Update, lane: Lane | None) -> Lane | None:
    return lane


def update(
    text: str = "", chat: str = "private", entities: list[dict[str, Any]] | None = None, **message: Any
) -> Update:
    chat_id = 7 if chat == "private" else -7
    content = {
        "message_id": 1,
        "date": 0,
        "chat": {"id": chat_id, "type": chat},
        "from": {"id": 7, "is_bot": False, "first_name": "Alex"},
        "text": text,
        "entities": entities or [],
        **message,
    }
    made = Update.de_json({"update_id": 5, "message": content}, Known())
    assert made is not None
    return made


def command(text: str, chat: str = "private") -> Update:
    entity = {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}
    return update(text, chat, [entity])


def mention(text: str) -> Update:
    at = text.index("@")
    length = len(text[at:].split()[0])
    return update(text, "supergroup", [{"type": "mention", "offset": at, "length": length}])


OURS = {"message_id": 9, "date": 0, "chat": {"id": -7, "type": "supergroup"}}
OURS["from"] = {"id": 42, "is_bot": True, "first_name": "Ringkas"}


US = OURS["from"]
OTHER_BOT = {"id": 43, "is_bot": True, "first_name": "Lain", "username": "other_bot"}
ANONYMOUS = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL = {"id": -1008, "type": "channel", "title": "Kabar"}
GROUP = {"id": -7, "type": "supergroup"}
FORWARD_OF_OURS = {"type": "user", "date": 0, "sender_user": US}
TEXT_MENTION = {"type": "text_mention", "offset": 0, "length": 7, "user": US}
PHOTO = {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]}
LONG = "Panjang sekali. " * 60


def captioned(caption: str, kind: str, **message: Any) -> Update:
    entity = {"type": kind, "offset": 0, "length": len(caption.split()[0])}
    return update("", "supergroup", None, caption=caption, caption_entities=[entity], **PHOTO | message)


def sent_by(sender: dict[str, Any], text: str, **message: Any) -> Update:
    sent = command(text, "supergroup").to_dict()["message"]
    made = Update.de_json({"update_id": 5, "message": {**sent, "from": sender, **message}}, Known())
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("sent", "lane"),
    [
        (update("Sebuah artikel."), "articles"),
        (command("/help"), "presses"),
        (command("/start"), "presses"),
        (command("/kopi"), "presses"),
        (command("/kopi " + LINK), "articles"),
        (command("/start full-k3x9q"), "presses"),
        (command("/start read-k3x9q"), "articles"),
        (command("/ringkas https://example.org/a"), "articles"),
        (command("/Ringkas@ringkas_bot", "supergroup"), "articles"),
        (command("/language", "supergroup"), "presses"),
        (update("Halo semua", "supergroup"), None),
        (update(LINK, "supergroup"), None),
        (mention("Tolong @ringkas_bot"), "articles"),
        (mention("Tolong @other_bot"), None),
        (update("Terima kasih", "supergroup", reply_to_message=OURS), None),
        (update(LONG, "supergroup", reply_to_message=OURS), "articles"),
        (update(LINK, "supergroup", reply_to_message=OURS), "articles"),
        (update(LINK, "supergroup", reply_to_message=OURS | {"from": OTHER_BOT}), None),
        (command("/RINGKAS@RINGKAS_BOT", "supergroup"), "articles"),
        (command("/summary " + LINK, "supergroup"), "articles"),
        (command("/ringkas@other_bot " + LINK, "supergroup"), None),
        (command("/help@other_bot", "supergroup"), None),
        (command("/help@other_bot"), "presses"),
        (captioned("/ringkas " + LINK, "bot_command"), "articles"),
        (captioned("/ringkas@other_bot " + LINK, "bot_command"), None),
        (captioned("@ringkas_bot", "mention"), "articles"),
        (update("Ringkas, tolong", "supergroup", [TEXT_MENTION]), "articles"),
        (sent_by(OTHER_BOT, "/ringkas@ringkas_bot " + LINK), None),
        (sent_by(OTHER_BOT, "/help@ringkas_bot"), None),
        (sent_by(OTHER_BOT, LINK, reply_to_message=OURS), None),
        (sent_by(ANONYMOUS, "/ringkas " + LINK, sender_chat=GROUP), "articles"),
        (sent_by(ANONYMOUS | {"id": 136_817_688}, "/ringkas", sender_chat=CHANNEL), "articles"),
        (update(LONG, "supergroup", via_bot=US, reply_to_message=OURS), None),
        (update(LONG, via_bot=US), None),
        (update(LONG, "supergroup", forward_origin=FORWARD_OF_OURS, reply_to_message=OURS), None),
        (update(LONG, forward_origin=FORWARD_OF_OURS), "articles"),
    ],
)
def test_an_update_has_the_lane_of_what_it_asks_for(sent: Update, lane: Lane | None) -> None:
    assert lane_of(sent) == lane


@pytest.mark.parametrize(
    ("now", "lane"),
    [
        (update("Judul", "supergroup"), None),
        (mention("Tolong @ringkas_bot"), "articles"),
        (command("/ringkas " + LINK, "supergroup"), "articles"),
        (command("/language indonesia"), "presses"),
        (sent_by(OTHER_BOT, "/ringkas@ringkas_bot " + LINK), None),
    ],
)
def test_an_edited_message_asks_for_what_it_would_ask_for_had_it_been_sent_so(
    now: Update, lane: Lane | None
) -> None:
    message = now.to_dict()["message"] | {"edit_date": 60}
    assert lane_of(Update.de_json({"update_id": 5, "edited_message": message}, Known())) == lane


async def test_an_update_is_kept_with_what_it_takes_to_answer_it_later() -> None:
    shelf, sent = Shelf(), update("Sebuah artikel.")
    await Inbox(shelf, lane_of, noted, aside).put(sent)  # type: ignore[arg-type]
    ((request_id, lane, chat, payload),) = shelf.kept
    assert (request_id, lane, chat) == ("42-5", "articles", "7")
    again = Update.de_json(json.loads(payload), Known())
    assert again == sent
    assert again.message is not None
    assert again.message.text == "Sebuah artikel."
    assert request_id_of(again) == request_id


async def test_a_group_s_talk_is_written_down_nowhere() -> None:
    shelf = Shelf()
    await Inbox(shelf, lane_of, noted, aside).put(update("Halo semua", "supergroup"))  # type: ignore[arg-type]
    assert shelf.kept == []


async def test_an_inline_query_is_written_down_nowhere_and_goes_its_usual_way() -> None:
    person = {"id": 7, "is_bot": False, "first_name": "Alex"}
    query = {"id": "1", "from": person, "query": LINK, "offset": ""}
    asked, shelf = Update.de_json({"update_id": 5, "inline_query": query}, Known()), Shelf()
    queue = Inbox(shelf, lane_of, noted, aside)  # type: ignore[arg-type]
    await queue.put(asked)
    assert queue.get_nowait() is asked
    assert shelf.kept == []


async def test_putting_down_is_tried_until_the_database_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "PAUSE_S", 0.0)
    shelf = Shelf(failures=3)
    await Inbox(shelf, lane_of, noted, aside).put(update("Sebuah artikel."))  # type: ignore[arg-type]
    assert len(shelf.kept) == 1


async def test_what_is_no_update_goes_its_usual_way() -> None:
    queue, stop = Inbox(Shelf(), lane_of, noted, aside), object()  # type: ignore[arg-type]
    await queue.put(stop)
    async with asyncio.timeout(5):
        assert await queue.get() is stop


CHANNEL_S = {"type": "channel", "date": 0, "chat": CHANNEL, "message_id": 1}


@pytest.mark.parametrize(
    ("sent", "lane"),
    [
        (update(f"baca {LINK}", "supergroup"), "articles"),
        (update(LONG, "supergroup", forward_origin=CHANNEL_S), "articles"),
        (update(LONG, "supergroup"), None),
        (update("Halo semua", "supergroup"), None),
        (update(LINK, "supergroup", via_bot=OTHER_BOT), None),
        (sent_by(OTHER_BOT, LINK), None),
        (command("/kopi " + LINK, "supergroup"), None),
        (command("/kopi " + LINK), "articles"),
    ],
    ids=["link", "channel", "long remark", "talk", "by way of a bot", "bot", "other command", "in private"],
)
def test_where_every_link_is_wanted_news_has_a_lane_and_talk_has_none(
    sent: Update, lane: Lane | None
) -> None:
    assert lane_of(sent, lambda place: place.chat_id == -7) == lane


@pytest.mark.parametrize(
    ("was", "is_now", "chat", "lane"),
    [
        ("left", "member", "supergroup", "presses"),
        ("kicked", "administrator", "group", "presses"),
        ("member", "administrator", "supergroup", "presses"),
        ("administrator", "member", "supergroup", "presses"),
        ("member", "restricted", "supergroup", None),
        ("member", "left", "group", "presses"),
        ("administrator", "kicked", "supergroup", "presses"),
        ("member", "kicked", "private", None),
    ],
)
def test_coming_going_rising_and_falling_have_a_lane_in_groups(
    was: str, is_now: str, chat: str, lane: Lane | None
) -> None:
    assert lane_of(membership(was, is_now, chat)) == lane


def membership(was: str, is_now: str, chat: str) -> Update:
    here, us = Chat(-7, chat), User(42, "Ringkas", is_bot=True)
    members = [member_json(here, us, status) for status in (was, is_now)]
    change = {
        "chat": here.to_json(),
        "from": {"id": 7, "is_bot": False, "first_name": "Alex"},
        "date": 0,
        "old_chat_member": members[0],
        "new_chat_member": members[1],
    }
    made = Update.de_json({"update_id": 5, "my_chat_member": change}, Known())
    assert made is not None
    return made
