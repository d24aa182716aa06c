"""Argos packages: found, chained, unpacked safely, installed and removed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.errors import BadStatus, ConfigError, FetchTimeout, NoPackage, TooLarge, Unreachable
from bot.translation import packages
from bot.translation.packages import (
    Offer,
    all_packages,
    available,
    chain,
    find_packages,
    install_file,
    install_from_index,
    remove,
    targets,
    version_key,
)
from tests.packages import make_package, shipped_file

LINK = "https://models.example/id_en.argosmodel"


def offer(source: str, target: str, *links: str) -> Offer:
    return Offer(source, target, "1.0", links or (LINK,))


def serve(content: bytes, status: int = 200) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(status, content=content)))


def left_in(data: Path) -> list[str]:
    return sorted(path.name for path in data.rglob("*") if path.name.startswith("."))


def test_the_package_that_ships_is_found(tmp_path: Path) -> None:
    (package,) = find_packages(shipped_file().parent, tmp_path)
    assert (package.source, package.target, package.origin) == ("id", "en", "shipped")
    assert (package.path / "model" / "model.bin").is_file()


def test_no_folders_mean_no_packages(tmp_path: Path) -> None:
    assert find_packages(tmp_path / "nothing", tmp_path / "here") == ()


def test_a_shipped_file_is_unpacked_once(tmp_path: Path) -> None:
    make_package(tmp_path / "models", "id", "en")
    (first,) = find_packages(tmp_path / "models", tmp_path / "data")
    before = first.path.stat().st_ino
    (second,) = find_packages(tmp_path / "models", tmp_path / "data")
    assert second == first
    assert second.path.stat().st_ino == before


def test_a_new_file_under_an_old_name_is_unpacked_anew(tmp_path: Path) -> None:
    make_package(tmp_path / "models", "id", "en", version="1.0")
    find_packages(tmp_path / "models", tmp_path / "data")
    make_package(tmp_path / "models", "id", "en", version="1.1")
    assert [p.version for p in find_packages(tmp_path / "models", tmp_path / "data")] == ["1.1"]


def test_what_is_unpacked_is_found_when_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_package(tmp_path / "models", "id", "en")
    first = find_packages(tmp_path / "models", tmp_path / "data")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "mkdir", refuse)
    monkeypatch.setattr(tempfile, "TemporaryDirectory", refuse)
    assert find_packages(tmp_path / "models", tmp_path / "data") == first


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    make_package(tmp_path / "models", "id", "en")
    (tmp_path / "data").write_text("a file is in the way")
    with pytest.raises(ConfigError, match="data"):
        find_packages(tmp_path / "models", tmp_path / "data")


def test_many_at_once_unpack_the_same_package(tmp_path: Path) -> None:
    make_package(tmp_path / "models", "id", "en", model=True)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: find_packages(tmp_path / "models", tmp_path / "data"), range(8)))
    assert len(set(found)) == 1
    assert left_in(tmp_path / "data") == []


def test_a_folder_that_ships_unpacked_is_used_where_it_is(tmp_path: Path) -> None:
    with zipfile.ZipFile(make_package(tmp_path, "id", "en")) as archive:
        archive.extractall(tmp_path / "models")
    (package,) = find_packages(tmp_path / "models", tmp_path / "data")
    assert package.path == tmp_path / "models" / "translate-id_en"


def test_the_higher_version_is_preferred(tmp_path: Path) -> None:
    make_package(tmp_path / "models", "id", "en", version="1.9", name="a")
    make_package(tmp_path / "models", "id", "en", version="1.10", name="b")
    assert [p.version for p in find_packages(tmp_path / "models", tmp_path / "data")] == ["1.10"]


def test_an_installed_package_goes_before_a_newer_one_that_ships(tmp_path: Path) -> None:
    make_package(tmp_path / "models", "id", "en", version="2.0")
    install_file(make_package(tmp_path, "id", "en", version="1.0"), tmp_path / "data")
    (package,) = find_packages(tmp_path / "models", tmp_path / "data")
    assert (package.origin, package.version) == ("installed", "1.0")
    assert [p.version for p in all_packages(tmp_path / "models", tmp_path / "data")] == ["1.0", "2.0"]


def test_a_target_prefix_is_read(tmp_path: Path) -> None:
    package = install_file(make_package(tmp_path, "id", "en", target_prefix=">>eng<<"), tmp_path / "data")
    assert package.target_prefix == ">>eng<<"


def test_installing_again_replaces(tmp_path: Path) -> None:
    install_file(make_package(tmp_path, "id", "en", version="1.0"), tmp_path / "data")
    install_file(make_package(tmp_path, "id", "en", version="1.1"), tmp_path / "data")
    assert [p.version for p in find_packages(tmp_path / "none", tmp_path / "data")] == ["1.1"]
    assert left_in(tmp_path / "data") == []


def test_a_removed_package_is_gone_and_cannot_be_removed_again(tmp_path: Path) -> None:
    install_file(make_package(tmp_path, "id", "en"), tmp_path / "data")
    remove("id", "en", tmp_path / "data")
    assert find_packages(tmp_path / "none", tmp_path / "data") == ()
    with pytest.raises(NoPackage):
        remove("id", "en", tmp_path / "data")


@pytest.mark.parametrize(
    "entry", ["../out.txt", "/out.txt", "translate-id_en/../../out.txt", "a\\..\\out.txt"]
)
def test_an_entry_that_climbs_out_is_refused(tmp_path: Path, entry: str) -> None:
    path = make_package(tmp_path / "in", "id", "en", entries={entry: b"x"})
    with pytest.raises(ConfigError, match="leads out"):
        install_file(path, tmp_path / "data")
    assert not list(tmp_path.rglob("out.txt"))


def test_a_link_in_a_package_is_refused(tmp_path: Path) -> None:
    path = make_package(tmp_path, "id", "en")
    link = zipfile.ZipInfo("translate-id_en/link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc")
    with pytest.raises(ConfigError, match="leads out"):
        install_file(path, tmp_path / "data")


def test_a_package_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "UNPACKED_LIMIT_BYTES", 10)
    with pytest.raises(ConfigError, match="more than 10 bytes"):
        install_file(make_package(tmp_path, "id", "en"), tmp_path / "data")


@pytest.mark.parametrize("part", ["model/model.bin", "sentencepiece.model", "metadata.json"])
def test_a_package_without_one_of_its_parts_is_refused(tmp_path: Path, part: str) -> None:
    with pytest.raises(ConfigError, match="package"):
        install_file(make_package(tmp_path, "id", "en", without=part), tmp_path / "data")
    assert find_packages(tmp_path / "none", tmp_path / "data") == ()
    assert left_in(tmp_path / "data") == []


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.argosmodel").write_bytes(content)
    with pytest.raises(ConfigError, match=r"x\.argosmodel"):
        install_file(tmp_path / "x.argosmodel", tmp_path / "data")


@pytest.mark.parametrize("metadata", [{"from_code": None}, {"from_code": "../id"}, {"to_code": 3}])
def test_metadata_without_proper_languages_is_refused(tmp_path: Path, metadata: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="languages"):
        install_file(make_package(tmp_path, "id", "en", name="p", **metadata), tmp_path / "data")


def test_the_shortest_chain_is_taken() -> None:
    steps = [offer("id", "ms"), offer("ms", "de"), offer("id", "en"), offer("en", "fr"), offer("de", "fr")]
    assert [(s.source, s.target) for s in chain(steps, "id", "fr")] == [("id", "en"), ("en", "fr")]


def test_no_step_is_needed_for_one_language() -> None:
    assert chain([], "id", "id") == ()


def test_no_way_raises_with_both_languages() -> None:
    with pytest.raises(NoPackage) as caught:
        chain([offer("id", "en")], "en", "id")
    assert (caught.value.source, caught.value.target) == ("en", "id")


def test_every_language_on_some_chain_can_be_reached() -> None:
    steps = [offer("id", "en"), offer("en", "id"), offer("en", "fr"), offer("de", "nl")]
    assert targets(steps, "id") == ("en", "fr")


def test_versions_are_ordered_by_their_numbers() -> None:
    assert sorted(["1.10", "1.9", "", "2", "1.9.1"], key=version_key) == ["", "1.9", "1.9.1", "1.10", "2"]


def test_the_index_offers_the_highest_version_of_each_pair() -> None:
    entries = [
        {"from_code": "id", "to_code": "en", "package_version": v, "links": [LINK]}
        for v in ("1.2", "1.9", "1.0")
    ]
    entries.append({"type": "sbd", "from_codes": ["id"], "package_version": "1.0", "links": [LINK]})
    assert [o.version for o in available(serve(json.dumps(entries).encode()))] == ["1.9"]


def test_an_index_that_is_none_is_told() -> None:
    with pytest.raises(ConfigError, match="index"):
        available(serve(b"<html>"))


def test_a_package_from_the_index_is_installed_with_progress(tmp_path: Path) -> None:
    content = make_package(tmp_path, "id", "en").read_bytes()
    seen: list[tuple[int, int]] = []
    package = install_from_index(
        "id", "en", tmp_path / "data", client=serve(content), offers=[offer("id", "en")],
        progress=lambda done, whole: seen.append((done, whole)),
    )  # fmt: skip
    assert find_packages(tmp_path / "none", tmp_path / "data") == (package,)
    assert seen[-1] == (len(content), len(content))
    assert left_in(tmp_path / "data") == []


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
    ],
    ids=["breaks off", "hangs", "refuses", "an error", "a page"],
)
def test_nothing_stays_of_a_broken_download(
    tmp_path: Path, answer: httpx._transports.mock.SyncHandler, error: type[Exception]
) -> None:
    client = httpx.Client(transport=httpx.MockTransport(answer))
    with pytest.raises(error):
        install_from_index("id", "en", tmp_path, client=client, offers=[offer("id", "en")])
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_download_over_the_limit_is_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "DOWNLOAD_LIMIT_BYTES", 3)
    with pytest.raises(TooLarge):
        install_from_index("id", "en", tmp_path, client=serve(b"xxxx"), offers=[offer("id", "en")])


def test_nothing_is_made_in_the_home_folder(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    make_package(tmp_path / "models", "id", "en")
    code = (
        "import sys; from pathlib import Path; from bot.translation.packages import find_packages;"
        "assert 'argostranslate' not in sys.modules;"
        "assert find_packages(Path(sys.argv[1]), Path(sys.argv[2]));"
        "assert 'stanza' not in sys.modules and 'argostranslate.translate' not in sys.modules"
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith(("XDG", "ARGOS"))}
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "models"), str(tmp_path / "data")],
        check=True, env={**env, "HOME": str(home)}, cwd=Path(__file__).resolve().parents[1],
    )  # fmt: skip
    assert list(home.iterdir()) == []
