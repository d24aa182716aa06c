"""Argos' index: what it offers, and downloads that leave a package behind or nothing."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from bot.errors import BadStatus, ConfigError, FetchTimeout, NoPackage, TooLarge, Unreachable
from bot.translation import package_index
from bot.translation.package_index import Offer, available, install_from_index
from bot.translation.packages import find_packages
from tests.packages import make_package

LINK = "https://models.example/id_en.argosmodel"


def offer(source: str, target: str, *links: str) -> Offer:
    return Offer(source, target, "1.0", links or (LINK,))


def serve(content: bytes, status: int = 200) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(status, content=content)))


def files_in(data: Path) -> list[Path]:
    return [path for path in data.rglob("*") if path.is_file()]


def test_the_index_offers_the_highest_version_of_each_pair() -> None:
    entries = [
        {"from_code": "id", "to_code": "en", "package_version": v, "links": [LINK]}
        for v in ("1.2", "1.9", "1.0")
    ]
    entries.append({"type": "sbd", "from_codes": ["id"], "package_version": "1.0", "links": [LINK]})
    assert [o.version for o in available(serve(json.dumps(entries).encode()))] == ["1.9"]


@pytest.mark.parametrize(
    "content", [b"<html>", b"", b"null", b"[1]", b'{"a": 1}', b"[" * 100_000, b'[{"links": 3}]']
)
def test_an_index_that_is_none_is_told(content: bytes) -> None:
    with pytest.raises(ConfigError, match="index"):
        available(serve(content))


def test_a_package_from_the_index_is_installed_with_progress(tmp_path: Path) -> None:
    content = make_package(tmp_path, "id", "en").read_bytes()
    seen: list[tuple[int, int]] = []
    package = install_from_index(
        "id", "en", tmp_path / "data", client=serve(content), offers=[offer("id", "en")],
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
    offers = [offer("id", "en", "https://gone.example/a", LINK)]
    assert install_from_index("id", "en", tmp_path / "data", client=client, offers=offers).source == "id"


def test_a_pair_that_is_not_offered_raises(tmp_path: Path) -> None:
    with pytest.raises(NoPackage):
        install_from_index("id", "xx", tmp_path, client=serve(b""), offers=[offer("id", "en")])


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
        install_from_index("id", "en", tmp_path, client=client, offers=[offer("id", "en")])
    assert files_in(tmp_path) == []


def test_an_address_that_is_none_is_told(tmp_path: Path) -> None:
    offers = [offer("id", "en", "https://models.example:port/x")]
    with pytest.raises(Unreachable):
        install_from_index("id", "en", tmp_path, client=serve(b""), offers=offers)


def test_nothing_stays_when_the_operator_breaks_off(tmp_path: Path) -> None:
    def break_in(done: int, whole: int) -> None:
        assert files_in(tmp_path)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        install_from_index(
            "id", "en", tmp_path, client=serve(b"x" * 100_000), offers=[offer("id", "en")], progress=break_in
        )
    assert files_in(tmp_path) == []


def test_a_damaged_download_is_refused_by_the_checksums_in_it(tmp_path: Path) -> None:
    content = make_package(tmp_path / "made", "id", "en", contents={
        "model/model.bin": b"whole", "sentencepiece.model": b"0"
    }).read_bytes()  # fmt: skip
    client = serve(content.replace(b"whole", b"holed"))
    with pytest.raises(ConfigError, match="CRC"):
        install_from_index("id", "en", tmp_path / "data", client=client, offers=[offer("id", "en")])
    assert files_in(tmp_path / "data") == []


def test_a_data_folder_that_cannot_be_written_is_named_before_anything_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(ConfigError, match="data"):
        install_from_index("id", "en", tmp_path / "data", client=serve(b""), offers=[offer("id", "en")])


def test_a_download_over_the_limit_is_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_index, "DOWNLOAD_LIMIT_BYTES", 3)
    with pytest.raises(TooLarge):
        install_from_index("id", "en", tmp_path, client=serve(b"xxxx"), offers=[offer("id", "en")])
