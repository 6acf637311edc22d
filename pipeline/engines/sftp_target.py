# SPDX-License-Identifier: EUPL-1.2
"""SFTP as a publishing target: a file is sent beside its place and renamed over it. paramiko comes with `newsreel[targets]`.

The server's key must be known before: a changed key is refused, because it may be another machine.
"""

import errno
import hashlib
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import paramiko

from pipeline.engines.depot import Depot, LostError, TreeTarget
from pipeline.errors import ConfigError, TargetError

BROKEN = (paramiko.SSHException, OSError, EOFError)
BLOCK = 1 << 18
SECONDS = 30.0
"""Patience with one answer of the server."""


@dataclass(slots=True)
class SftpDepot:
    """Files below a folder of an SFTP server."""

    name: str
    sftp: Any  # paramiko has no types
    root: str
    _folders: set[str] = field(default_factory=set)

    def read(self, path: str) -> bytes | None:
        """Give a file's bytes; None where there is none."""
        try:
            with self.sftp.open(self._place(path), "rb") as stream:
                stream.prefetch()
                body: bytes = stream.read()
                return body
        except BROKEN as wrong:
            if isinstance(wrong, OSError) and wrong.errno == errno.ENOENT:
                return None
            raise said(self.name, wrong, path) from wrong

    def digest(self, path: str) -> str:
        """Give the sha256 of what stands at a path."""
        body = self.read(path)
        return "" if body is None else hashlib.sha256(body).hexdigest()

    def put(self, path: str, content: Path | bytes, media: str) -> None:
        """Send a file beside its place, going on where an earlier attempt broke off, then rename it over the old one."""
        body = content if isinstance(content, bytes) else content.read_bytes()
        part = f"{self._place(path)}.{hashlib.sha256(body).hexdigest()[:8]}.part"
        try:
            self._make_folders(path)
            done = self._sent(part, body)
            with self.sftp.open(part, "ab" if done else "wb") as stream:
                stream.set_pipelined(True)
                for at in range(done, len(body), BLOCK):
                    stream.write(body[at : at + BLOCK])
            self.sftp.posix_rename(part, self._place(path))
        except BROKEN as wrong:
            raise said(self.name, wrong, path) from wrong

    def _sent(self, part: str, body: bytes) -> int:
        """Tell how many bytes of a file an earlier attempt has sent rightly."""
        try:
            with self.sftp.open(part, "rb") as stream:
                before = stream.read()
        except OSError:
            return 0
        return len(before) if body.startswith(before) else 0

    def remove(self, path: str) -> None:
        """Take a file away."""
        try:
            self.sftp.remove(self._place(path))
        except BROKEN as wrong:
            if not (isinstance(wrong, OSError) and wrong.errno == errno.ENOENT):
                raise said(self.name, wrong, path) from wrong

    def names(self, folder: str) -> tuple[str, ...]:
        """Give the paths of all files below a folder."""
        found: list[str] = []
        below = [folder]
        try:
            while below:
                here = below.pop()
                for entry in self._entries(here):
                    inner = f"{here}/{entry.filename}"
                    (below if stat.S_ISDIR(entry.st_mode) else found).append(inner)
        except BROKEN as wrong:
            raise said(self.name, wrong, folder) from wrong
        return tuple(sorted(found))

    def _entries(self, folder: str) -> list[Any]:
        try:
            return list(self.sftp.listdir_attr(self._place(folder)))
        except OSError as wrong:
            if wrong.errno == errno.ENOENT:
                return []
            raise

    def _place(self, path: str) -> str:
        return f"{self.root}/{path}" if self.root else path

    def _make_folders(self, path: str) -> None:
        whole = self._place(path).split("/")[:-1]
        for n in range(1, len(whole) + 1):
            folder = "/".join(whole[:n])
            if folder and folder not in self._folders:
                try:
                    self.sftp.stat(folder)
                except OSError:
                    self.sftp.mkdir(folder)
                self._folders.add(folder)


def said(name: str, wrong: Exception, path: str) -> TargetError:
    """Say in one sentence what a failure means."""
    number = wrong.errno if isinstance(wrong, OSError) else None
    if number in (errno.EACCES, errno.EPERM) or "ermission" in str(wrong):
        return TargetError(f"{name}: {path} may not be written there.", "Check the account's rights on the server.")
    if number in (errno.ENOSPC, errno.EDQUOT) or "space" in str(wrong).lower() or "quota" in str(wrong).lower():
        return TargetError(f"{name}: the server has no room for {path}.", "Free space there; the next run resumes.")
    if isinstance(wrong, TimeoutError | socket.timeout):
        return LostError(f"{name}: the server did not answer in time.", "Run again later; what was sent is kept.")
    return LostError(f"{name}: the connection broke at {path}.", "The next run resumes.")


def sftp_target(
    name: str, url: str, base_url: str, password: str = "", key_file: str = "", known_hosts: str = "", seconds: float = SECONDS
) -> TreeTarget:
    """Open `sftp://user@host:port/folder` as a target. Raises ConfigError where the address is none."""
    parts = urlsplit(url)
    if parts.scheme != "sftp" or not parts.hostname or not parts.username:
        raise ConfigError(f"[[targets]] {name}: url is “{url}”.", "Write it like sftp://user@host:22/folder.")

    @contextmanager
    def connect() -> Iterator[Depot]:
        client = paramiko.SSHClient()
        client.set_missing_host_key_policy(paramiko.RejectPolicy())
        try:
            hosts = known_hosts or str(Path("~/.ssh/known_hosts").expanduser())
            if Path(hosts).exists():
                client.load_host_keys(hosts)
            client.connect(
                parts.hostname,
                parts.port or 22,
                unquote(parts.username or ""),
                password or None,
                key_filename=key_file or None,
                timeout=seconds,
                banner_timeout=seconds,
                auth_timeout=seconds,
                allow_agent=False,
                look_for_keys=False,
            )
            sftp = client.open_sftp()
            sftp.get_channel().settimeout(seconds)
        except BROKEN as wrong:
            client.close()
            raise _refused(name, parts.hostname or "", wrong) from wrong
        try:
            yield SftpDepot(name, sftp, unquote(parts.path).rstrip("/"))
        finally:
            client.close()

    return TreeTarget(name, connect, base_url)


def _refused(name: str, host: str, wrong: Exception) -> TargetError:
    """Say why no connection was made."""
    kind = type(wrong).__name__
    if kind == "BadHostKeyException":
        return TargetError(
            f"{name}: {host} shows another key than before; nothing was sent.",
            "Ask who runs it. Only if the key was changed on purpose: replace its line in known_hosts.",
        )
    if kind == "AuthenticationException":
        return TargetError(f"{name}: {host} refuses the login.", "Check user, password_env and key_file in [[targets]].")
    if "not found in known_hosts" in str(wrong):
        return TargetError(f"{name}: the key of {host} is not known.", f"ssh-keyscan {host} >> known_hosts, after comparing it.")
    if isinstance(wrong, FileNotFoundError):
        return TargetError(f"{name}: {wrong.filename} is missing.", "Correct key_file in [[targets]].")
    return LostError(f"{name}: {host} cannot be reached.", "Check the network and url in [[targets]]; the next run resumes.")
