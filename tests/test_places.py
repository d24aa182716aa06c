"""Groups, topics, channels and their members, as Telegram tells a bot of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from playground.methods import METHODS
from playground.rules import load_rules
from playground.world import BotApiError, Chat, Json, Message, User, World

NOON = 1_700_000_000


@pytest.fixture
def world() -> World:
    return World(now=lambda: NOON)


@pytest.fixture
def sari(world: World) -> User:
    return world.user("Sari", language_code="id")


@pytest.fixture
def budi(world: World) -> User:
    return world.user("Budi")


@pytest.fixture
def group(world: World, sari: User, budi: User) -> Chat:
    return world.group("Redaksi", [sari, budi])


@pytest.fixture
def forum(world: World, sari: User, budi: User) -> Chat:
    return world.forum("Redaksi", [sari, budi], ("Politik", "Daerah"), bot_is_admin=True)


def call(world: World, method: str, **parameters: Any) -> Any:
    return METHODS[method](world, parameters)


def send(world: World, chat: Chat, text: str = "Halo", **parameters: Any) -> Message:
    call(world, "sendMessage", chat_id=chat.id, text=text, **parameters)
    return world.messages(chat)[-1]


def refusal(world: World, method: str, **parameters: Any) -> BotApiError:
    with pytest.raises(BotApiError) as caught:
        call(world, method, **parameters)
    return caught.value


def updates(world: World, kind: str) -> list[Json]:
    return [update[kind] for update in world.pending() if kind in update]


def wants(world: World, *kinds: str) -> None:
    world.allowed_updates = frozenset(kinds)


# Topics


def test_a_message_in_a_topic_carries_its_thread_and_answers_what_opened_it(
    world: World, forum: Chat
) -> None:
    payload = world.send_text(forum, "pagi", topic="Politik").payload
    thread_id = next(iter(forum.topics))
    assert (payload["message_thread_id"], payload["is_topic_message"]) == (thread_id, True)
    assert payload["reply_to_message"]["forum_topic_created"]["name"] == "Politik"
    assert payload["chat"]["is_forum"] is True


def test_a_message_in_general_carries_no_thread(world: World, forum: Chat) -> None:
    payload = world.send_text(forum, "pagi").payload
    assert not {"message_thread_id", "is_topic_message", "reply_to_message"} & payload.keys()


def test_an_answer_in_a_topic_names_what_it_answers(world: World, forum: Chat, budi: User) -> None:
    first = world.send_text(forum, "pagi", topic="Daerah")
    answer = world.send_text(forum, "pagi juga", sender=budi, reply_to=first)
    assert (answer.topic, answer.replied_id) == (first.topic, first.message_id)
    assert first.replied_id is None


def test_the_bots_answer_lands_in_the_topic_of_what_it_answers(world: World, forum: Chat) -> None:
    asked = world.send_text(forum, "apa?", topic="Daerah")
    answer = send(world, forum, reply_parameters={"message_id": asked.message_id})
    assert answer.topic is asked.topic
    assert world.messages(forum, "Daerah") == [answer]
    assert world.messages(forum, "Politik") == world.messages(forum, "General") == []


def test_the_bot_speaks_in_the_topic_that_it_names(world: World, forum: Chat) -> None:
    thread_id = next(iter(forum.topics))
    message = send(world, forum, message_thread_id=thread_id)
    assert message.topic is forum.topic("Politik")
    assert load_rules().check_result("sendMessage", message.payload) == ()


def test_without_a_thread_or_an_answer_the_bot_speaks_in_general(world: World, forum: Chat) -> None:
    gone = {"message_id": 999, "allow_sending_without_reply": True}
    assert send(world, forum, reply_parameters=gone).topic is None
    assert send(world, forum).topic is None
    assert len(world.messages(forum, "General")) == 2


@pytest.mark.parametrize("thread_id", [1, 999], ids=["General", "none"])
def test_a_thread_that_is_no_topic_is_not_found(world: World, forum: Chat, thread_id: int) -> None:
    error = refusal(world, "sendMessage", chat_id=forum.id, text="Halo", message_thread_id=thread_id)
    assert (error.code, error.description) == (400, "Bad Request: message thread not found")


def test_a_chain_of_answers_has_a_thread_that_one_cannot_send_to(world: World, sari: User) -> None:
    group = world.group("Redaksi", [sari], supergroup=True)
    first = world.send_text(group, "satu")
    last = world.send_text(group, "tiga", reply_to=world.send_text(group, "dua", reply_to=first))
    assert last.payload["message_thread_id"] == first.message_id
    assert "is_topic_message" not in last.payload
    error = refusal(world, "sendMessage", chat_id=group.id, text="Halo", message_thread_id=first.message_id)
    assert error.description == "Bad Request: message thread not found"


def test_answering_into_another_topic_is_a_violation(world: World, forum: Chat) -> None:
    asked = world.send_text(forum, "apa?", topic="Daerah")
    reply = {"message_id": asked.message_id}
    send(world, forum, message_thread_id=next(iter(forum.topics)), reply_parameters=reply)
    assert [violation.words for violation in world.violations] == ["answers a message of another topic"]


def test_what_the_bot_does_shows_in_a_topic_and_in_general_by_its_number(world: World, forum: Chat) -> None:
    thread_id = next(iter(forum.topics))
    for given in ({}, {"message_thread_id": 1}, {"message_thread_id": thread_id}):
        call(world, "sendChatAction", chat_id=forum.id, action="typing", **given)
    assert [action.thread_id for action in world.actions] == [None, 1, thread_id]
    assert (
        refusal(world, "sendChatAction", chat_id=forum.id, action="typing", message_thread_id=99).code == 400
    )


def test_a_new_topic_is_told_of_and_can_be_spoken_in(world: World, forum: Chat) -> None:
    topic = world.open_topic(forum, "Olahraga")
    (told,) = updates(world, "message")
    assert (told["message_id"], told["forum_topic_created"]["name"]) == (topic.thread_id, "Olahraga")
    assert send(world, forum, message_thread_id=topic.thread_id).topic is topic


def test_a_closed_topic_is_closed_to_all_but_administrators(world: World, sari: User) -> None:
    forum = world.forum("Redaksi", [sari], ("Politik",))
    thread_id = next(iter(forum.topics))
    world.close_topic(forum, "Politik")
    error = refusal(world, "sendMessage", chat_id=forum.id, text="Halo", message_thread_id=thread_id)
    assert error.description == "Bad Request: TOPIC_CLOSED"
    world.promote_bot(forum)
    assert send(world, forum, message_thread_id=thread_id).topic is forum.topics[thread_id]


def test_a_deleted_topic_is_gone_with_all_that_was_said_in_it(world: World, forum: Chat) -> None:
    asked = world.send_text(forum, "apa?", topic="Politik")
    world.delete_topic(forum, "Politik")
    thread = asked.payload["message_thread_id"]
    error = refusal(world, "sendMessage", chat_id=forum.id, text="Halo", message_thread_id=thread)
    assert (error.description, asked.deleted) == ("Bad Request: message thread not found", True)


def test_a_topic_that_is_not_there_cannot_be_spoken_in(world: World, forum: Chat) -> None:
    with pytest.raises(ValueError, match="no topic 'Cuaca'"):
        world.send_text(forum, "pagi", topic="Cuaca")


# The bot among the members


def test_a_bot_that_is_added_is_told_twice(world: World, sari: User) -> None:
    group = world.group("Redaksi", [sari], with_bot=False)
    world.add_bot(group)
    member, message = world.pending()
    changed = member["my_chat_member"]
    assert (changed["old_chat_member"]["status"], changed["new_chat_member"]["status"]) == ("left", "member")
    assert [user["id"] for user in message["message"]["new_chat_members"]] == [world.bot.id]
    assert message["message"]["from"]["id"] == sari.id


def test_a_bot_that_is_kicked_is_told_twice(world: World, group: Chat, budi: User) -> None:
    world.kick_bot(group, sender=budi)
    assert updates(world, "my_chat_member")[0]["new_chat_member"]["status"] == "kicked"
    (message,) = updates(world, "message")
    assert (message["left_chat_member"]["id"], message["from"]["id"]) == (world.bot.id, budi.id)


def test_a_bot_that_leaves_is_told_of_its_own_leaving(world: World, group: Chat) -> None:
    call(world, "leaveChat", chat_id=group.id)
    (changed,) = updates(world, "my_chat_member")
    assert (changed["from"]["id"], changed["new_chat_member"]["status"]) == (world.bot.id, "left")


def test_rising_and_falling_are_told_without_a_message(world: World, group: Chat) -> None:
    world.promote_bot(group, "can_delete_messages")
    world.demote_bot(group)
    first, second = updates(world, "my_chat_member")
    assert first["new_chat_member"]["status"] == second["old_chat_member"]["status"] == "administrator"
    assert first["new_chat_member"]["can_delete_messages"] is True
    assert updates(world, "message") == []


def test_a_restricted_bot_lacks_the_rights(world: World, group: Chat) -> None:
    world.restrict_bot(group)
    error = refusal(world, "sendMessage", chat_id=group.id, text="Halo")
    assert error.description == "Bad Request: not enough rights to send text messages to the chat"
    assert call(world, "getChatMember", chat_id=group.id, user_id=world.bot.id)["status"] == "restricted"


# The others


def test_every_status_is_told_as_it_is(world: World, group: Chat, sari: User, budi: User) -> None:
    people = {status: world.user(status) for status in ("administrator", "left", "kicked")}
    world.join(group, people["administrator"])
    world.promote(group, people["administrator"])
    world.join(group, people["kicked"])
    world.leave(group, people["kicked"], sender=sari)
    statuses = {
        user.first_name: call(world, "getChatMember", chat_id=group.id, user_id=user.id)["status"]
        for user in (sari, budi, *people.values())
    }
    assert statuses == {
        "Sari": "creator", "Budi": "member", "administrator": "administrator", "left": "left",
        "kicked": "kicked",
    }  # fmt: skip


def test_the_administrators_of_a_group_do_not_include_other_bots(
    world: World, group: Chat, sari: User, budi: User
) -> None:
    other = world.user("Lain", is_bot=True)
    world.promote(group, budi)
    world.promote(group, other)
    world.promote_bot(group)
    administrators = call(world, "getChatAdministrators", chat_id=group.id)
    assert {member["user"]["id"] for member in administrators} == {sari.id, budi.id, world.bot.id}
    with_bots = call(world, "getChatAdministrators", chat_id=group.id, return_bots=True)
    assert len(with_bots) == 4


def test_a_group_that_hides_its_members_tells_of_administrators_alone(
    world: World, group: Chat, sari: User, budi: User
) -> None:
    group.hides_members = True
    assert call(world, "getChatMember", chat_id=group.id, user_id=sari.id)["status"] == "creator"
    error = refusal(world, "getChatMember", chat_id=group.id, user_id=budi.id)
    assert error.description == "Bad Request: member list is inaccessible"
    world.promote_bot(group)
    assert call(world, "getChatMember", chat_id=group.id, user_id=budi.id)["status"] == "member"


def test_who_comes_and_goes_is_told_in_messages(world: World, group: Chat) -> None:
    guest = world.user("Tamu")
    world.join(group, guest)
    world.leave(group, guest)
    came, went = updates(world, "message")
    assert came["new_chat_members"][0]["id"] == went["left_chat_member"]["id"] == guest.id


@pytest.mark.parametrize(("admin", "asked", "heard"), [(True, True, 1), (True, False, 0), (False, True, 0)])
def test_changes_of_others_are_told_to_administrators_who_ask(
    world: World, group: Chat, budi: User, admin: bool, asked: bool, heard: int
) -> None:
    if admin:
        world.promote_bot(group)
    if asked:
        wants(world, "chat_member")
    world.promote(group, budi)
    assert len(updates(world, "chat_member")) == heard


# Who speaks in another's name


def test_an_anonymous_administrator_speaks_as_the_group(world: World, group: Chat, budi: User) -> None:
    world.promote(group, budi, anonymous=True)
    payload = world.send_text(group, "/ringkas", sender=budi).payload
    assert payload["from"] == {
        "id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot",
    }  # fmt: skip
    assert payload["sender_chat"]["id"] == group.id
    assert [message["text"] for message in updates(world, "message")] == ["/ringkas"]
    assert call(world, "getChatMember", chat_id=group.id, user_id=payload["from"]["id"])["status"] == "left"


def test_an_anonymous_administrator_presses_under_their_own_name(
    world: World, group: Chat, budi: User
) -> None:
    world.promote(group, budi, anonymous=True)
    button = {"inline_keyboard": [[{"text": "Lagi", "callback_data": "more"}]]}
    world.press(send(world, group, reply_markup=button), sender=budi)
    assert updates(world, "callback_query")[0]["from"]["id"] == budi.id


def test_a_person_may_speak_as_a_channel(world: World, group: Chat, budi: User) -> None:
    channel = world.channel("Kabar Pagi")
    payload = world.send_text(group, "/ringkas", sender=budi, sender_chat=channel).payload
    assert (payload["from"]["id"], payload["sender_chat"]["title"]) == (136_817_688, "Kabar Pagi")


def test_a_post_of_the_linked_channel_comes_into_the_discussion(world: World, forum: Chat) -> None:
    channel = world.channel("Kabar Pagi", "kabarpagi", discussion=forum)
    post = world.send_text(channel, "Berita")
    (told,) = updates(world, "message")
    assert (told["from"]["id"], told["from"]["is_bot"], told["is_automatic_forward"]) == (
        777_000,
        False,
        True,
    )
    assert told["sender_chat"]["id"] == told["forward_origin"]["chat"]["id"] == channel.id
    assert told["forward_origin"]["message_id"] == post.message_id
    assert call(world, "getChat", chat_id=forum.id)["linked_chat_id"] == channel.id


def test_a_comment_carries_the_post_as_its_thread(world: World, sari: User) -> None:
    group = world.group("Diskusi", [sari], supergroup=True, bot_is_admin=True)
    world.send_text(world.channel("Kabar", discussion=group), "Berita")
    (post,) = world.conversation(group)
    comment = world.send_text(group, "Setuju", reply_to=post)
    assert comment.payload["message_thread_id"] == post.message_id
    assert comment.payload["reply_to_message"]["is_automatic_forward"] is True


def test_with_privacy_mode_a_post_in_the_discussion_does_not_reach_the_bot(world: World, group: Chat) -> None:
    world.send_text(world.channel("Kabar", discussion=group), "Berita")
    assert updates(world, "message") == []


def test_a_bot_in_a_channel_gets_its_posts_and_their_changes(world: World) -> None:
    channel = world.channel("Kabar Pagi", with_bot=True)
    world.edit_text(world.send_text(channel, "Berita"), "Berita baru")
    assert [post["text"] for post in updates(world, "channel_post")] == ["Berita"]
    assert [post["text"] for post in updates(world, "edited_channel_post")] == ["Berita baru"]
    assert "from" not in updates(world, "channel_post")[0]


# Moving


def test_a_group_that_becomes_a_supergroup_is_told_in_both(world: World, group: Chat, budi: User) -> None:
    supergroup = world.migrate(group)
    (changed,) = updates(world, "my_chat_member")
    there, here = updates(world, "message")
    assert (changed["chat"]["id"], changed["new_chat_member"]["status"]) == (supergroup.id, "member")
    assert (there["chat"]["id"], there["migrate_to_chat_id"]) == (group.id, supergroup.id)
    assert (here["chat"]["id"], here["migrate_from_chat_id"]) == (supergroup.id, group.id)
    assert here["from"]["username"] == "GroupAnonymousBot"
    assert supergroup.members[budi.id] == "member"


def test_the_old_group_names_the_new_one_when_it_refuses(world: World, group: Chat) -> None:
    supergroup = world.migrate(group)
    error = refusal(world, "sendMessage", chat_id=group.id, text="Halo")
    assert (error.code, error.description) == (
        400, "Bad Request: group chat was upgraded to a supergroup chat",
    )  # fmt: skip
    assert error.parameters == {"migrate_to_chat_id": supergroup.id}
    assert send(world, supergroup).text == "Halo"


def test_the_bot_may_be_told_that_it_left_the_old_group(world: World, group: Chat) -> None:
    supergroup = world.migrate(group, leaves_old=True)
    left, came = updates(world, "my_chat_member")
    assert (left["chat"]["id"], left["new_chat_member"]["status"]) == (group.id, "left")
    assert came["chat"]["id"] == supergroup.id


def test_nobody_speaks_in_the_old_group_any_more(world: World, group: Chat) -> None:
    world.migrate(group)
    with pytest.raises(ValueError, match="has become a supergroup"):
        world.send_text(group, "Halo")


# All of it


ACTS: dict[str, Callable[[World, Chat, User], object]] = {
    "a topic": lambda w, f, u: w.open_topic(f, "Olahraga"),
    "a closed topic": lambda w, f, u: w.close_topic(f, "Politik"),
    "a message in a topic": lambda w, f, u: w.send_text(f, "pagi", topic="Politik"),
    "somebody who joins": lambda w, f, u: w.join(f, w.user("Tamu")),
    "somebody who leaves": lambda w, f, u: w.leave(f, u),
    "an anonymous administrator": lambda w, f, u: w.promote(f, u, anonymous=True),
    "what an anonymous administrator says": lambda w, f, u: speak_anonymously(w, f, u),
    "a post in the discussion": lambda w, f, u: w.send_text(w.channel("Kabar", discussion=f), "Berita"),
    "a post in a channel": lambda w, f, u: w.send_text(w.channel("Kabar", with_bot=True), "Berita"),
    "a migration": lambda w, f, u: w.migrate(w.group("Lama", [u])),
    "a kick": lambda w, f, u: w.kick_bot(f),
    "a restriction": lambda w, f, u: w.restrict_bot(f),
    "a reaction": lambda w, f, u: w.react(w.send_text(f, "Halo"), "👍", sender=u),
    "a press on what is gone": lambda w, f, u: press_on_what_is_gone(w, f),
}


def speak_anonymously(world: World, chat: Chat, user: User) -> None:
    world.promote(chat, user, anonymous=True)
    world.send_text(chat, "Halo", sender=user)


def press_on_what_is_gone(world: World, chat: Chat) -> None:
    message = send(world, chat)
    world.delete(message)
    world.press_forged(message, "more")


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_every_update_is_as_the_bot_api_describes_it(
    world: World, forum: Chat, budi: User, act: Callable[[World, Chat, User], object]
) -> None:
    wants(
        world,
        "message",
        "my_chat_member",
        "chat_member",
        "channel_post",
        "message_reaction",
        "callback_query",
    )
    act(world, forum, budi)
    assert world.pending()
    for update in world.pending():
        assert load_rules().check_object("Update", update) == (), update
