# SPDX-License-Identifier: EUPL-1.2
"""H.264 and AAC by PyAV: pictures → segments, segments + sound → one MP4.

Segments are encoded by single-threaded x264 with equal settings, so that their packets join without re-encoding; the sound is
encoded once, because joined AAC drifts by 100 ms over a programme (research page `render`, 6).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from pipeline.errors import EngineError
from pipeline.model import FPS, SAMPLE_RATE
from pipeline.ports import PlaneFrame

BT709 = 1  # AVCOL_PRI_BT709, AVCOL_TRC_BT709 and AVCOL_SPC_BT709 (ITU-T H.273)
LIMITED = 1  # AVCOL_RANGE_MPEG
AAC_RATE = 160_000  # bit/s; at 96k a limited mix overshot to -0.4 dBTP (research page `speech`, 8)


@dataclass(frozen=True, slots=True)
class PyavEncoder:
    """x264 through PyAV. A long GOP keeps the static studio small; the first frame of each segment is an IDR frame."""

    crf: int = 21
    preset: str = "veryfast"
    gop: int = 250
    bframes: int = 5

    @property
    def fingerprint(self) -> str:
        """Name everything that changes the bytes: builds and settings."""
        builds = ".".join(str(n) for n in av.library_versions["libavcodec"])
        return f"pyav/{av.__version__}/{builds}/x264/{self.preset}/crf{self.crf}/g{self.gop}/b{self.bframes}/aac{AAC_RATE}"

    def segment(self, frames: Iterable[PlaneFrame], size: tuple[int, int], to: Path) -> int:
        """Encode pictures to one H.264 segment without sound; gives the number of frames. Raises EngineError."""
        width, height = size
        count = 0
        try:
            with av.open(str(to), "w", format="mp4", container_options={"fflags": "+bitexact"}) as out:
                stream = out.add_stream("libx264", rate=FPS)
                self._set_up(stream, width, height)
                picture = av.VideoFrame(width, height, "yuv420p")
                picture.color_range, picture.colorspace = LIMITED, BT709
                planes = [_plane(p) for p in picture.planes]
                for frame in frames:
                    for plane, given in zip(planes, (frame.y, frame.u, frame.v), strict=True):
                        plane[:, : given.shape[1]] = given
                    picture.pts = count
                    picture.time_base = Fraction(1, FPS)
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
        stream.options = {
            "preset": self.preset,
            "crf": str(self.crf),
            "g": str(self.gop),
            "bf": str(self.bframes),
            "x264-params": "scenecut=0:open-gop=0:stitchable=1",
        }

    def join(self, segments: Sequence[Path], sound: Path, title: str, comment: str, to: Path) -> None:
        """Join segments, encode the WAV once as AAC-LC, write a faststart MP4. Raises EngineError."""
        options = {"movflags": "+faststart", "fflags": "+bitexact"}
        try:
            with av.open(str(to), "w", format="mp4", options=options) as out, av.open(str(sound)) as wav:
                out.metadata.update({"title": title, "comment": comment, "language": "deu"})
                with av.open(str(segments[0])) as first:
                    video = out.add_stream_from_template(first.streams.video[0])
                audio = out.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
                audio.bit_rate = AAC_RATE
                audio.metadata["language"] = "deu"
                heard = _aac(wav, audio)
                ahead = next(heard, None)
                for packet in _joined(segments, video):
                    while ahead is not None and _seconds(ahead) <= _seconds(packet):
                        out.mux(ahead)
                        ahead = next(heard, None)
                    out.mux(packet)
                while ahead is not None:
                    out.mux(ahead)
                    ahead = next(heard, None)
        except (av.FFmpegError, OSError) as wrong:
            to.unlink(missing_ok=True)
            raise EngineError(f"The film could not be joined: {wrong}.", "Check the free disk space; run again.") from wrong


def _plane(plane: Any) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """View a plane of an FFmpeg picture as rows x line size, without copying."""
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)


def _seconds(packet: Any) -> float:
    return float(packet.dts * packet.time_base)


def _joined(segments: Sequence[Path], video: Any) -> Iterator[Any]:
    """Give the packets of all segments on one clock; each starts where the one before it ends."""
    offset = Fraction(0)
    for segment in segments:
        with av.open(str(segment)) as given:
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


def _aac(wav: Any, audio: Any) -> Iterator[Any]:
    """Encode the sound → packets in order."""
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=SAMPLE_RATE)
    for frame in wav.decode(audio=0):
        for part in resampler.resample(frame):
            yield from audio.encode(part)
    for part in resampler.resample(None):
        yield from audio.encode(part)
    yield from audio.encode(None)
