"""The small Telegram itself: what people do, what the bot does, and how it is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.build_rules import TABLE, main
from playground.formatted import utf16_length
from playground.methods import METHODS
from playground.rules import Upload, load_rules
from playground.world import BotApiError, Chat, Json, User, World, cut_paste

SHARED = Path(__file__).resolve().parents[2] / "shared"
NOON = 1_700_000_000


@pytest.fixture
def world() -> World:
    return World(now=lambda: NOON)


@pytest.fixture
def sari(world: World) -> User:
    return world.user("Sari", language_code="id")


@pytest.fixture
def chat(world: World, sari: User) -> Chat:
    return world.private_chat(sari)


@pytest.fixture
def group(world: World, sari: User) -> Chat:
    return world.group("Redaksi", [sari, world.user("Budi")])


def call(world: World, method: str, **parameters: Any) -> Any:
    return METHODS[method](world, parameters)


def send(world: World, chat: Chat, text: str = "Halo", **parameters: Any) -> Any:
    call(world, "sendMessage", chat_id=chat.id, text=text, **parameters)
    return world.messages(chat)[-1]


def refusal(world: World, method: str, **parameters: Any) -> tuple[int, str]:
    with pytest.raises(BotApiError) as caught:
        call(world, method, **parameters)
    return caught.value.code, caught.value.description


def last_update(world: World) -> Json:
    return world.pending()[-1]


def keyboard(*buttons: Json) -> Json:
    return {"inline_keyboard": [[button] for button in buttons]}


MORE = {"text": "Lagi", "callback_data": "more"}


# What people send


def test_a_text_becomes_an_update(world: World, chat: Chat, sari: User) -> None:
    world.send_text(chat, "/start")
    assert last_update(world) == {
        "update_id": 100_001,
        "message": {
            "message_id": 1,
            "date": NOON,
            "chat": {"id": sari.id, "type": "private", "first_name": "Sari"},
            "from": {"id": sari.id, "is_bot": False, "first_name": "Sari", "language_code": "id"},
            "text": "/start",
            "entities": [{"offset": 0, "length": 6, "type": "bot_command"}],
        },
    }


def test_a_text_may_hold_links_behind_words(world: World, chat: Chat) -> None:
    message = world.send_text(chat, 'Baca <a href="https://example.org/a">ini</a>', html=True)
    assert [(entity.type, entity.url) for entity in message.entities] == [
        ("text_link", "https://example.org/a")
    ]


def test_a_forward_names_its_channel(world: World, chat: Chat) -> None:
    channel = world.channel("Kabar Pagi", "kabarpagi")
    origin = world.send_text(chat, "Berita", forwarded_from=channel).payload["forward_origin"]
    assert (origin["type"], origin["chat"]["title"], origin["message_id"]) == ("channel", "Kabar Pagi", 1)


def test_a_document_has_its_name_size_and_caption(world: World, chat: Chat) -> None:
    payload = world.send_document(chat, b"isi", "a.pdf", "application/pdf", caption="#arsip").payload
    document = payload["document"]
    assert (document["file_name"], document["file_size"], document["mime_type"]) == (
        "a.pdf",
        3,
        "application/pdf",
    )
    assert payload["caption_entities"][0]["type"] == "hashtag"


def test_a_photo_comes_in_sizes_and_a_sticker_with_its_emoji(world: World, chat: Chat) -> None:
    photo = world.send_photo(chat, caption="pagi").payload
    assert [size["width"] for size in photo["photo"]] == [90, 320, 1280]
    assert world.send_sticker(chat, "🙏").payload["sticker"]["emoji"] == "🙏"


def test_an_edit_is_an_update_with_the_new_text(world: World, chat: Chat) -> None:
    message = world.edit_text(world.send_text(chat, "salah"), "benar")
    assert last_update(world)["edited_message"]["text"] == "benar"
    assert message.history == ("salah", "benar")


def test_a_press_is_found_by_label_or_by_data(world: World, chat: Chat) -> None:
    message = send(world, chat, reply_markup=keyboard(MORE))
    assert world.press(message, "Lagi").data == world.press(message, data="more").data == "more"
    assert last_update(world)["callback_query"]["message"]["message_id"] == message.message_id


def test_a_button_that_is_not_there_cannot_be_pressed(world: World, chat: Chat) -> None:
    message = send(world, chat, reply_markup=keyboard({"text": "Situs", "url": "https://example.org"}))
    with pytest.raises(ValueError, match="no such button"):
        world.press(message, "Situs")


def test_a_long_paste_is_cut_between_words_and_loses_none(world: World, chat: Chat) -> None:
    text = " ".join(f"kata{number}" for number in range(2000))
    pieces = world.paste(chat, text)
    assert len(pieces) > 2
    assert " ".join(piece.text for piece in pieces).split() == text.split()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["😀", "a", "\n", " ", "kata "]), max_size=30), st.integers(1, 900))
def test_no_piece_of_a_paste_is_over_the_limit(words: list[str], times: int) -> None:
    text = "".join(words) * times
    pieces = cut_paste(text)
    assert all(0 < utf16_length(piece) <= 4096 for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_the_first_piece_of_a_paste_may_be_cut_earlier(world: World, chat: Chat) -> None:
    text = " ".join(f"kata{number}" for number in range(1500))
    first, *others = world.paste(chat, text, first_piece_utf16=3500)
    assert 3400 < utf16_length(first.text) <= 3500
    assert [utf16_length(piece.text) > 4000 for piece in others[:-1]] == [True] * (len(others) - 1)


def test_the_pieces_of_a_paste_come_in_as_many_polls_as_asked(world: World, chat: Chat) -> None:
    pieces = world.paste(chat, "kata " * 2500, polls=2)
    polls = []
    while updates := world.pending():
        polls.append(len(updates))
        world.confirm(updates[-1]["update_id"] + 1)
    assert polls == [1, len(pieces) - 1]


def test_a_piece_of_a_paste_comes_after_its_pause(chat: Chat) -> None:
    clock = [float(NOON)]
    world = World(now=lambda: clock[0])
    world.paste(world.private_chat(world.user("Sari")), "kata " * 1500, pause_s=0.6)
    assert len(world.pending()) == 1
    world.confirm(world.pending()[0]["update_id"] + 1)
    assert world.pending() == []
    assert world.next_due_s() == pytest.approx(0.6)
    clock[0] += 0.7
    assert len(world.pending()) == 1


def test_an_album_is_several_messages_with_one_mark_and_one_caption(world: World, chat: Chat) -> None:
    first, second, third = (message.payload for message in world.send_album(chat, 3, caption="pagi"))
    assert first["media_group_id"] == second["media_group_id"] == third["media_group_id"]
    assert (first.get("caption"), second.get("caption")) == ("pagi", None)
    assert len({photo["photo"][0]["file_id"] for photo in (first, second, third)}) == 3


def test_an_album_of_files_may_have_its_caption_on_the_last(world: World, chat: Chat) -> None:
    items = [("a.pdf", b"a"), ("b.pdf", b"b")]
    first, second = world.send_album(chat, items, caption="arsip", captioned=1)
    assert [message.payload["document"]["file_name"] for message in (first, second)] == ["a.pdf", "b.pdf"]
    assert (first.text, second.text) == ("", "arsip")


def test_posts_are_forwarded_together_in_their_order_after_the_comment(
    world: World, chat: Chat, sari: User
) -> None:
    channel = world.channel("Kabar", "kabar")
    posts = [world.send_text(channel, text) for text in ("satu", "dua")]
    forwarded = world.forward(chat, posts, comment="baca", sender=sari)
    assert [message.text for message in world.conversation(chat)] == ["baca", "satu", "dua"]
    assert [message.payload["forward_origin"]["message_id"] for message in forwarded] == [1, 2]


def test_a_forwarded_album_stays_one_album(world: World, chat: Chat) -> None:
    album = world.send_album(world.channel("Kabar"), 2, caption="pagi")
    first, second = (message.payload["media_group_id"] for message in world.forward(chat, album))
    assert first == second != album[0].payload["media_group_id"]


def test_a_forward_of_a_forward_names_the_first_source(world: World, chat: Chat, group: Chat) -> None:
    post = world.send_text(world.channel("Kabar"), "Berita")
    (again,) = world.forward(chat, world.forward(group, [post]))
    assert again.payload["forward_origin"]["chat"]["title"] == "Kabar"


def test_a_forward_may_name_somebody_who_hides_their_account(world: World, chat: Chat) -> None:
    origin = world.send_text(chat, "Berita", forwarded_from="Tamu").payload["forward_origin"]
    assert (origin["type"], origin["sender_user_name"]) == ("hidden_user", "Tamu")


def test_a_caption_can_be_edited(world: World, chat: Chat) -> None:
    world.edit_text(world.send_photo(chat, caption="salah"), "benar")
    assert last_update(world)["edited_message"]["caption"] == "benar"


def test_bots_are_not_told_what_people_delete_and_cannot_answer_it(world: World, chat: Chat) -> None:
    message = world.send_text(chat, "Halo")
    count = len(world.pending())
    world.delete(message)
    assert len(world.pending()) == count
    reply = {"message_id": message.message_id}
    words = refusal(world, "sendMessage", chat_id=chat.id, text="Ya", reply_parameters=reply)
    assert words == (400, "Bad Request: message to be replied not found")


@pytest.mark.parametrize(("asked", "admin", "heard"), [(True, True, 1), (True, False, 0), (False, True, 0)])
def test_a_reaction_is_told_to_an_administrator_who_asks(
    world: World, sari: User, asked: bool, admin: bool, heard: int
) -> None:
    group = world.group("Redaksi", [sari], bot_is_admin=admin)
    message = send(world, group)
    if asked:
        world.allowed_updates = frozenset({"message_reaction"})
    world.react(message, "👍")
    told = [update["message_reaction"] for update in world.pending() if "message_reaction" in update]
    assert [change["new_reaction"][0]["emoji"] for change in told] == ["👍"] * heard
    assert message.emoji == ("👍",)


def test_a_deep_link_starts_the_bot_with_its_payload(world: World, sari: User) -> None:
    assert world.start(sari, "link_1-2").text == "/start link_1-2"
    assert world.start(sari).text == "/start"
    with pytest.raises(ValueError, match="no deep link carries"):
        world.start(sari, "a b")


@pytest.mark.parametrize("text", ["", "  \n ", "a" * 4097], ids=["empty", "spaces", "too long"])
def test_what_telegrams_apps_would_not_send_is_not_sent(world: World, chat: Chat, text: str) -> None:
    with pytest.raises(ValueError, match=r"empty|4,096"):
        world.send_text(chat, text)


def test_a_caption_has_at_most_1024_units(world: World, chat: Chat) -> None:
    message = world.send_photo(chat, caption="😀" * 512)
    for act in (
        lambda: world.send_photo(chat, caption="😀" * 512 + "a"),
        lambda: world.send_document(chat, b"a", "a.txt", "text/plain", caption="a" * 1025),
        lambda: world.send_album(chat, 2, caption="a" * 1025),
        lambda: world.edit_text(message, "a" * 1025),
    ):
        with pytest.raises(ValueError, match="1,024"):
            act()
    assert world.conversation(chat) == [message]


def test_messages_are_counted_in_each_chat(world: World, chat: Chat, group: Chat) -> None:
    world.send_text(group, "satu")
    assert [world.send_text(chat, text).message_id for text in ("satu", "dua")] == [1, 2]


def test_subscribers_hear_of_changes_until_they_leave(world: World, chat: Chat) -> None:
    heard: list[int] = []
    leave = world.subscribe(lambda: heard.append(1))
    world.send_text(chat, "Halo")
    leave()
    count = len(heard)
    world.send_text(chat, "Halo")
    assert (count > 0, len(heard)) == (True, count)


def test_a_press_is_heard_of(world: World, chat: Chat) -> None:
    message = send(world, chat, reply_markup=keyboard(MORE))
    heard: list[int] = []
    world.subscribe(lambda: heard.append(len(world.updates)))
    world.press(message)
    assert heard == [1]


def test_every_update_is_as_the_bot_api_describes_it(world: World, chat: Chat, group: Chat) -> None:
    world.send_text(chat, "Halo @sari_id", forwarded_from=world.channel("Kabar"))
    world.send_text(chat, "Halo", forwarded_from=world.user("Budi"))
    world.send_document(chat, b"isi", "a.txt", "text/plain", caption="isi")
    world.send_photo(chat)
    world.send_sticker(chat)
    message = send(world, chat, reply_markup=keyboard(MORE))
    world.edit_text(world.send_text(chat, "Ya", reply_to=message), "Tidak")
    world.press(message)
    world.add_bot(group, admin=True)
    world.kick_bot(group)
    for update in world.pending():
        assert load_rules().check_object("Update", update) == (), update


# Privacy mode

ADDRESSED: dict[str, Callable[[World, Chat], object]] = {
    "a plain command": lambda w, g: w.send_text(g, "/ringkas"),
    "a command to this bot": lambda w, g: w.send_text(g, f"/ringkas@{w.bot.username}"),
    "a mention": lambda w, g: w.send_text(g, f"tolong @{w.bot.username}"),
    "a mention in a caption": lambda w, g: w.send_photo(g, caption=f"@{w.bot.username}"),
    "a reply to the bot": lambda w, g: w.send_text(g, "ya", reply_to=send(w, g)),
    "a reply to a command": lambda w, g: w.send_text(g, "ya", reply_to=w.send_text(g, "/a")),
}
OVERHEARD: dict[str, Callable[[World, Chat], object]] = {
    "a remark": lambda w, g: w.send_text(g, "selamat pagi"),
    "a command to another bot": lambda w, g: w.send_text(g, "/ringkas@lain_bot"),
    "a mention of somebody": lambda w, g: w.send_text(g, "tolong @sari_id"),
    "a command in mid sentence": lambda w, g: w.send_text(g, "coba /ringkas"),
    "a reply to somebody": lambda w, g: w.send_text(g, "ya", reply_to=w.send_text(g, "pagi")),
    "a photo": lambda w, g: w.send_photo(g),
}


def texts_delivered(world: World) -> list[str]:
    messages = [update["message"] for update in world.pending() if "message" in update]
    return [
        message.get("text", message.get("caption", ""))
        for message in messages
        if "left_chat_member" not in message
    ]


@pytest.mark.parametrize("act", ADDRESSED.values(), ids=ADDRESSED.keys())
def test_a_group_message_meant_for_the_bot_reaches_it(
    world: World, group: Chat, act: Callable[[World, Chat], object]
) -> None:
    act(world, group)
    assert texts_delivered(world)[-1] == world.conversation(group)[-1].text


@pytest.mark.parametrize("act", OVERHEARD.values(), ids=OVERHEARD.keys())
def test_a_group_message_not_meant_for_the_bot_does_not_reach_it(
    world: World, group: Chat, act: Callable[[World, Chat], object]
) -> None:
    act(world, group)
    assert texts_delivered(world) == []


def test_a_plain_command_after_another_bot_spoke_is_not_for_this_one(world: World, group: Chat) -> None:
    other = world.user("Lain", is_bot=True)
    group.members[other.id] = "member"
    world.send_text(group, "halo", sender=other)
    world.send_text(group, "/ringkas")
    assert texts_delivered(world) == []


def test_an_administrator_hears_everything(world: World, sari: User) -> None:
    world.send_text(world.group("Redaksi", [sari], bot_is_admin=True), "pagi")
    assert texts_delivered(world) == ["pagi"]


def test_without_privacy_mode_a_bot_hears_everything(sari: User) -> None:
    world = World(privacy_mode=False)
    world.send_text(world.group("Redaksi", [world.user("Budi")]), "pagi")
    assert texts_delivered(world) == ["pagi"]


def test_a_bot_that_was_put_out_hears_nothing_more(world: World, group: Chat, chat: Chat, sari: User) -> None:
    world.kick_bot(group)
    world.block(sari)
    world.send_text(group, f"/ringkas@{world.bot.username}")
    world.send_text(chat, "Halo")
    assert texts_delivered(world) == []


# What the bot sends


def test_a_message_has_its_text_entities_and_keyboard(world: World, chat: Chat) -> None:
    message = send(world, chat, "<b>Halo</b> 😀", parse_mode="HTML", reply_markup=keyboard(MORE))
    assert (message.text, message.html) == ("Halo 😀", "<b>Halo</b> 😀")
    assert message.reply_markup == keyboard(MORE)
    assert load_rules().check_result("sendMessage", message.payload) == ()


def test_a_reply_quotes_the_message(world: World, chat: Chat) -> None:
    asked = world.send_text(chat, "Apa?")
    message = send(world, chat, reply_parameters={"message_id": asked.message_id})
    assert message.payload["reply_to_message"]["text"] == "Apa?"


def test_a_reply_to_nothing_may_be_sent_all_the_same(world: World, chat: Chat) -> None:
    reply = {"message_id": 99, "allow_sending_without_reply": True}
    assert "reply_to_message" not in send(world, chat, reply_parameters=reply).payload


def test_the_limit_of_a_text_counts_after_parsing_in_utf16(world: World, chat: Chat) -> None:
    send(world, chat, "<b>" + "😀" * 2048 + "</b>", parse_mode="HTML")
    words = refusal(world, "sendMessage", chat_id=chat.id, text="😀" * 2048 + "a")
    assert words == (400, "Bad Request: message is too long")


def test_the_limit_of_a_caption_is_1024(world: World, chat: Chat) -> None:
    upload = Upload("a.txt", b"isi")
    call(world, "sendDocument", chat_id=chat.id, document=upload, caption="a" * 1024)
    words = refusal(world, "sendDocument", chat_id=chat.id, document=upload, caption="a" * 1025)
    assert words == (400, "Bad Request: message caption is too long")


def test_a_document_can_be_sent_again_by_its_id(world: World, chat: Chat) -> None:
    sent = world.send_document(chat, b"isi", "a.txt", "text/plain")
    call(world, "sendDocument", chat_id=chat.id, document=sent.payload["document"]["file_id"])
    assert world.documents(chat) == [("a.txt", b"isi")]


def test_an_edit_without_keyboard_takes_it_away(world: World, chat: Chat) -> None:
    message = send(world, chat, reply_markup=keyboard(MORE))
    call(world, "editMessageText", chat_id=chat.id, message_id=message.message_id, text="Halo")
    assert message.reply_markup is None


def test_an_edit_of_the_keyboard_leaves_the_text(world: World, chat: Chat) -> None:
    message = send(world, chat, "<b>Halo</b>", parse_mode="HTML")
    target = {"chat_id": chat.id, "message_id": message.message_id}
    call(world, "editMessageReplyMarkup", **target, reply_markup=keyboard(MORE))
    assert (message.html, len(message.buttons)) == ("<b>Halo</b>", 1)


def test_a_deleted_message_is_gone(world: World, chat: Chat) -> None:
    message = send(world, chat)
    call(world, "deleteMessage", chat_id=chat.id, message_id=message.message_id)
    assert world.messages(chat) == []
    words = refusal(world, "deleteMessage", chat_id=chat.id, message_id=message.message_id)
    assert words == (400, "Bad Request: message to delete not found")


def test_several_messages_are_deleted_at_once_and_the_missing_passed_over(world: World, chat: Chat) -> None:
    numbers = [send(world, chat).message_id for _ in range(2)]
    assert call(world, "deleteMessages", chat_id=chat.id, message_ids=[*numbers, 99]) is True
    assert world.messages(chat) == []


def test_what_others_wrote_in_a_group_is_deleted_by_who_has_the_right(world: World, group: Chat) -> None:
    target = {"chat_id": group.id, "message_id": world.send_text(group, "pagi").message_id}
    assert refusal(world, "deleteMessage", **target) == (400, "Bad Request: message can't be deleted")
    world.promote_bot(group, "can_delete_messages")
    assert call(world, "deleteMessage", **target) is True


def test_what_is_older_than_two_days_stays(chat: Chat) -> None:
    clock = [NOON]
    world = World(now=lambda: clock[0])
    reader = world.private_chat(world.user("Sari"))
    target = {"chat_id": reader.id, "message_id": send(world, reader).message_id}
    clock[0] += 48 * 3600
    assert refusal(world, "deleteMessage", **target) == (400, "Bad Request: message can't be deleted")


def test_a_message_is_pinned_and_unpinned(world: World, chat: Chat, group: Chat) -> None:
    message = send(world, chat)
    call(world, "pinChatMessage", chat_id=chat.id, message_id=message.message_id)
    assert chat.pinned == [message.message_id]
    call(world, "unpinChatMessage", chat_id=chat.id)
    assert chat.pinned == []
    words = refusal(world, "pinChatMessage", chat_id=group.id, message_id=send(world, group).message_id)
    assert words == (400, "Bad Request: not enough rights to manage pinned messages in the chat")


def test_a_draft_is_seen_and_leaves_no_message(world: World, chat: Chat) -> None:
    for text in ("Ring", "<b>Ringkas</b>"):
        call(world, "sendMessageDraft", chat_id=chat.id, draft_id=7, text=text, parse_mode="HTML")
    assert [draft.text for draft in world.drafts] == ["Ring", "Ringkas"]
    assert world.conversation(chat) == []


@pytest.mark.parametrize("what", ["a group", "no number", "too long"])
def test_a_draft_is_refused(world: World, chat: Chat, group: Chat, what: str) -> None:
    changes: dict[str, Json] = {
        "a group": {"chat_id": group.id}, "no number": {"draft_id": 0}, "too long": {"text": "a" * 4097},
    }  # fmt: skip
    given = {"chat_id": chat.id, "draft_id": 7, "text": "Ring"} | changes[what]
    assert refusal(world, "sendMessageDraft", **given)[0] == 400
    assert world.drafts == []


def test_an_expandable_quotation_is_kept_as_one(world: World, chat: Chat) -> None:
    markup = "<blockquote expandable>Satu\nDua</blockquote>"
    message = send(world, chat, markup, parse_mode="HTML")
    assert message.html == markup
    assert message.payload["entities"][0]["type"] == "expandable_blockquote"


def test_an_answer_may_quote_a_part(world: World, chat: Chat) -> None:
    asked = world.send_text(chat, "😀 apa kabar")
    reply = {"message_id": asked.message_id, "quote": "kabar"}
    assert send(world, chat, reply_parameters=reply).payload["quote"] == {
        "text": "kabar", "position": 7, "is_manual": True,
    }  # fmt: skip


def test_a_chat_may_allow_few_reactions(world: World, group: Chat) -> None:
    group.allowed_reactions = frozenset({"👍"})
    target = {"chat_id": group.id, "message_id": world.send_text(group, "pagi").message_id}
    words = refusal(world, "setMessageReaction", **target, reaction=[{"type": "emoji", "emoji": "👀"}])
    assert words == (400, "Bad Request: REACTION_INVALID")


ALL_KINDS: dict[str, Callable[[World, Chat], object]] = {
    "message": lambda w, g: w.send_text(g, "/ringkas"),
    "edited_message": lambda w, g: w.edit_text(w.send_text(g, "/ringkas"), "/ringkas 2"),
    "channel_post": lambda w, g: w.send_text(w.channel("Kabar", with_bot=True), "Berita"),
    "inline_query": lambda w, g: w.inline_query(w.person_of(g), "berita"),
    "callback_query": lambda w, g: w.press_forged(send(w, g), "more"),
    "my_chat_member": lambda w, g: w.promote_bot(g),
    "chat_member": lambda w, g: w.join(g, w.user("Tamu")),
    "message_reaction": lambda w, g: w.react(send(w, g), "👍"),
}


@pytest.mark.parametrize(("kind", "act"), ALL_KINDS.items(), ids=ALL_KINDS.keys())
def test_only_the_kinds_that_a_bot_asks_for_reach_it(
    world: World, sari: User, kind: str, act: Callable[[World, Chat], object]
) -> None:
    group = world.group("Redaksi", [sari], bot_is_admin=True)
    world.allowed_updates = frozenset({kind})
    act(world, group)
    assert [set(update) - {"update_id"} for update in world.pending()] == [{kind}]
    world.updates.clear()
    world.allowed_updates = frozenset({"poll"})
    act(world, group)
    assert world.pending() == []


def test_the_last_reaction_stands(world: World, chat: Chat) -> None:
    message = world.send_text(chat, "Halo")
    target = {"chat_id": chat.id, "message_id": message.message_id}
    for emoji in ("👍", "👀"):
        call(world, "setMessageReaction", **target, reaction=[{"type": "emoji", "emoji": emoji}])
    assert message.reactions[world.bot.id] == [{"type": "emoji", "emoji": "👀"}]


def test_a_press_is_answered(world: World, chat: Chat) -> None:
    query = world.press(send(world, chat, reply_markup=keyboard(MORE)))
    assert not query.answered
    call(world, "answerCallbackQuery", callback_query_id=query.id, text="Baik")
    assert query.answers == [{"text": "Baik"}]


def test_what_the_bot_is_doing_shows_in_its_chat(world: World, chat: Chat, group: Chat) -> None:
    call(world, "sendChatAction", chat_id=chat.id, action="typing")
    assert (world.chat_actions(chat), world.chat_actions(group)) == (["typing"], [])


def test_commands_are_kept_by_scope_and_language(world: World, chat: Chat) -> None:
    commands = [{"command": "bantuan", "description": "Cara memakai"}]
    scope = {"type": "chat", "chat_id": chat.id}
    call(world, "setMyCommands", commands=commands, scope=scope, language_code="id")
    assert call(world, "getMyCommands", scope=scope, language_code="id") == commands
    assert call(world, "getMyCommands", scope=scope) == call(world, "getMyCommands") == []


@pytest.mark.parametrize(
    ("what", "field", "limit"),
    [
        ("Name", "name", 64),
        ("Description", "description", 512),
        ("ShortDescription", "short_description", 120),
    ],
)
def test_what_the_bot_says_of_itself_has_a_limit(world: World, what: str, field: str, limit: int) -> None:
    call(world, f"setMy{what}", **{field: "a" * limit})
    assert call(world, f"getMy{what}") == {field: "a" * limit}
    assert refusal(world, f"setMy{what}", **{field: "a" * (limit + 1)})[0] == 400


def test_a_chat_its_members_and_its_administrators(world: World, group: Chat, sari: User) -> None:
    assert call(world, "getChat", chat_id=group.id)["title"] == "Redaksi"
    assert call(world, "getChatMember", chat_id=group.id, user_id=sari.id)["status"] == "creator"
    stranger = world.user("Tamu")
    assert call(world, "getChatMember", chat_id=group.id, user_id=stranger.id)["status"] == "left"
    assert [m["user"]["id"] for m in call(world, "getChatAdministrators", chat_id=group.id)] == [sari.id]


def test_every_answer_is_as_the_bot_api_describes_it(world: World, group: Chat, sari: User) -> None:
    message = send(world, group)
    target: Json = {"chat_id": group.id, "message_id": message.message_id}
    file_id = world.send_document(group, b"isi", "a.txt", "text/plain").payload["document"]["file_id"]
    calls: dict[str, Json] = {
        "getMe": {}, "getWebhookInfo": {}, "getMyName": {}, "getMyCommands": {}, "getChat": target,
        "getChatAdministrators": target, "getChatMember": target | {"user_id": sari.id},
        "getFile": {"file_id": file_id}, "editMessageText": target | {"text": "Baru"},
        "deleteMessage": target,
    }  # fmt: skip
    for method, parameters in calls.items():
        assert load_rules().check_result(method, call(world, method, **parameters)) == (), method


# How the bot is refused


def test_a_person_who_blocked_the_bot_gets_nothing_more(world: World, chat: Chat, sari: User) -> None:
    world.block(sari)
    assert refusal(world, "sendMessage", chat_id=chat.id, text="Halo") == (
        403, "Forbidden: bot was blocked by the user",
    )  # fmt: skip
    assert last_update(world)["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    world.unblock(sari)
    assert send(world, chat).text == "Halo"


@pytest.mark.parametrize("supergroup", [False, True], ids=["group", "supergroup"])
def test_a_bot_that_was_kicked_cannot_write(world: World, sari: User, supergroup: bool) -> None:
    group = world.group("Redaksi", [sari], supergroup=supergroup)
    world.kick_bot(group)
    words = refusal(world, "sendMessage", chat_id=group.id, text="Halo")
    assert words == (403, f"Forbidden: bot was kicked from the {group.type} chat")


def test_a_bot_that_left_is_no_member(world: World, group: Chat) -> None:
    call(world, "leaveChat", chat_id=group.id)
    words = refusal(world, "sendMessage", chat_id=group.id, text="Halo")
    assert words == (403, "Forbidden: bot is not a member of the group chat")


def test_a_bot_cannot_speak_first(world: World, sari: User) -> None:
    words = refusal(world, "sendMessage", chat_id=sari.id, text="Halo")
    assert words == (403, "Forbidden: bot can't initiate conversation with a user")


DATA_64, DATA_65 = "é" * 32, "é" * 32 + "a"
URL_ON_NO_HOST = {"text": "Situs", "url": "kata"}
REFUSED_MESSAGES: dict[str, tuple[Json, str]] = {
    "no text": ({"text": ""}, "message text is empty"),
    "spaces alone": ({"text": " \n"}, "message text is empty"),
    "markup alone": ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
    "a wrong tag": (
        {"text": "ab <div>", "parse_mode": "HTML"},
        'can\'t parse entities: Unsupported start tag "div" at byte offset 3',
    ),
    "an open mark": (
        {"text": "harga *naik", "parse_mode": "MarkdownV2"},
        "can't parse entities: Can't find end of Bold entity at byte offset 6",
    ),
    "an open mark of the legacy markdown": (
        {"text": "harga *naik", "parse_mode": "markdown"},
        "can't parse entities: Can't find end of the entity starting at byte offset 6",
    ),
    "an entity beyond the text": (
        {"text": "Halo", "entities": [{"type": "bold", "offset": 7, "length": 1}]},
        "entity begins after the end of the text at UTF-16 offset 7",
    ),
    "an unknown parse mode": ({"text": "Halo", "parse_mode": "RTF"}, "unsupported parse_mode"),
    "no such chat": ({"text": "Halo", "chat_id": 5}, "chat not found"),
    "a reply to nothing": (
        {"text": "Halo", "reply_parameters": {"message_id": 99}},
        "message to be replied not found",
    ),
    "a quotation of what was not said": (
        {"text": "Halo", "reply_parameters": {"message_id": 1, "quote": "emas"}},
        "QUOTE_TEXT_INVALID",
    ),
    "4,097 characters": ({"text": "a" * 4097}, "message is too long"),
    "65 bytes on a button": (
        {"text": "Halo", "reply_markup": keyboard({"text": "Lagi", "callback_data": DATA_65})},
        "BUTTON_DATA_INVALID",
    ),
    "a button that does nothing": (
        {"text": "Halo", "reply_markup": keyboard({"text": "Lagi"})},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    "a button to nowhere": (
        {"text": "Halo", "reply_markup": keyboard(URL_ON_NO_HOST)},
        "inline keyboard button URL 'kata' is invalid: Wrong HTTP URL",
    ),
}


@pytest.mark.parametrize(("parameters", "words"), REFUSED_MESSAGES.values(), ids=REFUSED_MESSAGES.keys())
def test_a_message_is_refused_in_telegrams_words(
    world: World, chat: Chat, parameters: Json, words: str
) -> None:
    world.send_text(chat, "Harga cabai")
    answer = refusal(world, "sendMessage", **({"chat_id": chat.id} | parameters))
    assert answer == (400, f"Bad Request: {words}")
    assert world.messages(chat) == []


def test_64_bytes_fit_on_a_button(world: World, chat: Chat) -> None:
    message = send(world, chat, reply_markup=keyboard({"text": "Lagi", "callback_data": DATA_64}))
    assert world.press(message).data == DATA_64


def test_an_edit_must_change_something(world: World, chat: Chat) -> None:
    message = send(world, chat, "<b>Halo</b>", parse_mode="HTML", reply_markup=keyboard(MORE))
    same = {"text": "<strong>Halo</strong>", "parse_mode": "HTML", "reply_markup": keyboard(MORE)}
    code, words = refusal(world, "editMessageText", chat_id=chat.id, message_id=message.message_id, **same)
    assert (code, words) == (
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly"
        " the same as a current content and reply markup of the message",
    )
    assert message.edit_count == 0


def test_only_a_message_of_the_bot_that_is_there_can_be_edited(world: World, chat: Chat) -> None:
    theirs = world.send_text(chat, "Halo")
    words = refusal(world, "editMessageText", chat_id=chat.id, message_id=99, text="Baru")
    assert words == (400, "Bad Request: message to edit not found")
    words = refusal(world, "editMessageText", chat_id=chat.id, message_id=theirs.message_id, text="Baru")
    assert words == (400, "Bad Request: message can't be edited")


@pytest.mark.parametrize("expired", [True, False], ids=["too old", "unknown"])
def test_a_press_cannot_be_answered_too_late(world: World, chat: Chat, expired: bool) -> None:
    query = world.press(send(world, chat, reply_markup=keyboard(MORE)))
    world.expire_callbacks()
    words = refusal(world, "answerCallbackQuery", callback_query_id=query.id if expired else "1")
    assert words == (
        400, "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )  # fmt: skip


def test_a_file_over_20_mb_cannot_be_loaded_down(world: World, chat: Chat) -> None:
    sizes = (20 * 1024 * 1024, 20 * 1024 * 1024 + 1)
    small, large = (
        world.send_document(chat, b"", "a.pdf", "application/pdf", size_bytes=size).payload["document"][
            "file_id"
        ]
        for size in sizes
    )
    assert call(world, "getFile", file_id=small)["file_size"] == sizes[0]
    assert refusal(world, "getFile", file_id=large) == (400, "Bad Request: file is too big")


THUMB, HEART = ({"type": "emoji", "emoji": emoji} for emoji in "👍❤")
COMMAND = {"command": "bantuan", "description": "Bantuan"}
REFUSED_CALLS: dict[str, tuple[str, Json, str]] = {
    "no such action": ("sendChatAction", {"action": "sleeping"}, "wrong parameter action in request"),
    "no such file": ("getFile", {"file_id": "x"}, "invalid file_id"),
    "an empty file": ("sendDocument", {"document": Upload("a.txt", b"")}, "file must be non-empty"),
    "no text to edit": (
        "editMessageText", {"message_id": 2, "text": "x"}, "there is no text in the message to edit",
    ),
    "no caption to edit": (
        "editMessageCaption", {"message_id": 1, "caption": "x"}, "there is no caption in the message to edit",
    ),
    "a reaction that there is not": (
        "setMessageReaction", {"message_id": 1, "reaction": [THUMB | {"emoji": "x"}]}, "REACTION_INVALID",
    ),
    "two reactions": (
        "setMessageReaction", {"message_id": 1, "reaction": [THUMB, HEART]}, "REACTIONS_TOO_MANY",
    ),
    "a reaction to nothing": (
        "setMessageReaction", {"message_id": 99, "reaction": [THUMB]}, "message to react not found",
    ),
    "a pin on nothing": ("pinChatMessage", {"message_id": 99}, "message to pin not found"),
    "nothing pinned": ("unpinChatMessage", {}, "message to unpin not found"),
    "a draft without a number": (
        "sendMessageDraft", {"draft_id": 0, "text": "x"}, "draft identifier must be non-zero",
    ),
    "a draft that is too long": (
        "sendMessageDraft", {"draft_id": 1, "text": "a" * 4097}, "message is too long",
    ),
    "no such person": ("getChatMember", {"user_id": 5}, "user not found"),
    "no administrators": ("getChatAdministrators", {}, "there are no administrators in the private chat"),
    "nothing to leave": ("leaveChat", {}, "chat member status can't be changed in private chats"),
    "a command in capitals": (
        "setMyCommands", {"commands": [COMMAND | {"command": "Bantuan"}]}, "BOT_COMMAND_INVALID",
    ),
    "101 commands": ("setMyCommands", {"commands": [COMMAND] * 101}, "BOT_COMMANDS_TOO_MUCH"),
    "a command that says nothing": (
        "setMyCommands", {"commands": [COMMAND | {"description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    "no such language": (
        "getMyCommands", {"language_code": "indonesia"}, "invalid language code specified",
    ),
    "a secret with a space": (
        "setWebhook", {"url": "https://example.org/", "secret_token": "a b"},
        "secret token contains unallowed characters",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("method", "parameters", "words"), REFUSED_CALLS.values(), ids=REFUSED_CALLS.keys())
def test_other_methods_are_refused_in_telegrams_words(
    world: World, chat: Chat, method: str, parameters: Json, words: str
) -> None:
    send(world, chat)
    call(world, "sendDocument", chat_id=chat.id, document=Upload("a.txt", b"isi"))
    assert refusal(world, method, chat_id=chat.id, **parameters) == (400, f"Bad Request: {words}")


def test_what_comes_into_being_is_shown_in_private_chats_alone(world: World, group: Chat) -> None:
    answer = refusal(world, "sendMessageDraft", chat_id=group.id, draft_id=1, text="x")
    assert answer == (400, "Bad Request: message drafts can be sent to private chats only")


# The table of the Bot API


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not there")
def test_the_table_is_what_its_script_makes(tmp_path: Path) -> None:
    assert main([str(SHARED / "telegram_api.json"), str(tmp_path / "table.json")]) == 0
    assert (tmp_path / "table.json").read_text("utf-8") == TABLE.read_text("utf-8")


BREACHES: dict[str, tuple[Json, str]] = {
    "a missing field": ({"id": 1, "is_bot": False}, ".first_name: missing field of User"),
    "an unknown field": (
        {"id": 1, "is_bot": False, "first_name": "S", "age": 3},
        ".age: unknown field of User",
    ),
    "a wrong type": ({"id": "1", "is_bot": False, "first_name": "S"}, ".id: '1' is no Integer"),
}


@pytest.mark.parametrize(("user", "words"), BREACHES.values(), ids=BREACHES.keys())
def test_an_object_that_breaks_the_table_is_told(user: Json, words: str) -> None:
    assert load_rules().check_object("User", user) == (words,)


def test_forms_carry_numbers_truths_and_json_as_text() -> None:
    reply = '{"message_id": 3}'
    raw = {"chat_id": "-100", "text": "7", "protect_content": "false", "reply_parameters": reply}
    reading = load_rules().read("sendMessage", raw, {})
    assert reading.violations == ()
    assert reading.values == {
        "chat_id": -100, "text": "7", "protect_content": False, "reply_parameters": {"message_id": 3},
    }  # fmt: skip


def test_a_file_may_be_attached_under_another_name() -> None:
    upload = Upload("a.txt", b"isi")
    reading = load_rules().read("sendDocument", {"chat_id": "1", "document": "attach://x"}, {"x": upload})
    assert (reading.values["document"], reading.violations) == (upload, ())
