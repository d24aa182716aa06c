"""Inline mode: what people write behind the bot's name, what it answers, and what they send through it."""

from __future__ import annotations

from typing import Any

import pytest

from playground.methods import METHODS
from playground.rules import Upload, load_rules
from playground.world import BotApiError, Chat, InlineQuery, Json, Message, User, World


@pytest.fixture
def world() -> World:
    return World(now=lambda: 1_700_000_000)


@pytest.fixture
def sari(world: World) -> User:
    return world.user("Sari")


@pytest.fixture
def group(world: World, sari: User) -> Chat:
    return world.group("Redaksi", [sari, world.user("Budi")])


def call(world: World, method: str, **parameters: Any) -> Any:
    return METHODS[method](world, parameters)


def refusal(world: World, method: str, **parameters: Any) -> str:
    with pytest.raises(BotApiError) as caught:
        call(world, method, **parameters)
    return caught.value.description.removeprefix("Bad Request: ")


MORE = {"inline_keyboard": [[{"text": "Lagi", "callback_data": "more"}]]}


def article(result_id: str = "1", **fields: Any) -> Json:
    content = {"message_text": "<b>Ringkas</b>", "parse_mode": "HTML"}
    return {
        "type": "article", "id": result_id, "title": "Ringkasan", "input_message_content": content,
    } | fields  # fmt: skip


def answer(world: World, query: InlineQuery, *results: Json, **parameters: Any) -> None:
    call(world, "answerInlineQuery", inline_query_id=query.id, results=list(results), **parameters)


def updates(world: World, kind: str) -> list[Json]:
    return [update[kind] for update in world.pending() if kind in update]


def chosen(world: World, sari: User, chat: Chat, **fields: Any) -> Message:
    query = world.inline_query(sari, "berita")
    answer(world, query, article(**fields))
    return world.choose(query, chat)


def test_a_query_becomes_an_update(world: World, sari: User) -> None:
    query = world.inline_query(sari, "https://example.org/a", chat_type="supergroup")
    assert updates(world, "inline_query") == [
        {"id": query.id, "from": sari.to_json(), "query": "https://example.org/a", "offset": "",
         "chat_type": "supergroup"}
    ]  # fmt: skip


def test_what_is_answered_may_be_chosen(world: World, sari: User) -> None:
    query = world.inline_query(sari, "berita")
    assert query.answer is None
    button = {"text": "Buka obrolan", "start_parameter": "link_1-2"}
    answer(world, query, article("a", description="Tiga kalimat"), article("b"), button=button)
    assert [(result.id, result.description) for result in query.results] == [("a", "Tiga kalimat"), ("b", "")]
    assert query.button == button


def test_what_is_chosen_is_a_message_of_the_persons_through_the_bot(
    world: World, sari: User, group: Chat
) -> None:
    message = chosen(world, sari, group)
    assert (message.sender, message.html) == (sari, "<b>Ringkas</b>")
    assert message.payload["via_bot"]["id"] == world.bot.id
    assert updates(world, "message")[0]["text"] == "Ringkas"


def test_a_bot_that_is_not_there_gets_nothing_of_it_but_may_edit_it(world: World, sari: User) -> None:
    elsewhere = world.group("Keluarga", [sari], with_bot=False)
    message = chosen(world, sari, elsewhere, reply_markup=MORE)
    assert updates(world, "message") == []
    assert call(world, "editMessageText", inline_message_id=message.inline_id, text="Baru") is True
    assert message.text == "Baru"


def test_a_message_without_a_keyboard_cannot_be_edited(world: World, sari: User, group: Chat) -> None:
    assert chosen(world, sari, group).inline_id is None
    assert refusal(world, "editMessageText", inline_message_id="x", text="Baru") == "MESSAGE_ID_INVALID"


def test_a_file_comes_into_it_by_its_address_and_not_as_an_upload(
    world: World, sari: User, group: Chat
) -> None:
    message = chosen(world, sari, group, reply_markup=MORE)
    by_hand = {"type": "document", "media": Upload("a.pdf", b"isi")}
    loaded = {"type": "document", "media": Upload("a.pdf", b"isi", by_address=True)}
    target = {"inline_message_id": message.inline_id}
    assert refusal(world, "editMessageMedia", **target, media=by_hand).startswith("wrong file identifier")
    assert [violation.words for violation in world.violations] == ["an inline message takes no new file"]
    assert call(world, "editMessageMedia", **target, media=loaded) is True
    assert message.payload["document"]["file_name"] == "a.pdf"


def test_a_press_on_it_names_the_inline_message_and_no_chat(world: World, sari: User, group: Chat) -> None:
    message = chosen(world, sari, group, reply_markup=MORE)
    query = world.press(message)
    (pressed,) = updates(world, "callback_query")
    assert pressed["inline_message_id"] == message.inline_id
    assert "message" not in pressed
    call(world, "answerCallbackQuery", callback_query_id=query.id, text="Baik")
    assert query.answered


@pytest.mark.parametrize("feedback", [True, False])
def test_the_bot_is_told_what_was_chosen_if_it_asked_for_feedback(
    world: World, sari: User, group: Chat, feedback: bool
) -> None:
    world.inline_feedback = feedback
    message = chosen(world, sari, group, reply_markup=MORE)
    told = [result["inline_message_id"] for result in updates(world, "chosen_inline_result")]
    assert told == ([message.inline_id] if feedback else [])


def test_telegram_answers_the_same_words_by_itself_for_a_while(world: World, sari: User) -> None:
    answer(world, world.inline_query(sari, "berita"), article(), cache_time=60)
    again = world.inline_query(world.user("Budi"), "berita")
    assert (again.from_cache, len(again.results), len(updates(world, "inline_query"))) == (True, 1, 1)
    world.now = lambda: 1_700_000_061
    assert not world.inline_query(sari, "berita").from_cache


def test_a_personal_answer_is_kept_for_that_person_alone(world: World, sari: User) -> None:
    answer(world, world.inline_query(sari, "berita"), article(), is_personal=True)
    assert world.inline_query(sari, "berita").from_cache
    assert not world.inline_query(world.user("Budi"), "berita").from_cache


def test_an_answer_with_no_cache_time_is_not_kept(world: World, sari: User) -> None:
    answer(world, world.inline_query(sari, "berita"), cache_time=0)
    assert not world.inline_query(sari, "berita").from_cache


REFUSED: dict[str, tuple[list[Json], Json, str]] = {
    "65 bytes of id": ([article("é" * 32 + "a")], {}, "RESULT_ID_INVALID"),
    "an empty id": ([article("")], {}, "RESULT_ID_INVALID"),
    "the same id twice": ([article("1"), article("1")], {}, "RESULT_ID_DUPLICATE"),
    "51 results": ([article(str(number)) for number in range(51)], {}, "RESULTS_TOO_MUCH"),
    "no title": ([article(title=" ")], {}, "ARTICLE_TITLE_EMPTY"),
    "no text": ([article(input_message_content={"message_text": " "})], {}, "MESSAGE_EMPTY"),
    "too much text": ([article(input_message_content={"message_text": "a" * 4097})], {}, "MESSAGE_TOO_LONG"),
    "wrong markup": (
        [article(input_message_content={"message_text": "<div>", "parse_mode": "HTML"})],
        {},
        'can\'t parse entities: Unsupported start tag "div" at byte offset 0',
    ),
    "a button that does nothing": (
        [article(reply_markup={"inline_keyboard": [[{"text": "Lagi", "callback_data": "a" * 65}]]})],
        {},
        "BUTTON_DATA_INVALID",
    ),
    "a payload with a dot": (
        [],
        {"button": {"text": "Buka", "start_parameter": "a.b"}},
        "START_PARAM_INVALID",
    ),
    "a payload of 65": ([], {"button": {"text": "Buka", "start_parameter": "a" * 65}}, "START_PARAM_INVALID"),
    "an empty payload": ([], {"button": {"text": "Buka", "start_parameter": ""}}, "START_PARAM_EMPTY"),
    "a button without words": ([], {"button": {"text": "", "start_parameter": "a"}}, "SWITCH_PM_TEXT_EMPTY"),
    "a button to nowhere": (
        [],
        {"button": {"text": "Buka"}},
        "can't parse inline query results button: exactly one of its kinds must be given",
    ),
    "a long offset": ([], {"next_offset": "a" * 65}, "NEXT_OFFSET_INVALID"),
}


@pytest.mark.parametrize(("results", "parameters", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_an_answer_is_refused_in_telegrams_words(
    world: World, sari: User, results: list[Json], parameters: Json, words: str
) -> None:
    query = world.inline_query(sari, "berita")
    given = {"inline_query_id": query.id, "results": results} | parameters
    assert refusal(world, "answerInlineQuery", **given) == words
    assert query.answer is None


@pytest.mark.parametrize("why", ["too old", "unknown", "answered"])
def test_a_query_is_answered_once_and_in_time(world: World, sari: User, why: str) -> None:
    query = world.inline_query(sari, "berita")
    if why == "too old":
        world.expire_callbacks()
    if why == "answered":
        answer(world, query, article())
    query_id = "1" if why == "unknown" else query.id
    words = refusal(world, "answerInlineQuery", inline_query_id=query_id, results=[])
    assert words == "query is too old and response timeout expired or query ID is invalid"


def test_a_kind_of_result_that_is_not_played_is_a_violation(world: World, sari: User) -> None:
    query = world.inline_query(sari, "berita")
    gif = {"type": "gif", "id": "1", "gif_url": "https://example.org/a.gif", "thumbnail_url": "https://e.org"}
    assert (
        refusal(world, "answerInlineQuery", inline_query_id=query.id, results=[gif]) == "RESULT_TYPE_INVALID"
    )
    assert len(world.violations) == 1


def test_without_inline_mode_nobody_can_ask(sari: User) -> None:
    with pytest.raises(ValueError, match="no inline mode"):
        World(inline_mode=False).inline_query(sari, "berita")


def test_every_update_is_as_the_bot_api_describes_it(world: World, sari: User, group: Chat) -> None:
    world.inline_feedback = True
    world.press(chosen(world, sari, group, reply_markup=MORE))
    kinds = ["inline_query", "message", "chosen_inline_result", "callback_query"]
    assert [next(kind for kind in update if kind != "update_id") for update in world.pending()] == kinds
    for update in world.pending():
        assert load_rules().check_object("Update", update) == (), update
