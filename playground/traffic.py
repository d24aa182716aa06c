"""What goes by between bot and Telegram, with its times: calls, updates, and how long each answer took.

In: looks at a world, one after every change, and a clock; out: a bounded record for the page. It must know
no HTTP and must change nothing in the world.

The world keeps calls but forgets an update once the bot has confirmed it: so this one looks at every change,
while the update is still there.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from playground.limits import CHANGING, FRESH
from playground.rules import Upload
from playground.world import Call, Json, World

KEPT_EVENTS = 400
"""How much of what went by is kept: some hours of one person's trying."""
KEPT_ANSWERS = 12
"""How many answers the clock shows."""
SHOWN_WORDS = 60
"""Characters of a message that stand beside its time."""
SAYING = FRESH | CHANGING
"""The methods after which nobody is shown as writing any more."""
SPEAKING = frozenset({"message", "edited_message", "callback_query", "inline_query", "channel_post"})
"""Kinds of updates that ask for an answer."""


@dataclass(frozen=True, slots=True)
class Event:
    """A call of the bot's, or an update on its way to it."""

    number: int
    kind: Literal["call", "update"]
    at_s: float
    """When, as the world's clock has it."""
    name: str
    status: int
    """The HTTP status of a call; 0 where no answer got through, and for updates."""
    content: Any
    """A call's parameters, or the update."""
    description: str | None = None
    result: Any = None


@dataclass(slots=True)
class Answer:
    """What the bot did after an update, with seconds since it."""

    update_id: int
    kind: str
    chat_id: int
    words: str
    began_s: float
    message_id: int | None = None
    """Of the message that asked."""
    said: set[int] = field(default_factory=set)
    """The ids of the bot's messages that belong to it."""
    marks: list[tuple[float, str, str]] = field(default_factory=list)
    """Seconds, method, and the first words of what was said."""


class Traffic:
    """Looks at the world and remembers."""

    def __init__(self, world: World, clock: Callable[[], float] = time.monotonic) -> None:
        self.events: deque[Event] = deque(maxlen=KEPT_EVENTS)
        self.answers: deque[Answer] = deque(maxlen=KEPT_ANSWERS)
        self.typing: dict[tuple[int, int | None], tuple[str, float]] = {}
        """(chat, topic) -> what the bot last showed itself to be doing, and when by the world's clock."""
        self.drafts: dict[int, str] = {}
        """Chat -> the answer as far as the bot shows it while it comes into being."""
        self._world = world
        self._clock = clock
        self._calls_seen = 0
        self._actions_seen = 0
        self._drafts_seen = 0
        self._last_update_id = 0
        self._number = 0

    def look(self) -> None:
        """Take in what is new; to be called after every change."""
        for update in self._world.updates:
            if update.update_id > self._last_update_id:
                self._last_update_id = update.update_id
                self._add("update", update.kind, 0, update.payload)
                self._begin(update.kind, update.payload)
        calls = self._world.calls
        for call in calls[self._calls_seen :]:
            self._take_call(call)
        self._calls_seen = len(calls)
        for action in self._world.actions[self._actions_seen :]:
            self.typing[action.chat.id, action.thread_id] = (action.action, self._world.now())
        self._actions_seen = len(self._world.actions)
        for draft in self._world.drafts[self._drafts_seen :]:
            self.drafts[draft.chat.id] = draft.text
        self._drafts_seen = len(self._world.drafts)

    def _take_call(self, call: Call) -> None:
        if call.method == "getUpdates" and call.ok:
            return  # one for every poll: the updates themselves are on record
        self._add("call", call.method, call.status, plain(call.parameters), call.description, call.result)
        chat_id = call.parameters.get("chat_id")
        if call.ok and call.method in SAYING:
            self.typing = {room: doing for room, doing in self.typing.items() if room[0] != chat_id}
            self.drafts = {chat: text for chat, text in self.drafts.items() if chat != chat_id}
        answer = self._asked(call)
        if answer is not None and call.ok:
            if isinstance(call.result, Mapping) and "message_id" in call.result:
                answer.said.add(call.result["message_id"])
            answer.marks.append((call.at_s - answer.began_s, call.method, _first_words(call.result)))

    def _asked(self, call: Call) -> Answer | None:
        """What a call answers: what it names, or else the last that was asked in its chat."""
        here = [one for one in reversed(self.answers) if one.chat_id == call.parameters.get("chat_id")]
        replied = (call.parameters.get("reply_parameters") or {}).get("message_id")
        named = [
            one
            for one in here
            if (replied is not None and one.message_id == replied)
            or call.parameters.get("message_id") in one.said
        ]
        return next(iter(named or here), None)

    def _begin(self, kind: str, payload: Mapping[str, Any]) -> None:
        if kind not in SPEAKING:
            return
        content = payload[kind]
        chat = content.get("chat") or content.get("message", {}).get("chat") or content["from"]
        self.answers.append(
            Answer(
                payload["update_id"],
                kind,
                chat["id"],
                _first_words(content),
                self._clock(),
                content.get("message_id"),
            )
        )

    def _add(
        self,
        kind: Literal["call", "update"],
        name: str,
        status: int,
        content: Any,
        description: str | None = None,
        result: Any = None,
    ) -> None:
        self._number += 1
        self.events.append(
            Event(self._number, kind, self._world.now(), name, status, content, description, result)
        )


def _first_words(message: Any) -> str:
    """The first words of a message, a press or a query; nothing for a result that is no message."""
    if not isinstance(message, Mapping):
        return ""
    said = next((message[name] for name in ("text", "caption", "data", "query") if message.get(name)), "")
    return str(said or message.get("document", {}).get("file_name", "")).partition("\n")[0][:SHOWN_WORDS]


def plain(value: Any) -> Any:
    """Return the value as JSON can carry it: a file as its name and size."""
    if isinstance(value, Upload):
        return {"file": value.file_name, "bytes": len(value.content)}
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def stage_seconds(figures: str) -> Json:
    """Return stage -> (seconds in all, how many) from a page of figures in Prometheus' text format."""
    found: Json = {}
    for line in figures.splitlines():
        for position, ending in enumerate(("_sum", "_count")):
            start = f"ringkas_stage_seconds{ending}{{stage="
            if line.startswith(start):
                stage, _, value = line.removeprefix(start).partition("} ")
                found.setdefault(stage.strip('"'), [0.0, 0.0])[position] = float(value)
    return found


def last_stages(before: Json, after: Json) -> Json:
    """Return stage -> seconds of the last digest: what lies between two looks; a bot that was started anew
    has counted from nothing."""
    taken = {}
    for stage, (seconds, count) in after.items():
        old_seconds, old_count = before.get(stage, (0.0, 0.0))
        if count < old_count:
            old_seconds, old_count = 0.0, 0.0
        if count > old_count:
            taken[stage] = (seconds - old_seconds) / (count - old_count)
    return taken
