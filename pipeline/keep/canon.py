# SPDX-License-Identifier: EUPL-1.2
"""Values ↔ canonical JSON. Equal values have equal bytes, so a digest names a value.

A value that stands in the chain of a bulletin (`CHAIN`) is written inside another one as a reference to its digest, so that a
film does not carry its newsletter twice. Reading is strict: an unknown or missing field is damage, not a default. A field that
came later and is marked "sparse" is not written where it is None, so that older values keep their digests.
"""

import hashlib
import json
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from pipeline import model
from pipeline.errors import StoreError

V = TypeVar("V")

CHAIN: tuple[type, ...] = (
    model.Edition,
    model.Rundown,
    model.Script,
    model.Speech,
    model.Timeline,
    model.Master,
    model.Package,
)
"""Values that others hold by reference."""

Refer = Callable[[object], str]
Fetch = Callable[[type, str], object]


def _inline(value: object) -> str:
    raise TypeError(f"{type(value).__name__} is a chain value; give a `refer`")


def plain(value: object, refer: Refer = _inline, top: bool = True) -> Any:
    """Give the JSON form of a value; chain values inside it become {"$": digest} through `refer`."""
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(part, refer, False) for part in value]
    if isinstance(value, frozenset):
        return sorted(plain(part, refer, False) for part in value)
    if isinstance(value, Path):
        raise TypeError("a path is never part of a value")
    if is_dataclass(value) and not isinstance(value, type):
        if not top and isinstance(value, CHAIN):
            return {"$": refer(value)}
        held = ((spec, getattr(value, spec.name)) for spec in fields(value))
        return {
            spec.name: plain(part, refer, False) for spec, part in held if part is not None or not spec.metadata.get("sparse")
        }
    raise TypeError(f"{type(value).__name__} has no canonical form")


def dump(form: Any) -> bytes:
    """Give the canonical bytes of a JSON form: sorted keys, no spaces, UTF-8."""
    return json.dumps(form, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest_of(value: object) -> str:
    """Give the digest of a value: sha256 of its canonical bytes, chain values inside it counted by their own digest."""
    return hashlib.sha256(dump(plain(value, digest_of))).hexdigest()


@cache
def _shape(kind: type) -> tuple[tuple[str, object, bool], ...]:
    hints = get_type_hints(kind)
    return tuple((f.name, hints[f.name], f.default is MISSING and f.default_factory is MISSING) for f in fields(kind))


def revive(kind: type[V], form: Any, fetch: Fetch) -> V:
    """Read a value back from its JSON form; references are resolved by `fetch`. Raises StoreError on any mismatch."""
    try:
        return cast(V, _revive(kind, form, fetch, True))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as wrong:
        raise StoreError(f"A kept {kind.__name__} is damaged ({wrong}).", "Run again: it is made anew.") from wrong


def _revive(kind: Any, form: Any, fetch: Fetch, top: bool) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        options = [option for option in get_args(kind) if option is not type(None)]
        return None if form is None else _revive(options[0], form, fetch, False)
    if origin is Literal:
        return form
    if origin is tuple:
        return _revive_tuple(get_args(kind), form, fetch)
    kind = getattr(kind, "__supertype__", kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return _revive_dataclass(kind, form, fetch, top)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(form)
    if kind is datetime or kind is date:
        return kind.fromisoformat(form)
    if kind is float and isinstance(form, int):
        return float(form)
    if isinstance(kind, type) and isinstance(form, kind):
        return form
    raise StoreError(
        f"A kept value has {form!r} where a {kind} belongs.", "Run `newsreel tidy --verify`; the value is made again."
    )


def _revive_tuple(parts: tuple[Any, ...], form: Any, fetch: Fetch) -> tuple[Any, ...]:
    if not isinstance(form, list):
        raise StoreError("A kept value has no list where one belongs.", "Run `newsreel tidy --verify`; the value is made again.")
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(_revive(parts[0], part, fetch, False) for part in form)
    return tuple(_revive(kind, part, fetch, False) for kind, part in zip(parts, form, strict=True))


def _revive_dataclass(kind: type, form: Any, fetch: Fetch, top: bool) -> Any:
    if not isinstance(form, dict):
        raise StoreError(f"A kept {kind.__name__} is no object.", "Run `newsreel tidy --verify`; the value is made again.")
    if not top and kind in CHAIN:
        return fetch(kind, form["$"])
    shape = _shape(kind)
    unknown = set(form) - {name for name, _, _ in shape}
    missing = [name for name, _, needed in shape if needed and name not in form]
    if unknown or missing:
        raise StoreError(
            f"A kept {kind.__name__} has other fields than this version ({', '.join([*sorted(unknown), *missing])}).",
            "It was written by another version; it is made again.",
        )
    return kind(**{name: _revive(hint, form[name], fetch, False) for name, hint, _ in shape if name in form})
