"""Which addresses may be fetched at all.

In: an address as somebody sent it, or a resolved network address. Out: the address in one normal
form, or UnsafeLink. Pure rules: this module resolves no name and opens no connection; fetch asks it
about every hop, and about every address that a name leads to.

The aim is that a link cannot reach into the operator's network (server-side request forgery); see
https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, quote, urlsplit

from bot.errors import UnsafeLink

DEFAULT_PORTS = {"http": 80, "https": 443}
WEB_PORTS = frozenset(DEFAULT_PORTS.values())
"""Ports where news pages live; anything else is more often somebody's database or console."""

URL_LIMIT_CHARS = 4_096
"""Twice what servers are asked to take (RFC 9110, 4.1: 8,000 octets at most; browsers share far less)."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""RFC 6052: an IPv4 address in its last 32 bits, which a gateway would connect to."""

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that has been given out; what lies outside is local, reserved or carries IPv4."""

_NOT_FOR_PAGES = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
        ),
    )
)  # fmt: skip
"""IANA's registries of special-purpose addresses, spelled out: the standard library's own list grows with
its releases, and differs between them. Source: https://www.iana.org/assignments/iana-ipv4-special-registry
and .../iana-ipv6-special-registry."""

_PRIVATE_SUFFIXES = (
    "localhost",  # RFC 6761
    "local",  # RFC 6762
    "internal",  # reserved by ICANN in 2024 for private networks
    "home.arpa",  # RFC 8375
    "lan", "home", "corp", "intranet", "private", "localdomain",  # in use, never delegated
    "svc",  # Kubernetes
    "onion", "alt",  # RFC 7686, RFC 9476: not in the DNS
)  # fmt: skip

_UNSPEAKABLE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff\\]")
"""Characters over which parsers disagree: what one takes for the host is another's path."""

_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))+")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


def check_url(url: str, *, allow: frozenset[str]) -> str:
    """The address in normal form: ASCII, lower-case host without a final dot, no fragment, no default port.

    `allow` holds host:port pairs that the operator lets pass although port or address are not public.
    Raises UnsafeLink. A name still has to be resolved, and its addresses put to `is_public`.
    """
    parts = _split(url)
    host = _ascii_host(parts.hostname or "", url)
    port = _port(parts, url)
    if ("[" in parts.netloc) != (":" in host):  # brackets belong to IPv6 and to nothing else
        raise UnsafeLink(url)
    if not is_allowed(host, port, allow=allow) and not (port in WEB_PORTS and _is_outside(host)):
        raise UnsafeLink(url)
    return _rebuilt(parts, host, port)


def is_allowed(host: str, port: int, *, allow: frozenset[str]) -> bool:
    """Whether the operator lets this host and port pass whatever its address."""
    names = {f"{host}:{port}", f"[{host}]:{port}"}
    return any(entry.strip().lower() in names for entry in allow)


def is_public(address: str) -> bool:
    """Whether an IPv4 or IPv6 address is one of the open internet; False for what is no address.

    Addresses that carry an IPv4 address inside (mapped, NAT64) are judged by it, since resolvers of
    networks without IPv4 answer with them; 6to4 and Teredo lead through relays that nobody needs for
    news, and are refused.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id:
            return False
        inner = _inner(ip)
        if inner is not None:
            return is_public(str(inner))
        if ip not in _GLOBAL_UNICAST:
            return False
    return ip.is_global and not any(ip in network for network in _NOT_FOR_PAGES)


def _inner(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to; None where it is one by itself."""
    return ip.ipv4_mapped or (ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF) if ip in _NAT64 else None)


def _split(url: str) -> SplitResult:
    stripped = url.strip()
    if not stripped or len(stripped) > URL_LIMIT_CHARS or _UNSPEAKABLE.search(stripped):
        raise UnsafeLink(url)
    try:
        parts = urlsplit(stripped)
    except ValueError as exc:
        raise UnsafeLink(url) from exc
    if parts.scheme not in DEFAULT_PORTS or "@" in parts.netloc:
        raise UnsafeLink(url)
    return parts


def _ascii_host(host: str, url: str) -> str:
    """Lower case, without a final dot, internationalised names as xn--; an IPv6 address compressed."""
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host))
        except ValueError as exc:
            raise UnsafeLink(url) from exc
    if any(char.isdigit() and not char.isascii() for char in host):
        raise UnsafeLink(url)  # what is a digit to one parser is a letter to the next
    try:
        # The codec also folds look-alikes: full-width digits and dots end up as plain ones here, not later.
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError as exc:
        raise UnsafeLink(url) from exc
    name = name.removesuffix(".")
    if not _HOST.fullmatch(name) and name != "localhost":
        raise UnsafeLink(url)
    return name


def _port(parts: SplitResult, url: str) -> int:
    try:
        port = parts.port
    except ValueError as exc:
        raise UnsafeLink(url) from exc
    return DEFAULT_PORTS[parts.scheme] if port is None else port


def _is_outside(host: str) -> bool:
    if ":" in host:
        # Nobody writes an IPv4 address as IPv6 in a link to the news.
        return is_public(host) and _inner(ipaddress.IPv6Address(host)) is None
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        # Ends in a number: an IPv4 address (https://url.spec.whatwg.org/#ends-in-a-number-checker).
        # is_public takes the plain four decimal parts only: octal, hex and short spellings fall out.
        return is_public(host)
    return not any(host == suffix or host.endswith("." + suffix) for suffix in _PRIVATE_SUFFIXES)


def _rebuilt(parts: SplitResult, host: str, port: int) -> str:
    netloc = f"[{host}]" if ":" in host else host
    if port != DEFAULT_PORTS[parts.scheme]:
        netloc = f"{netloc}:{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return f"{parts.scheme}://{netloc}{path}" + (f"?{query}" if query else "")
