"""What a place has chosen → a panel that shows it, and the questions by which it is changed.

In: a View of the choices, and a Wording. Out: `records.Reply` with buttons. Pure; it must not know Telegram's
types, who may choose, nor where choices are kept.

Callback data, at most 64 bytes: `set:SCOPE:PAGE` opens a page, `set:SCOPE:CHOICE:VALUE` chooses; SCOPE is `c`
(the chat) or `t` (one topic of it), so that a panel works after a restart and says itself what it changes.
`language:CODE` and `length:NAME` are the buttons of the short questions that /language and /length ask.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from bot.records import MAX_SENTENCE_COUNT, Button, Part, Reply
from bot.reply.safe import in_rows, say
from bot.reply.wording import LENGTHS, Wording, languages, own_name

TYPED_LIMIT_CHARS = 40
"""How much of what somebody typed after a command is repeated to them."""

LANGUAGES_ON_A_PAGE = 12
"""Six rows of two: more would push the question off a phone's screen."""

READERS_OWN = "own"
"""The value that leaves the interface language to each reader."""

Scope = Literal["c", "t"]
"""What is changed: the whole chat, or one topic of it."""

Page = Literal["home", "languages", "lengths", "parts", "interfaces", "modes"]


@dataclass(frozen=True, slots=True)
class View:
    """What a panel shows."""

    kind: Literal["private", "group"]
    targets: tuple[str, ...]
    """The languages that may be chosen for briefs."""
    target: str
    sentence_count: int | None
    parts: frozenset[Part]
    interface: str | None
    every_link: bool
    scope: Scope = "c"
    in_topic: bool = False
    """Whether the panel stands in a topic, so that both scopes can be had."""
    own: bool = False
    """Whether the topic has choices of its own."""


def render_panel(view: View, wording: Wording, page: Page = "home", position: int = 0) -> Reply:
    """A page of the panel; `position` counts the pages of languages from 0."""
    pages: Mapping[Page, Callable[[View, Wording], Reply]] = {
        "home": _home,
        "languages": lambda view, wording: _languages(view, wording, position),
        "lengths": _lengths,
        "parts": _parts,
        "interfaces": _interfaces,
        "modes": _modes,
    }
    return pages[page](view, wording)


def render_state(view: View, wording: Wording, *last: str) -> Reply:
    """What is chosen, in words and without buttons; `last`: ids of messages that stand beneath."""
    return Reply(("\n\n".join([_state(view, wording), *(say(each, wording) for each in last)]),))


def render_languages(codes: Sequence[str], current: str, wording: Wording, *, refused: str = "") -> Reply:
    """The question for the language of the brief: `language:CODE`, each language named in itself.

    `refused` is what somebody asked for that cannot be had.
    """
    name = wording.language_name(current)
    sorry = [say("language-unknown", wording, wanted=_short(refused))] if refused else []
    if not set(codes) - {current}:
        return Reply(("\n".join([*sorry, say("language-only", wording, language=name)]),))
    buttons = [Button(_ticked(own_name(code), code == current), f"language:{code}") for code in codes]
    return Reply(("\n".join([*sorry, say("language-ask", wording, language=name)]),), in_rows(buttons, 2))


def render_lengths(current: int | None, wording: Wording, *, refused: str = "") -> Reply:
    """The question for the length of the summary: `length:NAME`; `refused` as for languages."""
    sorry = (
        [say("length-unknown", wording, wanted=_short(refused), most=MAX_SENTENCE_COUNT)] if refused else []
    )
    ask = _length_question(current, wording)
    return Reply(("\n".join([*sorry, ask]),), _length_rows(current, wording, "length"))


def render_length_saved(count: int | None, wording: Wording) -> Reply:
    """The word that a length is kept; None: as many sentences as tell the story."""
    return Reply((say("length-saved", wording, count=_count(count)),))


def _home(view: View, wording: Wording) -> Reply:
    opens = [
        ("settings-language", "languages"),
        ("settings-length", "lengths"),
        ("settings-parts", "parts"),
        ("settings-interface", "interfaces"),
    ]
    if view.kind == "group":
        opens.append(("settings-mode", "modes"))
    rows = in_rows([_button(view, wording, f"button-{label}", page) for label, page in opens], 2)
    close = Button(wording.text("button-close"), f"set:{view.scope}:close")
    return Reply((_state(view, wording),), (*rows, *_scope_rows(view, wording), (close,)))


def _state(view: View, wording: Wording) -> str:
    """The choices, one a line under a heading that says whose they are."""
    shown = [wording.text(f"part-{part}") for part in get_args(Part) if part in view.parts]
    interface = own_name(view.interface) if view.interface else wording.text("interface-own")
    lines = [
        f"<b>{say('settings-title', wording, whose=_whose(view))}</b>",
        _line("settings-language", wording.language_name(view.target), wording),
        _line("settings-length", wording.text("length-name", count=_count(view.sentence_count)), wording),
        _line("settings-parts", ", ".join(shown) or wording.text("parts-none"), wording),
        _line("settings-interface", interface, wording),
    ]
    if view.kind == "group":
        mode = "mode-links" if view.every_link else "mode-quiet"
        lines.append(_line("settings-mode", wording.text(mode), wording))
    return "\n".join(lines)


def _whose(view: View) -> str:
    if view.kind == "private":
        return "own"
    return "topic" if view.scope == "t" else "group"


def _line(label: str, value: str, wording: Wording) -> str:
    return say("settings-line", wording, label=wording.text(label), value=value)


def _scope_rows(view: View, wording: Wording) -> tuple[tuple[Button, ...], ...]:
    """In a topic: to the other scope, and back to the group's choices where the topic has its own."""
    if not view.in_topic:
        return ()
    other = ("wide-scope-group", "set:c:home") if view.scope == "t" else ("wide-scope-topic", "set:t:home")
    rows = [(Button(wording.text(other[0]), other[1]),)]
    if view.scope == "t" and view.own:
        rows.append((Button(wording.text("wide-as-group"), "set:t:inherit"),))
    return tuple(rows)


def _languages(view: View, wording: Wording, position: int) -> Reply:
    pages = -(-len(view.targets) // LANGUAGES_ON_A_PAGE)
    position = min(max(position, 0), pages - 1)
    start = position * LANGUAGES_ON_A_PAGE
    codes = view.targets[start : start + LANGUAGES_ON_A_PAGE]
    name = wording.language_name(view.target)
    if len(view.targets) == 1:
        return Reply((say("language-only", wording, language=name),), (_back(view, wording),))
    choices = [
        Button(_ticked(own_name(code), code == view.target), f"set:{view.scope}:language:{code}")
        for code in codes
    ]
    turns = [
        Button(label, f"set:{view.scope}:languages:{there}")
        for label, there in (("‹", position - 1), ("›", position + 1))
        if 0 <= there < pages
    ]
    rows = (*in_rows(choices, 2), *in_rows(turns, 2), _back(view, wording))
    return Reply((say("language-ask", wording, language=name),), rows)


def _lengths(view: View, wording: Wording) -> Reply:
    rows = _length_rows(view.sentence_count, wording, f"set:{view.scope}:length")
    return Reply((_length_question(view.sentence_count, wording),), (*rows, _back(view, wording)))


def _length_question(current: int | None, wording: Wording) -> str:
    numbers = {name: length for name, length in LENGTHS.items() if length is not None}
    return say("length-ask", wording, count=_count(current), most=MAX_SENTENCE_COUNT, **numbers)


def _length_rows(current: int | None, wording: Wording, prefix: str) -> tuple[tuple[Button, ...], ...]:
    free, *others = (
        Button(_ticked(wording.text(f"button-length-{name}"), length == current), f"{prefix}:{name}")
        for name, length in LENGTHS.items()
    )
    return ((free,), *in_rows(others, 2))


def _parts(view: View, wording: Wording) -> Reply:
    """Each button names what it will do: pressed twice, or carried out twice, it does the same."""
    buttons = [
        Button(
            _ticked(wording.text(f"button-part-{part}"), part in view.parts),
            f"set:{view.scope}:{'hide' if part in view.parts else 'show'}:{part}",
        )
        for part in get_args(Part)
    ]
    return Reply((say("parts-ask", wording),), (*in_rows(buttons, 2), _back(view, wording)))


def _interfaces(view: View, wording: Wording) -> Reply:
    own = Button(
        _ticked(wording.text("wide-interface-own"), view.interface is None),
        f"set:{view.scope}:interface:{READERS_OWN}",
    )
    named = [
        Button(_ticked(own_name(code), code == view.interface), f"set:{view.scope}:interface:{code}")
        for code in languages()
    ]
    return Reply((say("interface-ask", wording),), ((own,), *in_rows(named, 2), _back(view, wording)))


def _modes(view: View, wording: Wording) -> Reply:
    modes = (("quiet", not view.every_link), ("links", view.every_link))
    rows = tuple(
        (Button(_ticked(wording.text(f"wide-mode-{mode}"), holds), f"set:{view.scope}:mode:{mode}"),)
        for mode, holds in modes
    )
    return Reply((say("mode-ask", wording),), (*rows, _back(view, wording)))


def _button(view: View, wording: Wording, label: str, page: str) -> Button:
    return Button(wording.text(label), f"set:{view.scope}:{page}")


def _back(view: View, wording: Wording) -> tuple[Button, ...]:
    return (_button(view, wording, "button-back", "home"),)


def _count(count: int | None) -> int | str:
    return "free" if count is None else count


def _short(typed: str) -> str:
    return typed if len(typed) <= TYPED_LIMIT_CHARS else f"{typed[:TYPED_LIMIT_CHARS]}…"


def _ticked(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label
