# SPDX-License-Identifier: EUPL-1.2
"""Which addresses of the web may be asked: http(s) on the usual ports, and only machines that the whole world can reach.

A newsletter is somebody else's text. Without this check a link in it could make newsreel read a page of the town hall's own
network, or of the machine it runs on.
"""

import ipaddress
import re
import socket
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from pipeline.errors import SourceError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443}
_NAT64 = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48")))  # RFC 6052, RFC 8215
_COMPATIBLE = ipaddress.IPv6Network("::/96")  # RFC 4291, deprecated
_CGNAT = ipaddress.IPv4Network("100.64.0.0/10")  # RFC 6598
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home", ".corp", ".home.arpa")
_ALLOW_HINT = "If this host is meant, name it under [fetch] allow_private_hosts in config.toml."


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads: scheme, host in lower case (IPv6 without brackets), port; `allowed` by the configuration."""

    scheme: str
    host: str
    port: int
    allowed: bool = False


def check_address(url: str, allow: Iterable[str] = ()) -> Place:
    """Judge a web address by its form alone: address → Place. Raises SourceError saying what is wrong with it."""
    if re.search(r"[\x00-\x20\x7f\\]", url.strip()):
        raise SourceError(f"The address {url!r} holds a space or a control character.", "Mend the address.")
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as wrong:
        raise SourceError(f"{url!r} is no web address: {wrong}.", "Mend the address.") from wrong
    if parts.scheme.lower() not in _PORTS:
        raise SourceError(f"The address {url!r} is not http or https.", "Only web addresses are fetched.")
    host = _host(parts, url)
    place = Place(parts.scheme.lower(), host, _PORTS[parts.scheme.lower()] if port is None else port)
    if _is_allowed(place, allow):
        return Place(place.scheme, place.host, place.port, allowed=True)
    if "@" in parts.netloc:
        raise SourceError(f"The address of {host} carries a user name.", "Write it without user name and password.")
    if place.port not in _PORTS.values():
        raise SourceError(f"The address of {host} names port {place.port}; only 80 and 443 are asked.", _ALLOW_HINT)
    literal = _literal(host)
    if literal is not None and (not is_public(literal) or _embedded(literal) is not None):
        raise SourceError(f"{host} is not an address of the public internet.", _ALLOW_HINT)
    if literal is None and ("." not in host.rstrip(".") or f".{host.rstrip('.')}".endswith(_LOCAL_NAMES)):
        raise SourceError(f"{host} is a name of a private network.", _ALLOW_HINT)
    return place


def resolve(place: Place, seconds: float) -> tuple[str, ...]:
    """Look a checked place up → its addresses, each of them allowed. Raises SourceError where it is unknown or private."""
    found: list[str] = []
    trouble: list[OSError] = []

    def look() -> None:
        try:
            rows = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
        except OSError as wrong:
            trouble.append(wrong)
        except UnicodeError:
            trouble.append(OSError("not a host name"))
        else:
            found.extend(dict.fromkeys(str(row[4][0]) for row in rows))

    # The system's resolver knows no time limit of its own; a thread that hangs is left behind and dies with the process.
    asker = threading.Thread(target=look, daemon=True)
    asker.start()
    asker.join(max(seconds, 0.01))
    if asker.is_alive():
        raise SourceError(
            f"The name {place.host} was not answered within {seconds:.0f} s.", "Check the network and the DNS server."
        )
    if trouble or not found:
        why = trouble[0].strerror or str(trouble[0]) if trouble else "no address"
        raise SourceError(f"The host {place.host} is not known here ({why}).", "Check the address and the network.")
    if not place.allowed:
        for address in found:
            if not is_public(ipaddress.ip_address(address)):
                raise SourceError(f"{place.host} leads to {address}, not an address of the public internet.", _ALLOW_HINT)
    return tuple(found)


def is_public(address: Address) -> bool:
    """Tell whether the whole internet can reach an address; an IPv4 address inside an IPv6 one is judged by itself."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _embedded(address)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local or address.scope_id is not None:
            return False
    elif address in _CGNAT:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _embedded(address: Address) -> ipaddress.IPv4Address | None:
    """Give the IPv4 address that an IPv6 address carries (mapped, compatible, 6to4, Teredo, NAT64), else None."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _COMPATIBLE or any(address in net for net in _NAT64):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return None


def _host(parts: SplitResult, url: str) -> str:
    host = (parts.hostname or "").lower()
    if not host or "%" in host:
        raise SourceError(f"The address {url!r} names no usable host.", "Mend the address.")
    return host


def _literal(host: str) -> Address | None:
    """Read a host that is written as a number, in every form that a resolver would take; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    if re.fullmatch(r"(0x[0-9a-f]*|[0-9]+)", host.rstrip(".").rsplit(".", 1)[-1]):
        # Decimal, octal, hexadecimal or shortened forms ("2130706433", "0x7f.1"): nobody writes them in good faith.
        raise SourceError(f"{host} is an address written as a bare number.", "Write the host's name.")
    return None


def _is_allowed(place: Place, allow: Iterable[str]) -> bool:
    """Compare with the configured hosts; "host" allows every port of it, "host:port" only one."""
    bare = f"[{place.host}]" if ":" in place.host else place.host
    return any(entry.strip().lower() in (place.host, bare, f"{bare}:{place.port}") for entry in allow)
