# SPDX-License-Identifier: EUPL-1.2
"""An S3-compatible bucket behind the store. What is content-addressed is put only where nothing stands (if-none-match)."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import ConfigError, StoreError
from pipeline.ports import Vault
from pipeline.settings import KeepSettings

STANDS = frozenset({"PreconditionFailed", "412", "ConditionalRequestConflict", "409"})
NONE = frozenset({"NoSuchKey", "404", "NotFound"})
REFUSED = frozenset({"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "403"})
UNKNOWN = frozenset({"NotImplemented", "501"})


@dataclass(frozen=True, slots=True)
class S3Vault:
    """Objects below a prefix of a bucket."""

    client: Any  # boto3 makes its clients' classes while it runs
    bucket: str
    prefix: str
    broken: tuple[type[Exception], ...]

    def read(self, name: str) -> bytes | None:
        """Give an object's bytes; None where there is none."""
        try:
            body: bytes = self.client.get_object(Bucket=self.bucket, Key=self.prefix + name)["Body"].read()
        except self.broken as wrong:
            if _code(wrong) in NONE:
                return None
            raise self._said(wrong, name) from wrong
        return body

    def add(self, name: str, content: bytes | Path) -> bool:
        """Put an object where nothing stands; False where something does already."""
        if self.has(name):
            return False
        try:
            self._put(name, content, IfNoneMatch="*")
        except self.broken as wrong:
            if _code(wrong) in STANDS:
                return False
            if _code(wrong) not in UNKNOWN:
                raise self._said(wrong, name) from wrong
            self.replace(name, content)  # an older store: its name says what it holds, so the same bytes come to stand twice
        return True

    def replace(self, name: str, content: bytes | Path) -> None:
        """Put an object, whatever stands there."""
        try:
            self._put(name, content)
        except self.broken as wrong:
            raise self._said(wrong, name) from wrong

    def _put(self, name: str, content: bytes | Path, **condition: str) -> None:
        if isinstance(content, bytes):
            self.client.put_object(Bucket=self.bucket, Key=self.prefix + name, Body=content, **condition)
            return
        with content.open("rb") as body:
            self.client.put_object(Bucket=self.bucket, Key=self.prefix + name, Body=body, **condition)

    def has(self, name: str) -> bool:
        """Tell whether an object stands there."""
        try:
            self.client.head_object(Bucket=self.bucket, Key=self.prefix + name)
        except self.broken as wrong:
            if _code(wrong) in NONE:
                return False
            raise self._said(wrong, name) from wrong
        return True

    def remove(self, name: str) -> None:
        """Take an object away; nothing happens where there is none."""
        try:
            self.client.delete_object(Bucket=self.bucket, Key=self.prefix + name)
        except self.broken as wrong:
            raise self._said(wrong, name) from wrong

    def each(self, folder: str = "") -> Iterator[tuple[str, int, float]]:
        """Give name, bytes and time (seconds since 1970) of every object below a folder."""
        try:
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix + folder)
            for page in pages:
                for one in page.get("Contents", ()):
                    yield one["Key"][len(self.prefix) :], int(one["Size"]), one["LastModified"].timestamp()
        except self.broken as wrong:
            raise self._said(wrong, folder) from wrong

    def _said(self, wrong: Exception, name: str) -> StoreError:
        code, place = _code(wrong), f"s3://{self.bucket}/{self.prefix}{name}"
        if code in REFUSED:
            return StoreError(f"The store refuses {place} ({code}).", "Check key, secret and the bucket's policy.")
        if code == "NoSuchBucket":
            return StoreError(f"There is no bucket {self.bucket}.", "Make it, or correct [keep] store.")
        why = code or type(wrong).__name__
        return StoreError(f"The store does not answer for {place} ({why}).", "Look at it, then run again; nothing is lost.")


def _code(wrong: Exception) -> str:
    """Give the error code of a store's answer; empty where there was no answer."""
    answer: Any = getattr(wrong, "response", None)
    return str(answer.get("Error", {}).get("Code", "")) if isinstance(answer, dict) else ""


def open_vault(keep: KeepSettings, ca_file: str = "") -> Vault:
    """Open [keep] store = "s3://bucket/folder". Raises ConfigError where it is no such address, or boto3 is missing."""
    parts = urlsplit(keep.store)
    if parts.scheme != "s3" or not parts.netloc:
        raise ConfigError(f"[keep] store is “{keep.store}”.", "Write it like s3://bucket/folder.")
    try:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError, ClientError
    except ModuleNotFoundError:
        raise ConfigError("The store lies on S3, and boto3 is not installed.", "pip install newsreel[fleet]") from None
    secret = os.environ.get(keep.store_password_env, "") if keep.store_user else ""
    if keep.store_user and not secret:
        raise ConfigError(
            f"[keep] store_user is set, and the environment variable {keep.store_password_env} is not.",
            "Set it to the secret, or clear store_user to let boto3 find both.",
        )
    client = boto3.session.Session().client(
        "s3",
        endpoint_url=keep.store_endpoint or None,
        aws_access_key_id=keep.store_user or None,
        aws_secret_access_key=secret or None,
        region_name=keep.store_region or "eu-central-1",
        verify=ca_file or True,
        config=Config(
            connect_timeout=10, read_timeout=60, retries={"max_attempts": 3, "mode": "standard"}, s3={"addressing_style": "path"}
        ),
    )
    prefix = parts.path.strip("/")
    return S3Vault(client, parts.netloc, f"{prefix}/" if prefix else "", (BotoCoreError, ClientError, OSError))
