"""shelf: pages kept for a while, and not many of them."""

from __future__ import annotations

from bot.intake.shelf import Kept, Shelf
from bot.records import Page


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def kept(content: bytes = b"isi") -> Kept:
    return Kept(Page(content), etag='"1"', last_modified="")


def test_a_page_is_found_under_its_address_alone() -> None:
    shelf = Shelf(Clock())
    shelf.put("https://a.example/1", kept())
    assert shelf.find("https://a.example/1") == kept()
    assert shelf.find("https://a.example/2") is None


def test_a_page_goes_when_its_time_is_over() -> None:
    clock = Clock()
    shelf = Shelf(clock, keep_s=10)
    shelf.put("a", kept())
    clock.now_s = 10
    assert shelf.find("a")
    clock.now_s = 10.1
    assert shelf.find("a") is None
    clock.now_s = 0
    assert shelf.find("a") is None


def test_the_page_that_was_asked_for_longest_ago_makes_room() -> None:
    shelf = Shelf(Clock(), limit_pages=2)
    shelf.put("a", kept())
    shelf.put("b", kept())
    shelf.find("a")
    shelf.put("c", kept())
    assert [bool(shelf.find(url)) for url in "abc"] == [True, False, True]


def test_all_pages_together_stay_within_the_limit() -> None:
    shelf = Shelf(Clock(), limit_bytes=10)
    for url in "abc":
        shelf.put(url, kept(b"12345"))
    assert [bool(shelf.find(url)) for url in "abc"] == [False, True, True]
    shelf.put("c", kept(b"123456"))
    assert [bool(shelf.find(url)) for url in "abc"] == [False, False, True]
    shelf.drop("c")
    shelf.put("d", kept(b"1234567890"))
    assert shelf.find("d")


def test_a_page_over_the_limit_is_not_kept() -> None:
    shelf = Shelf(Clock(), limit_bytes=2)
    shelf.put("a", kept())
    assert shelf.find("a") is None
