"""guard: which addresses may be fetched."""

import ipaddress
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UnsafeLink
from bot.intake.guard import URL_LIMIT_CHARS, check_url, is_public

CASES = tomllib.loads((Path(__file__).parent / "cases" / "urls.toml").read_text(encoding="utf-8"))
NOBODY: frozenset[str] = frozenset()


@pytest.mark.parametrize("case", CASES["good"], ids=lambda case: case["id"])
def test_a_public_address_comes_out_in_normal_form(case: dict[str, str]) -> None:
    assert check_url(case["url"], allow=NOBODY) == case["becomes"]


@pytest.mark.parametrize("case", CASES["good"], ids=lambda case: case["id"])
def test_the_normal_form_is_its_own_normal_form(case: dict[str, str]) -> None:
    assert check_url(case["becomes"], allow=NOBODY) == case["becomes"]


@pytest.mark.parametrize("url", CASES["bad"]["urls"], ids=ascii)
def test_an_address_that_may_lead_inside_is_refused(url: str) -> None:
    with pytest.raises(UnsafeLink) as caught:
        check_url(url, allow=NOBODY)
    assert caught.value.url == url


def test_an_address_without_end_is_refused() -> None:
    with pytest.raises(UnsafeLink):
        check_url("https://kompas.com/" + "a" * URL_LIMIT_CHARS, allow=NOBODY)


@pytest.mark.parametrize(
    ("url", "entry"),
    [
        ("http://127.0.0.1:8080/x", "127.0.0.1:8080"),
        ("http://localhost:9000/x", "LOCALHOST:9000"),
        ("http://[::1]:8080/x", "[::1]:8080"),
        ("http://10.0.0.7/x", "10.0.0.7:80"),
        ("http://kompas.com:8080/x", "kompas.com:8080"),
    ],
)
def test_a_host_and_port_on_the_operators_list_pass(url: str, entry: str) -> None:
    assert check_url(url, allow=frozenset({entry})) == url


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://127.0.0.1:8081/", "http://127.0.0.2:8080/"])
def test_the_operators_list_opens_nothing_beside_it(url: str) -> None:
    with pytest.raises(UnsafeLink):
        check_url(url, allow=frozenset({"127.0.0.1:8080"}))


def test_the_operators_list_opens_no_other_scheme_and_no_credentials() -> None:
    for url in ("ftp://127.0.0.1:8080/", "http://u:p@127.0.0.1:8080/"):
        with pytest.raises(UnsafeLink):
            check_url(url, allow=frozenset({"127.0.0.1:8080"}))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_of_the_open_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address", ["", "kompas.com", "fe80::1%eth0", "2001:0:1::", "192.88.99", "fd00:ec2::254"]
)
def test_what_is_no_public_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
@settings(max_examples=100, deadline=None)
def test_an_address_wrapped_in_ipv6_is_judged_as_itself(address: ipaddress.IPv4Address) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address))


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_whatever_is_sent_is_normalised_or_refused(text: str) -> None:
    for url in (text, "http://" + text, "https://kompas.com/" + text):
        try:
            normal = check_url(url, allow=NOBODY)
        except UnsafeLink:
            continue
        assert normal.isascii()
        assert check_url(normal, allow=NOBODY) == normal
