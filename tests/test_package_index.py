"""Argos' index: what it offers, and downloads that leave a package behind or nothing."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BadStatus, ConfigError, FetchTimeout, NoPackage, TooLarge, Unreachable
from bot.translation import package_index
from bot.translation.package import Package
from bot.translation.package_index import Offer, available, install_offer, route
from bot.translation.packages import find_packages
from tests.packages import make_package

LINK = "https://models.example/id_en.argosmodel"


def offer(source: str, target: str, *links: str) -> Offer:
    return Offer(source, target, "1.0", links or (LINK,))


def serve(content: bytes, status: int = 200) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(status, content=content)))


def files_in(data: Path) -> list[Path]:
    return [path for path in data.rglob("*") if path.is_file()]


def entry(version: str = "1.9", **fields: Any) -> dict[str, Any]:
    """An entry as Argos' index writes them."""
    return {
        "package_version": version, "argos_version": "1.9.0", "from_code": "id", "from_name": "Indonesian",
        "to_code": "en", "to_name": "English", "links": [LINK], "code": "translate-id_en", **fields,
    }  # fmt: skip


def offered(*entries: object) -> tuple[Offer, ...]:
    return available(serve(json.dumps(entries).encode()))


def test_the_index_offers_the_highest_version_of_each_pair() -> None:
    links = ["ipfs://QmRgVwNeuX8wBtwih8Ef1R6Frg8jQv8tVTBJf3rfH2PGn5", LINK]
    entries = [entry("1.2"), entry("1.10", links=links), entry("1.9"), entry(to_code="fr", to_name="French")]
    assert offered(*entries) == (
        Offer("id", "en", "1.10", (LINK,), "Indonesian", "English"),
        Offer("id", "fr", "1.9", (LINK,), "Indonesian", "French"),
    )


@pytest.mark.parametrize(
    "other",
    [
        {"type": "sbd", "from_codes": ["id"], "package_version": "2.0", "links": [LINK]},
        entry("2.0", type="sbd"),
        entry("2.0", argos_version="2.0"),
        entry("2.0", links=["ipfs://QmRgVwNeuX8wBtwih8Ef1R6Frg8jQv8tVTBJf3rfH2PGn5"]),
        entry("2.0", links=[]),
        entry("2.0", links=3),
        entry("2.0", from_code=None, languages=[{"code": "id"}, {"code": "en"}]),
        entry("2.0", to_code="../en"),
        None,
        "id_en",
    ],
    ids=["a splitter", "of a type", "later Argos", "IPFS alone", "no link", "odd links", "many languages",
         "no code", "null", "a word"],
)  # fmt: skip
def test_what_cannot_run_here_is_passed_over(other: object) -> None:
    assert [o.version for o in offered(other, entry("1.9"))] == ["1.9"]


def test_an_entry_needs_no_more_than_codes_and_a_link() -> None:
    assert offered({"from_code": "id", "to_code": "en", "links": [LINK]}) == (Offer("id", "en", "", (LINK,)),)


FIELDS = (*entry(), "type", "languages", "source_languages", "target_languages", "dependencies")
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(("id", "en", LINK, "https://[", "\ud800\x1b[2J")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=3),
    max_leaves=4,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), VALUES))
def test_whatever_stands_in_an_entry_can_be_shown_or_is_passed_over(fields: dict[str, Any]) -> None:
    for offer in offered(entry(**fields), entry(from_code="ms")):
        shown = (offer.source, offer.target, offer.version, offer.source_name, offer.target_name)
        assert all(text.isprintable() for text in (*shown, *offer.links))
        assert offer.links


def test_an_empty_index_offers_nothing() -> None:
    assert offered() == ()


def test_an_index_that_trickles_in_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_index, "INDEX_TIMEOUT_S", -1)
    with pytest.raises(FetchTimeout):
        offered(entry())


@pytest.mark.parametrize(
    "content", [b"<html>", b"", b"null", b"[1]", b'{"a": 1}', b"[" * 100_000, b'[{"links": 3}]']
)
def test_an_index_that_is_none_is_told(content: bytes) -> None:
    with pytest.raises(ConfigError, match="index"):
        available(serve(content))


def test_a_package_from_the_index_is_installed_with_progress(tmp_path: Path) -> None:
    content = make_package(tmp_path, "id", "en").read_bytes()
    seen: list[tuple[int, int]] = []
    package = install_offer(
        offer("id", "en"), tmp_path / "data", client=serve(content),
        progress=lambda done, whole: seen.append((done, whole)),
    )  # fmt: skip
    assert find_packages(tmp_path / "none", tmp_path / "data") == (package,)
    assert seen[-1] == (len(content), len(content))
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["installed"]


def test_the_next_address_is_tried_when_one_fails(tmp_path: Path) -> None:
    content = make_package(tmp_path, "id", "en").read_bytes()

    def answer(request: httpx.Request) -> httpx.Response:
        return (
            httpx.Response(404)
            if request.url.host == "gone.example"
            else httpx.Response(200, content=content)
        )

    client = httpx.Client(transport=httpx.MockTransport(answer))
    offered = offer("id", "en", "https://gone.example/a", LINK)
    assert install_offer(offered, tmp_path / "data", client=client).source == "id"


def break_off(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, headers={"content-length": "100"}, stream=httpx.ByteStream(b"short"))


def hang(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("slow", request=request)


def refuse_connection(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused", request=request)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (break_off, Unreachable),
        (hang, FetchTimeout),
        (refuse_connection, Unreachable),
        (lambda _: httpx.Response(503), BadStatus),
        (lambda _: httpx.Response(200, content=b"<html>sign in</html>"), ConfigError),
        (lambda _: httpx.Response(302, headers={"location": "https://[bad"}), Unreachable),
    ],
    ids=["breaks off", "hangs", "refuses", "an error", "a page", "leads nowhere"],
)
def test_nothing_stays_of_a_broken_download(
    tmp_path: Path, answer: httpx._transports.mock.SyncHandler, error: type[Exception]
) -> None:
    client = httpx.Client(transport=httpx.MockTransport(answer), follow_redirects=True)
    with pytest.raises(error):
        install_offer(offer("id", "en"), tmp_path, client=client)
    assert files_in(tmp_path) == []


def test_an_address_that_is_none_is_told(tmp_path: Path) -> None:
    offered = offer("id", "en", "https://models.example:port/x")
    with pytest.raises(Unreachable):
        install_offer(offered, tmp_path, client=serve(b""))


def test_nothing_stays_when_the_operator_breaks_off(tmp_path: Path) -> None:
    def break_in(done: int, whole: int) -> None:
        assert files_in(tmp_path)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        install_offer(offer("id", "en"), tmp_path, client=serve(b"x" * 100_000), progress=break_in)
    assert files_in(tmp_path) == []


def test_a_damaged_download_is_refused_by_the_checksums_in_it(tmp_path: Path) -> None:
    content = make_package(tmp_path / "made", "id", "en", contents={
        "model/model.bin": b"whole", "sentencepiece.model": b"0"
    }).read_bytes()  # fmt: skip
    client = serve(content.replace(b"whole", b"holed"))
    with pytest.raises(ConfigError, match="CRC"):
        install_offer(offer("id", "en"), tmp_path / "data", client=client)
    assert files_in(tmp_path / "data") == []


def test_a_data_folder_that_cannot_be_written_is_named_before_anything_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(ConfigError, match="data"):
        install_offer(offer("id", "en"), tmp_path / "data", client=serve(b""))


def test_a_download_over_the_limit_is_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_index, "DOWNLOAD_LIMIT_BYTES", 3)
    with pytest.raises(TooLarge):
        install_offer(offer("id", "en"), tmp_path, client=serve(b"xxxx"))


def test_a_download_that_declares_too_much_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package_index, "DOWNLOAD_LIMIT_BYTES", 3)
    seen: list[int] = []
    with pytest.raises(TooLarge):
        install_offer(
            offer("id", "en"), tmp_path, client=serve(b"xxxx"), progress=lambda done, _: seen.append(done)
        )
    assert seen == []


def test_the_size_is_told_before_anything_has_come(tmp_path: Path) -> None:
    content = make_package(tmp_path / "made", "id", "en").read_bytes()
    seen: list[tuple[int, int]] = []
    install_offer(
        offer("id", "en"), tmp_path, client=serve(content), progress=lambda *told: seen.append(told)
    )
    assert seen[0] == (0, len(content))


def test_a_disk_that_is_too_full_is_told_before_anything_has_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=3_000_000))
    seen: list[int] = []
    with pytest.raises(ConfigError, match=r"too full: 4\.0 MB are needed, 3\.0 MB are free"):
        install_offer(
            offer("id", "en"), tmp_path, client=serve(b"x" * 2_000_000), progress=lambda d, _: seen.append(d)
        )
    assert seen == []
    assert files_in(tmp_path) == []


def test_a_package_of_another_pair_than_offered_is_refused(tmp_path: Path) -> None:
    content = make_package(tmp_path / "made", "en", "id").read_bytes()
    with pytest.raises(ConfigError, match=rf"{LINK} is for en -> id"):
        install_offer(offer("id", "en"), tmp_path / "data", client=serve(content))
    assert files_in(tmp_path / "data") == []


def test_the_next_address_is_tried_when_one_gives_no_package(tmp_path: Path) -> None:
    content = make_package(tmp_path, "id", "en").read_bytes()
    pages = {"page.example": b"<html>sign in</html>" * 100, "other.example": b"PK broken"}

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=pages.get(request.url.host, content))

    client = httpx.Client(transport=httpx.MockTransport(answer))
    links = (*(f"https://{host}/a" for host in pages), LINK)
    assert install_offer(offer("id", "en", *links), tmp_path / "data", client=client).source == "id"
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["installed"]


def test_what_a_killed_download_left_goes_a_day_later(tmp_path: Path) -> None:
    for name in (".download-old.argosmodel", ".download-young.argosmodel"):
        (tmp_path / name).write_bytes(b"half")
    os.utime(tmp_path / ".download-old.argosmodel", (0, 0))
    with pytest.raises(BadStatus):
        install_offer(offer("id", "en"), tmp_path, client=serve(b"", 404))
    assert [path.name for path in files_in(tmp_path)] == [".download-young.argosmodel"]


def here(source: str, target: str, version: str = "1.0", origin: Any = "shipped") -> Package:
    return Package(source, target, version, Path(), origin)


@pytest.mark.parametrize(
    ("packages", "offers", "wanted"),
    [
        ([], ["id-fr", "id-en", "en-fr"], ["offer id-fr"]),
        ([], ["id-en", "en-fr"], ["offer id-en", "offer en-fr"]),
        ([here("id", "en")], ["id-en", "en-fr"], ["package id-en", "offer en-fr"]),
        ([here("id", "fr")], ["id-fr"], ["offer id-fr"]),
        ([here("id", "fr", "0.9", "installed")], ["id-fr"], ["offer id-fr"]),
        ([here("id", "fr", "1.0", "installed")], ["id-fr"], ["package id-fr"]),
        ([here("id", "fr", "2.0", "installed")], ["id-fr"], ["package id-fr"]),
        ([here("id", "fr")], [], ["package id-fr"]),
        ([here("id", "ms")], ["id-en", "en-fr", "ms-fr"], ["package id-ms", "offer ms-fr"]),
    ],
    ids=["direct", "a chain", "what is here stays", "an offer goes before what ships", "a newer offer",
         "the same is installed", "newer is installed", "no offer", "fewer downloads of equal ways"],
)  # fmt: skip
def test_the_way_to_a_language(packages: list[Package], offers: list[str], wanted: list[str]) -> None:
    steps = route("id", "fr", packages, [offer(*pair.split("-")) for pair in offers])
    said = [f"{type(s).__name__.lower()} {s.source}-{s.target}" for s in steps]
    assert said == wanted


def test_where_no_way_leads_there_is_none() -> None:
    with pytest.raises(NoPackage):
        route("id", "fr", [here("id", "en")], [offer("fr", "en")])
