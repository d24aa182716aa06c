"""World -> JSON: what the page is shown, and what of it has changed."""

from __future__ import annotations

import json

import pytest

from playground.picture import Picture, commands_for, difference, picture_of
from playground.rules import Upload
from playground.samples import load_samples
from playground.town import Town, build_town
from playground.traffic import Traffic, last_stages, plain, stage_seconds
from playground.world import Call, World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def town(world: World) -> Town:
    return build_town(world, load_samples())


def shown(world: World, town: Town) -> Picture:
    return picture_of(world, town, Traffic(world))


def test_the_town_has_three_people_a_newsroom_with_two_topics_and_a_channel_to_forward_from(
    world: World, town: Town
) -> None:
    picture = shown(world, town)
    roles = [value["role"] for key, value in picture.items() if key.startswith("person/")]
    newsroom = picture[f"chat/{town.newsroom.id}"]
    posts = [value for key, value in picture.items() if key.startswith(f"message/{town.channel.id}/")]
    assert roles == ["reader", "editor", "administrator"]
    assert [topic["name"] for topic in newsroom["topics"]] == ["Berita", "Ekonomi"]
    assert newsroom["bot_status"] == "member"
    assert posts[0]["from"]["name"] == "Kabar Pesisir"
    assert posts[0]["text"].startswith("Harga Cabai")


def test_a_picture_is_json_and_the_same_world_gives_the_same_one(world: World, town: Town) -> None:
    world.send_text(world.private_chat(town.reader), "<b>halo</b>", html=True)
    first, second = shown(world, town), shown(world, town)
    assert json.loads(json.dumps(first)) == first
    assert difference(first, second) == {}


def test_only_what_changed_is_told(world: World, town: Town) -> None:
    chat = world.private_chat(town.reader)
    message = world.send_text(chat, "halo")
    before = shown(world, town)
    world.edit_text(message, "halo lagi")
    changed = difference(before, shown(world, town))
    key = f"message/{chat.id}/{message.message_id}"
    assert list(changed["put"]) == [key]
    assert changed["put"][key]["history"] == ["halo"]


def test_a_deleted_message_is_taken_away(world: World, town: Town) -> None:
    message = world.send_text(world.private_chat(town.reader), "halo")
    before = shown(world, town)
    world.delete(message)
    assert difference(before, shown(world, town)) == {"gone": [f"message/{town.reader.id}/1"]}


def test_a_message_shows_where_it_comes_from_what_it_answers_and_who_reacted(
    world: World, town: Town
) -> None:
    post = next(iter(town.channel.messages.values()))
    (forwarded,) = world.forward(town.newsroom, [post], sender=town.editor, topic="Ekonomi")
    answer = world.send_text(town.newsroom, "bagus", sender=town.reader, reply_to=forwarded)
    world.react(forwarded, "👍", sender=town.reader)
    picture = shown(world, town)
    first = picture[f"message/{town.newsroom.id}/{forwarded.message_id}"]
    second = picture[f"message/{town.newsroom.id}/{answer.message_id}"]
    assert first["forward"] == "Kabar Pesisir"
    assert first["reactions"] == [{"emoji": "👍", "by": [town.reader.id]}]
    assert "reply" not in first
    assert second["reply"]["id"] == forwarded.message_id
    assert second["reply"]["name"] == "Sari"
    assert second["topic"] == town.newsroom.topic("Ekonomi").thread_id  # type: ignore[union-attr]


def test_the_page_tells_whether_the_bot_was_told_of_a_message(world: World, town: Town) -> None:
    quiet = world.send_text(town.newsroom, "halo semua")
    loud = world.send_text(town.newsroom, f"@{world.bot.username} halo")
    picture = shown(world, town)
    told = [picture[f"message/{town.newsroom.id}/{one.message_id}"]["to_bot"] for one in (quiet, loud)]
    assert told == [False, True]


def test_a_file_is_shown_by_its_name_and_size_and_never_by_its_content(world: World, town: Town) -> None:
    world.send_document(world.private_chat(town.reader), b"rahasia", "a.txt", "text/plain")
    document = shown(world, town)[f"message/{town.reader.id}/1"]["document"]
    assert (document["name"], document["size"], document["mime"]) == ("a.txt", 7, "text/plain")


def command(name: str) -> list[dict[str, str]]:
    return [{"command": name, "description": name}]


@pytest.mark.parametrize(
    ("scopes", "seen"),
    [
        ({("default", ""): "a", ("default", "id"): "b"}, {"reader": "a", "editor": "b"}),
        ({("default", "id"): "a", ("all_group_chats", ""): "b"}, {"editor": "b"}),
        (
            {("all_group_chats", ""): "a", ("all_chat_administrators", ""): "b"},
            {"editor": "a", "administrator": "b"},
        ),
        ({("all_private_chats", ""): "a"}, {"reader": None}),
    ],
)
def test_commands_are_those_of_the_narrowest_scope_in_the_language_of_the_person(
    world: World, town: Town, scopes: dict[tuple[str, str], str], seen: dict[str, str | None]
) -> None:
    world.profile.commands = {scope: command(name) for scope, name in scopes.items()}
    for role, name in seen.items():
        person = getattr(town, role)
        assert commands_for(world, town.newsroom, person) == (command(name) if name else [])


def test_traffic_keeps_an_update_that_the_bot_has_confirmed_and_what_followed_it(world: World) -> None:
    now = [10.0]
    traffic = Traffic(world, lambda: now[0])
    world.subscribe(traffic.look)
    chat = world.private_chat(world.user("Alex"))
    world.send_text(chat, "halo\ndunia")
    world.confirm(world.updates[-1].update_id + 1)
    world.calls.append(Call("getUpdates", {}, 200, []))
    world.calls.append(Call("sendMessage", {"chat_id": chat.id}, 200, {"text": "hai"}, at_s=10.5))
    world.changed()
    assert [(event.kind, event.name) for event in traffic.events] == [
        ("update", "message"),
        ("call", "sendMessage"),
    ]
    assert traffic.answers[0].words == "halo"
    assert traffic.answers[0].marks == [(0.5, "sendMessage", "hai")]


def test_what_the_bot_says_is_timed_from_the_message_that_it_answers(world: World) -> None:
    now = [10.0]
    traffic = Traffic(world, lambda: now[0])
    world.subscribe(traffic.look)
    chat = world.private_chat(world.user("Alex"))
    world.send_text(chat, "satu")
    now[0] = 12.0
    world.send_text(chat, "dua")
    reply = {"chat_id": chat.id, "reply_parameters": {"message_id": 1}}
    world.calls.append(Call("sendMessage", reply, 200, {"message_id": 7, "text": "baca"}, at_s=12.5))
    world.calls.append(Call("editMessageText", {"chat_id": chat.id, "message_id": 7}, 200, True, at_s=13.0))
    world.changed()
    assert [[mark[0] for mark in answer.marks] for answer in traffic.answers] == [[2.5, 3.0], []]


def test_a_file_in_a_call_is_put_down_by_its_name() -> None:
    assert plain({"a": [Upload("x.html", b"1234")]}) == {"a": [{"file": "x.html", "bytes": 4}]}


def test_the_stages_of_the_last_digest_are_what_lies_between_two_looks() -> None:
    page = (
        'ringkas_stage_seconds_sum{{stage="digest"}} {}\nringkas_stage_seconds_count{{stage="digest"}} {}\n'
    )
    before, after = stage_seconds(page.format(1.0, 2.0)), stage_seconds(page.format(1.25, 3.0))
    assert last_stages(before, after) == {"digest": 0.25}
    assert last_stages(after, after) == {}
    assert last_stages(after, stage_seconds(page.format(0.5, 1.0))) == {"digest": 0.5}  # started anew
