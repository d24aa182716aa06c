"""JSON -> World: what a person does on the page, and what they may not do."""

from __future__ import annotations

import base64
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.bot_api import BotApiServer
from playground.orders import Orders, Refused
from playground.samples import load_samples
from playground.town import Town, build_town
from playground.world import World


class Played:
    """A town, and orders in the name of its people."""

    def __init__(self) -> None:
        self.world = World()
        self.town: Town = build_town(self.world, load_samples())
        self.server = BotApiServer(self.world)
        self.orders = Orders(self.server, self.town)

    def do(self, name: str, who: str = "reader", **details: Any) -> None:
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


OTHERS = [
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


def test_the_bot_itself_cannot_be_spoken_for(played: Played) -> None:
    order = {"order": "send", "who": played.world.bot.id, "chat": played.town.newsroom.id, "text": "halo"}
    with pytest.raises(Refused, match="nobody of that name"):
        played.orders.carry_out(order)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from(
    ["send", "files", "forward", "edit", "delete", "react", "press", "start", "language", "privacy", "bot",
     "topic", "fault", "faults_off", "twice", "expire", "", "__class__"]
)  # fmt: skip
fields = st.sampled_from(
    [
        "who",
        "chat",
        "text",
        "topic",
        "message",
        "messages",
        "source",
        "files",
        "data",
        "emoji",
        "kind",
        "times",
        "code",
    ]
)
PLAYED = Played()


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(names, st.dictionaries(fields, values | st.just(PLAYED.town.reader.id), max_size=6))
def test_whatever_json_comes_is_carried_out_or_refused(name: str, details: dict[str, Any]) -> None:
    order = {"who": PLAYED.town.reader.id, "chat": PLAYED.town.reader.id, **details, "order": name}
    with suppress(Refused):
        PLAYED.orders.carry_out(order)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(values)
def test_what_is_no_order_is_refused(order: Any) -> None:
    with pytest.raises(Refused):
        PLAYED.orders.carry_out(order)
