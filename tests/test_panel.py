"""A panel says in words what holds, and its buttons mean what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records import DEFAULT_PARTS, Button, Part, Reply
from bot.reply.panel import (
    LANGUAGES_ON_A_PAGE,
    Press,
    State,
    What,
    Where,
    after,
    press_of,
    render_panel,
    render_question,
    render_saved,
    render_state,
    saved,
)
from bot.reply.wording import Wording, languages
from tests.third_language import third_language

ENGLISH, INDONESIAN = Wording("en"), Wording("id")
PRIVATE = State("en", ("en", "fr", "id"))
GROUP = replace(PRIVATE, where="group")
TOPIC = replace(PRIVATE, where="topic", in_topic=True, own=frozenset({"length"}), sentence_count=3)
MANY = replace(PRIVATE, targets=(
    "ar", "az", "ca", "cs", "da", "de", "el", "en", "eo", "es", "fa", "fi", "fr", "he", "hi",
    "hu", "id", "it", "ja", "ko", "nl", "pb", "pl", "pt", "ru", "sv", "tr", "uk", "zh", "zt",
))  # fmt: skip
EVERY_PART = replace(PRIVATE, parts=frozenset(get_args(Part)))
PANELS: tuple[What, ...] = get_args(What)


def labels(reply: Reply) -> list[list[str]]:
    return [[button.label for button in row] for row in reply.buttons]


def buttons(reply: Reply) -> list[Button]:
    return [button for row in reply.buttons for button in row]


def pressed(reply: Reply, label: str) -> Press:
    (data,) = [button.action for button in buttons(reply) if button.label.removeprefix("✓ ") == label]
    press = press_of(data)
    assert press is not None
    return press


def test_a_private_chats_panel_says_what_is_chosen() -> None:
    reply = render_panel(PRIVATE, ENGLISH)
    assert reply.messages == (
        "<b>Settings</b>\n"
        "Language of briefs: English\n"
        "Length of summaries: as needed\n"
        "Shown: summary, key quotes and names\n"
        "I speak: the language of your Telegram",
    )
    assert labels(reply) == [["Language", "Length"], ["What is shown", "I speak"], ["Close"]]


def test_it_says_so_in_indonesian_too() -> None:
    state = replace(
        PRIVATE, where="group", sentence_count=1, parts=frozenset(), interface="en", every_link=True
    )
    assert render_panel(state, INDONESIAN).messages == (
        "<b>Pengaturan grup ini</b>\n"
        "Bahasa ringkasan: Inggris\n"
        "Panjang ringkasan: satu kalimat\n"
        "Ditampilkan: judul saja\n"
        "Bahasa bot: English\n"
        "Saya menjawab: setiap tautan artikel",
    )


def test_a_topics_panel_tells_its_own_choices_from_the_groups_and_leads_to_them() -> None:
    reply = render_panel(TOPIC, ENGLISH)
    assert reply.messages[0].startswith("<b>Settings of this topic</b>\n")
    assert "Language of briefs: English <i>(as in the group)</i>\n" in reply.messages[0]
    assert "Length of summaries: 3 sentences\n" in reply.messages[0]
    assert labels(reply)[2:] == [
        ["When I answer"],
        ["Everything as in the whole group"],
        ["Change it for the whole group"],
        ["Close"],
    ]
    whole = render_panel(replace(GROUP, in_topic=True), ENGLISH)
    assert labels(whole)[-2] == ["Change it for this topic only"]


def test_nothing_goes_back_where_a_topic_has_chosen_nothing() -> None:
    assert ["Everything as in the whole group"] not in labels(
        render_panel(replace(TOPIC, own=frozenset()), ENGLISH)
    )


@pytest.mark.parametrize("state", [GROUP, TOPIC], ids=["group", "topic"])
@pytest.mark.parametrize("what", PANELS)
def test_every_panel_leads_back_and_knows_its_place(state: State, what: What) -> None:
    scope = "topic" if state.where == "topic" else "all"
    reply = render_panel(state, ENGLISH, what)
    assert reply.buttons[-1] == (Button("‹ Back", f"settings:{scope}:main"),)
    assert all(button.action.startswith(f"settings:{scope}:") for button in buttons(reply))


def test_a_private_chat_has_no_choice_of_when_to_answer() -> None:
    assert render_panel(PRIVATE, ENGLISH, "mode") == render_panel(PRIVATE, ENGLISH)


def test_a_closed_panel_leaves_the_words_without_buttons() -> None:
    words = render_panel(GROUP, ENGLISH).messages[0]
    assert render_panel(GROUP, ENGLISH, "close") == Reply((f"{words}\n\nTo change this, write /settings.",))


def test_who_may_not_choose_sees_what_is_chosen_and_what_else_there_is() -> None:
    reply = render_state(GROUP, ENGLISH, "settings-admins")
    assert reply.buttons == ()
    assert "Length of summaries: as needed" in reply.messages[0]
    assert "in a private chat with me the settings are your own" in reply.messages[0]


def test_languages_are_offered_in_their_own_names_and_the_chosen_one_is_ticked() -> None:
    reply = render_panel(replace(PRIVATE, target="fr"), ENGLISH, "language")
    assert reply.messages == ("The brief is now in French. Which language would you like?",)
    assert labels(reply)[:-1] == [["English", "✓ français"], ["Indonesia"]]


def test_where_there_is_one_language_nothing_is_asked() -> None:
    only = State("en", ("en",))
    assert labels(render_panel(only, ENGLISH, "language")) == [["‹ Back"]]
    assert render_question(only, ENGLISH, "language").buttons == ()


def test_many_languages_have_pages_each_language_stands_on_one() -> None:
    shown: list[str] = []
    page, reply = 0, render_panel(MANY, ENGLISH, "language", page=0)
    while True:
        names = [label for row in labels(reply)[:-2] for label in row]
        assert len(names) <= LANGUAGES_ON_A_PAGE
        shown += names
        assert labels(reply)[-2] == [*(["«"] if page else []), *(["»"] if page < 2 else [])]
        if page == 2:
            break
        page = pressed(reply, "»").page or 0
        reply = render_panel(MANY, ENGLISH, "language", page=page)
    assert len(shown) == len(set(shown)) == len(MANY.targets)
    assert {"中文 (繁體)", "português (Brasil)", "עברית", "✓ English"} <= set(shown)


def test_a_panel_of_many_languages_opens_where_the_chosen_one_stands() -> None:
    assert "✓ українська" in sum(
        labels(render_panel(replace(MANY, target="uk"), ENGLISH, "language")), list[str]()
    )


def test_a_page_beyond_the_last_is_the_last() -> None:
    last = render_panel(MANY, ENGLISH, "language", page=2)
    assert render_panel(MANY, ENGLISH, "language", page=9_999_999) == last


def test_lengths_are_offered_by_their_names() -> None:
    reply = render_panel(replace(PRIVATE, sentence_count=3), ENGLISH, "length")
    assert labels(reply) == [["As needed"], ["One sentence", "✓ Short"], ["Medium", "Long"], ["‹ Back"]]
    assert "Short is 3 sentences, medium 5, long 7." in reply.messages[0]


@pytest.mark.parametrize(
    ("current", "ticked", "words"),
    [
        (None, "✓ As needed", "as many sentences as the story needs"),
        (1, "✓ One sentence", "one sentence"),
        (4, None, "4 sentences"),
    ],
)
def test_the_length_now_chosen_is_told(current: int | None, ticked: str | None, words: str) -> None:
    reply = render_question(replace(PRIVATE, sentence_count=current), ENGLISH, "length")
    shown = [button.label for button in buttons(reply)]
    assert [label for label in shown if label.startswith("✓")] == ([ticked] if ticked else [])
    assert f"The summary now has {words}." in reply.messages[0]


def test_a_part_is_switched_off_and_on_and_twice_is_once() -> None:
    reply = render_panel(PRIVATE, ENGLISH, "parts")
    assert labels(reply)[:2] == [["✓ Summary", "✓ Key quotes"], ["✓ Names", "Originals"]]
    off = pressed(reply, "Key quotes")
    without = after(off, PRIVATE)
    assert without.parts == DEFAULT_PARTS - {"quotes"}
    assert after(off, without) == without
    assert after(pressed(render_panel(without, ENGLISH, "parts"), "Key quotes"), without) == PRIVATE


def test_a_topic_ticks_what_it_has_chosen_and_else_that_it_is_as_its_group() -> None:
    assert labels(render_panel(TOPIC, ENGLISH, "language"))[:3] == [
        ["English", "français"], ["Indonesia"], ["✓ As in the whole group"],
    ]  # fmt: skip
    assert ["As in the whole group"] in labels(render_panel(TOPIC, ENGLISH, "length"))
    assert "✓ Short" in sum(labels(render_panel(TOPIC, ENGLISH, "length")), list[str]())


def test_who_cannot_see_every_link_says_so() -> None:
    blind = replace(GROUP, every_link=True, sees_all=False)
    assert "I see only what is addressed to me" in render_panel(blind, ENGLISH).messages[0]
    assert "I see only what is addressed to me" in render_panel(blind, ENGLISH, "mode").messages[0]
    assert "only what is addressed to me" not in render_panel(GROUP, ENGLISH, "mode").messages[0]


def test_the_questions_of_the_commands_have_no_way_back() -> None:
    assert render_question(PRIVATE, ENGLISH, "language").buttons == (
        (Button("✓ English", "language:en"), Button("français", "language:fr")),
        (Button("Indonesia", "language:id"),),
    )
    assert render_question(PRIVATE, ENGLISH, "length").buttons[0] == (Button("✓ As needed", "length:free"),)
    assert render_question(TOPIC, ENGLISH, "length").messages[0].startswith("<b>Settings of this topic</b>\n")


def test_what_was_typed_and_cannot_be_had_is_said_back_short_and_harmless() -> None:
    reply = render_question(PRIVATE, ENGLISH, "language", refused="<b>@alle " + "x" * 90)
    assert reply.messages[0].startswith("I have no briefs in “&lt;b&gt;@\u2060alle xx")
    assert "x" * 41 not in reply.messages[0]


@pytest.mark.parametrize(
    ("language", "state", "what", "words"),
    [
        ("en", replace(PRIVATE, target="fr"), "language", "Saved. Briefs will be in French."),
        ("en", TOPIC, "language", "Saved for this topic. Briefs will be in English."),
        ("en", PRIVATE, "length", "Saved. Summaries will have as many sentences as the story needs."),
        ("id", replace(PRIVATE, sentence_count=5), "length",
         "Tersimpan. Ringkasan berikutnya terdiri atas 5 kalimat."),
        ("id", GROUP, "parts", "Tersimpan untuk grup ini."),
    ],
)  # fmt: skip
def test_what_was_chosen_is_confirmed(language: str, state: State, what: What, words: str) -> None:
    assert saved(state, Wording(language), what) == words
    assert render_saved(state, Wording(language), what).messages == (words,)


def test_going_back_to_the_group_is_confirmed() -> None:
    assert saved(TOPIC, ENGLISH, "language", as_group=True) == (
        "Saved for this topic. It is as in the group again."
    )
    assert saved(TOPIC, ENGLISH, "main", as_group=True).endswith("Everything is as in the group again.")


@pytest.mark.parametrize(
    ("press", "chosen"),
    [
        (Press("all", "language", "fr"), replace(GROUP, target="fr")),
        (Press("all", "length", "long"), replace(GROUP, sentence_count=7)),
        (Press("all", "length", "4"), replace(GROUP, sentence_count=4)),
        (Press("all", "length", "free"), GROUP),
        (Press("all", "parts", "originals-on"), replace(GROUP, parts=DEFAULT_PARTS | {"originals"})),
        (Press("all", "interface", "id"), replace(GROUP, interface="id")),
        (Press("all", "interface", "own"), GROUP),
        (Press("all", "mode", "links"), replace(GROUP, every_link=True)),
    ],
    ids=lambda value: value.value if isinstance(value, Press) else "",
)
def test_a_press_chooses(press: Press, chosen: State) -> None:
    assert after(press, GROUP) == chosen


@pytest.mark.parametrize(
    "press",
    [
        Press("all", "language", "xx"), Press("all", "length", "99"), Press("all", "length", "group"),
        Press("all", "parts", "quotes"), Press("all", "parts", "lies-on"), Press("all", "parts", "quotes-so"),
        Press("all", "interface", "xx"), Press("all", "mode", "loud"), Press("all", "mode", "links"),
        Press("all", "main", "group"), Press("all", "close", "x"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_chosen_is_refused(press: Press) -> None:
    with pytest.raises(ValueError, match=r"cannot be chosen|no length"):
        after(press, PRIVATE)


@pytest.mark.parametrize(
    "data",
    [
        "", "settings:", "settings:all", "settings:all:", "settings:all:all", "settings:one:main",
        "settings:all:language:", "settings:all:length:a:b", "settings:all:length:a\n", "settings:all:mode:é",
    ],
)  # fmt: skip
def test_data_of_no_panel_means_nothing(data: str) -> None:
    assert press_of(data) is None


@given(st.from_regex(r"settings:(all|topic):(main|target|length|parts|interface|mode|close):.{0,14}"))
def test_whatever_data_means_is_chosen_or_refused(data: str) -> None:
    press = press_of(data)
    if press is not None and press.chooses:
        try:
            after(press, TOPIC)
        except ValueError:
            return
    if press is not None:
        render_panel(TOPIC, ENGLISH, press.what, page=press.page)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "state",
    [PRIVATE, EVERY_PART, GROUP, TOPIC, MANY],
    ids=["private", "every part", "group", "topic", "many"],
)
def test_every_button_fits_telegram_and_means_something(state: State, language: str) -> None:
    spoken = Wording(language)
    replies = [render_panel(state, spoken), *(render_panel(state, spoken, what) for what in PANELS)]
    for button in (button for reply in replies for button in buttons(reply)):
        press = press_of(button.action)
        assert press is not None
        assert len(button.action.encode()) <= 64
        assert 1 <= len(button.label) <= 34
        if press.chooses and press.value != "group":
            after(press, state)


@pytest.mark.parametrize("language", languages())
def test_every_state_has_its_words(language: str) -> None:
    every = product(get_args(Part), (None, 1, 3), get_args(Where), (None, "id"), (True, False))
    for part, count, where, interface, flag in every:
        state = State(
            "fr", ("en", "fr"), count, frozenset({part}), interface, flag, where, in_topic=flag, sees_all=flag
        )
        assert "{" not in render_panel(state, Wording(language)).messages[0]


@pytest.fixture
def with_french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with third_language(tmp_path, monkeypatch):
        yield


@pytest.mark.usefixtures("with_french")
def test_a_language_that_is_dropped_in_can_be_chosen_and_is_spoken() -> None:
    reply = render_panel(PRIVATE, ENGLISH, "interface")
    assert labels(reply)[:-1] == [["✓ The language of my Telegram"], ["English", "français"], ["Indonesia"]]
    chosen = after(pressed(reply, "français"), PRIVATE)
    assert "Réglages" in render_panel(chosen, Wording(chosen.interface or "")).messages[0]
