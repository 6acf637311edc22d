# SPDX-License-Identifier: EUPL-1.2
"""An S3-compatible store as a publishing target. An object appears whole or not at all; boto3 comes with `newsreel[targets]`."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from pipeline.engines.depot import Depot, LostError, TreeTarget
from pipeline.errors import ConfigError, TargetError

BROKEN = (BotoCoreError, ClientError, OSError)
FOREVER = "public, max-age=31536000, immutable"  # a version's address never changes what it shows
SHORT = "public, max-age=60"
REFUSED = frozenset({"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "403"})
FULL = frozenset({"QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "507"})


@dataclass(frozen=True, slots=True)
class S3Depot:
    """Objects below a prefix of a bucket."""

    name: str
    client: Any  # boto3 makes its clients' classes while it runs
    bucket: str
    prefix: str

    def read(self, path: str) -> bytes | None:
        """Give an object's bytes; None where there is none."""
        try:
            body: bytes = self.client.get_object(Bucket=self.bucket, Key=self.prefix + path)["Body"].read()
        except BROKEN as wrong:
            if _code(wrong) in ("NoSuchKey", "404"):
                return None
            raise self._said(wrong, path) from wrong
        return body

    def digest(self, path: str) -> str:
        """Give the sha256 of what stands at a path."""
        body = self.read(path)
        return "" if body is None else hashlib.sha256(body).hexdigest()

    def put(self, path: str, content: Path | bytes, media: str) -> None:
        """Send an object."""
        caching = FOREVER if path.startswith("v/") else SHORT
        body = content if isinstance(content, bytes) else content.read_bytes()
        try:
            self.client.put_object(Bucket=self.bucket, Key=self.prefix + path, Body=body, ContentType=media, CacheControl=caching)
        except BROKEN as wrong:
            raise self._said(wrong, path) from wrong

    def remove(self, path: str) -> None:
        """Take an object away."""
        try:
            self.client.delete_object(Bucket=self.bucket, Key=self.prefix + path)
        except BROKEN as wrong:
            raise self._said(wrong, path) from wrong

    def names(self, folder: str) -> tuple[str, ...]:
        """Give the paths of all objects below a folder."""
        try:
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=f"{self.prefix}{folder}/")
            return tuple(one["Key"][len(self.prefix) :] for page in pages for one in page.get("Contents", ()))
        except BROKEN as wrong:
            raise self._said(wrong, folder) from wrong

    def _said(self, wrong: Exception, path: str) -> TargetError:
        """Say in one sentence what a failure means."""
        code = _code(wrong)
        if code in REFUSED:
            return TargetError(f"{self.name}: the store refuses {path} ({code}).", "Check key, secret and the bucket's policy.")
        if code in FULL:
            return TargetError(
                f"{self.name}: the store has no room for {path} ({code}).", "Free space there; the next run resumes."
            )
        if code == "NoSuchBucket":
            return TargetError(f"{self.name}: there is no bucket {self.bucket}.", "Make it, or correct url in [[targets]].")
        if "SSL" in type(wrong).__name__:
            return TargetError(f"{self.name}: the store's certificate is not valid.", "Have it renewed, or set [fetch] ca_file.")
        if code.startswith("4"):
            return TargetError(f"{self.name}: the store answers {code} to {path}.", "Check [[targets]].")
        return LostError(f"{self.name}: the store cannot be reached ({type(wrong).__name__}).", "The next run resumes.")


def _code(wrong: Exception) -> str:
    """Give the error code of a store's answer; empty where there was no answer."""
    answer: Any = getattr(wrong, "response", None)
    return str(answer.get("Error", {}).get("Code", "")) if isinstance(answer, dict) else ""


def s3_target(
    name: str, url: str, endpoint: str, base_url: str, key: str, secret: str, region: str = "", ca_file: str = ""
) -> TreeTarget:
    """Open `s3://bucket/prefix` as a target. Raises ConfigError where the address is none."""
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc:
        raise ConfigError(f"[[targets]] {name}: url is “{url}”.", "Write it like s3://bucket/folder.")
    prefix = parts.path.strip("/")

    @contextmanager
    def connect() -> Iterator[Depot]:
        client = boto3.session.Session().client(
            "s3",
            endpoint_url=endpoint or None,
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            region_name=region or "eu-central-1",
            verify=ca_file or True,
            config=Config(connect_timeout=10, read_timeout=30, retries={"max_attempts": 0}, s3={"addressing_style": "path"}),
        )
        try:
            yield S3Depot(name, client, parts.netloc, f"{prefix}/" if prefix else "")
        finally:
            client.close()

    return TreeTarget(name, connect, base_url)
