"""The panel of settings and its questions: what is chosen, in words, and a button for each choice."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from bot.records import DEFAULT_PARTS, Button, Reply
from bot.reply.panel import (
    LANGUAGES_ON_A_PAGE,
    Page,
    View,
    render_languages,
    render_length_saved,
    render_lengths,
    render_panel,
    render_state,
)
from bot.reply.render import render_message
from bot.reply.wording import Wording, languages

ENGLISH = Wording("en")
PRIVATE = View("private", ("en", "fr", "id"), "fr", 3, DEFAULT_PARTS, None, every_link=False)
GROUP = replace(PRIVATE, kind="group")
TOPIC = replace(GROUP, in_topic=True, scope="t", own=True)
MANY = replace(PRIVATE, targets=tuple(f"{first}{second}" for first in "abcde" for second in "abcde"))


def labels(reply: Reply) -> list[list[str]]:
    return [[button.label for button in row] for row in reply.buttons]


def actions(reply: Reply) -> list[str]:
    return [button.action for row in reply.buttons for button in row]


def test_the_panel_says_in_words_what_is_chosen() -> None:
    reply = render_panel(replace(PRIVATE, interface="id", parts=frozenset({"quotes", "summary"})), ENGLISH)
    assert reply.messages[0].splitlines() == [
        "<b>Settings</b>",
        "Language of briefs: French",
        "Length of summaries: 3 sentences",
        "Shown: summary, key quotes",
        "I speak: Indonesia",
    ]


def test_a_group_also_chooses_when_it_is_answered() -> None:
    assert "In this group: I answer when asked" in render_panel(GROUP, ENGLISH).messages[0]
    listening = render_panel(replace(GROUP, every_link=True), ENGLISH)
    assert "In this group: I answer every link to an article" in listening.messages[0]
    assert "set:c:modes" in actions(listening)
    assert "set:c:modes" not in actions(render_panel(PRIVATE, ENGLISH))


def test_a_topic_may_change_its_own_choices_or_the_groups() -> None:
    own, inherited = render_panel(TOPIC, ENGLISH), render_panel(replace(TOPIC, own=False), ENGLISH)
    assert own.messages[0].startswith("<b>Settings of this topic</b>")
    assert "set:t:inherit" in actions(own)
    assert "set:t:inherit" not in actions(inherited)
    assert "set:c:home" in actions(own)
    assert "set:t:home" in actions(render_panel(replace(TOPIC, scope="c"), ENGLISH))


@pytest.mark.parametrize("page", get_args(Page))
@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("view", [PRIVATE, GROUP, TOPIC, MANY], ids=["private", "group", "topic", "many"])
def test_every_page_leads_back_and_its_buttons_fit_telegram(page: Page, language: str, view: View) -> None:
    reply = render_panel(view, Wording(language), page)
    assert len(reply.messages) == 1
    assert f"set:{view.scope}:{'close' if page == 'home' else 'home'}" in actions(reply)
    buttons = [button for row in reply.buttons for button in row]
    assert all(1 <= len(button.action.encode()) <= 64 and button.label for button in buttons)
    assert all(len(row) == 1 or all(len(button.label) <= 18 for button in row) for row in reply.buttons)


def test_the_language_now_chosen_is_ticked_and_each_named_in_itself() -> None:
    reply = render_panel(PRIVATE, ENGLISH, "languages")
    assert labels(reply)[:2] == [["English", "✓ français"], ["Indonesia"]]
    assert reply.buttons[0][1].action == "set:c:language:fr"


def test_many_languages_are_turned_over_page_by_page_and_none_is_lost() -> None:
    pages = [render_panel(MANY, ENGLISH, "languages", position) for position in range(3)]
    chosen = [action for page in pages for action in actions(page) if ":language:" in action]
    assert chosen == [f"set:c:language:{code}" for code in MANY.targets]
    assert [len([a for a in actions(page) if ":language:" in a]) for page in pages[:2]] == [
        LANGUAGES_ON_A_PAGE
    ] * 2
    assert ["‹", "›"] in labels(pages[1])
    assert render_panel(MANY, ENGLISH, "languages", 99) == pages[2]


def test_a_part_that_is_shown_can_be_hidden_and_the_other_way_round() -> None:
    reply = render_panel(PRIVATE, ENGLISH, "parts")
    assert reply.buttons[0] == (
        Button("✓ Summary", "set:c:hide:summary"),
        Button("✓ Key quotes", "set:c:hide:quotes"),
    )
    assert Button("Originals", "set:c:show:originals") in reply.buttons[1]


def test_every_language_with_wording_can_be_spoken() -> None:
    reply = render_panel(replace(PRIVATE, interface="id"), ENGLISH, "interfaces")
    assert labels(reply)[:2] == [["Each reader's own language"], ["English", "✓ Indonesia"]]


def test_who_may_not_choose_sees_what_is_chosen() -> None:
    reply = render_state(GROUP, ENGLISH, "settings-admins")
    assert "Length of summaries: 3 sentences" in reply.messages[0]
    assert "Only administrators" in reply.messages[0]
    assert reply.buttons == ()


def test_languages_are_offered_in_their_own_names() -> None:
    reply = render_languages(("en", "fr", "id"), "fr", ENGLISH)
    assert reply.messages == ("The brief is now in French. Which language would you like?",)
    assert reply.buttons == (
        (Button("English", "language:en"), Button("✓ français", "language:fr")),
        (Button("Indonesia", "language:id"),),
    )


def test_where_there_is_one_language_nothing_is_asked() -> None:
    assert render_languages(("en",), "en", ENGLISH).buttons == ()


def test_lengths_are_offered_by_their_names() -> None:
    reply = render_lengths(3, ENGLISH)
    assert reply.buttons == (
        (Button("As needed", "length:free"),),
        (Button("One sentence", "length:one"), Button("✓ Short", "length:short")),
        (Button("Medium", "length:medium"), Button("Long", "length:long")),
    )
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
    reply = render_lengths(current, ENGLISH)
    shown = [button.label for row in reply.buttons for button in row]
    assert [label for label in shown if label.startswith("✓")] == ([ticked] if ticked else [])
    assert f"The summary now has {words}." in reply.messages[0]


def test_what_was_chosen_is_confirmed() -> None:
    assert render_message("language-saved", ENGLISH, language="French").messages == (
        "Saved. Briefs will be in French.",
    )
    assert render_length_saved(5, Wording("id")).messages == (
        "Tersimpan. Ringkasan berikutnya terdiri atas 5 kalimat.",
    )
    assert render_length_saved(None, ENGLISH).messages == (
        "Saved. Summaries will have as many sentences as the story needs.",
    )
