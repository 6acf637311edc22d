# SPDX-License-Identifier: EUPL-1.2
"""A TOML table → a frozen dataclass, strictly: unknown keys and wrong types raise ConfigError that says what to write instead."""

import types
from dataclasses import MISSING, fields, is_dataclass
from difflib import get_close_matches
from typing import Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from pipeline.errors import ConfigError

Slice = TypeVar("Slice")


def read(kind: type[Slice], table: dict[str, object], where: str) -> Slice:
    """Read a TOML table → a settings dataclass, strictly: unknown keys and wrong types raise ConfigError."""
    if not is_dataclass(kind):
        raise TypeError(f"{kind} is no dataclass")
    hints = get_type_hints(kind)
    known = {f.name: f for f in fields(kind)}
    for key in table:
        if key not in known:
            near = get_close_matches(key, list(known), n=1)
            hint = f"Did you mean “{near[0]}”?" if near else f"Known keys: {', '.join(k for k in known if k != 'home')}."
            raise ConfigError(f"Unknown key “{key}” in {where}.", hint)
    values: dict[str, object] = {}
    for name, spec in known.items():
        if name in table:
            values[name] = _value(hints[name], table[name], f"{where}: {name}")
        elif spec.default is MISSING and spec.default_factory is MISSING:
            raise ConfigError(f"The key “{name}” is missing in {where}.", "Add it; docs/configuration.md describes every key.")
    return cast(Slice, kind(**values))


def _value(kind: object, raw: object, where: str) -> object:
    """Read one TOML value as the type that the slice declares."""
    origin = get_origin(kind)
    if origin is Literal:
        if raw not in get_args(kind):
            raise ConfigError(f"{where} is {raw!r}.", f"It must be one of {', '.join(map(repr, get_args(kind)))}.")
        return raw
    if origin is tuple:
        if not isinstance(raw, list):
            raise ConfigError(f"{where} must be a list.", "Write it in square brackets.")
        return tuple(_value(get_args(kind)[0], part, f"{where}[{n}]") for n, part in enumerate(raw, 1))
    if origin in (Union, types.UnionType):
        return _value(get_args(kind)[0], raw, where)
    if isinstance(kind, type) and is_dataclass(kind):
        if not isinstance(raw, dict):
            raise ConfigError(f"{where} must be a table.", f"Write it as [{where.rsplit(' ', 1)[-1]}].")
        return read(kind, cast(dict[str, object], raw), where)
    if kind is float and isinstance(raw, int) and not isinstance(raw, bool):
        return float(raw)
    if isinstance(kind, type) and isinstance(raw, kind) and not (kind is int and isinstance(raw, bool)):
        return raw
    wanted = kind.__name__ if isinstance(kind, type) else str(kind)
    raise ConfigError(f"{where} is {raw!r}, a {type(raw).__name__}.", f"It must be a {wanted}.")
