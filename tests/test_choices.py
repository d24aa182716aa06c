"""What places choose holds over restarts, and a topic's choices stand before its chat's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.records import DEFAULT_PARTS
from bot.runtime.choices import Choices, Place, Settings
from bot.runtime.database import open_engine

CHAT, OTHER_CHAT, TOPIC = Place(7), Place(8), Place(7, 12)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'deep' / 'ringkas.db'}"


@pytest.fixture
def choices(url: str) -> Iterator[Choices]:
    engine = open_engine(url)
    yield Choices(engine)
    engine.dispose()


def test_a_place_that_chose_nothing_has_the_defaults(choices: Choices) -> None:
    assert choices.settings(CHAT) == choices.settings(TOPIC) == Settings()
    assert Settings().parts == DEFAULT_PARTS


def test_choices_outlive_a_restart_and_are_the_places_own(choices: Choices, url: str) -> None:
    choices.choose_sentence_count(CHAT, 5)
    choices.choose_target(CHAT, "fr")
    choices.choose_sentence_count(CHAT, 7)
    choices.choose_parts(CHAT, {"quotes", "summary"})
    choices.choose_interface(CHAT, "id")
    choices.choose_every_link(CHAT, every_link=True)
    engine = open_engine(url)
    again = Choices(engine)
    assert again.settings(CHAT) == Settings("fr", 7, frozenset({"summary", "quotes"}), "id", every_link=True)
    assert again.settings(OTHER_CHAT) == Settings()
    engine.dispose()


def test_a_topics_choice_stands_before_its_chats_and_the_rest_is_the_chats(choices: Choices) -> None:
    choices.choose_target(CHAT, "fr")
    choices.choose_sentence_count(CHAT, 3)
    choices.choose_every_link(CHAT, every_link=True)
    choices.choose_target(TOPIC, "en")
    choices.choose_every_link(TOPIC, every_link=False)
    assert choices.settings(TOPIC) == Settings("en", 3)
    assert choices.settings(CHAT) == Settings("fr", 3, every_link=True)
    assert choices.settings(Place(7, 99)) == choices.settings(CHAT)


def test_a_topic_may_leave_the_length_to_the_article_though_its_chat_has_one(choices: Choices) -> None:
    choices.choose_sentence_count(CHAT, 3)
    choices.choose_sentence_count(TOPIC, None)
    assert choices.settings(TOPIC).sentence_count is None
    assert choices.settings(CHAT).sentence_count == 3


def test_nothing_but_the_headline_is_a_choice_too(choices: Choices) -> None:
    choices.choose_parts(CHAT, ())
    assert choices.settings(CHAT).parts == frozenset()


def test_the_interface_may_be_left_to_each_reader_again(choices: Choices) -> None:
    choices.choose_interface(CHAT, "id")
    choices.choose_interface(TOPIC, None)
    assert choices.settings(TOPIC).interface is None
    assert choices.settings(CHAT).interface == "id"
    choices.choose_interface(CHAT, None)
    assert choices.settings(CHAT).interface is None


def test_it_is_known_what_a_place_has_chosen_itself(choices: Choices) -> None:
    choices.choose_target(CHAT, "fr")
    choices.choose_sentence_count(TOPIC, None)
    choices.choose_interface(TOPIC, None)
    choices.choose_parts(TOPIC, ())
    choices.choose_every_link(TOPIC, every_link=False)
    assert choices.own(CHAT) == {"target"}
    assert choices.own(TOPIC) == {"sentence_count", "interface", "parts", "every_link"}
    assert choices.own(OTHER_CHAT) == frozenset()


def test_a_topic_goes_back_to_its_chats_choice_in_one_respect_or_in_all(choices: Choices) -> None:
    choices.choose_target(CHAT, "fr")
    choices.choose_target(TOPIC, "en")
    choices.choose_sentence_count(TOPIC, 3)
    choices.choose_every_link(TOPIC, every_link=True)
    choices.take_back(TOPIC, ["target"])
    assert choices.settings(TOPIC) == Settings("fr", 3, every_link=True)
    choices.take_back(TOPIC)
    assert choices.settings(TOPIC) == choices.settings(CHAT)
    assert not choices.listens(TOPIC)
    choices.take_back(OTHER_CHAT)
    assert choices.settings(OTHER_CHAT) == Settings()


def test_what_is_listened_to_is_known_at_once_here_and_at_the_next_look_elsewhere(
    choices: Choices, url: str
) -> None:
    engine = open_engine(url)
    elsewhere = Choices(engine)
    choices.choose_every_link(CHAT, every_link=True)
    choices.choose_every_link(TOPIC, every_link=False)
    assert [choices.listens(place) for place in (CHAT, TOPIC, Place(7, 13), OTHER_CHAT)] == [
        True,
        False,
        True,
        False,
    ]
    assert not elsewhere.listens(CHAT)
    elsewhere.look()
    assert elsewhere.listens(CHAT)
    choices.take_back(TOPIC)
    assert choices.listens(TOPIC)
    engine.dispose()
