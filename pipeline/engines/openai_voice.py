# SPDX-License-Identifier: EUPL-1.2
"""Speak with an OpenAI-compatible server (`/v1/audio/speech` of any base_url): Utterance → Uttered, no times."""

import hashlib
from typing import Final
from urllib.parse import urlsplit

from pipeline.engines.llm_transport import client, is_loopback
from pipeline.engines.voices import VoiceName
from pipeline.errors import ConfigError, EngineError
from pipeline.model import Timing
from pipeline.ports import Utterance, Uttered
from pipeline.sound.stretch import stretched
from pipeline.sound.wav import read_wav, sniff

MOST_CHARACTERS: Final = 4096
"""The limit of the interface; no sentence comes near it."""


class OpenAIVoice:
    """A speech server. Asks for WAV and looks at what really came; the rate is ours, because servers ignore `speed`.

    Raises ConfigError for an address that may not be asked. `time_limit` is in seconds per sentence.
    """

    name = "openai"

    def __init__(
        self,
        base_url: str,
        model: str,
        voice: str,
        key: str = "",
        *,
        allow_remote: bool = False,
        time_limit: float = 60.0,
        proxy: str = "",
        ca_file: str = "",
    ) -> None:
        self.host = _checked_host(base_url, allow_remote)
        if not model or not voice:
            raise ConfigError("[voice] needs model and voice for the engine “openai”.", "The server's documentation lists them.")
        self.base_url, self.model, self.voice = base_url, model, voice
        self.time_limit = time_limit
        self._key, self._proxy, self._ca_file = key, proxy, ca_file
        place = hashlib.sha256(base_url.encode()).hexdigest()[:12]
        self.fingerprint = f"openai {place} model {model} voice {voice}"

    def speak(self, utterance: Utterance) -> Uttered:
        """Speak one sentence. Raises EngineError where the server refuses, is late, or sends something that is no WAV."""
        if len(utterance.text) > MOST_CHARACTERS:
            raise EngineError(f"A sentence has {len(utterance.text)} characters.", "Split it into several.")
        voice = utterance.voice or self.voice
        content = self._fetch(utterance.text, voice)
        found = sniff(content)
        if found != "WAV":
            raise EngineError(
                f"The speech server {self.host} sent {found} although WAV was asked for.",
                "Choose a server that knows response_format “wav”.",
            )
        wav = read_wav(content)
        sound = wav.sound if wav.sound.ndim == 1 else wav.sound.mean(axis=1)
        return Uttered(stretched(sound, wav.rate, utterance.rate), wav.rate, (), (), Timing.ESTIMATED, f"{self.name}:{voice}")

    def voices(self, language: str = "de") -> tuple[VoiceName, ...]:
        """Give the configured voice: the interface cannot list any."""
        return (VoiceName(self.name, self.voice, language, f"{self.model} auf {self.host}"),)

    def _fetch(self, text: str, voice: str) -> bytes:
        """Ask the server once; the whole exchange ends within the time limit."""
        import openai  # 0.6 s to import

        with client(self.base_url, self.time_limit, self._proxy, self._ca_file) as http:
            server = openai.OpenAI(
                base_url=self.base_url, api_key=self._key or "none", http_client=http, max_retries=0, timeout=self.time_limit
            )
            try:
                answer = server.audio.speech.create(model=self.model, voice=voice, input=text, response_format="wav")
                return bytes(answer.read())
            except openai.APITimeoutError as wrong:
                raise EngineError(
                    f"The speech server {self.host} gave no answer within {self.time_limit:g} seconds.", "Is it busy or asleep?"
                ) from wrong
            except openai.APIStatusError as wrong:
                raise EngineError(
                    f"The speech server {self.host} refused with status {wrong.status_code}.",
                    "Check base_url, model, voice and the key's variable under [voice].",
                ) from wrong
            except openai.OpenAIError as wrong:
                raise EngineError(
                    f"The speech server {self.host} cannot be reached: {type(wrong).__name__}.", "Is it running? Check base_url."
                ) from wrong


def _checked_host(base_url: str, allow_remote: bool) -> str:
    """Give the host of a server that may be asked. Raises ConfigError saying which key to change."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigError(f"[voice] base_url is “{base_url}”, which is no address.", "Write one like http://127.0.0.1:8000/v1.")
    if parts.username or parts.password:
        raise ConfigError("[voice] base_url holds a user name or password.", "Put the key where api_key_env says.")
    if is_loopback(host):
        return host
    if not allow_remote:
        raise ConfigError(
            f"[voice] base_url leads to {host}, but no text may leave this machine.",
            "Set allow_remote = true in [voice] if it may be sent to that host.",
        )
    if parts.scheme != "https":
        raise ConfigError(f"[voice] base_url is not encrypted (http://{host}).", "Use https:// for every host but this machine.")
    return host
