# SPDX-License-Identifier: EUPL-1.2
"""One deadline for everything about a call, below HTTP and TLS.

A read timeout does not end a server that sends a byte a second, because every byte begins it anew. So the deadline sits on
the connection itself.
"""

import ssl
import time
from dataclasses import dataclass

import httpcore2

SOCKET_OPTION = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment at which everything about one call must be over (seconds of the monotonic clock)."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """Give the deadline that is some seconds away."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Give the seconds that are left, below zero where it is over."""
        return self.at - time.monotonic()


class TimedStream(httpcore2.NetworkStream):
    """A connection that ends at the deadline."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def _timeout(self, asked: float | None, fault: type[httpcore2.TimeoutException]) -> float:
        left = self._deadline.left()
        if left <= 0:
            raise fault("the deadline of this call is over")
        return left if asked is None else min(asked, left)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read at most `max_bytes`. Raises ReadTimeout at the deadline."""
        return self._inner.read(max_bytes, self._timeout(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all bytes. Raises WriteTimeout at the deadline."""
        self._inner.write(buffer, self._timeout(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Go on in TLS. Raises ConnectTimeout at the deadline."""
        limit = self._timeout(timeout, httpcore2.ConnectTimeout)
        return TimedStream(self._inner.start_tls(ssl_context, server_hostname, limit), self._deadline)

    def get_extra_info(self, info: str) -> object:
        """Tell what the connection knows of itself."""
        return self._inner.get_extra_info(info)
