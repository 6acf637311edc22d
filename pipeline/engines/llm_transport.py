# SPDX-License-Identifier: EUPL-1.2
"""The way to a language model's server: one total deadline per call, no proxies or addresses from the environment."""

import ssl
from collections.abc import Iterable
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import httpcore2
import httpx2

from pipeline.engines.deadline import SOCKET_OPTION, Deadline, TimedStream
from pipeline.errors import ConfigError


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine: "localhost", 127.0.0.0/8, ::1."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def checked_host(base_url: str, allow_remote: bool) -> str:
    """Give the host of a server that may be asked. Raises ConfigError saying which key to change."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigError(
            f"[writer.openai] base_url is “{base_url}”, which is no address.", "Write one like http://127.0.0.1:11434/v1."
        )
    if parts.username or parts.password:
        raise ConfigError(
            "[writer.openai] base_url holds a user name or password.", "Put the key into the variable that api_key_env names."
        )
    if is_loopback(host):
        return host
    if not allow_remote:
        raise ConfigError(
            f"[writer.openai] base_url leads to {host}, but newsletter texts may not leave this machine.",
            "Set allow_remote = true in [writer.openai] if they may be sent to that host.",
        )
    if parts.scheme != "https":
        raise ConfigError(
            f"[writer.openai] base_url is not encrypted (http://{host}).", "Use https:// for every host but this machine."
        )
    return host


def client(base_url: str, seconds: float, proxy: str = "", ca_file: str = "") -> httpx2.Client:
    """Give a client for one call that ends after `seconds`, whatever the server does. Close it afterwards."""
    host = urlsplit(base_url).hostname or ""
    deadline = Deadline.after(seconds)
    try:
        context = ssl.create_default_context(cafile=ca_file or None)
    except (OSError, ssl.SSLError) as wrong:
        raise ConfigError(f"[fetch] ca_file {Path(ca_file)} cannot be read: {wrong}.", "Name a PEM file.") from wrong
    transport = _TimedTransport(context, deadline, "" if is_loopback(host) else proxy)
    return httpx2.Client(transport=transport, trust_env=False, timeout=seconds, follow_redirects=False)


class _TimedBackend(httpcore2.NetworkBackend):
    """Opens connections that end at the deadline."""

    def __init__(self, deadline: Deadline) -> None:
        self._inner = httpcore2.SyncBackend()
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        left = max(0.01, self._deadline.left())
        limit = left if timeout is None else min(left, timeout)
        return TimedStream(self._inner.connect_tcp(host, port, limit, local_address, socket_options), self._deadline)


class _TimedTransport(httpx2.HTTPTransport):
    """httpx's transport over a pool whose connections are timed."""

    def __init__(self, context: ssl.SSLContext, deadline: Deadline, proxy: str) -> None:
        super().__init__(verify=context, trust_env=False)
        backend = _TimedBackend(deadline)
        if proxy:
            via = httpx2.Proxy(proxy)
            self._pool = httpcore2.HTTPProxy(
                proxy_url=str(via.url), proxy_auth=via.raw_auth, ssl_context=context, network_backend=backend
            )
        else:
            self._pool = httpcore2.ConnectionPool(ssl_context=context, network_backend=backend)
