# SPDX-License-Identifier: EUPL-1.2
"""Content credentials: signed files say where they come from, and one bent byte shows."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.engines.c2pa_signer import SOURCE_TYPES, C2paSigner, credentials, open_signer
from pipeline.engines.signing_keys import make_chain
from pipeline.errors import ConfigError, EngineError

TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic"


def film(to: Path, seconds: float = 1.0, size: tuple[int, int] = (192, 108)) -> Path:
    """Encode a small film."""
    with av.open(str(to), "w", options={"movflags": "+faststart"}) as out:
        stream = out.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for n in range(round(seconds * 25)):
            picture = np.full((size[1], size[0], 3), 40 + n % 200, np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")):
                out.mux(packet)
        for packet in stream.encode(None):
            out.mux(packet)
    return to


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    make_chain(tmp_path / "keys", "Landkreis Beispielheim", datetime.now(UTC))
    return tmp_path / "keys"


def signer(keys: Path, time_stamp_url: str = "") -> C2paSigner:
    opened = open_signer(keys, time_stamp_url)
    assert opened is not None
    return opened


def test_a_signed_film_names_its_origin_and_still_plays(keys: Path, tmp_path: Path) -> None:
    plain, signed = film(tmp_path / "plain.mp4"), tmp_path / "signed.mp4"
    assert credentials(plain).state == "none"
    assert signer(keys).sign(plain, "video/mp4", "Kreis kompakt", TYPE, signed)
    found = credentials(signed, (keys / "root.pem").read_bytes())
    assert (found.state, found.title, found.source_type) == ("trusted", "Kreis kompakt", TYPE)
    assert found.issuer == "Landkreis Beispielheim"
    assert found.generator.startswith("newsreel")
    assert credentials(signed).state == "valid"
    with av.open(str(signed)) as opened:
        assert sum(1 for _ in opened.decode(video=0)) == 25
    body = signed.read_bytes()
    assert body.index(b"moov") < body.index(b"mdat")


@pytest.mark.parametrize("share", [0.5, 0.7, 0.9, 0.999])
def test_one_bent_byte_of_the_film_makes_the_signature_invalid(keys: Path, tmp_path: Path, share: float) -> None:
    plain, signed = film(tmp_path / "plain.mp4", 2.0), tmp_path / "signed.mp4"
    signer(keys).sign(plain, "video/mp4", "Kreis kompakt", TYPE, signed)
    body = bytearray(signed.read_bytes())
    start = bytes(body).index(b"mdat") + 4
    body[start + int((len(body) - start) * share)] ^= 1
    signed.write_bytes(body)
    assert credentials(signed).state == "invalid"


def test_a_dead_time_stamp_server_leaves_a_film_that_is_signed_without_one(keys: Path, tmp_path: Path) -> None:
    plain, signed = film(tmp_path / "plain.mp4"), tmp_path / "signed.mp4"
    assert signer(keys, "http://127.0.0.1:9/tsa").sign(plain, "video/mp4", "Kreis kompakt", TYPE, signed) is False
    assert credentials(signed).state == "valid"


def test_a_certificate_that_is_over_or_broken_signs_nothing(tmp_path: Path) -> None:
    plain, signed = film(tmp_path / "plain.mp4"), tmp_path / "signed.mp4"
    make_chain(tmp_path / "old", "Landkreis", datetime.now(UTC) - timedelta(days=4000))
    make_chain(tmp_path / "bent", "Landkreis", datetime.now(UTC))
    (tmp_path / "bent" / "chain.pem").write_text("-----BEGIN CERTIFICATE-----\nnichts\n-----END CERTIFICATE-----\n")
    for name in ("old", "bent"):
        with pytest.raises(EngineError, match=r"cannot be signed|not valid"):
            signer(tmp_path / name).sign(plain, "video/mp4", "Kreis kompakt", TYPE, signed)
        assert not signed.exists()


def test_only_listed_source_types_are_written(keys: Path, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="digital source type"):
        signer(keys).sign(film(tmp_path / "plain.mp4"), "video/mp4", "x", "irgendwas", tmp_path / "signed.mp4")
    assert TYPE in SOURCE_TYPES


def test_keys_are_never_overwritten_and_the_secret_is_ours_alone(keys: Path) -> None:
    assert (keys / "key.pem").stat().st_mode & 0o077 == 0
    with pytest.raises(ConfigError, match="exists already"):
        make_chain(keys, "Landkreis", datetime.now(UTC))
    assert open_signer(keys / "missing", "") is None
    (keys / "key.pem").unlink()
    with pytest.raises(ConfigError, match=r"key\.pem"):
        open_signer(keys, "")
