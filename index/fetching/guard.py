"""Which hosts are asked: those of the public internet, unless the user allows others.

An address may come from a feed or a redirect. It must not lead to what only this machine, or its
network, can reach.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from index.fetching.errors import FetchError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def check_form(address: str) -> None:
    """Raise FetchError for what is no address of the web, or holds a login."""
    try:
        parts = urlsplit(address)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise FetchError("it is not an address of the web")
    if "@" in parts.netloc:
        raise FetchError("addresses with a login in them are not fetched")


def addresses_of(host: str, port: int, *, allow_private: bool) -> list[str]:
    """Return the IP addresses of a host, all of which may be asked. Raises FetchError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"there is no host {host!r}, or no network") from error
    numbers = list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))
    private = next((number for number in numbers if not _is_public(number)), None)
    if private and not allow_private:
        raise FetchError(
            f"{host} is at {private}, which is no public address (--allow-private fetches it)"
        )
    return numbers


def _is_public(number: str) -> bool:
    address: _Address = ipaddress.ip_address(number)
    return all(one.is_global and not one.is_multicast for one in (address, *_inside(address)))


def _inside(address: _Address) -> list[ipaddress.IPv4Address]:
    """Return the addresses that an IPv6 address stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in inner if one]
