# SPDX-License-Identifier: EUPL-1.2
"""H.264 and AAC by PyAV: pictures → segments, segments + sound → one MP4.

Segments are encoded by single-threaded x264 with equal settings, so that their packets join without re-encoding; the sound is
encoded once, because joined AAC drifts by 100 ms over a programme (research page `render`, 6).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from pipeline.errors import EngineError
from pipeline.model import FPS, SAMPLE_RATE
from pipeline.picture.watermark import VERSION as MARK_VERSION
from pipeline.picture.watermark import pattern
from pipeline.ports import PlaneFrame

BT709 = 1  # AVCOL_PRI_BT709, AVCOL_TRC_BT709 and AVCOL_SPC_BT709 (ITU-T H.273)
LIMITED = 1  # AVCOL_RANGE_MPEG
AAC_RATE = 160_000  # bit/s; at 96k a limited mix overshot to -0.4 dBTP (research page `speech`, 8)
AAC_CODER = "fast"  # a third of the time of "twoloop" and, on speech with music at this rate, 6 dB nearer to the original
STUDIO = "studio"
_STUDIO = ("superfast", "mbtree=1:rc-lookahead=10:b-adapt=0:b-pyramid=none:weightb=0:deadzone-intra=5:aq-strength=1.1")
"""Our own preset: on a still studio a little better and smaller than veryfast, for two thirds of its CPU (docs/decisions/0013).

Dead zone and aq keep the dither of dark gradients: 18 px of flat run with those of the preset (`newsreel show ID master`)."""
_STUDIO_CRF = -0.9  # against the given CRF: it then shows what veryfast shows at that CRF (SSIM 0.9907 for 0.9909, docs/bench.md)
_ALWAYS = "scenecut=0:open-gop=0:stitchable=1"
_HOW = 2
"""Raise it when the same settings give other bytes: 2 is x264 held to AVX2."""


@dataclass(frozen=True, slots=True)
class PyavEncoder:
    """x264 through PyAV. A long GOP keeps the static studio small; the first frame of each segment is an IDR frame."""

    crf: int = 21
    preset: str = STUDIO
    gop: int = 250
    bframes: int = 5
    mark: int | None = None
    """The code of the imperceptible mark that every picture bears; None for none."""

    @property
    def fingerprint(self) -> str:
        """Name everything that changes the bytes: builds and settings."""
        builds = ".".join(str(n) for n in av.library_versions["libavcodec"])
        x264 = f"{'/'.join(self._x264())}/{self.preset}-crf{self.crf}/g{self.gop}/b{self.bframes}"
        marked = "" if self.mark is None else f"/mark{MARK_VERSION}-{self.mark:08x}"
        return f"pyav/{av.__version__}/{builds}/x264-{_HOW}/{x264}/aac{AAC_RATE}{AAC_CODER}{marked}"

    def _x264(self) -> tuple[str, str]:
        """Give preset and further settings as x264 names them."""
        preset, more = _STUDIO if self.preset == STUDIO else (self.preset, "")
        return preset, f"{_ALWAYS}:{more}" if more else _ALWAYS

    def segment(self, frames: Iterable[PlaneFrame], size: tuple[int, int], to: Path) -> int:
        """Encode pictures to one H.264 segment without sound; gives the number of frames. Raises EngineError."""
        width, height = size
        count = 0
        try:
            with av.open(str(to), "w", format="mp4", container_options={"fflags": "+bitexact"}) as out:
                stream = out.add_stream("libx264", rate=FPS)
                self._set_up(stream, width, height)
                feed = _Feed(width, height, None if self.mark is None else pattern(self.mark, width, height))
                for frame in frames:
                    picture = feed.picture(frame)
                    picture.pts, picture.time_base = count, Fraction(1, FPS)
                    for packet in stream.encode(picture):
                        out.mux(packet)
                    count += 1
                for packet in stream.encode(None):
                    out.mux(packet)
        except (av.FFmpegError, OSError) as wrong:
            to.unlink(missing_ok=True)
            raise EngineError(f"The encoder failed on a segment: {wrong}.", "Check the free disk space; run again.") from wrong
        return count

    def _set_up(self, stream: Any, width: int, height: int) -> None:
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        context = stream.codec_context
        context.time_base = Fraction(1, FPS)
        context.thread_count = 1
        context.color_range, context.colorspace = LIMITED, BT709
        context.color_primaries, context.color_trc = BT709, BT709
        preset, more = self._x264()
        stream.options = {
            "preset": preset,
            "crf": f"{self.crf + (_STUDIO_CRF if self.preset == STUDIO else 0):g}",
            "g": str(self.gop),
            "bf": str(self.bframes),
            "x264-params": more + _steady(),
        }

    def sound(self, pcm: Iterable[NDArray[np.float32]], to: Path) -> None:
        """Encode a programme's sound once as AAC-LC: 48 kHz stereo, part by part, a row per sample. Raises EngineError."""
        try:
            with av.open(str(to), "w", format="mp4", container_options={"fflags": "+bitexact"}) as out:
                stream = _aac_stream(out)
                for packet in _encoded(_framed(pcm), stream):
                    out.mux(packet)
        except (av.FFmpegError, OSError) as wrong:
            to.unlink(missing_ok=True)
            raise EngineError(f"The encoder failed on the sound: {wrong}.", "Check the free disk space; run again.") from wrong

    def join(self, segments: Sequence[Path], sound: Path, title: str, comment: str, to: Path) -> None:
        """Join segments and the sound (as `sound` encoded it; a WAV is encoded now) → a faststart MP4. Raises EngineError."""
        options = {"movflags": "+faststart", "fflags": "+bitexact"}
        try:
            with av.open(str(to), "w", format="mp4", options=options) as out, unprobed(sound) as given:
                out.metadata.update({"title": title, "comment": comment, "language": "deu"})
                with av.open(str(segments[0])) as first:
                    video = out.add_stream_from_template(first.streams.video[0])
                spoken = given.streams.audio[0]
                ready = spoken.codec_context.name == "aac"
                audio: Any = out.add_stream_from_template(spoken) if ready else _aac_stream(out)
                audio.metadata["language"] = "deu"
                heard = _packets(given, audio) if ready else _aac(given, audio)
                ahead = next(heard, None)
                for packet in _joined(segments, video):
                    while ahead is not None and _not_after(ahead, packet):
                        out.mux(ahead)
                        ahead = next(heard, None)
                    out.mux(packet)
                while ahead is not None:
                    out.mux(ahead)
                    ahead = next(heard, None)
        except (av.FFmpegError, OSError) as wrong:
            to.unlink(missing_ok=True)
            raise EngineError(f"The film could not be joined: {wrong}.", "Check the free disk space; run again.") from wrong


def unprobed(film: Path) -> Any:
    """Open a film of ours without decoding pictures of it: FFmpeg would, to learn what the header says already.

    9 ms of computing for a segment, 58 for a film of 100 s (busy machine), and a film is joined of thirty segments.
    """
    of_pictures: Any = {"skip_frame": "all"}  # PyAV's own types take these for strings
    return av.open(str(film), stream_options=[of_pictures])


@cache
def _steady() -> str:
    """Keep x264 to AVX2 on a processor with AVX-512: there its macroblock tree (build 165) reads memory that nobody has written.

    At 1080 px of width the same pictures then gave other bytes from one run to the next. The setting is no part of the
    fingerprint: processors without AVX-512 do the same without being told.
    """
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:  # another system than Linux
        return ""
    return ":asm=avx2" if " avx512f " in flags else ""


class _Feed:
    """Hands pictures to x264, which copies what it is given: so one FFmpeg picture serves for all, and none is copied before."""

    def __init__(self, width: int, height: int, mark: NDArray[np.uint8] | None) -> None:
        self._width, self._mark = width, mark
        self._own = _coloured(av.VideoFrame(width, height, "yuv420p"))
        self._planes = [_plane(plane) for plane in self._own.planes]
        self._lent: NDArray[np.uint8] | None = None
        self._view = self._own

    def picture(self, frame: PlaneFrame) -> Any:
        """Give a frame as FFmpeg's: the same memory where it is packed and bears no mark, else a copy."""
        if self._mark is None and frame.packed is not None:
            if frame.packed is not self._lent:
                self._lent, self._view = frame.packed, _coloured(av.VideoFrame.from_numpy_buffer(frame.packed, "yuv420p"))
            return self._view
        luma, *chroma = self._planes
        if self._mark is None:
            luma[:, : self._width] = frame.y
        else:  # wraps: 255 takes one step away; limited range never reaches the ends
            np.add(frame.y, self._mark, out=luma[:, : self._width])
        for plane, given in zip(chroma, (frame.u, frame.v), strict=True):
            plane[:, : given.shape[1]] = given
        return self._own


def _coloured(picture: Any) -> Any:
    """Tag a picture as BT.709 limited."""
    picture.color_range, picture.colorspace = LIMITED, BT709
    return picture


def _plane(plane: Any) -> NDArray[np.uint8]:
    """View a plane of an FFmpeg picture as rows x line size, without copying."""
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)


def _not_after(one: Any, two: Any) -> bool:
    """Tell whether a packet begins no later than another; whole numbers, since ten thousand fractions are slow."""
    a, b = one.time_base, two.time_base
    return bool(one.dts * a.numerator * b.denominator <= two.dts * b.numerator * a.denominator)


def _joined(segments: Sequence[Path], video: Any) -> Iterator[Any]:
    """Give the packets of all segments on one clock; each starts where the one before it ends."""
    offset = Fraction(0)
    for segment in segments:
        with unprobed(segment) as given:
            stream: Any = given.streams.video[0]
            shift = int(offset / stream.time_base)
            count = 0
            packet: Any
            for packet in given.demux(stream):
                if packet.dts is None:
                    continue
                packet.pts += shift
                packet.dts += shift
                packet.stream = video
                count += 1
                yield packet
            offset += Fraction(count, FPS)


def _aac_stream(out: Any) -> Any:
    """Add an AAC-LC stream to a file."""
    audio = out.add_stream("aac", rate=SAMPLE_RATE, layout="stereo", options={"aac_coder": AAC_CODER})
    audio.bit_rate = AAC_RATE
    return audio


def _packets(given: Any, audio: Any) -> Iterator[Any]:
    """Give the packets of an encoded sound as they are."""
    for packet in given.demux(given.streams.audio[0]):
        if packet.dts is not None:
            packet.stream = audio
            yield packet


def _aac(wav: Any, audio: Any) -> Iterator[Any]:
    """Encode the sound → packets in order."""
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=SAMPLE_RATE)
    given = (part for frame in (*wav.decode(audio=0), None) for part in resampler.resample(frame))
    yield from _encoded(given, audio)


def _encoded(frames: Iterable[Any], audio: Any) -> Iterator[Any]:
    for frame in frames:
        yield from audio.encode(frame)
    yield from audio.encode(None)


def _framed(pcm: Iterable[NDArray[np.float32]]) -> Iterator[Any]:
    """Give the parts of a sound as FFmpeg's frames."""
    at = 0
    for part in pcm:
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part.T, np.float32), "fltp", "stereo")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, at, Fraction(1, SAMPLE_RATE)
        at += len(part)
        yield frame
