# SPDX-License-Identifier: EUPL-1.2
"""Passwords ↔ argon2id hashes."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST = 12
"""Characters; BSI ORP.4 asks for length rather than for kinds of characters."""
# OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane; a login costs no more memory than that.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY = _HASHER.hash("a password that no account has")


def hashed(password: str) -> str:
    """Give the hash of a password, salt and cost included."""
    return _HASHER.hash(password)


def fits(password: str, kept: str) -> bool:
    """Tell whether a password fits a hash. An empty hash costs the same time, so that unknown names cannot be told apart."""
    try:
        _HASHER.verify(kept or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)
