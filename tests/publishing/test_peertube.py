# SPDX-License-Identifier: EUPL-1.2
"""PeerTube, by a double that holds every call to PeerTube's API description; `wrong` lists what that does not allow."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.engines.peertube_target import CHUNK, PRIVATE, PUBLIC, PeertubeTarget, film_tag, peertube_target, tag_of, whole_tag
from pipeline.errors import TargetError
from pipeline.keep.store import Store
from pipeline.model import Package, PackedFile
from tests.doubles import peertube_api
from tests.doubles.peertube import Instance, peertube
from tests.doubles.peertube_api import Call
from tests.publishing.test_targets import NOTICE, dead_port, package

JPEG = b"\xff\xd8\xff\xe0 a picture"


def channel(instance: Instance, word: str = "geheim") -> PeertubeTarget:
    return replace(peertube_target("tube", instance.url, "presse", word, 7), wait=lambda _: None)


def bulletin(store: Store, text: str) -> Package:
    """A package with a film of more than one piece, a poster, and what it says of itself."""
    made = package(store, text, CHUNK + 70_000)
    poster = PackedFile("poster.jpg", store.put(JPEG, "image/jpeg"), True)
    described = {"ai": {"label": "KI-generiert", "notice": "Ich bin eine KI-Stimme."}}
    own = PackedFile("bulletin.json", store.put(json.dumps(described).encode(), "application/json"), False)
    return replace(made, files=(*made.files, poster, own))


def test_a_film_goes_in_pieces_and_is_seen_only_when_captions_chapters_and_poster_stand(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    with peertube() as instance:
        instance.break_after = CHUNK
        made = bulletin(store, "alt")
        assert channel(instance).changes("2026-kw47", made, store)[0] == "upload bulletin-16x9.mp4"
        channel(instance).publish("2026-kw47", made, store)
        assert instance.wrong == []
        ((uuid, film),) = instance.films.items()
        video = instance.videos[uuid]
        assert film == store.read(made.files[0].blob)
        assert video["captions"]["de"] == store.read(made.files[1].blob)
        assert video["chapters"] == [{"timecode": 0, "title": "Blick"}, {"timecode": 3, "title": "Eins"}]
        assert video["thumbnailfile"] == JPEG
        assert "KI-generiert. Ich bin eine KI-Stimme." in video["description"]
        assert (video["privacy"], video["commentsPolicy"], video["support"]) == (str(PUBLIC), "2", None)
        begun = next(upload["form"] for upload in instance.uploads.values())
        assert (begun["privacy"], len(begun["tags"])) == (PRIVATE, 2)  # nobody sees it before the rest has come
        assert channel(instance).publish("2026-kw47", made, store).sent == 0
        assert channel(instance).changes("2026-kw47", made, store) == ()


@pytest.mark.parametrize(
    "filters",
    [
        pytest.param(True, id="PeerTube 8 filters by tag"),
        pytest.param(
            False, id="PeerTube 6 lists everything", marks=pytest.mark.slow
        ),  # 120 videos are looked through, again and again
    ],
)
def test_a_correction_keeps_its_address_and_a_retraction_takes_it_away_whatever_else_is_there(
    filters: bool, tmp_path: Path
) -> None:
    store = Store(tmp_path / "store")
    with peertube() as instance:
        instance.filters = filters
        old, new = bulletin(store, "alt"), bulletin(store, "neu")
        first = channel(instance).publish("2026-kw47", old, store)
        for n in range(120):
            instance.add([f"fremd{n}"])
        again = channel(instance).publish("2026-kw47", new, store)
        assert (again.address, len(instance.videos)) == (first.address, 121)
        (uuid,) = instance.films
        assert instance.films[uuid] == store.read(new.files[0].blob)
        assert channel(instance).changes("2026-kw47", new, store) == ()
        channel(instance).retract("2026-kw47", NOTICE, store)
        assert (len(instance.videos), instance.wrong) == (120, [])
        assert channel(instance).retract("2026-kw47", NOTICE, store).sent == 0


def test_a_broken_line_goes_on_where_it_broke_and_a_film_that_stands_is_not_sent_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    with peertube() as instance:
        instance.lose_after = CHUNK
        made = bulletin(store, "alt")
        channel(instance).publish("2026-kw47", made, store)
        assert (len(instance.films), len(instance.uploads), instance.wrong) == (1, 1, [])
        (video,) = instance.videos.values()
        video["tags"] = [tag_of("2026-kw47"), film_tag(made.files[0].blob.digest)]  # as if the line broke after the film
        assert channel(instance).changes("2026-kw47", made, store) == ("captions", "chapters", "poster")
        instance.calls.clear()
        channel(instance).publish("2026-kw47", made, store)
        assert not [call for call in instance.calls if "resumable" in call]
        (video,) = instance.videos.values()
        version = next(f.blob.digest for f in made.files if f.name == "SHA256SUMS")[:16]
        assert whole_tag(version) in video["tags"]


def test_what_an_instance_refuses_is_said_in_one_sentence(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    made = bulletin(store, "alt")
    with peertube() as instance:
        with pytest.raises(TargetError, match="refuses the login"):
            channel(instance, "falsch").publish("2026-kw47", made, store)
        channel(instance).publish("2026-kw47", made, store)
        instance.replaces = False
        with pytest.raises(TargetError, match="does not allow that a film takes the place"):
            channel(instance).publish("2026-kw47", bulletin(store, "neu"), store)
        (film,) = instance.films.values()
        assert film == store.read(made.files[0].blob)
    gone = replace(peertube_target("tube", f"http://127.0.0.1:{dead_port()}", "presse", "x", 7), wait=lambda _: None)
    with pytest.raises(TargetError, match="cannot be reached"):
        gone.publish("2026-kw47", made, store)


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        (Call("GET", "videos/by-tag", {}, {}, b""), "is not described"),
        (Call("GET", "users/me/videos", {"channelId": "7"}, {"authorization": "Bearer t"}, b""), "channelId is not described"),
        (Call("GET", "users/me/videos", {"count": "500"}, {"authorization": "Bearer t"}, b""), "not within 1 to 100"),
        (Call("DELETE", "videos/42", {}, {}, b""), "no token"),
        (Call("PUT", "videos/42", {}, {"content-type": "application/json", "authorization": "Bearer t"}, b"{}"), "multipart"),
        (
            Call("PUT", "videos/42/chapters", {}, {"content-type": "application/json", "authorization": "Bearer t"}, b"{}"),
            "field chapters is missing",
        ),
    ],
)
def test_the_double_refuses_what_the_description_does_not_know(call: Call, fault: str) -> None:
    assert any(fault in found for found in peertube_api.faults(call))
