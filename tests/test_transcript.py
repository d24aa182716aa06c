"""A conversation as text, as a person sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.methods import METHODS
from playground.telegram_html import parse_html
from playground.transcript import WIDTH, _marked_lines, inline_list, transcript
from playground.world import Chat, Message, User, World


@pytest.fixture
def world() -> World:
    return World(now=lambda: 1_700_000_000)


@pytest.fixture
def sari(world: World) -> User:
    return world.user("Sari")


@pytest.fixture
def budi(world: World) -> User:
    return world.user("Budi")


@pytest.fixture
def chat(world: World, sari: User) -> Chat:
    return world.private_chat(sari)


@pytest.fixture
def forum(world: World, sari: User, budi: User) -> Chat:
    return world.forum("Redaksi", [sari, budi], ("Politik",))


def call(world: World, method: str, **parameters: Any) -> Any:
    return METHODS[method](world, parameters)


def send(world: World, chat: Chat, text: str = "Halo", **parameters: Any) -> Message:
    call(world, "sendMessage", chat_id=chat.id, text=text, parse_mode="HTML", **parameters)
    return world.messages(chat)[-1]


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


MORE = {"text": "More", "callback_data": "more"}
SITE = {"text": "Site", "url": "https://example.org"}
COPY = {"text": "Copy", "copy_text": {"text": "Halo"}}


def test_a_scene_in_a_group_reads_as_people_see_it(world: World, forum: Chat, sari: User, budi: User) -> None:
    asked = world.send_text(forum, "/ringkas http://127.0.0.1:40123/a", sender=budi, topic="Politik")
    answer = send(
        world, forum, '<b>Judul</b>\n<a href="http://127.0.0.1:40123/a">Kabar</a>\n\nSatu.',
        reply_parameters={"message_id": asked.message_id}, reply_markup=keyboard(MORE, SITE, COPY),
    )  # fmt: skip
    pressed = world.press(answer, sender=sari)
    call(world, "answerCallbackQuery", callback_query_id=pressed.id, text="Sudah")
    world.react(answer, "👍", sender=budi)
    world.send_text(forum, "terima kasih", sender=sari, reply_to=asked)
    world.send_text(forum, "rapat jam dua", sender=sari)
    told = transcript(world, forum, shown={"127.0.0.1:40123": "kabar.example"})
    assert told == (
        "— Politik —\n\n"
        "· Sari opened the topic Politik\n\n"
        "Budi\n    /ringkas http://kabar.example/a\n\n"
        "Ringkas, answering Budi\n"
        "    *Judul*\n    Kabar <http://kabar.example/a>\n\n    Satu.\n"
        "    [More] [Site ↗] [Copy ⧉]\n    👍 Budi\n\n"
        '· Sari presses [More]: "Sudah"\n\n'
        'Sari, answering Budi ("/ringkas http://kabar.example/…")\n    terima kasih\n\n'
        "— General —\n\nSari\n    rapat jam dua\n"
    )


def test_what_differs_from_run_to_run_is_replaced_before_lines_are_cut() -> None:
    told = []
    for host in ("127.0.0.1:80", "127.0.0.1:40123"):
        world = World(now=lambda: 1_700_000_000)
        chat = world.private_chat(world.user("Sari"))
        link = f"http://{host}/a"
        send(world, chat, f"{'kata ' * 17}{link} <b>tebal</b> {link} <i>miring</i> " * 3)
        world.send_text(chat, f"{link} " * 30)
        told.append(transcript(world, chat, shown={host: "kabar.example"}))
    assert told[0] == told[1]
    assert "http://kabar.example/a *tebal* http://kabar.example/a _miring_" in told[0]


def test_one_topic_is_shown_alone(world: World, forum: Chat) -> None:
    world.send_text(forum, "satu", topic="Politik")
    world.send_text(forum, "dua")
    assert transcript(world, forum, "General") == "Sari\n    dua\n"
    assert "dua" not in transcript(world, forum, "Politik")


def test_a_chat_without_a_word_is_an_empty_text(world: World, chat: Chat) -> None:
    assert transcript(world, chat) == ""


MARKUP = [
    ("<b>tebal</b> dan <i>miring</i>", "*tebal* dan _miring_"),
    ("😀 <b>tebal</b> 😀", "😀 *tebal* 😀"),
    ("<b><i>dua</i></b>", "*_dua_*"),
    ("<code>kode</code> <s>bukan</s>", "`kode` ~bukan~"),
    ('<a href="https://example.org/a">ini</a>.', "ini <https://example.org/a>."),
    ("<blockquote>satu\ndua</blockquote>tiga", "> satu\n    > dua\n    tiga"),
    ("<blockquote expandable><b>satu</b>\ndua</blockquote>", "» *satu*\n    » dua"),
    ("<b>satu\ndua</b>", "*satu*\n    *dua*"),
    ("&lt;b&gt; *bukan*", "<b> *bukan*"),
]


@pytest.mark.parametrize(("markup", "shown"), MARKUP, ids=[shown for _, shown in MARKUP])
def test_markup_is_shown_lightly(world: World, chat: Chat, markup: str, shown: str) -> None:
    send(world, chat, markup)
    assert transcript(world, chat) == f"Ringkas\n    {shown}\n"


@given(st.text(alphabet="ab 😀\n<", max_size=40), st.sampled_from(["b", "code", "blockquote"]))
def test_without_its_marks_a_text_is_what_it_was(words: str, tag: str) -> None:
    formatted = parse_html(f"a<{tag}>{words.replace('<', '&lt;')}</{tag}>b")
    lines = "".join(line for _, line in _marked_lines(formatted.text, formatted.entities))
    assert lines.replace("*", "").replace("`", "") == formatted.text.replace("\n", "")


def test_a_message_is_shown_in_its_last_state(world: World, chat: Chat) -> None:
    message = send(world, chat, "Membaca …")
    call(world, "editMessageText", chat_id=chat.id, message_id=message.message_id, text="Selesai")
    world.edit_text(world.send_text(chat, "salah"), "benar")
    world.delete(world.send_text(chat, "dihapus"))
    assert transcript(world, chat) == "Ringkas\n    Selesai\n\nSari (edited)\n    benar\n"


def test_a_long_paste_is_known_by_its_beginning_and_what_the_bot_says_is_whole(
    world: World, chat: Chat
) -> None:
    world.send_text(chat, "kata " * 200)
    send(world, chat, "kata " * 200)
    pasted, answered = transcript(world, chat).split("\n\n")
    assert pasted.endswith("… (999 characters)")
    assert answered.count("kata") == 200
    assert all(len(line) <= WIDTH for line in transcript(world, chat).splitlines())


SAID: dict[str, tuple[Callable[[World, Chat, User], object], str]] = {
    "a file": (
        lambda w, c, u: w.send_document(c, b"", "a.pdf", "application/pdf"),
        "Sari\n    [file a.pdf]\n",
    ),
    "a photo": (lambda w, c, u: w.send_photo(c, caption="pagi"), "Sari\n    [photo]\n    pagi\n"),
    "an album": (lambda w, c, u: w.send_album(c, 2), "Sari\n    [album photo]\n\nSari\n    [album photo]\n"),
    "a sticker": (lambda w, c, u: w.send_sticker(c, "🙏"), "Sari\n    [sticker 🙏]\n"),
    "a forward": (
        lambda w, c, u: w.send_text(c, "Berita", forwarded_from=w.channel("Kabar")),
        "Sari, forwarded from Kabar\n    Berita\n",
    ),
    "a forward of somebody hidden": (
        lambda w, c, u: w.send_text(c, "Berita", forwarded_from="Tamu"),
        "Sari, forwarded from Tamu\n    Berita\n",
    ),
    "an anonymous administrator": (
        lambda w, c, u: speak_anonymously(w, c, u),
        "Redaksi\n    Halo\n",
    ),
    "a post of the channel": (
        lambda w, c, u: w.send_text(w.channel("Kabar", discussion=c), "Berita"),
        "Kabar (channel)\n    Berita\n",
    ),
    "somebody who joins": (lambda w, c, u: w.join(c, w.user("Tamu")), "· Tamu joined\n"),
    "somebody who is added": (lambda w, c, u: w.join(c, w.user("Tamu"), sender=u), "· Sari added Tamu\n"),
    "somebody who leaves": (lambda w, c, u: w.leave(c, u), "· Sari left\n"),
    "the bot put out": (lambda w, c, u: w.kick_bot(c), "· Sari removed Ringkas\n"),
    "a migration": (lambda w, c, u: w.migrate(c), "· This group became a supergroup\n"),
}


def speak_anonymously(world: World, chat: Chat, user: User) -> None:
    world.promote(chat, user, anonymous=True)
    world.send_text(chat, "Halo", sender=user)


@pytest.mark.parametrize(("act", "shown"), SAID.values(), ids=SAID.keys())
def test_everything_that_happens_has_its_words(
    world: World, sari: User, act: Callable[[World, Chat, User], object], shown: str
) -> None:
    group = world.group("Redaksi", [sari])
    act(world, group, sari)
    assert transcript(world, group) == shown


def test_an_inline_list_shows_its_button_and_its_results(world: World, sari: User, chat: Chat) -> None:
    query = world.inline_query(sari, "https://example.org/a")
    content = {"message_text": "Ringkas"}
    results = [
        {"type": "article", "id": "1", "title": "Judul", "description": "Tiga kalimat",
         "input_message_content": content},
        {"type": "article", "id": "2", "title": "Lain", "input_message_content": content},
    ]  # fmt: skip
    button = {"text": "Buka obrolan", "start_parameter": "a"}
    call(world, "answerInlineQuery", inline_query_id=query.id, results=results, button=button)
    assert inline_list(query) == (
        "Sari writes: @bot https://example.org/a\n    [Buka obrolan]\n"
        "    1. Judul\n        Tiga kalimat\n    2. Lain\n"
    )
    world.choose(query, chat)
    assert transcript(world, chat) == "Sari, via @ringkas_test_bot\n    Ringkas\n"


def test_a_press_stands_where_it_happened_with_the_label_of_then(world: World, chat: Chat) -> None:
    message = send(world, chat, reply_markup=keyboard(MORE))
    world.press(message)
    call(world, "editMessageText", chat_id=chat.id, message_id=message.message_id, text="Lebih")
    world.send_text(chat, "terima kasih")
    blocks = transcript(world, chat).split("\n\n")
    assert blocks == ["Ringkas\n    Lebih", "· Sari presses [More]", "Sari\n    terima kasih\n"]
