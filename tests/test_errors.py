"""The error tree is the one that its docstring draws."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator

import bot.errors
from bot.errors import BadStatus, RingkasError


def tree(error: type[Exception]) -> Iterator[type[Exception]]:
    for child in error.__subclasses__():
        yield child
        yield from tree(child)


def test_every_error_of_the_tree_is_drawn() -> None:
    drawn = set(re.findall(r"[A-Z]\w+", bot.errors.__doc__ or ""))
    assert {error.__name__ for error in tree(RingkasError)} <= drawn


def test_an_error_shows_its_facts() -> None:
    assert str(BadStatus(404, url="http://127.0.0.1/x")) == "BadStatus(url='http://127.0.0.1/x', status=404)"


def test_an_error_crosses_between_processes() -> None:
    copy = pickle.loads(pickle.dumps(BadStatus(404, url="http://127.0.0.1/x")))
    assert (copy.status, copy.url) == (404, "http://127.0.0.1/x")
