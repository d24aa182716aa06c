"""People and places: private chats, groups, forums, channels; who comes, goes, rises, and what moves.

In: what people do with chats. Out: the chats, the service messages and the updates about members that
Telegram makes of it. It must not know what people write.

    newsroom = world.forum("Redaksi", [sari, budi], topics=("Politik", "Daerah"))
    world.promote(newsroom, budi, anonymous=True)
    world.kick_bot(newsroom)
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy

from playground.ground import Ground
from playground.records import ADMINISTRATORS, PRESENT, Chat, Json, Topic, User, member_json

SUPERGROUP_ID_BASE = -1_000_000_000_000
TOPIC_COLOUR = 7_322_096
"""The first of the colours that Telegram gives to topics: 0x6FB9F0."""


class Places(Ground):
    """The ground with people and places on it."""

    def user(
        self,
        name: str,
        language_code: str | None = "en",
        *,
        username: str | None = None,
        is_bot: bool = False,
    ) -> User:
        """Somebody new."""
        user = User(1_000_000 + next(self._ids), name, username, language_code, is_bot)
        self.users[user.id] = user
        return user

    def private_chat(self, user: User) -> Chat:
        """The chat of this person with the bot, opened (they have pressed Start)."""
        if user.id not in self.chats:
            members = {user.id: "member", self.bot.id: "member"}
            self.chats[user.id] = Chat(user.id, "private", person=user, members=members)
        return self.chats[user.id]

    def group(
        self,
        title: str,
        members: Iterable[User],
        *,
        supergroup: bool = False,
        bot_is_admin: bool = False,
        with_bot: bool = True,
    ) -> Chat:
        """A group that the bot is in already, unless it is to be added later; the first member made it."""
        number = 1_000 + next(self._ids)
        chat_id = SUPERGROUP_ID_BASE - number if supergroup else -number
        chat = Chat(chat_id, "supergroup" if supergroup else "group", title)
        for index, member in enumerate(members):
            chat.members[member.id] = "member" if index else "creator"
        if with_bot:
            chat.members[self.bot.id] = "administrator" if bot_is_admin else "member"
        self.chats[chat.id] = chat
        return chat

    def forum(
        self,
        title: str,
        members: Iterable[User],
        topics: Iterable[str] = (),
        *,
        bot_is_admin: bool = False,
        with_bot: bool = True,
    ) -> Chat:
        """A supergroup with topics beside General, opened before the bot came: it was told of none."""
        chat = self.group(title, members, supergroup=True, bot_is_admin=bot_is_admin, with_bot=with_bot)
        chat.is_forum = True
        next(chat.counter)  # 1 is General's number, so that no topic has it
        for name in topics:
            self._open(chat, name, self.person_of(chat))
        return chat

    def channel(
        self,
        title: str,
        username: str | None = None,
        *,
        discussion: Chat | None = None,
        with_bot: bool = False,
    ) -> Chat:
        """A channel to forward from; its posts come into its discussion group too, where it has one.

        The bot is in it only `with_bot`, as an administrator: a channel has no other bots.
        """
        chat = Chat(SUPERGROUP_ID_BASE - 1_000 - next(self._ids), "channel", title, username)
        if discussion is not None:
            chat.linked, discussion.linked = discussion, chat
        if with_bot:
            chat.members[self.bot.id] = "administrator"
        self.chats[chat.id] = chat
        return chat

    def person_of(self, chat: Chat) -> User:
        """Who acts where nobody is named: the other side of a private chat, the first member of a group."""
        if chat.person is not None:
            return chat.person
        return next(self.users[user_id] for user_id in chat.members if not self.users[user_id].is_bot)

    # Topics

    def open_topic(self, chat: Chat, name: str, *, sender: User | None = None) -> Topic:
        """Somebody opens a topic; the bot gets the service message, whose id is the topic's from now on."""
        topic = self._open(chat, name, sender or self.person_of(chat))
        if chat.members.get(self.bot.id) in PRESENT:
            self.queue("message", deepcopy(chat.messages[topic.thread_id].payload))
        return topic

    def close_topic(self, chat: Chat, name: str, *, sender: User | None = None) -> None:
        """Somebody closes a topic: who is no administrator can write there no more ("TOPIC_CLOSED")."""
        self._turn_topic(chat, name, sender, closed=True)

    def reopen_topic(self, chat: Chat, name: str, *, sender: User | None = None) -> None:
        """Somebody opens a closed topic again."""
        self._turn_topic(chat, name, sender, closed=False)

    def delete_topic(self, chat: Chat, name: str) -> None:
        """Somebody deletes a topic with all that was said in it; the bot is told nothing."""
        topic = chat.topic(name)
        if topic is None:
            raise ValueError("General cannot be deleted")
        topic.deleted = True
        for message in chat.messages.values():
            message.deleted = message.deleted or message.topic is topic
        self.changed()

    def _open(self, chat: Chat, name: str, sender: User) -> Topic:
        opening = self.new_message(
            chat, sender, {"forum_topic_created": {"name": name, "icon_color": TOPIC_COLOUR}}
        )
        topic = Topic(opening.message_id, name)
        opening.payload |= {"message_thread_id": topic.thread_id, "is_topic_message": True}
        chat.topics[topic.thread_id] = topic
        return topic

    def _turn_topic(self, chat: Chat, name: str, sender: User | None, *, closed: bool) -> None:
        topic = chat.topic(name)
        if topic is None:
            raise ValueError("General is not closed here")
        topic.closed = closed
        kind = "forum_topic_closed" if closed else "forum_topic_reopened"
        self.service_message(chat, sender or self.person_of(chat), {kind: {}}, topic=topic)

    # The bot among the members

    def block(self, user: User) -> None:
        """A person blocks the bot."""
        self.set_bot_status(self.private_chat(user), "kicked", user)

    def unblock(self, user: User) -> None:
        """A person lets the bot in again."""
        self.set_bot_status(self.private_chat(user), "member", user)

    def add_bot(self, chat: Chat, *, sender: User | None = None, admin: bool = False) -> None:
        """Somebody takes the bot into a group, or makes it an administrator.

        The bot gets my_chat_member, and where it was not in the group before, the service message that
        names it among new_chat_members.
        """
        actor = sender or self.person_of(chat)
        was_in = chat.members.get(self.bot.id) in PRESENT
        self.set_bot_status(chat, "administrator" if admin else "member", actor)
        if not was_in and chat.type != "channel":
            self.service_message(chat, actor, {"new_chat_members": [self.bot.to_json()]})

    def kick_bot(self, chat: Chat, *, sender: User | None = None) -> None:
        """Somebody puts the bot out of a group: my_chat_member, and a service message (left_chat_member)."""
        actor = sender or self.person_of(chat)
        self.set_bot_status(chat, "kicked", actor)
        self._farewell(chat, actor)

    def promote_bot(self, chat: Chat, *rights: str, sender: User | None = None) -> None:
        """Somebody makes the bot an administrator who may do this ("can_delete_messages"): my_chat_member."""
        chat.rights[self.bot.id] = frozenset(rights)
        self.set_bot_status(chat, "administrator", sender or self.person_of(chat))

    def demote_bot(self, chat: Chat, *, sender: User | None = None) -> None:
        """Somebody makes the bot a plain member again: my_chat_member."""
        chat.rights.pop(self.bot.id, None)
        self.set_bot_status(chat, "member", sender or self.person_of(chat))

    def restrict_bot(self, chat: Chat, *, sender: User | None = None) -> None:
        """Somebody forbids the bot to write: my_chat_member, and refusals for lack of rights."""
        self.set_bot_status(chat, "restricted", sender or self.person_of(chat))

    def bot_leaves(self, chat: Chat) -> None:
        """The bot leaves (leaveChat): my_chat_member from itself, and left_chat_member."""
        self.set_bot_status(chat, "left", self.bot)
        self._farewell(chat, self.bot)

    def _farewell(self, chat: Chat, actor: User) -> None:
        if chat.type in ("group", "supergroup"):
            message = self.new_message(chat, actor, {"left_chat_member": self.bot.to_json()})
            self.queue("message", deepcopy(message.payload))

    def set_bot_status(self, chat: Chat, status: str, actor: User) -> None:
        """Changes what the bot is in a chat, and tells it so."""
        old = member_json(chat, self.bot)
        chat.members[self.bot.id] = status
        self.queue("my_chat_member", self._member_updated(chat, self.bot, actor, old))

    # The other members

    def join(self, chat: Chat, user: User, *, sender: User | None = None) -> None:
        """Somebody joins a group, or is added by the sender: a service message; chat_member if asked for."""
        actor = sender or user
        self._set_status(chat, user, "member", actor)
        self.service_message(chat, actor, {"new_chat_members": [user.to_json()]})

    def leave(self, chat: Chat, user: User, *, sender: User | None = None) -> None:
        """Somebody leaves, or is put out by the sender: a service message; chat_member if asked for."""
        actor = sender or user
        self._set_status(chat, user, "kicked" if sender else "left", actor)
        self.service_message(chat, actor, {"left_chat_member": user.to_json()})

    def promote(
        self, chat: Chat, user: User, *rights: str, anonymous: bool = False, sender: User | None = None
    ) -> None:
        """Somebody becomes an administrator, perhaps one who hides their name; the bot hears of it only if it
        is an administrator itself and asks for chat_member."""
        chat.rights[user.id] = frozenset(rights)
        if anonymous:
            chat.anonymous.add(user.id)
        status = "creator" if chat.members.get(user.id) == "creator" else "administrator"
        self._set_status(chat, user, status, sender or self.person_of(chat))

    def demote(self, chat: Chat, user: User, *, sender: User | None = None) -> None:
        """An administrator becomes a plain member again."""
        chat.anonymous.discard(user.id)
        chat.rights.pop(user.id, None)
        self._set_status(chat, user, "member", sender or self.person_of(chat))

    def _set_status(self, chat: Chat, user: User, status: str, actor: User) -> None:
        old = member_json(chat, user)
        chat.members[user.id] = status
        if chat.members.get(self.bot.id) == "administrator":
            self.queue("chat_member", self._member_updated(chat, user, actor, old))
        self.changed()

    def _member_updated(self, chat: Chat, user: User, actor: User, old: Json) -> Json:
        return {
            "chat": chat.to_json(), "from": actor.to_json(), "date": int(self.now()),
            "old_chat_member": old, "new_chat_member": member_json(chat, user),
        }  # fmt: skip

    # Moving

    def migrate(self, group: Chat, *, sender: User | None = None, leaves_old: bool = False) -> Chat:
        """A group becomes a supergroup with another id, as when topics or a public name are turned on.

        The bot gets, in this order: my_chat_member as a member of the new chat; migrate_to_chat_id in the old
        chat; migrate_from_chat_id in the new one, in the name of the anonymous administrator. With
        `leaves_old` it is told first that it has left the old chat, which Telegram does at times. Messages
        stay behind; the old chat refuses every call and names the new one (`migrate_to_chat_id`).
        """
        if group.type != "group" or group.migrated_to is not None:
            raise ValueError("only a group becomes a supergroup, and only once")
        actor = sender or self.person_of(group)
        members = {user_id: status for user_id, status in group.members.items() if user_id != self.bot.id}
        chat = Chat(
            SUPERGROUP_ID_BASE - 1_000 - next(self._ids), "supergroup", group.title, members=members,
            anonymous=set(group.anonymous), rights=dict(group.rights),
        )  # fmt: skip
        self.chats[chat.id] = chat
        status = group.members.get(self.bot.id, "left")
        announced = self.new_message(group, actor, {"migrate_to_chat_id": chat.id})
        if leaves_old:
            self.set_bot_status(group, "left", actor)
        group.migrated_to = chat
        if status in PRESENT:
            self.set_bot_status(chat, status, actor)
            self.queue("message", deepcopy(announced.payload))
        self.service_message(
            chat, self.anonymous, {"sender_chat": chat.to_json(), "migrate_from_chat_id": group.id}
        )
        return chat

    def is_administrator(self, chat: Chat, user: User) -> bool:
        """Whether this person may change the chat's settings."""
        return chat.members.get(user.id) in ADMINISTRATORS
