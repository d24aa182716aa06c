"""Checks what is sent and answered against the machine-readable Bot API (`methods.json`).

In: a method's name with its parameters as they came over HTTP (strings from forms, values from
JSON), or an object of a named type. Out: the parameters as Python values, with every breach of the
table as a `Violation`. It must know neither chats nor messages nor HTTP.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

# What Telegram says where a parameter is missing; it has no one form for it.
MISSING_WORDS = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "document": "there is no document in the request",
    "photo": "there is no photo in the request",
    "user_id": "invalid user_id specified",
    "file_id": "file_id not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "action": "wrong parameter action in request",
    "audio": "there is no audio in the request",
    "video": "there is no video in the request",
    "animation": "there is no animation in the request",
    "voice": "there is no voice in the request",
    "video_note": "there is no video note in the request",
    "sticker": "there is no sticker in the request",
    "media": "there are no messages to send",
    "message_ids": "message identifiers are not specified",
    "from_chat_id": "chat_id is empty",
}

TEXTUAL = frozenset({"KeyboardButton"})
"""Types of which a text may stand for the whole object: https://core.telegram.org/bots/api#keyboardbutton"""


@dataclass(frozen=True, slots=True)
class Violation:
    """A breach of the Bot API's rules: where, and what."""

    method: str
    words: str

    def __str__(self) -> str:
        return f"{self.method}: {self.words}"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in a multipart body, or was loaded from the address that stood in its place."""

    file_name: str
    content: bytes
    media_type: str = "application/octet-stream"
    by_address: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Parameters as Python values, what was wrong with them, and Telegram's words where it refuses."""

    values: dict[str, Any]
    violations: tuple[Violation, ...] = ()
    refusal: str | None = None
    """The description after "Bad Request: "; None where Telegram would go on."""


@dataclass(frozen=True, slots=True)
class Field:
    """What the table says of one field."""

    types: tuple[str, ...]
    required: bool = False
    fixed: str | None = None

    @classmethod
    def parse(cls, described: str) -> Field:
        """Reads "!Integer|String=value"."""
        types, _, fixed = described.removeprefix("!").partition("=")
        return cls(tuple(types.split("|")), described.startswith("!"), fixed or None)


@dataclass(frozen=True, slots=True)
class Rules:
    """The table of the Bot API."""

    version: str
    methods: Mapping[str, Mapping[str, Field]]
    returns: Mapping[str, tuple[str, ...]]
    types: Mapping[str, Mapping[str, Field]]
    subtypes: Mapping[str, tuple[str, ...]]
    reactions: frozenset[str]
    names: Mapping[str, str] = field(default_factory=dict)
    """Methods by their names in lower case: the Bot API does not mind the case."""

    def read(self, method: str, raw: Mapping[str, Any], uploads: Mapping[str, Upload]) -> Reading:
        """Parameters of a call, turned from what HTTP carries into Python values.

        `raw` holds strings (forms) or JSON values; `uploads` holds the parts of a multipart body that
        are files. A parameter that the table does not have is a violation that Telegram lets pass; a
        missing or wrong one is refused.
        """
        fields = self.methods[method]
        values: dict[str, Any] = {}
        refusal: str | None = None
        unknown = sorted(raw.keys() - fields.keys())
        violations = [Violation(method, f"unknown parameter {name!r}") for name in unknown]
        for name, described in fields.items():
            given = _given(name, raw, uploads)
            if given is None:
                if described.required:
                    violations.append(Violation(method, f"missing parameter {name!r}"))
                    refusal = refusal or MISSING_WORDS.get(name, f'parameter "{name}" is required')
                continue
            value, problems = self._parameter(given, described)
            values[name] = _attached(value, uploads) if name == "media" else value
            violations += [Violation(method, f"{name}{problem}") for problem in problems]
            if problems:
                refusal = refusal or _refusal(name, problems[0], value, method)
        return Reading(values, tuple(violations), refusal)

    def check_result(self, method: str, result: Any) -> tuple[str, ...]:
        """What is wrong with an answer of this method; empty when nothing is."""
        return tuple(self._problems(result, self.returns[method]))

    def check_object(self, type_: str, value: Any) -> tuple[str, ...]:
        """What is wrong with an object of a type ("Update", "Message"); empty when nothing is."""
        return tuple(self._problems(value, (type_,)))

    def _parameter(self, given: Any, described: Field) -> tuple[Any, list[str]]:
        value = _from_form(given, described.types) if isinstance(given, str) else given
        return value, list(self._problems(value, described.types))

    def _problems(self, value: Any, types: tuple[str, ...]) -> Iterator[str]:
        """Breaches as "path: words", for the type that fits best."""
        inner = tuple(type_.removeprefix("Array of ") for type_ in types if type_.startswith("Array of "))
        if isinstance(value, list) and len(inner) == len(types) > 1:
            yield from self._mixed_problems(value, inner)
            return
        best: list[str] | None = None
        for type_ in types:
            found = list(self._problems_of(value, type_))
            if not found:
                return
            if best is None or (len(found), -len(found[0])) < (len(best), -len(best[0])):
                best = found
        if len(types) > 1 and not isinstance(value, (dict, list)):
            best = [f": {value!r} is no {' or '.join(types)}"]
        yield from best or []

    def _mixed_problems(self, items: list[Any], types: tuple[str, ...]) -> Iterator[str]:
        """Breaches of a list whose items may each be of any of the types (an album's)."""
        for index, item in enumerate(items):
            for problem in self._problems(item, self._agreeing(item, types)):
                yield f"[{index}]{problem}"

    def _problems_of(self, value: Any, type_: str) -> Iterator[str]:
        if type_.startswith("Array of "):
            if not isinstance(value, list):
                yield f": {value!r:.60} is no {type_}"
                return
            for index, item in enumerate(value):
                for problem in self._problems(item, (type_.removeprefix("Array of "),)):
                    yield f"[{index}]{problem}"
        elif type_ in _SIMPLE:
            if not _SIMPLE[type_](value):
                yield f": {value!r:.60} is no {type_}"
        elif type_ in TEXTUAL and isinstance(value, str):
            return
        elif type_ in self.subtypes:
            yield from self._problems(value, self._candidates(value, type_))
        else:
            yield from self._object_problems(value, type_)

    def _candidates(self, value: Any, type_: str) -> tuple[str, ...]:
        """The subtypes whose fixed fields agree with the value; all of them when none does."""
        return self._agreeing(value, self.subtypes[type_])

    def _agreeing(self, value: Any, types: tuple[str, ...]) -> tuple[str, ...]:
        if not isinstance(value, dict):
            return types
        agreeing = tuple(
            name
            for name in types
            if all(f.fixed is None or value.get(k) == f.fixed for k, f in self.types.get(name, {}).items())
        )
        return agreeing or types

    def _object_problems(self, value: Any, type_: str) -> Iterator[str]:
        fields = self.types[type_]
        if not isinstance(value, dict):
            yield f": {value!r:.60} is no {type_}"
            return
        for name in value:
            if name not in fields:
                yield f".{name}: unknown field of {type_}"
        for name, described in fields.items():
            if name not in value:
                if described.required:
                    yield f".{name}: missing field of {type_}"
            elif described.fixed is not None and value[name] != described.fixed:
                yield f".{name}: {value[name]!r:.60} is not {described.fixed!r}"
            else:
                for problem in self._problems(value[name], described.types):
                    yield f".{name}{problem}"


def _given(name: str, raw: Mapping[str, Any], uploads: Mapping[str, Upload]) -> Any:
    """The parameter, or the file that stands for it: under its own name or as attach://NAME."""
    given = uploads.get(name, raw.get(name))
    if isinstance(given, str) and given.startswith("attach://"):
        return uploads.get(given.removeprefix("attach://"), given)
    return given


def _attached(value: Any, uploads: Mapping[str, Upload]) -> Any:
    """InputMedia with the files that came along in place of their names (attach://NAME)."""
    if isinstance(value, list):
        return [_attached(item, uploads) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _given(name, {name: given}, uploads) if name in ("media", "thumbnail", "cover") else given
        for name, given in value.items()
    }


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_SIMPLE: dict[str, Callable[[Any], bool]] = {
    "Integer": _is_integer,
    "Float": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "True": lambda value: value is True,
    "InputFile": lambda value: isinstance(value, Upload),
}


def _from_form(given: str, types: tuple[str, ...]) -> Any:
    """The value that a form's text stands for, as far as one of the types allows it."""
    if "Integer" in types and re.fullmatch(r"-?\d{1,19}", given):
        return int(given)
    if "Float" in types and re.fullmatch(r"-?\d+(\.\d+)?", given):
        return float(given)
    if "Boolean" in types and given.lower() in {"true", "false"}:
        return given.lower() == "true"
    if not {"String", "InputFile"} & set(types):
        try:
            return json.loads(given)
        except ValueError:
            return given
    return given


def _refusal(name: str, problem: str, value: Any, method: str) -> str:
    if name == "media":
        return _media_refusal(problem, value, method)
    if name == "chat_id":
        return "chat not found"
    if name == "reply_markup":
        return "can't parse reply keyboard markup JSON object"
    return f"can't parse parameter {name}{problem}"


def _media_refusal(problem: str, value: Any, method: str) -> str:
    """Telegram's words for what is no InputMedia."""
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, dict) for item in items):
        return "can't parse media JSON object"
    for item in items:
        kind = item.get("type")
        if method == "sendMediaGroup" and kind == "animation":
            return "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup"
        if kind not in ("photo", "video", "audio", "document", "animation", "live_photo"):
            return f'can\'t parse InputMedia: type "{kind}" is unsupported'
        if not isinstance(item.get("media"), str):
            return "can't parse InputMedia: media not found"
    return f"can't parse InputMedia{problem}"


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """The table that ships with the playground."""
    table = json.loads(resources.files("playground").joinpath("methods.json").read_text("utf-8"))
    methods = {
        name: {key: Field.parse(described) for key, described in row["fields"].items()}
        for name, row in table["methods"].items()
    }
    return Rules(
        version=table["version"],
        methods=methods,
        returns={name: tuple(row["returns"].split("|")) for name, row in table["methods"].items()},
        types={
            name: {key: Field.parse(described) for key, described in row.items()}
            for name, row in table["types"].items()
            if isinstance(row, dict)
        },
        subtypes={name: tuple(row) for name, row in table["types"].items() if isinstance(row, list)},
        reactions=frozenset(table["reactions"]),
        names={name.lower(): name for name in methods},
    )
