"""What a bot does with files and with messages that are there: sent, replaced, passed on; or refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.files import KINDS
from playground.images import size_of
from playground.methods import METHODS
from playground.rules import Upload, load_rules
from playground.world import BotApiError, Chat, Json, World

NOON = 1_700_000_000


def png(width: int = 600, height: int = 400) -> bytes:
    """The beginning of a picture, which is all that is looked at."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\0\0\0"


@pytest.fixture
def world() -> World:
    return World(now=lambda: NOON)


@pytest.fixture
def chat(world: World) -> Chat:
    return world.private_chat(world.user("Sari"))


@pytest.fixture
def group(world: World) -> Chat:
    return world.group("Redaksi", [world.user("Sari"), world.user("Budi")], supergroup=True)


def call(world: World, method: str, **parameters: Any) -> Any:
    """Call as over HTTP: read by the table, answered, and the answer held to the table too."""
    reading = load_rules().read(method, parameters, {})
    if reading.refusal is not None:
        raise BotApiError(400, f"Bad Request: {reading.refusal}")
    assert reading.violations == ()
    result = METHODS[method](world, reading.values)
    assert load_rules().check_result(method, result) == ()
    return result


def refusal(world: World, method: str, **parameters: Any) -> str:
    with pytest.raises(BotApiError) as caught:
        call(world, method, **parameters)
    assert caught.value.code in (400, 413)
    return caught.value.description.removeprefix("Bad Request: ")


def upload(kind: str = "document") -> Upload:
    return Upload("gambar.png", png(), "image/png") if kind == "photo" else Upload("suara.bin", b"isi")


def sent(world: World, chat: Chat, kind: str, **parameters: Any) -> Json:
    method = "send" + "".join(word.capitalize() for word in kind.split("_"))
    message: Json = call(world, method, **({"chat_id": chat.id, kind: upload(kind)} | parameters))
    return message


def item(kind: str = "photo", media: str | Upload = "", **more: Any) -> Json:
    """An InputMedia as it is once the rules have put the file in its place."""
    return {"type": kind, "media": media or upload(kind), **more}


def album(world: World, chat: Chat, *items: Json, **parameters: Any) -> list[Json]:
    return METHODS["sendMediaGroup"](world, {"chat_id": chat.id, "media": list(items), **parameters})  # type: ignore[return-value]


# Files


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_sent_and_sent_again_by_its_id(world: World, chat: Chat, kind: str) -> None:
    first = sent(world, chat, kind)
    field = first[kind][-1] if kind == "photo" else first[kind]
    assert sent(world, chat, kind, **{kind: field["file_id"]})[kind] == first[kind]
    assert call(world, "getFile", file_id=field["file_id"])["file_path"].startswith(KINDS[kind].folder)
    assert world.violations == []


def test_a_photo_comes_in_sizes_up_to_its_own(world: World, chat: Chat) -> None:
    sizes = sent(world, chat, "photo")["photo"]
    assert [(size["width"], size["height"]) for size in sizes] == [(90, 60), (320, 213), (600, 400)]


def test_music_says_who_plays_and_how_long(world: World, chat: Chat) -> None:
    file = Upload("lagu.m4a", b"isi")
    audio = sent(world, chat, "audio", audio=file, performer="Sari", title="Pagi", duration=90_000)["audio"]
    assert (audio["performer"], audio["title"], audio["duration"]) == ("Sari", "Pagi", 86_400)
    assert (audio["file_name"], audio["mime_type"][:6]) == ("lagu.m4a", "audio/")


def test_a_file_is_of_the_media_type_of_its_kind(world: World, chat: Chat) -> None:
    types = {kind: sent(world, chat, kind)[kind]["mime_type"] for kind in ("audio", "video", "voice")}
    assert types == {"audio": "audio/mpeg", "video": "video/mp4", "voice": "audio/ogg"}


def test_an_animation_is_a_document_too(world: World, chat: Chat) -> None:
    message = sent(world, chat, "animation", width=320, height=240, has_spoiler=True)
    assert message["animation"]["file_id"] == message["document"]["file_id"]
    assert message["has_media_spoiler"] is True


def test_a_caption_may_be_markdown_and_stand_above(world: World, chat: Chat) -> None:
    message = sent(
        world, chat, "photo", caption="*pagi*", parse_mode="MarkdownV2", show_caption_above_media=True
    )
    assert message["caption_entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert message["show_caption_above_media"] is True


def test_a_small_picture_goes_with_a_document(world: World, chat: Chat) -> None:
    message = sent(world, chat, "document", thumbnail=Upload("a.png", png(90, 60)))
    assert message["document"]["thumbnail"]["width"] == 90


def test_what_is_sent_in_protection_goes_no_further(world: World, chat: Chat) -> None:
    message = sent(world, chat, "photo", protect_content=True)
    given = {"chat_id": chat.id, "from_chat_id": chat.id, "message_id": message["message_id"]}
    assert refusal(world, "forwardMessage", **given) == "the message can't be forwarded"
    assert refusal(world, "copyMessage", **given) == "the message can't be copied"


REFUSED_FILES: dict[str, tuple[str, Json, str]] = {
    "no photo": ("sendPhoto", {}, "there is no photo in the request"),
    "no audio": ("sendAudio", {}, "there is no audio in the request"),
    "no video": ("sendVideo", {}, "there is no video in the request"),
    "no voice": ("sendVoice", {}, "there is no voice in the request"),
    "a file that did not come": (
        "sendPhoto", {"photo": "attach://x"}, "there is no photo in the request",
    ),
    "nothing in it": ("sendVideo", {"video": Upload("a.mp4", b"")}, "file must be non-empty"),
    "no picture": ("sendPhoto", {"photo": Upload("a.png", b"teks")}, "IMAGE_PROCESS_FAILED"),
    "too long a picture": (
        "sendPhoto", {"photo": Upload("a.png", png(2100, 100))}, "PHOTO_INVALID_DIMENSIONS",
    ),
    "too large a picture": (
        "sendPhoto", {"photo": Upload("a.png", png(5001, 5000))}, "PHOTO_INVALID_DIMENSIONS",
    ),
    "too heavy a picture": (
        "sendPhoto", {"photo": Upload("a.png", png() + bytes(10 << 20))},
        f"file of size {(10 << 20) + len(png())} bytes is too big for a photo",
    ),
    "too heavy a file": (
        "sendDocument", {"document": Upload("a.bin", bytes((50 << 20) + 1))}, "Request Entity Too Large",
    ),
    "too heavy a thumbnail": (
        "sendAudio", {"audio": Upload("a.mp3", b"isi"), "thumbnail": Upload("a.jpg", bytes(200 << 10))},
        "file of size 204800 bytes is too big for a thumbnail",
    ),
    "an address": ("sendPhoto", {"photo": "https://kabar.example/a.png"}, "failed to get HTTP URL content"),
    "no such file": ("sendPhoto", {"photo": "abc"}, "wrong file identifier/HTTP URL specified"),
    "a long caption": (
        "sendVideo", {"video": Upload("a.mp4", b"isi"), "caption": "a" * 1025}, "message caption is too long",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("method", "given", "words"), REFUSED_FILES.values(), ids=REFUSED_FILES.keys())
def test_a_file_is_refused_in_telegrams_words(
    world: World, chat: Chat, method: str, given: Json, words: str
) -> None:
    assert refusal(world, method, chat_id=chat.id, **given) == words
    assert world.conversation(chat) == []


def test_a_file_of_one_kind_is_not_sent_as_another(world: World, chat: Chat) -> None:
    voice = sent(world, chat, "voice")["voice"]["file_id"]
    words = refusal(world, "sendDocument", chat_id=chat.id, document=voice)
    assert words == "can't use file of type VoiceNote as Document"


@pytest.mark.parametrize(
    ("kind", "words"),
    [("photo", "photos"), ("audio", "music"), ("voice", "voice notes"), ("video", "videos")],
)
def test_who_may_not_write_sends_no_files_either(world: World, group: Chat, kind: str, words: str) -> None:
    world.restrict_bot(group)
    method = f"send{kind.capitalize()}"
    answer = refusal(world, method, chat_id=group.id, **{kind: upload(kind)})
    assert answer == f"not enough rights to send {words} to the chat"


# Albums


def test_an_album_is_messages_with_one_mark_each_with_its_caption(world: World, chat: Chat) -> None:
    asked = world.send_text(chat, "Foto?")
    reply = {"message_id": asked.message_id}
    first, second = album(
        world, chat, item(caption="*satu*", parse_mode="MarkdownV2"), item("video"), reply_parameters=reply
    )
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("satu", False)
    assert "photo" in first
    assert "video" in second
    assert second["reply_to_message"]["message_id"] == asked.message_id
    assert load_rules().check_result("sendMediaGroup", [first, second]) == ()


def test_an_album_of_one_is_a_message_and_a_breach_of_the_rules(world: World, chat: Chat) -> None:
    (message,) = album(world, chat, item())
    assert "media_group_id" not in message
    assert [violation.words for violation in world.violations] == ["an album has two items at least"]


REFUSED_ALBUMS: dict[str, tuple[list[Json], str]] = {
    "nothing": ([], "there are no messages to send"),
    "eleven": ([item()] * 11, "too many messages to send as an album"),
    "documents among photos": ([item(), item("document")], "document can't be mixed with other media types"),
    "music among documents": ([item("audio"), item("photo")], "audio can't be mixed with other media types"),
    "captions here and there": (
        [item(show_caption_above_media=True), item()],
        "parameter show_caption_above_media must be the same for all messages",
    ),
    "a file that did not come": (
        [item(), item(media="attach://x")], "can't parse InputMedia: media not found",
    ),
    "a long caption": ([item(), item(caption="a" * 1025)], "message caption is too long"),
}  # fmt: skip


@pytest.mark.parametrize(("items", "words"), REFUSED_ALBUMS.values(), ids=REFUSED_ALBUMS.keys())
def test_an_album_is_refused_whole_in_telegrams_words(
    world: World, chat: Chat, items: list[Json], words: str
) -> None:
    with pytest.raises(BotApiError) as caught:
        album(world, chat, *items)
    assert caught.value.description == f"Bad Request: {words}"
    assert world.conversation(chat) == []


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ("[", "can't parse media JSON object"),
        ('[{"type": "photo"}]', "can't parse InputMedia: media not found"),
        ('[{"type": "sticker", "media": "x"}]', 'can\'t parse InputMedia: type "sticker" is unsupported'),
        (
            '[{"type": "animation", "media": "x"}]',
            "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup",
        ),
    ],
)
def test_what_is_no_album_is_refused_by_what_is_wrong_with_it(world: World, items: str, words: str) -> None:
    assert refusal(world, "sendMediaGroup", chat_id=1, media=items) == words


def test_the_files_of_an_album_come_along_under_their_names() -> None:
    media = '[{"type": "photo", "media": "attach://a"}, {"type": "video", "media": "attach://b"}]'
    files = {"a": upload("photo"), "b": upload("video")}
    reading = load_rules().read("sendMediaGroup", {"chat_id": "1", "media": media}, files)
    assert reading.violations == ()
    assert [one["media"] for one in reading.values["media"]] == [files["a"], files["b"]]


# Replacing


def test_a_file_takes_the_place_of_another_with_its_caption(world: World, chat: Chat) -> None:
    message = sent(world, chat, "document", caption="lama")
    target = {"chat_id": chat.id, "message_id": message["message_id"]}
    changed = METHODS["editMessageMedia"](world, target | {"media": item(caption="baru")})
    assert isinstance(changed, dict)
    assert (changed["caption"], "photo" in changed, "document" in changed) == ("baru", True, False)


def test_a_text_may_get_a_file(world: World, chat: Chat) -> None:
    message = call(world, "sendMessage", chat_id=chat.id, text="sebentar")
    target = {"chat_id": chat.id, "message_id": message["message_id"]}
    changed = METHODS["editMessageMedia"](world, target | {"media": item("video")})
    assert isinstance(changed, dict)
    assert ("video" in changed, "text" in changed) == (True, False)


def test_the_caption_of_any_file_can_be_edited_and_leaves_the_file(world: World, chat: Chat) -> None:
    for kind in ("photo", "audio", "video", "animation", "voice"):
        message = sent(world, chat, kind, caption="lama")
        target = {"chat_id": chat.id, "message_id": message["message_id"]}
        changed = call(world, "editMessageCaption", **target, caption="baru")
        assert (changed["caption"], changed[kind]) == ("baru", message[kind])


def test_a_file_is_replaced_only_where_that_makes_sense(world: World, chat: Chat) -> None:
    def refused(message: Json, media: Json) -> str:
        target = {"chat_id": chat.id, "message_id": message["message_id"], "media": media}
        with pytest.raises(BotApiError) as caught:
            METHODS["editMessageMedia"](world, target)
        return caught.value.description.removeprefix("Bad Request: ")

    photo, other = album(world, chat, item(), item())
    voice, same = sent(world, chat, "voice"), photo["photo"][-1]["file_id"]
    assert refused(voice, item()) == "message media can't be edited"
    assert refused(photo, item("document")) == "can't change media type in the album"
    assert refused(photo, item(media=same)).startswith("message is not modified")
    assert refused(other | {"message_id": 99}, item()) == "message to edit not found"


# Passing on


def test_a_cover_is_not_played_and_says_so(world: World, chat: Chat) -> None:
    sent(world, chat, "video", cover=Upload("a.jpg", b"isi"))
    assert [violation.words for violation in world.violations] == ["a cover is not played here"]


def test_a_message_is_forwarded_with_its_origin(world: World, chat: Chat, group: Chat) -> None:
    post = world.send_photo(world.channel("Kabar", with_bot=True), png(), caption="pagi")
    message = call(
        world, "forwardMessage", chat_id=chat.id, from_chat_id=post.chat.id, message_id=post.message_id
    )
    assert message["forward_origin"]["chat"]["title"] == "Kabar"
    assert message["caption"] == "pagi"
    assert message["from"]["id"] == world.bot.id


def test_a_message_is_copied_without_its_origin_and_may_get_another_caption(world: World, chat: Chat) -> None:
    theirs = world.send_photo(chat, png(), caption="*pagi*")
    given = {"chat_id": chat.id, "from_chat_id": chat.id, "message_id": theirs.message_id}
    number = call(world, "copyMessage", **given)["message_id"]
    assert "forward_origin" not in chat.messages[number].payload
    assert chat.messages[number].text == "*pagi*"
    more = {"caption": "_siang_", "parse_mode": "MarkdownV2"}
    number = call(world, "copyMessage", **given, **more)["message_id"]
    assert chat.messages[number].html == "<i>siang</i>"


def test_several_messages_are_passed_on_and_an_album_stays_one(world: World, chat: Chat, group: Chat) -> None:
    world.send_album(chat, 2, caption="pagi")
    given = {"chat_id": group.id, "from_chat_id": chat.id, "message_ids": [1, 2, 99]}
    for method in ("forwardMessages", "copyMessages"):
        numbers = [one["message_id"] for one in call(world, method, **given)]
        groups = {group.messages[number].payload["media_group_id"] for number in numbers}
        assert (len(numbers), len(groups)) == (2, 1)
    (number, _) = call(world, "copyMessages", **given, remove_caption=True)
    assert group.messages[number["message_id"]].text == ""


def test_what_is_passed_on_goes_to_the_topic_that_was_named(world: World, chat: Chat) -> None:
    forum = world.forum("Redaksi", [world.user("Sari")], ("Politik",))
    (thread_id,) = forum.topics
    post = world.send_text(chat, "pagi")
    given = {"chat_id": forum.id, "from_chat_id": chat.id, "message_id": post.message_id}
    call(world, "forwardMessage", **given, message_thread_id=thread_id)
    call(world, "copyMessage", **given, message_thread_id=thread_id)
    assert [message.text for message in world.messages(forum, "Politik")] == ["pagi", "pagi"]
    assert refusal(world, "forwardMessage", **given, message_thread_id=99) == "message thread not found"


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([], "message identifiers are not specified"),
        (list(range(1, 102)), "too many message identifiers specified"),
        ([2, 1], "message identifiers must be in a strictly increasing order"),
        ([98, 99], "there are no messages to forward"),
    ],
)
def test_several_messages_are_refused_in_telegrams_words(
    world: World, chat: Chat, numbers: list[int], words: str
) -> None:
    world.send_text(chat, "satu")
    given = {"chat_id": chat.id, "from_chat_id": chat.id, "message_ids": numbers}
    assert refusal(world, "forwardMessages", **given) == words
    if words.startswith(("message identifiers are", "too many")):
        assert refusal(world, "deleteMessages", chat_id=chat.id, message_ids=numbers) == words


def test_what_is_gone_or_was_written_by_telegram_itself_is_not_passed_on(
    world: World, chat: Chat, group: Chat
) -> None:
    world.join(group, world.user("Tamu"))
    gone = {"chat_id": chat.id, "from_chat_id": chat.id, "message_id": 99}
    service = {"chat_id": chat.id, "from_chat_id": group.id, "message_id": 1}
    assert refusal(world, "forwardMessage", **gone) == "message to forward not found"
    assert refusal(world, "copyMessage", **gone) == "message to copy not found"
    assert refusal(world, "forwardMessage", **service) == "the message can't be forwarded"
    assert refusal(world, "copyMessage", **service) == "the message can't be copied"


def test_all_pins_are_taken_off_at_once(world: World, chat: Chat) -> None:
    for text in ("satu", "dua"):
        number = call(world, "sendMessage", chat_id=chat.id, text=text)["message_id"]
        call(world, "pinChatMessage", chat_id=chat.id, message_id=number)
    call(world, "unpinAllChatMessages", chat_id=chat.id)
    assert chat.pinned == []


# Pictures

HEADS = {
    "png": png(600, 400),
    "gif": b"GIF89a" + (600).to_bytes(2, "little") + (400).to_bytes(2, "little") + bytes(4),
    "jpeg": b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08" + (400).to_bytes(2) + (600).to_bytes(2) + bytes(6),
    "bmp": b"BM" + bytes(16) + (600).to_bytes(4, "little") + (-400).to_bytes(4, "little", signed=True),
    "webp, lossy": b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x58\x02\x90\x01",
    "webp, lossless": b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f"
    + (599 | 399 << 14).to_bytes(4, "little") + bytes(8),
    "webp, extended": b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0"
    + (599).to_bytes(3, "little") + (399).to_bytes(3, "little"),
}  # fmt: skip


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_a_picture_says_how_large_it_is(head: bytes) -> None:
    assert size_of(head) == (600, 400)


@given(st.sampled_from([head[:12] for head in HEADS.values()]), st.binary(max_size=40))
def test_whatever_begins_as_a_picture_has_a_size_or_none(head: bytes, rest: bytes) -> None:
    size = size_of(head + rest)
    assert size is None or min(size) > 0
