"""The people and places that the page opens with: three people, a newsroom with topics, a news channel.

In: a world that is still empty and the samples; out: a `Town`, whose channel has posted what there is to
forward. It must not know the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from playground.samples import Sample
from playground.world import Chat, User, World

TOPICS = ("Berita", "Ekonomi")


@dataclass(frozen=True, slots=True)
class Town:
    """Who speaks on the page, and where."""

    reader: User
    editor: User
    administrator: User
    newsroom: Chat
    """A supergroup with topics, which the administrator made."""
    channel: Chat
    """A news channel: its posts are there to be forwarded, and the bot is not in it."""

    @property
    def roles(self) -> dict[int, str]:
        """User id -> what this person is on the page."""
        return {
            self.reader.id: "reader", self.editor.id: "editor", self.administrator.id: "administrator",
        }  # fmt: skip


def build_town(world: World, samples: Iterable[Sample]) -> Town:
    """Fill the world and return who and what is in it."""
    reader = world.user("Alex", "en", username="alex_reads")
    editor = world.user("Sari", "id", username="sari_redaksi")
    administrator = world.user("Budi", "id", username="budi_admin")
    for person in (reader, editor, administrator):
        world.private_chat(person)
    newsroom = world.forum("Redaksi Pagi", [administrator, editor, reader], TOPICS)
    channel = world.channel("Kabar Pesisir", "kabar_pesisir")
    for sample in samples:
        world.paste(channel, sample.text)
    return Town(reader, editor, administrator, newsroom, channel)
