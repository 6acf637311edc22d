# SPDX-License-Identifier: EUPL-1.2
"""A presenter is a folder: read strictly, refused with every defect named, checked for licence and consent."""

import struct
import zlib
from datetime import date

import pytest

from pipeline.errors import ConfigError
from pipeline.model import Severity
from pipeline.picture.avatar_check import check
from pipeline.picture.rig import load_rig
from pipeline.picture.visemes import VISEMES
from tests.picture.spoken import files, rig_of

TODAY = date(2026, 11, 20)


def codes(held: dict[str, bytes], day: date = TODAY) -> set[str]:
    return {finding.code for finding in check(tuple(held.items()), day) if finding.severity is Severity.RED}


def with_svg(old: str, new: str) -> dict[str, bytes]:
    held = files("anna")
    text = held["presenter.svg"].decode()
    assert old in text
    return held | {"presenter.svg": text.replace(old, new, 1).encode()}


def with_toml(old: str, new: str) -> dict[str, bytes]:
    held = files("anna")
    text = held["avatar.toml"].decode()
    assert old in text
    return held | {"avatar.toml": text.replace(old, new, 1).encode()}


@pytest.mark.parametrize("name", ["anna", "thomas"])
def test_the_presenters_that_ship_have_no_findings(name: str) -> None:
    assert check(tuple(files(name).items()), TODAY) == ()


def test_two_clearly_different_people_ship() -> None:
    anna, thomas = rig_of("anna"), rig_of("thomas")
    assert (anna.screen_name, anna.gender) == ("Anna, KI-Sprecherin", "f")
    assert (thomas.screen_name, thomas.gender) == ("Thomas, KI-Sprecher", "m")
    assert anna.face != thomas.face
    assert dict(anna.voices)["espeak"] != dict(thomas.voices)["espeak"]


@pytest.mark.parametrize("name", ["anna", "thomas"])
def test_lips_meet_at_rest_and_on_m_b_p_and_open_on_a(name: str) -> None:
    wide = dict(zip(VISEMES, rig_of(name).mouths.openings, strict=True))
    assert wide["rest"] <= 2.0
    assert wide["mbp"] <= 1.5
    assert wide["a"] > 2 * wide["i"] > 8


@pytest.mark.parametrize("name", ["anna", "thomas"])
def test_the_grave_rest_has_lower_corners_than_the_neutral_one(name: str) -> None:
    mouths = rig_of(name).mouths
    lips = next(k for k, outline in enumerate(mouths.outlines) if outline.kind == "cavity")
    neutral, grave = mouths.shapes[0][lips], mouths.shapes[-1][lips]
    assert grave[1] > neutral[1] + 1.5  # the first point is the left corner; y grows downwards


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<title>", "<script>alert(1)</script><title>", "avatar-svg-element"),
        ("<title>", '<image href="https://example.com/x.png"/><title>', "avatar-svg-element"),
        ("<title>", '<use href="#torso"/><title>', "avatar-svg-element"),
        ("<title>", "<style>path{fill:url(http://example.com)}</style><title>", "avatar-svg-element"),
        ('<g id="torso">', '<g id="torso" onload="run()">', "avatar-svg-active"),
        ('<g id="torso">', '<g id="torso" style="fill:url(file:///etc/passwd)">', "avatar-svg-active"),
        ("<svg ", '<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg ', "avatar-svg-entities"),
        ("</svg>", "</sv>", "avatar-svg-unreadable"),
        ('id="mouth-o"', 'id="mouth-oh"', "avatar-group-missing"),
        ('id="iris-l"', 'id="eye-dot"', "avatar-group-missing"),
        ('<g id="mouth-a"', '<g id="mouth-a" filter="url(#b2)"', "avatar-blur-in-motion"),
        ('<g id="eye-l">', '<g id="eye-l" filter="url(#b2)">', "avatar-blur-in-motion"),
        ('stdDeviation="13"', 'stdDeviation="900"', "avatar-blur-too-wide"),
        ('id="nose"', 'id="torso"', "avatar-id-twice"),
    ],
)
def test_a_drawing_that_runs_loads_or_lacks_something_is_refused(old: str, new: str, code: str) -> None:
    held = with_svg(old, new)
    assert code in codes(held)
    with pytest.raises(ConfigError):
        load_rig(held["avatar.toml"], held["presenter.svg"])


def test_an_open_m_is_found() -> None:
    held = files("anna")
    text = held["presenter.svg"].decode()
    wide = text[text.index('<g id="mouth-a"') :].partition("</g>")[0]
    closed = text[text.index('<g id="mouth-mbp"') :].partition("</g>")[0]
    held["presenter.svg"] = text.replace(closed, wide.replace("mouth-a", "mouth-mbp"), 1).encode()
    assert "avatar-mouth-open" in codes(held)


def test_a_mouth_with_other_paths_cannot_morph_and_is_found() -> None:
    held = files("anna")
    text = held["presenter.svg"].decode()
    group = text[text.index('<g id="mouth-o"') :].partition("</g>")[0]
    held["presenter.svg"] = text.replace(group, group[: group.rindex("<path")], 1).encode()
    assert "avatar-path-differs" in codes(held)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('kind = "rig2d"', 'kind = "rig3d"', "avatar-kind-unknown"),
        ('gender = "f"', 'gender = "x"', "avatar-key-wrong"),
        ("hinge_y = 352", 'hinge_y = "low"', "avatar-key-wrong"),
        ("canvas = [700, 800]", f"canvas = [700, {'9' * 400}]", "avatar-key-wrong"),
        ("canvas = [700, 800]", "canvas = [nan, 800]", "avatar-key-wrong"),
        ("jaw_box = [244, 344, 204, 144]", "jaw_box = [244, 300, 204, 190]", "avatar-boxes-overlap"),
        ("eyes_box = [250, 238, 192, 78]", "eyes_box = [250, 238, 592, 78]", "avatar-box-wrong"),
        ("[grave]", "[graves]", "avatar-key-missing"),
        ('art = "CC0-1.0"', 'art = "CC-BY-NC-4.0"', "avatar-licence-unknown"),
        ('weights = "none"', 'weights = "research-only"', "avatar-weights-unknown"),
        ("[licence]", "[license]", "avatar-licence-missing"),
        ("consent_required = false", "consent_required = true", "consent-missing"),
        ("schema = 1", "schema = = 1", "avatar-toml-unreadable"),
    ],
)
def test_a_wrong_description_is_found(old: str, new: str, code: str) -> None:
    assert code in codes(with_toml(old, new))


def test_one_failure_names_every_defect() -> None:
    held = with_svg('id="mouth-o"', 'id="mouth-oh"')
    toml = held["avatar.toml"].replace(b'gender = "f"', b'gender = "x"')
    with pytest.raises(ConfigError) as failed:
        load_rig(toml, held["presenter.svg"])
    assert "mouth-o" in failed.value.message
    assert "gender" in failed.value.message


@pytest.mark.parametrize("name", ["avatar.toml", "presenter.svg", "LICENSE", "preview.png"])
def test_a_missing_file_is_found(name: str) -> None:
    held = files("anna")
    del held[name]
    assert "avatar-file-missing" in codes(held)


def consent(**changes: str) -> dict[str, bytes]:
    record = {
        "person": '"Erika Muster"',
        "purpose": '"Nachrichtenfilm des Landkreises"',
        "given": "2026-01-15",
        "expires": "2027-01-15",
        "office_holder": "false",
    } | changes
    text = "\n".join(f"{key} = {value}" for key, value in record.items() if value)
    held = with_toml("consent_required = false", "consent_required = true")
    return held | {"avatar.toml": held["avatar.toml"] + f"\n[consent]\n{text}\n".encode()}


def test_a_person_with_a_valid_consent_may_speak() -> None:
    assert codes(consent()) == set()


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("expires", "2026-11-19", "consent-expired"),
        ("withdrawn", "2026-11-20", "consent-withdrawn"),
        ("withdrawn", '"gestern"', "consent-withdrawn"),
        ("office_holder", "true", "consent-office-holder"),
        ("purpose", "", "consent-incomplete"),
        ("expires", "", "consent-incomplete"),
        ("given", "2026-12-01", "consent-not-yet"),
    ],
)
def test_a_consent_that_ended_or_lacks_something_blocks(key: str, value: str, code: str) -> None:
    assert code in codes(consent(**{key: value}))


def test_a_consent_that_ends_soon_is_said_in_time() -> None:
    found = check(tuple(consent().items()), date(2027, 1, 2))
    assert [(f.code, f.severity) for f in found] == [("consent-expires-soon", Severity.AMBER)]


def test_a_small_file_that_decodes_to_a_huge_picture_is_refused_unread() -> None:
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 6, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    assert "avatar-preview-unfit" in codes(files("anna") | {"preview.png": png})


def test_another_presenter_is_one_more_folder() -> None:
    held = files("thomas")
    toml = held["avatar.toml"].decode().replace('id = "thomas"', 'id = "jan"').replace("Thomas, KI-Sprecher", "Jan, KI-Sprecher")
    rig = load_rig(toml.encode(), held["presenter.svg"])
    assert (rig.id, rig.screen_name) == ("jan", "Jan, KI-Sprecher")
