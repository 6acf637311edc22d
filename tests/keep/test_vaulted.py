# SPDX-License-Identifier: EUPL-1.2
"""The store on S3, against a real S3 interface: two machines share it, nothing unverified is used, damage is made again."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import boto3
import pytest

from pipeline import erasing, producer
from pipeline.casting import open_store
from pipeline.engines.s3_vault import S3Vault, open_vault
from pipeline.errors import ConfigError, StoreError
from pipeline.keep import erased
from pipeline.keep.vaulted import VaultedStore
from pipeline.model import Blob
from pipeline.newsroom import Newsroom
from pipeline.settings import KeepSettings, Settings, load
from tests.doubles import values
from tests.doubles.depots import s3_server
from tests.reliability import small_night


@dataclass(frozen=True)
class Bucket:
    """A bucket as an outsider sees it."""

    client: Any
    keep: KeepSettings

    def names(self) -> list[str]:
        return [one["Key"] for one in self.client.list_objects_v2(Bucket="press").get("Contents", [])]

    def put(self, name: str, body: bytes) -> None:
        self.client.put_object(Bucket="press", Key=f"waldmark/{name}", Body=body)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    monkeypatch.setenv("NEWSREEL_STORE_SECRET", "s")
    with s3_server() as endpoint:
        client = boto3.client(
            "s3", endpoint_url=endpoint, aws_access_key_id="k", aws_secret_access_key="s", region_name="eu-central-1"
        )
        yield Bucket(client, KeepSettings(store="s3://press/waldmark", store_endpoint=endpoint, store_user="k"))
        client.close()


def machine(bucket: Bucket, folder: Path) -> VaultedStore:
    """Open the store as one machine does."""
    store = open_store(Settings(folder, keep=bucket.keep))
    assert isinstance(store, VaultedStore)
    return store


def test_what_one_machine_keeps_another_reads(bucket: Bucket, tmp_path: Path) -> None:
    one, other = machine(bucket, tmp_path / "1"), machine(bucket, tmp_path / "2")
    digest = one.put_value(values.rundown())
    assert other.get_value(type(values.rundown()), digest) == values.rundown()
    (tmp_path / "film").write_bytes(b"film" * 1000)
    blob = one.put(tmp_path / "film", "video/mp4")
    assert (other.path(blob).read_bytes(), other.has(blob.digest), other.whole(blob)) == (b"film" * 1000, True, True)
    one.remember("sentence 1", blob)
    assert other.recall("sentence 1") == blob
    assert other.recall("sentence 2") is None


def test_the_same_bytes_are_sent_once_and_stand_once(bucket: Bucket, tmp_path: Path) -> None:
    stores = [machine(bucket, tmp_path / str(n)) for n in range(4)]
    threads = [threading.Thread(target=store.put, args=(b"gleich", "text/plain")) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    digest = hashlib.sha256(b"gleich").hexdigest()
    assert bucket.names() == [f"waldmark/{digest[:2]}/{digest}"]


def test_what_stands_is_never_written_over(bucket: Bucket) -> None:
    vault = open_vault(bucket.keep)
    assert isinstance(vault, S3Vault)
    vault._put("ab/x", b"first", IfNoneMatch="*")
    with pytest.raises(vault.broken, match="PreconditionFailed"):
        vault._put("ab/x", b"second", IfNoneMatch="*")
    assert (vault.add("ab/x", b"second"), vault.read("ab/x")) == (False, b"first")


def test_of_two_that_add_at_the_same_moment_the_second_is_told(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = open_vault(bucket.keep)
    monkeypatch.setattr(S3Vault, "has", lambda *_: False)  # both looked before either wrote
    assert (vault.add("ab/x", b"first"), vault.add("ab/x", b"second"), vault.read("ab/x")) == (True, False, b"first")


def test_a_damaged_object_is_not_used_and_is_made_again(bucket: Bucket, tmp_path: Path) -> None:
    blob = machine(bucket, tmp_path / "1").put(b"wahr", "text/plain")
    bucket.put(f"{blob.digest[:2]}/{blob.digest}", b"falsch")
    other = machine(bucket, tmp_path / "2")
    assert not other.whole(blob)
    with pytest.raises(StoreError, match="damaged"):
        other.read(blob)
    assert bucket.names() == []
    assert machine(bucket, tmp_path / "3").put(b"wahr", "text/plain") == blob
    assert other.read(blob) == b"wahr"


def test_a_damaged_or_lost_copy_of_this_machine_is_fetched_again(bucket: Bucket, tmp_path: Path) -> None:
    store = machine(bucket, tmp_path)
    blob = store.put(b"wahr", "text/plain")
    copy = tmp_path / "output" / "cache" / blob.digest[:2] / blob.digest
    copy.write_bytes(b"falsch")
    assert store.read(blob) == b"wahr"
    copy.unlink()
    assert store.path(blob).read_bytes() == b"wahr"


def test_what_is_discarded_is_gone_for_all_and_can_come_back(bucket: Bucket, tmp_path: Path) -> None:
    store = machine(bucket, tmp_path / "1")
    blob = store.put(b"weg", "text/plain")
    assert [thing.digest for thing in store.held()] == [blob.digest]
    store.discard(blob.digest)
    assert (tuple(store.held()), store.has(blob.digest)) == ((), False)
    with pytest.raises(StoreError, match="lost"):
        store.read(blob)
    assert store.put(b"weg", "text/plain") == blob
    assert machine(bucket, tmp_path / "2").read(blob) == b"weg"


def test_keys_and_notes_are_shared_and_can_be_forgotten(bucket: Bucket, tmp_path: Path) -> None:
    one, other = machine(bucket, tmp_path / "1"), machine(bucket, tmp_path / "2")
    blob = one.put(b"satz", "text/plain")
    one.remember("k", blob)
    ((name, content),) = other.remembered()
    other.forget_remembered()
    assert one.recall("k") is None
    one.bring_back(name, content)
    assert other.recall("k") == blob
    one.write_note("erased.jsonl", b"{}")
    assert (other.note("erased.jsonl"), other.note("none")) == (b"{}", b"")


def test_old_copies_of_this_machine_are_leftovers_and_the_bucket_is_not(bucket: Bucket, tmp_path: Path) -> None:
    store = machine(bucket, tmp_path)
    blob = store.put(b"kopie", "text/plain")
    for left in store.leftovers():
        left.unlink()
    assert store.read(blob) == b"kopie"


def test_a_bucket_that_is_not_there_is_named(bucket: Bucket, tmp_path: Path) -> None:
    store = VaultedStore(tmp_path, S3Vault(bucket.client, "nobody", "", open_vault(bucket.keep).broken))  # type: ignore[attr-defined]
    with pytest.raises(StoreError, match="no bucket nobody"):
        store.put(b"x", "text/plain")


@pytest.mark.parametrize(
    ("keep", "said"),
    [
        (KeepSettings(store="s3://"), "is “s3://”"),
        (KeepSettings(store="s3://b/f", store_user="k", store_password_env="NOT_SET"), "NOT_SET is not"),
    ],
)
def test_what_is_no_store_is_refused_with_what_to_write(keep: KeepSettings, said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=said):
        open_store(Settings(tmp_path, keep=keep))


def test_a_folder_that_machines_share_is_a_store_of_its_own(tmp_path: Path) -> None:
    store = open_store(Settings(tmp_path, keep=KeepSettings(store="shared/waldmark")))
    blob = store.put(b"x", "text/plain")
    assert (tmp_path / "shared" / "waldmark" / blob.digest[:2] / blob.digest).exists()
    assert store.read(Blob(blob.digest, "", 1)) == b"x"


def test_what_one_machine_erases_goes_from_the_copies_of_another(bucket: Bucket, tmp_path: Path) -> None:
    """Both share the ledger and the bucket; each has a cache, and readable copies of its own."""
    rooms = []
    with small_night.stubbed():
        for name in ("1", "2"):
            small_night.found(tmp_path / name)
            to = load(tmp_path / name / "config.toml")
            keep = replace(bucket.keep, ledger=str(tmp_path / "ledger.sqlite"), cache="cache")
            rooms.append(Newsroom(replace(to, keep=keep, targets=()), clock=lambda: small_night.NOW))
            producer.run(rooms[-1], small_night.DAY)
            for entry in rooms[-1].ledger.bulletins():
                package = rooms[-1].package(entry.name)
                assert package is not None
                rooms[-1].show(entry.name, package)
                for file in package.files:
                    rooms[-1].store.read(file.blob)
        one, other = rooms
        assert holds(tmp_path / "2", "Hallenbad")
        erasing.erase(one, "bad", "Antrag")
        assert holds(tmp_path / "1", "Hallenbad") == []
        other.catch_up()
        assert holds(tmp_path / "2", "Hallenbad") == []
        assert other.erased().items == erased.read(tmp_path / "2" / "output" / "erased.jsonl").items != frozenset()
        producer.run(other, small_night.DAY)
        other.catch_up()
        assert "Bücherei" in (other.folder("2026-kw47") / "script.md").read_text(encoding="utf-8")
    for room in rooms:
        room.close()


def holds(folder: Path, words: str) -> list[str]:
    """Give the files below a machine's folder that hold some words, but for its feed."""
    files = [file for file in folder.rglob("*") if file.is_file() and file.name != "feed.xml"]
    return [file.as_posix() for file in files if words.encode() in file.read_bytes()]
