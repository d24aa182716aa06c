"""JSON -> World: what a person does on the page, and what they may not do."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.bot_api import BotApiServer
from playground.orders import Orders, Refused
from playground.picture import picture_of
from playground.samples import load_samples
from playground.town import Town, build_town
from playground.traffic import Traffic
from playground.world import World


class Played:
    """A town, and orders in the name of its people."""

    def __init__(self) -> None:
        self.world = World()
        self.town: Town = build_town(self.world, load_samples())
        self.server = BotApiServer(self.world)
        self.orders = Orders(self.server, self.town)

    def do(self, name: str, who: str = "reader", /, **details: Any) -> None:
        person = getattr(self.town, who)
        self.orders.carry_out({"order": name, "who": person.id, "chat": person.id, **details})

    def said(self, chat_id: int) -> list[str]:
        return [message.text for message in self.world.conversation(self.world.chats[chat_id])]


@pytest.fixture
def played() -> Played:
    return Played()


def file(name: str, content: bytes = b"abc", mime: str = "text/plain") -> dict[str, str]:
    return {"name": name, "mime": mime, "content": base64.b64encode(content).decode()}


def test_a_text_is_said_in_the_name_of_who_speaks(played: Played) -> None:
    newsroom = played.town.newsroom
    (topic,) = [topic.thread_id for topic in newsroom.topics.values() if topic.name == "Ekonomi"]
    played.do("send", "editor", text="halo", chat=newsroom.id, topic=topic)
    (message,) = played.world.conversation(newsroom, "Ekonomi")[1:]
    assert message.sender is played.town.editor


def test_a_long_paste_is_cut_as_telegrams_apps_cut_it(played: Played) -> None:
    played.do("send", text="kata " * 1500)
    assert len(played.said(played.town.reader.id)) == 2


def test_files_become_a_document_a_photo_or_an_album(played: Played) -> None:
    played.do("files", files=[file("a.txt")], caption="ini")
    played.do("files", files=[file("a.png", mime="image/png")])
    played.do("files", files=[file("a.pdf"), file("b.pdf")])
    payloads = [
        message.payload for message in played.world.conversation(played.world.chats[played.town.reader.id])
    ]
    assert payloads[0]["document"]["file_name"] == "a.txt"
    assert payloads[0]["caption"] == "ini"
    assert "photo" in payloads[1]
    assert payloads[2]["media_group_id"] == payloads[3]["media_group_id"]


def test_pictures_of_an_album_are_photos(played: Played) -> None:
    played.do("files", files=[file("a.png", mime="image/png"), file("b.jpg", mime="image/jpeg")])
    said = played.world.conversation(played.world.chats[played.town.reader.id])
    assert ["photo" in message.payload for message in said] == [True, True]


def test_posts_are_forwarded_in_one_go_with_a_comment_before_them(played: Played) -> None:
    played.do("forward", source=played.town.channel.id, messages=[2, 3], comment="baca")
    texts = played.said(played.town.reader.id)
    assert texts[0] == "baca"
    assert len(texts) == 3


def test_the_administrator_changes_and_deletes_what_the_channel_posted(played: Played) -> None:
    channel = played.town.channel
    played.do("edit", "administrator", chat=channel.id, message=2, text="Diralat.")
    assert channel.messages[2].text == "Diralat."
    played.do("delete", "administrator", chat=channel.id, message=2)
    assert channel.messages[2].deleted


def test_an_answer_that_is_slow_may_be_so_after_the_call_took_effect(played: Played) -> None:
    played.do("fault", kind="slow", method="sendMessage", seconds=2, after=True)
    (fault,) = played.server.faults.waiting
    assert (fault.delay_s, fault.strikes) == (2, "after")


def test_a_fault_is_switched_on_and_off(played: Played) -> None:
    played.do("fault", kind="429", method="sendMessage", times=2, seconds=5, after=False)
    (fault,) = played.server.faults.waiting
    assert (fault.status, fault.retry_after_s, fault.times) == (429, 5, 2)
    played.do("faults_off")
    assert played.server.faults.waiting == []


def test_the_bot_is_put_out_and_taken_in_again(played: Played) -> None:
    newsroom = played.town.newsroom
    for becomes in ("kicked", "member", "administrator"):
        played.do("bot", "administrator", chat=newsroom.id, becomes=becomes)
        assert newsroom.members[played.world.bot.id] == becomes


def test_the_bot_is_let_into_the_channel_by_its_administrator(played: Played) -> None:
    channel = played.town.channel
    played.do("bot", "administrator", chat=channel.id, becomes="administrator")
    assert channel.members[played.world.bot.id] == "administrator"
    played.do("bot", "administrator", chat=channel.id, becomes="kicked")
    assert channel.members[played.world.bot.id] == "kicked"


OTHERS = [
    ("bot", {"chat": "channel", "becomes": "administrator"}, "only its administrator lets"),
    ("bot", {"becomes": "administrator"}, "cannot become 'administrator' here"),
    ("send", {"text": "halo", "chat": "editor"}, "somebody else's"),
    ("send", {"text": "halo", "chat": "channel"}, "only its administrator"),
    ("send", {"text": "   "}, "empty"),
    ("send", {"text": "halo", "chat": 5}, "no such chat"),
    ("edit", {"message": 1, "chat": "channel", "text": "palsu"}, "only your own"),
    ("edit", {"message": 99, "text": "x"}, "is gone"),
    ("delete", {"message": 2, "chat": "newsroom"}, "only administrators"),
    ("press", {"message": 1, "chat": "channel", "data": "x"}, "no such button"),
    ("forward", {"source": "channel", "messages": []}, "nothing to forward"),
    ("files", {"files": []}, "one to"),
    ("files", {"files": [{"name": "a", "mime": "", "content": "%%%"}]}, "damaged"),
    ("files", {"files": [file("a.txt")], "caption": "a" * 1025}, "1,024"),
    ("files", {"files": [file("a.txt"), file("b.txt")], "caption": "a" * 1025}, "1,024"),
    ("files", {"files": [file("a.png", mime="image/png")], "caption": "a" * 1025}, "1,024"),
    ("files", {"files": [file("a.txt", b"a" * (26 << 20)), file("b.txt", b"b" * (26 << 20))]}, "together"),
    ("files", {"files": [file("a.txt")] * 11}, "one to 10"),
    ("files", {"files": [file("\ud800.txt")]}, "no Unicode"),
    ("send", {"text": "a" * 409_601}, "a paste has at most"),
    ("send", {"text": "halo", "chat": "newsroom", "topic": []}, "topic is gone"),
    ("send", {"text": "halo", "chat": "newsroom", "topic": 99}, "topic is gone"),
    ("forward", {"source": "newsroom", "messages": [2]}, "what Telegram itself wrote"),
    ("forward", {"source": "channel", "messages": [2] * 101}, "more than 100"),
    ("topic", {"chat": "newsroom", "name": " "}, "1 to 128"),
    ("topic", {"name": "Olahraga"}, "no topics here"),
    ("react", {"chat": "channel", "message": 1, "emoji": "x"}, "no such reaction"),
    ("react", {"chat": "channel", "message": 1, "emoji": ["x"]}, "no such reaction"),
    ("fault", {"kind": "429", "after": True}, "never takes effect"),
    ("fault", {"kind": "500", "times": True}, "from 1 to"),
    ("fault", {"kind": "flood"}, "no fault"),
    ("fault", {"kind": "500", "method": "sendMoney"}, "no method"),
    ("fault", {"kind": "500", "times": 0}, "from 1 to"),
    ("language", {"code": "x"}, "two letters"),
    ("fly", {}, "no order"),
]


@pytest.mark.parametrize(("name", "details", "words"), OTHERS)
def test_what_nobody_may_do_is_refused_in_words(
    played: Played, name: str, details: dict[str, Any], words: str
) -> None:
    places = {
        "channel": played.town.channel.id,
        "newsroom": played.town.newsroom.id,
        "editor": played.town.editor.id,
    }
    named: dict[str, Any] = {
        key: places.get(value, value) if isinstance(value, str) else value for key, value in details.items()
    }
    with pytest.raises(Refused, match=words):
        played.do(name, **named)


def test_a_message_is_edited_within_the_limits_of_what_it_is(played: Played) -> None:
    played.do("files", files=[file("a.txt")], caption="ini")
    played.do("send", text="halo")
    played.do("edit", message=1, text="")
    assert played.said(played.town.reader.id) == ["", "halo"]
    for number, text in ((1, "a" * 1025), (2, "a" * 4097), (2, " ")):
        with pytest.raises(Refused):
            played.do("edit", message=number, text=text)


def test_what_was_forwarded_cannot_be_edited(played: Played) -> None:
    played.do("forward", source=played.town.channel.id, messages=[2])
    with pytest.raises(Refused, match="what you wrote yourself"):
        played.do("edit", message=1, text="palsu")


def test_the_bot_itself_cannot_be_spoken_for(played: Played) -> None:
    order = {"order": "send", "who": played.world.bot.id, "chat": played.town.newsroom.id, "text": "halo"}
    with pytest.raises(Refused, match="nobody of that name"):
        played.orders.carry_out(order)


PLAYED = Played()
NUMBERS = (
    PLAYED.town.reader.id, PLAYED.town.editor.id, PLAYED.town.newsroom.id, PLAYED.town.channel.id,
    1, 2, 3, 0, -1, 10**30,
)  # fmt: skip
WORDS = (
    "member",
    "kicked",
    "administrator",
    "500",
    "429",
    "slow",
    "drop",
    "sendMessage",
    "👍",
    "en",
    "\ud800",
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(NUMBERS) | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=()), max_size=8) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
names = st.sampled_from(
    ["send", "files", "forward", "edit", "delete", "react", "press", "start", "language", "privacy", "bot",
     "topic", "fault", "faults_off", "twice", "expire", "limits", "inline", "choose", "", "__class__"]
)  # fmt: skip
fields = st.sampled_from(
    ["who", "chat", "text", "topic", "message", "messages", "source", "files", "data", "emoji", "kind",
     "times", "seconds", "after", "method", "code", "on", "becomes", "name", "payload", "query", "result",
     "caption", "comment", "reply_to"]
)  # fmt: skip
a_file = st.fixed_dictionaries({"name": values, "mime": values, "content": values | st.just("aGFsbw==")})


def shown() -> bytes:
    """What the page would be sent: it must be text that can be sent."""
    picture = picture_of(PLAYED.world, PLAYED.town, Traffic(PLAYED.world))
    return json.dumps(picture, ensure_ascii=False).encode()


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=300)
@given(names, st.dictionaries(fields, values, max_size=8), st.lists(a_file, max_size=3) | values)
def test_whatever_json_comes_is_carried_out_or_refused(
    name: str, details: dict[str, Any], files: Any
) -> None:
    start = {"who": PLAYED.town.reader.id, "chat": PLAYED.town.reader.id, "text": "halo", "files": files}
    with suppress(Refused):
        PLAYED.orders.carry_out(start | details | {"order": name})
    assert shown()


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(values)
def test_what_is_no_order_is_refused(order: Any) -> None:
    with pytest.raises(Refused):
        PLAYED.orders.carry_out(order)
