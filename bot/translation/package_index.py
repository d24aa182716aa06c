"""Argos' index over the network: what it offers, and how an offer becomes an installed package.

In: the pair that is wanted and the data folder. Out: `Offer` records, or the `Package` that was
installed. This module must not know what a package looks like inside, nor which ones are here.

An entry of the index holds package_version, argos_version, from_code, from_name, to_code, to_name,
code and links; some hold a type. Of the links only those over HTTP can be followed; others name a
file in IPFS, at times that of another pair. There is no size and no checksum. What comes is held
against the length that the server declares, against the CRC of each file in the archive, and against
the pair that was asked for; beyond that a server is trusted as far as HTTPS trusts it.
"""

from __future__ import annotations

import io
import json
import logging
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from bot.errors import BadStatus, ConfigError, FetchError, FetchTimeout, NoPackage, TooLarge, Unreachable
from bot.translation.argos import LANGUAGE_CODE, load_argos, printable
from bot.translation.disk import disk_errors, need_room, sweep
from bot.translation.package import NotAPackage, Package, chain, version_key
from bot.translation.packages import install_file

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Called with the bytes that are here and the bytes in all (0 when the server does not say), first
when nothing has come yet."""

USER_AGENT = "Ringkas/0.1 (translation packages)"
"""The server of Argos' packages refuses clients that name themselves by their library."""
DOWNLOAD_LIMIT_BYTES = 2 << 30
"""The largest package that is fetched: Argos' own are 0.1 to 0.3 GB."""
INDEX_LIMIT_BYTES = 16 << 20
"""Argos' index is 0.1 MB."""
CONNECT_TIMEOUT_S = 10.0
DOWNLOAD_TIMEOUT_S = 30.0
"""Without a byte for so long, a download is given up; there is no limit on the whole."""
INDEX_TIMEOUT_S = 15.0
"""For the whole index, which a slow line brings in a second: somebody is looking at the screen."""
CHUNK_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Offer:
    """A package in Argos' index."""

    source: str
    target: str
    version: str
    links: tuple[str, ...]
    source_name: str = ""
    target_name: str = ""


def available(client: httpx.Client | None = None) -> tuple[Offer, ...]:
    """What Argos' own index offers: the highest version of each pair that can run here, ordered by pair.

    Passed over is what does not translate (such as sentence splitters), what is for many languages at
    once or for a later generation of Argos, what has no address that can be followed, and what cannot
    be understood. `client` is for tests and proxies. Raises a FetchError leaf, or ConfigError when
    nothing of the index can be read.
    """
    url = str(load_argos().settings.remote_package_index)
    sink = io.BytesIO()
    with _client(client) as opened:
        _download(opened, url, sink, INDEX_LIMIT_BYTES, whole_s=INDEX_TIMEOUT_S)
    try:
        entries = list(_entries(sink.getvalue()))
    except (ValueError, TypeError, RecursionError) as exc:
        raise ConfigError(f"the package index at {url} cannot be read: {exc}") from exc
    offers = [offer for entry in entries if (offer := _offer(entry))]
    if entries and not offers:
        raise ConfigError(f"the package index at {url} holds nothing that can be used")
    best: dict[tuple[str, str], Offer] = {}
    for offer in sorted(offers, key=lambda o: version_key(o.version)):
        best[offer.source, offer.target] = offer
    return tuple(best[pair] for pair in sorted(best))


def route(
    source: str, target: str, here: Sequence[Package], offers: Sequence[Offer]
) -> tuple[Package | Offer, ...]:
    """What leads from `source` to `target`, in order: packages that are here, and offers to install.

    A package for the very pair is taken where there is one: the offer, unless one at least as high is
    installed. Else it is the shortest chain, in which what is here stays as it is. Raises NoPackage.
    """
    direct = next((o for o in offers if (o.source, o.target) == (source, target)), None)
    mine = next((p for p in here if (p.source, p.target) == (source, target)), None)
    if direct and not (mine and _stays(mine, direct)):
        return (direct,)
    pairs = {(package.source, package.target) for package in here}
    steps: list[Package | Offer] = [*here, *(o for o in offers if (o.source, o.target) not in pairs)]
    return chain(steps, source, target)


def install_offer(
    offer: Offer, data: Path, *, progress: Progress | None = None, client: httpx.Client | None = None
) -> Package:
    """Downloads the package of an offer and installs it; nothing stays of a broken one.

    Its addresses are tried in turn. Raises the FetchError leaf or the NotAPackage of the last one, or
    ConfigError when `data` cannot be written or has too little room.
    """
    with _client(client) as opened, disk_errors(f"download into {data}"):
        data.mkdir(parents=True, exist_ok=True)
        sweep(data)
        with tempfile.NamedTemporaryFile(dir=data, prefix=".download-", suffix=".argosmodel") as sink:
            for place, link in enumerate(offer.links, start=1):
                try:
                    return _install_link(opened, offer, link, sink, data, progress)
                except (FetchError, NotAPackage) as exc:
                    if place == len(offer.links):
                        raise
                    log.warning("the next address is tried: %s", exc)
    raise NoPackage(offer.source, offer.target)


class _Sink(Protocol):
    def write(self, content: bytes, /) -> int: ...


class _File(_Sink, Protocol):
    @property
    def name(self) -> str: ...
    def seek(self, offset: int, /) -> int: ...
    def truncate(self, size: int, /) -> int: ...
    def flush(self) -> None: ...


def _install_link(
    client: httpx.Client, offer: Offer, link: str, sink: _File, data: Path, progress: Progress | None
) -> Package:
    def told(done: int, whole: int) -> None:
        if done == 0:
            need_room(2 * whole, data)  # the file, and what is unpacked of it: weights hardly shrink in a zip
        if progress is not None:
            progress(done, whole)

    sink.seek(0)
    sink.truncate(0)
    _download(client, link, sink, DOWNLOAD_LIMIT_BYTES, told)
    sink.flush()
    try:
        return install_file(Path(sink.name), data, pair=(offer.source, offer.target))
    except NotAPackage as exc:
        raise NotAPackage(str(exc).replace(sink.name, link)) from exc


def _entries(content: bytes) -> Iterator[Mapping[str, Any]]:
    entries = json.loads(content)
    if not isinstance(entries, list):
        raise TypeError("it is no list")
    for entry in entries:
        yield entry if isinstance(entry, dict) else {}


def _offer(entry: Mapping[str, Any]) -> Offer | None:
    """The entry as an offer; None where it is none that could run here."""
    try:
        argos = load_argos().AvailablePackage(dict(entry))
        links = tuple(str(link) for link in argos.links if _can_be_followed(str(link)))
    except (AttributeError, TypeError):
        return None
    translates = (argos.type or "translate") == "translate"
    codes = (argos.from_code, argos.to_code)
    for_a_pair = all(isinstance(code, str) and LANGUAGE_CODE.fullmatch(code) for code in codes)
    later = version_key(str(argos.argos_version))[:1] > version_key(version("argostranslate"))[:1]
    if not translates or not for_a_pair or later or not links:
        return None
    names = (printable(argos.from_name), printable(argos.to_name))
    return Offer(*codes, printable(argos.package_version), links, *names)


def _can_be_followed(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.netloc) and link.isprintable()


def _stays(mine: Package, direct: Offer) -> bool:
    return mine.origin == "installed" and version_key(mine.version) >= version_key(direct.version)


@contextmanager
def _client(client: httpx.Client | None) -> Iterator[httpx.Client]:
    if client is not None:
        yield client
        return
    import httpx

    timeout = httpx.Timeout(DOWNLOAD_TIMEOUT_S, connect=CONNECT_TIMEOUT_S)
    headers = {"User-Agent": USER_AGENT}
    with httpx.Client(timeout=timeout, headers=headers, follow_redirects=True) as opened:
        yield opened


def _download(
    client: httpx.Client,
    url: str,
    sink: _Sink,
    limit_bytes: int,
    progress: Progress | None = None,
    *,
    whole_s: float = float("inf"),
) -> None:
    """Writes what the address gives into `sink`, in `whole_s` seconds at most."""
    import httpx

    pause_s = min(whole_s, DOWNLOAD_TIMEOUT_S)
    timeout = httpx.Timeout(pause_s, connect=CONNECT_TIMEOUT_S)
    end_s = time.monotonic() + whole_s
    try:
        with client.stream("GET", url, headers={"Accept-Encoding": "identity"}, timeout=timeout) as response:
            for chunk in _received(response, url, limit_bytes, progress):
                sink.write(chunk)
                if time.monotonic() > end_s:
                    raise FetchTimeout(whole_s, url=url)
    except httpx.TimeoutException as exc:
        raise FetchTimeout(pause_s, url=url) from exc
    except (httpx.HTTPError, httpx.InvalidURL) as exc:
        raise Unreachable(url=url) from exc


def _received(
    response: httpx.Response, url: str, limit_bytes: int, progress: Progress | None
) -> Iterator[bytes]:
    """What comes, piece by piece; in the end it is as long as was declared."""
    whole = _declared_bytes(response)
    if whole > limit_bytes:
        raise TooLarge(limit_bytes, url=url)
    done = 0
    if progress is not None:
        progress(done, whole)
    for chunk in response.iter_bytes(CHUNK_BYTES):
        done += len(chunk)
        if done > limit_bytes:
            raise TooLarge(limit_bytes, url=url)
        yield chunk
        if progress is not None:
            progress(done, whole)
    if whole and done != whole:
        raise Unreachable(url=url)


def _declared_bytes(response: httpx.Response) -> int:
    """How much will come, 0 where the server does not say. Raises BadStatus."""
    import httpx

    if response.status_code != httpx.codes.OK:
        raise BadStatus(response.status_code, url=str(response.url))
    declared = response.headers.get("content-length", "")
    packed = "content-encoding" in response.headers
    return int(declared) if declared.isdecimal() and not packed else 0
