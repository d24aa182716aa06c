"""charset: bytes to characters when the declaration may be wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.charset import decode

TEXT = "Kata “Démodé” – artinya kuno – dipakai wartawan."


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "windows-1252", "nonsense", "base64", ""])
def test_well_formed_utf_8_overrules_every_declaration(declared: str | None) -> None:
    assert decode(TEXT.encode(), declared) == TEXT


@pytest.mark.parametrize("declared", [None, "iso-8859-1", "latin1", "Windows-1252", '"cp1252"', "rot13"])
def test_windows_1252_is_read_under_all_its_names(declared: str | None) -> None:
    assert decode(TEXT.encode("windows-1252"), declared) == TEXT


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_byte_order_marks_and_utf_16_without_one_are_seen(charset: str) -> None:
    assert decode(TEXT.encode(charset)) == TEXT


def test_the_pages_own_declaration_is_found() -> None:
    page = (
        f"<html><head><meta http-equiv=Content-Type content='text/html; charset=iso-8859-15'></head>{'€ Š ž'}"
    )
    assert decode(page.encode("iso-8859-15")).endswith("€ Š ž")


def test_the_senders_declaration_comes_before_the_pages() -> None:
    page = "<meta charset=iso-8859-15>ž ¤"
    assert decode(page.encode("cp1252"), "windows-1252") == page


def test_a_page_that_falsely_claims_utf_16_is_read() -> None:
    assert decode(b"<meta charset='utf-16'>caf\xe9") == "<meta charset='utf-16'>café"


def test_utf_8_that_was_cut_off_keeps_its_whole_characters() -> None:
    assert decode(TEXT.encode()[:10]).startswith("Kata “")
    assert decode(("“" * 20).encode()[:-1]).startswith("“" * 19)


@given(st.binary(max_size=200), st.one_of(st.none(), st.text(max_size=12)))
@settings(max_examples=100, deadline=None)
def test_any_bytes_become_characters(content: bytes, declared: str | None) -> None:
    decode(content, declared).encode("utf-8")
