"""What a place has chosen → a panel that says so in words, with buttons to choose otherwise.

In: the State of a place, and what was pressed. Out: `records.Reply` of one message, which is brought up to
date in its place, and the State after a press. Pure; it must not know where choices are kept, nor who may
choose.

Callback data, which holds all that a press means, so that panels of any age work:
`settings:SCOPE:WHAT` shows a panel, or with "close" leaves the words alone; `settings:SCOPE:WHAT:VALUE`
chooses. SCOPE is "all", the whole chat, or "topic", the topic that the panel stands in. The value of a part
says whether it is to be shown from now on ("quotes-off"), so that a press that arrives twice changes nothing
more. `language:CODE` and `length:NAME` stand under the two questions of the commands /language and /length,
which go once they are answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args

from bot.records import DEFAULT_PARTS, MAX_SENTENCE_COUNT, Button, Part, Reply
from bot.reply.page import escape
from bot.reply.safe import in_rows, say
from bot.reply.wording import LENGTHS, Wording, by_own_name, languages, length_meant, own_name

Where = Literal["own", "group", "topic"]
"""Whose choices a panel is about: a private chat's, a group's as a whole, or one topic's."""

Scope = Literal["all", "topic"]

What = Literal["language", "length", "parts", "interface", "mode"]
"""What can be chosen; each has a panel of its own beside the first one, "main"."""

AS_GROUP = "group"
"""The value by which a topic goes back to its group's choice; with "main" in every respect."""

EACH_OWN = "own"
"""The value by which each reader is spoken to in the language of their Telegram."""

MODES = ("quiet", "links")

PAGE = "page-"
"""Begins the value that turns a panel of languages to another page, from 0 on."""

LANGUAGES_ON_A_PAGE = 12
"""Six rows of two: with the question above and one row below as much as a phone shows at once."""

TYPED_LIMIT_CHARS = 40
"""Of what somebody typed after a command, when it is said back: one line of a phone."""

DATA = re.compile(
    rf"settings:({'|'.join(get_args(Scope))}):(main|close|{'|'.join(get_args(What))})(?::([a-zA-Z0-9-]{{1,16}}))?"
)


@dataclass(frozen=True, slots=True)
class Press:
    """What a button of a panel means."""

    scope: Scope
    what: What | Literal["main", "close"]
    value: str = ""
    """What is chosen; empty where the panel is only to be shown."""

    @property
    def page(self) -> int | None:
        """The page to turn to, from 0 on; None where no page is meant."""
        number = self.value.removeprefix(PAGE)
        return (
            int(number) if self.value.startswith(PAGE) and number.isascii() and number.isdecimal() else None
        )

    @property
    def chooses(self) -> bool:
        """Whether anything is to be changed."""
        return bool(self.value) and self.page is None


@dataclass(frozen=True, slots=True)
class State:
    """What holds in a place, and what can be chosen there."""

    target: str
    targets: tuple[str, ...]
    """The languages that a brief can have."""
    sentence_count: int | None = None
    parts: frozenset[Part] = DEFAULT_PARTS
    interface: str | None = None
    every_link: bool = False
    where: Where = "own"
    in_topic: bool = False
    """Whether the panel stands in a topic, though it may be about the whole group."""
    own: frozenset[What] = frozenset()
    """What a topic has chosen itself; all else is as in its group."""
    sees_all: bool = True
    """Whether the bot gets to see the messages of a group that are not addressed to it."""


@dataclass(frozen=True, slots=True)
class _Option:
    label: str
    value: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class _Question:
    html: str
    rows: tuple[tuple[_Option, ...], ...]


def press_of(data: str) -> Press | None:
    """What callback data means; None where it is none of a panel's."""
    found = DATA.fullmatch(data)
    if found is None:
        return None
    scope, what, value = found.groups(default="")
    return Press(cast(Scope, scope), cast(What, what), value)


def after(press: Press, state: State) -> State:
    """The state once a press has chosen; raises ValueError for what cannot be chosen (any more).

    Not for AS_GROUP, since what the group has chosen does not stand in a topic's state.
    """
    value = press.value
    if press.what == "language" and value in state.targets:
        return replace(state, target=value)
    if press.what == "length":
        return replace(state, sentence_count=length_meant(value, Wording("en")))
    if press.what == "parts":
        part, _, shown = value.rpartition("-")
        if part in get_args(Part) and shown in ("on", "off"):
            others = state.parts - {cast(Part, part)}
            return replace(state, parts=others | {cast(Part, part)} if shown == "on" else others)
    if press.what == "interface" and value in (EACH_OWN, *languages()):
        return replace(state, interface=None if value == EACH_OWN else value)
    if press.what == "mode" and value in MODES and state.where != "own":
        return replace(state, every_link=value == "links")
    raise ValueError(f"{press} cannot be chosen")


def render_panel(
    state: State,
    wording: Wording,
    what: What | Literal["main", "close"] = "main",
    *,
    page: int | None = None,
) -> Reply:
    """One of the panels; "close": what is chosen, in words, and how to come back.

    `page` is that of the languages, from 0 on; None: where the one that is chosen stands.
    """
    if what == "close":
        return render_state(state, wording, "settings-closed")
    if what == "main" or what not in _offered(state):
        return Reply((_words(state, wording),), tuple(_main_rows(state, wording)))
    question = _question(state, wording, what, page)
    rows = [tuple(_button(option, state, what) for option in row) for row in question.rows]
    back = Button(wording.text("button-back"), _data(state, "main"))
    if state.where == "topic":
        as_group = _Option(wording.text("wide-as-group"), AS_GROUP, what not in state.own)
        rows.append((_button(as_group, state, what),))
    return Reply((_titled(question.html, state, wording),), (*rows, (back,)))


def render_state(state: State, wording: Wording, last: str) -> Reply:
    """What is chosen, in words and without buttons; `last` is the id of a message that stands beneath."""
    return Reply(("\n\n".join([_words(state, wording), say(last, wording)]),))


def render_question(
    state: State, wording: Wording, what: Literal["language", "length"], *, refused: str = ""
) -> Reply:
    """The question of /language or /length; `refused` is what somebody typed that cannot be had."""
    lines = []
    if refused:
        wanted = refused if len(refused) <= TYPED_LIMIT_CHARS else f"{refused[:TYPED_LIMIT_CHARS]}…"
        unknown = "language-unknown" if what == "language" else "length-unknown"
        lines.append(say(unknown, wording, wanted=wanted, most=MAX_SENTENCE_COUNT))
    question = _question(state, wording, what, None)
    prefix = "language" if what == "language" else "length"
    rows = tuple(
        tuple(
            Button(
                _ticked(option),
                _data(state, what, option.value)
                if option.value.startswith(PAGE)
                else f"{prefix}:{option.value}",
            )
            for option in row
        )
        for row in question.rows
    )
    return Reply((_titled("\n".join([*lines, question.html]), state, wording),), rows)


def saved(state: State, wording: Wording, what: What | Literal["main"], *, as_group: bool = False) -> str:
    """The word that a choice is kept, as plain text of at most 200 characters."""
    kept = wording.text("settings-saved", whose=state.where)
    if as_group:
        return f"{kept} {wording.text('inherited-saved', all='yes' if what == 'main' else 'no')}"
    match what:
        case "language":
            said = wording.text("language-saved", language=wording.language_name(state.target))
        case "length":
            said = wording.text("length-saved", count=_count(state.sentence_count))
        case _:
            return kept
    return f"{kept} {said}"


def render_saved(state: State, wording: Wording, what: What) -> Reply:
    """The word that a choice is kept, as a message."""
    return Reply((escape(saved(state, wording, what)),))


def _titled(html: str, state: State, wording: Wording) -> str:
    """In a group it is said whose settings they are; in a private chat there is no doubt."""
    return html if state.where == "own" else f"{_title(state, wording)}\n{html}"


def _title(state: State, wording: Wording) -> str:
    return f"<b>{say('settings-title', wording, whose=state.where)}</b>"


def _words(state: State, wording: Wording) -> str:
    """What is chosen, a line for each; in a topic with a remark at what it has from its group."""
    lines = []
    for what in _offered(state):
        label = wording.text(f"settings-{what}")
        line = say("settings-line", wording, label=label, value=_value(state, wording, what))
        inherited = state.where == "topic" and what not in state.own
        lines.append(f"{line} <i>({say('settings-inherited', wording)})</i>" if inherited else line)
    blind = state.where != "own" and state.every_link and not state.sees_all
    note = [say("mode-blind", wording)] if blind else []
    return "\n\n".join(["\n".join([_title(state, wording), *lines]), *note])


def _offered(state: State) -> tuple[What, ...]:
    every: tuple[What, ...] = get_args(What)
    return tuple(what for what in every if what != "mode" or state.where != "own")


def _value(state: State, wording: Wording, what: What) -> str:
    match what:
        case "language":
            return wording.language_name(state.target)
        case "length":
            return wording.text("length-name", count=_count(state.sentence_count))
        case "parts":
            shown = [wording.text(f"part-{part}") for part in get_args(Part) if part in state.parts]
            return wording.listed(shown) or wording.text("parts-none")
        case "interface":
            return (
                own_name(state.interface)
                if state.interface
                else wording.text("interface-own", whose=state.where)
            )
        case "mode":
            return wording.text(f"mode-{MODES[state.every_link]}")


def _main_rows(state: State, wording: Wording) -> Iterator[tuple[Button, ...]]:
    choices = [
        Button(wording.text(f"button-settings-{what}"), _data(state, what)) for what in _offered(state)
    ]
    yield from in_rows(choices, 2)
    if state.where == "topic" and state.own:
        yield (Button(wording.text("wide-all-as-group"), _data(state, "main", AS_GROUP)),)
    if state.in_topic:
        other: Scope = "all" if state.where == "topic" else "topic"
        yield (
            Button(
                wording.text("wide-scope-group" if other == "all" else "wide-scope-topic"),
                f"settings:{other}:main",
            ),
        )
    yield (Button(wording.text("button-close"), _data(state, "close")),)


def _question(state: State, wording: Wording, what: What, page: int | None) -> _Question:
    match what:
        case "language":
            return _languages(state, wording, page)
        case "length":
            return _lengths(state, wording)
        case "parts":
            return _parts(state, wording)
        case "interface":
            return _interfaces(state, wording)
        case "mode":
            return _modes(state, wording)


def _languages(state: State, wording: Wording, page: int | None) -> _Question:
    """The languages, each named in itself, in the order of these names."""
    name = wording.language_name(state.target)
    if not set(state.targets) - {state.target}:
        return _Question(say("language-only", wording, language=name), ())
    codes = by_own_name(state.targets)
    last = (len(codes) - 1) // LANGUAGES_ON_A_PAGE
    if page is None:
        page = codes.index(state.target) // LANGUAGES_ON_A_PAGE if state.target in codes else 0
    page = min(page, last)
    shown = codes[page * LANGUAGES_ON_A_PAGE : (page + 1) * LANGUAGES_ON_A_PAGE]
    options = [
        _Option(own_name(code), code, _holds(state, "language", chosen=code == state.target))
        for code in shown
    ]
    turning = tuple(
        _Option(label, f"{PAGE}{to}") for label, to in (("«", page - 1), ("»", page + 1)) if 0 <= to <= last
    )
    rows = _in_twos(options)
    return _Question(say("language-ask", wording, language=name), (*rows, turning) if turning else rows)


def _lengths(state: State, wording: Wording) -> _Question:
    numbers = {name: length for name, length in LENGTHS.items() if length is not None}
    ask = say("length-ask", wording, count=_count(state.sentence_count), most=MAX_SENTENCE_COUNT, **numbers)
    free, *others = (
        _Option(
            wording.text(f"button-length-{name}"),
            name,
            _holds(state, "length", chosen=length == state.sentence_count),
        )
        for name, length in LENGTHS.items()
    )
    return _Question(ask, ((free,), *_in_twos(others)))


def _parts(state: State, wording: Wording) -> _Question:
    """The ticks say what is shown, be it by the group's choice: they are switched, not chosen among."""
    options = [
        _Option(wording.text(f"button-part-{part}"), f"{part}-{'off' if shown else 'on'}", shown)
        for part in get_args(Part)
        for shown in [part in state.parts]
    ]
    return _Question(say("parts-ask", wording), _in_twos(options))


def _interfaces(state: State, wording: Wording) -> _Question:
    own = _Option(
        wording.text("wide-interface-own", whose=state.where),
        EACH_OWN,
        _holds(state, "interface", chosen=state.interface is None),
    )
    options = [
        _Option(own_name(code), code, _holds(state, "interface", chosen=code == state.interface))
        for code in by_own_name(languages())
    ]
    return _Question(say("interface-ask", wording), ((own,), *_in_twos(options)))


def _modes(state: State, wording: Wording) -> _Question:
    blind = [] if state.sees_all else [say("mode-blind", wording)]
    options = tuple(
        _Option(
            wording.text(f"wide-mode-{mode}"), mode, _holds(state, "mode", chosen=every == state.every_link)
        )
        for mode, every in zip(MODES, (False, True), strict=True)
    )
    return _Question("\n\n".join([say("mode-ask", wording), *blind]), tuple((option,) for option in options))


def _in_twos(options: Sequence[_Option]) -> tuple[tuple[_Option, ...], ...]:
    return tuple(tuple(options[start : start + 2]) for start in range(0, len(options), 2))


def _holds(state: State, what: What, *, chosen: bool) -> bool:
    """Whether an option is ticked: in a topic only where it has chosen it itself."""
    return chosen and (state.where != "topic" or what in state.own)


def _button(option: _Option, state: State, what: What) -> Button:
    return Button(_ticked(option), _data(state, what, option.value))


def _ticked(option: _Option) -> str:
    return f"✓ {option.label}" if option.ticked else option.label


def _data(state: State, what: str, value: str = "") -> str:
    scope: Scope = "topic" if state.where == "topic" else "all"
    return ":".join(filter(None, ["settings", scope, what, value]))


def _count(count: int | None) -> int | str:
    return "free" if count is None else count
