"""Argos' index over the network: what it offers, and how an offer becomes an installed package.

In: the pair that is wanted and the data folder. Out: `Offer` records, or the `Package` that was
installed. This module must not know what a package looks like inside, nor which ones are here.

The index gives no checksum. What comes is held against the length that the server declares, and
against the CRC of each file in the archive when it is unpacked; a server that lies about both is
trusted as far as HTTPS trusts it.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from bot.errors import BadStatus, ConfigError, FetchTimeout, NoPackage, TooLarge, Unreachable
from bot.translation.packages import Package, disk_errors, install_file, load_argos, version_key

if TYPE_CHECKING:
    import httpx

Progress = Callable[[int, int], None]
"""Called with the bytes that are here and the bytes in all (0 when the server does not say)."""

DOWNLOAD_LIMIT_BYTES = 2 << 30
"""The largest package that is fetched: Argos' own are 0.1 to 0.3 GB."""
INDEX_LIMIT_BYTES = 16 << 20
"""Argos' index is 0.1 MB."""
DOWNLOAD_TIMEOUT_S = 30.0
"""Without a byte for so long, a download is given up; there is no limit on the whole."""
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
    """What Argos' own index offers: the highest version of each pair, ordered by pair.

    `client` is for tests and proxies. Raises a FetchError leaf, or ConfigError when the index
    cannot be read.
    """
    url = str(load_argos().settings.remote_package_index)
    sink = io.BytesIO()
    with _client(client) as opened:
        _download(opened, url, sink, INDEX_LIMIT_BYTES, None)
    try:
        entries = json.loads(sink.getvalue())
        offers = [_offer(entry) for entry in entries if entry.get("type", "translate") == "translate"]
    except (ValueError, AttributeError, TypeError, RecursionError) as exc:
        raise ConfigError(f"the package index at {url} cannot be read: {exc}") from exc
    best: dict[tuple[str, str], Offer] = {}
    for offer in sorted((o for o in offers if o.links), key=lambda o: version_key(o.version)):
        best[offer.source, offer.target] = offer
    return tuple(best[pair] for pair in sorted(best))


def install_from_index(
    source: str,
    target: str,
    data: Path,
    *,
    progress: Progress | None = None,
    client: httpx.Client | None = None,
    offers: Sequence[Offer] | None = None,
) -> Package:
    """Downloads the package of the pair from Argos' index and installs it; nothing stays of a broken one.

    `offers` saves reading the index again. Raises NoPackage, a FetchError leaf, or ConfigError when
    what came is no package or `data` cannot be written.
    """
    with _client(client) as opened:
        offered = available(opened) if offers is None else offers
        offer = next((o for o in offered if (o.source, o.target) == (source, target)), None)
        if offer is None:
            raise NoPackage(source, target)
        with disk_errors(f"download into {data}"):
            data.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=data, prefix=".download-", suffix=".argosmodel") as sink:
                _download_any(opened, offer.links, sink, progress)
                return install_file(Path(sink.name), data)


def _offer(entry: Mapping[str, Any]) -> Offer:
    argos = load_argos().AvailablePackage(dict(entry))
    links = tuple(str(link) for link in argos.links if str(link).startswith(("https://", "http://")))
    return Offer(
        str(argos.from_code), str(argos.to_code), str(argos.package_version), links,
        str(argos.from_name), str(argos.to_name),
    )  # fmt: skip


@contextmanager
def _client(client: httpx.Client | None) -> Iterator[httpx.Client]:
    if client is not None:
        yield client
        return
    import httpx

    with httpx.Client(timeout=DOWNLOAD_TIMEOUT_S, follow_redirects=True) as opened:
        yield opened


class _Sink(Protocol):
    def write(self, content: bytes, /) -> int: ...
    def seek(self, offset: int, /) -> int: ...
    def truncate(self, size: int, /) -> int: ...
    def flush(self) -> None: ...


def _download_any(client: httpx.Client, links: Sequence[str], sink: _Sink, progress: Progress | None) -> None:
    """The first of several addresses that gives the whole file; the error is the last one's."""
    for place, link in enumerate(links, start=1):
        sink.seek(0)
        sink.truncate(0)
        try:
            _download(client, link, sink, DOWNLOAD_LIMIT_BYTES, progress)
        except (FetchTimeout, Unreachable, BadStatus):
            if place == len(links):
                raise
        else:
            sink.flush()
            return


def _download(
    client: httpx.Client, url: str, sink: _Sink, limit_bytes: int, progress: Progress | None
) -> None:
    import httpx

    try:
        with client.stream("GET", url, headers={"Accept-Encoding": "identity"}) as response:
            if response.status_code != httpx.codes.OK:
                raise BadStatus(response.status_code, url=url)
            declared = response.headers.get("content-length", "")
            packed = "content-encoding" in response.headers
            whole = int(declared) if declared.isdecimal() and not packed else 0
            done = 0
            for chunk in response.iter_bytes(CHUNK_BYTES):
                sink.write(chunk)
                done += len(chunk)
                if done > limit_bytes:
                    raise TooLarge(limit_bytes, url=url)
                if progress is not None:
                    progress(done, whole)
    except httpx.TimeoutException as exc:
        raise FetchTimeout(DOWNLOAD_TIMEOUT_S, url=url) from exc
    except (httpx.HTTPError, httpx.InvalidURL) as exc:
        raise Unreachable(url=url) from exc
    if whole and done != whole:
        raise Unreachable(url=url)
