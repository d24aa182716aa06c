"""What was translated is remembered, within its room."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from bot.translation.memory import ENTRY_BYTES, TranslationMemory


def room_for(count: int) -> int:
    return count * (ENTRY_BYTES + sys.getsizeof("a") + sys.getsizeof("A"))


def filled(limit_bytes: int, keys: str) -> TranslationMemory[str]:
    memory: TranslationMemory[str] = TranslationMemory(limit_bytes)
    for key in keys:
        memory.remember(key, key.upper(), key)
    return memory


def test_what_was_remembered_comes_back() -> None:
    assert filled(room_for(3), "abc").recall("abc") == {"a": "A", "b": "B", "c": "C"}


def test_what_is_new_does_not() -> None:
    memory = filled(room_for(3), "a")
    assert memory.recall("xay") == {"a": "A"}
    assert (memory.hits, memory.misses) == (1, 2)


def test_that_nothing_came_of_it_is_remembered_too() -> None:
    memory: TranslationMemory[str] = TranslationMemory()
    memory.remember("a", None, "a")
    assert memory.recall("a") == {"a": None}


def test_the_longest_unused_goes_first() -> None:
    memory = filled(room_for(3), "abc")
    memory.recall("a")
    memory.remember("d", "D", "d")
    assert set(memory.recall("abcd")) == {"a", "c", "d"}


def test_the_same_key_takes_its_room_once() -> None:
    memory = filled(room_for(2), "aaaaab")
    assert set(memory.recall("ab")) == {"a", "b"}


def test_what_is_larger_than_the_room_is_not_kept() -> None:
    memory = filled(room_for(2), "ab")
    memory.remember("x", "x" * room_for(3), "x")
    assert set(memory.recall("abx")) == {"a", "b"}


@given(st.lists(st.tuples(st.text(max_size=3), st.text(max_size=300))), st.integers(0, 4_000))
def test_the_room_is_never_passed(entries: list[tuple[str, str]], limit_bytes: int) -> None:
    memory: TranslationMemory[str] = TranslationMemory(limit_bytes)
    for key, text in entries:
        memory.remember(key, text, key)
        assert 0 <= memory.size_bytes <= limit_bytes
