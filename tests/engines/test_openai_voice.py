# SPDX-License-Identifier: EUPL-1.2
import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipeline.engines.openai_voice import OpenAIVoice
from pipeline.errors import ConfigError, EngineError
from pipeline.model import Timing
from pipeline.ports import Utterance
from pipeline.sound.wav import write_wav
from tests.doubles.voices import babble

Answer = Callable[[dict[str, str]], tuple[int, bytes]]
SENTENCE = Utterance("Die Brücke wird gesperrt.", "", rate=1.0)


class Server:
    """A speech server on this machine; `answer` may be set, `asked` keeps what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], str]] = []
        self.answer: Answer = lambda _: (200, write_wav(babble(2.0, 24_000), 24_000))
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                outer.asked.append((self.path, body, self.headers.get("authorization", "")))
                status, content = outer.answer(body)
                self.send_response(status)
                self.send_header("content-type", "audio/mpeg")  # servers state it wrongly; the bytes count
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                with contextlib.suppress(BrokenPipeError):  # a client at its time limit has gone
                    self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.server.shutdown()
    running.server.server_close()


def test_wav_is_asked_for_and_the_sound_comes_back(server: Server) -> None:
    uttered = OpenAIVoice(server.url, "tts", "nova", "secret").speak(SENTENCE)
    path, body, authorization = server.asked[0]
    assert path == "/v1/audio/speech"
    assert body == {"model": "tts", "voice": "nova", "input": SENTENCE.text, "response_format": "wav"}
    assert authorization == "Bearer secret"
    assert (uttered.sample_rate, len(uttered.pcm), uttered.voice) == (24_000, 48_000, "openai:nova")
    assert uttered.timing is Timing.ESTIMATED


def test_the_rate_is_made_here_because_servers_ignore_it(server: Server) -> None:
    uttered = OpenAIVoice(server.url, "tts", "nova").speak(Utterance(SENTENCE.text, "", rate=1.05))
    assert "speed" not in server.asked[0][1]
    assert len(uttered.pcm) == pytest.approx(48_000 / 1.05, abs=2)


def test_a_wav_that_is_streamed_with_an_unknown_length_is_read(server: Server) -> None:
    wav = bytearray(write_wav(babble(1.0, 24_000), 24_000))
    wav[4:8] = wav[40:44] = b"\xff\xff\xff\xff"
    server.answer = lambda _: (200, bytes(wav))
    assert len(OpenAIVoice(server.url, "tts", "nova").speak(SENTENCE).pcm) == 24_000


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"ID3\x04" + b"\0" * 50, "MP3"), (b"\xff\xfb\x90\x00" * 9, "MP3"), (b"OggS" + b"\0" * 50, "Ogg"), (b'{"error":1}', "JSON")],
)
def test_anything_but_wav_is_refused_by_its_name(server: Server, content: bytes, name: str) -> None:
    server.answer = lambda _: (200, content)
    with pytest.raises(EngineError, match=f"sent {name}.*although WAV was asked for"):
        OpenAIVoice(server.url, "tts", "nova").speak(SENTENCE)


def test_a_refusal_names_the_status_and_is_not_repeated(server: Server) -> None:
    server.answer = lambda _: (401, b"{}")
    with pytest.raises(EngineError, match="refused with status 401"):
        OpenAIVoice(server.url, "tts", "nova").speak(SENTENCE)
    assert len(server.asked) == 1


def test_a_server_that_hangs_is_left_at_the_time_limit(server: Server) -> None:
    def slow(_: dict[str, str]) -> tuple[int, bytes]:
        time.sleep(3)
        return 200, b""

    server.answer = slow
    begun = time.monotonic()
    with pytest.raises(EngineError, match=r"no answer within 0\.5 seconds"):
        OpenAIVoice(server.url, "tts", "nova", time_limit=0.5).speak(SENTENCE)
    assert time.monotonic() - begun < 2.5


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(EngineError, match=r"127\.0\.0\.1 cannot be reached"):
        OpenAIVoice("http://127.0.0.1:9/v1", "tts", "nova").speak(SENTENCE)


@pytest.mark.parametrize(
    ("url", "remote", "words"),
    [
        ("https://speech.example/v1", False, "may leave this machine"),
        ("http://speech.example/v1", True, "not encrypted"),
        ("https://a:b@speech.example/v1", True, "user name or password"),
        ("speech.example", True, "no address"),
    ],
)
def test_an_address_that_may_not_be_asked_is_refused_before_anything_is_sent(url: str, remote: bool, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        OpenAIVoice(url, "tts", "nova", allow_remote=remote)


def test_model_and_voice_must_be_named() -> None:
    with pytest.raises(ConfigError, match="needs model and voice"):
        OpenAIVoice("http://127.0.0.1:9/v1", "", "nova")


def test_the_fingerprint_holds_no_key_and_no_address() -> None:
    fingerprint = OpenAIVoice("http://127.0.0.1:9/v1", "tts", "nova", "secret").fingerprint
    assert "secret" not in fingerprint
    assert "127" not in fingerprint
