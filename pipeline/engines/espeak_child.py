# SPDX-License-Identifier: EUPL-1.2
"""The child process that holds eSpeak NG: requests as JSON lines in, a JSON line and raw sound out.

eSpeak NG is GPL-3 and keeps global state, so it lives in a process of its own. This program uses the standard library only
and is started by its path (`python -I -S espeak_child.py LIBRARY DATA`), so that it is ready within some 30 ms.

Request:  {"text", "voice", "rate" (eSpeak's words per minute), "pitch", "range"} or {"list": "de"}
Answer:   {"ok": true, "rate": Hz, "bytes": n, "words": [[at, length, sample], …], "phonemes": [[ipa, sample], …], "end": sample}
          followed by n bytes of 16-bit little-endian mono sound; or {"ok": false, "error": "…", "voices": […]}
Positions count characters from 0; samples count at `rate` from the start of the sound.
"""

import ctypes
import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

# Constants of espeak-ng's speak_lib.h (API revision 12).
_SYNCHRONOUS = 2
_PHONEME_EVENTS, _PHONEME_IPA, _DONT_EXIT = 0x0001, 0x0002, 0x8000
_UTF8, _ENDPAUSE = 1, 0x1000
_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4
_EVENT_END_OF_LIST, _EVENT_WORD, _EVENT_PHONEME = 0, 1, 7
_POSITION_CHARACTER = 1


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    ]


class _Voice(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    ]


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Espeak:
    """eSpeak NG in this process. Raises OSError or RuntimeError where it cannot be loaded."""

    def __init__(self, library: str, data: str) -> None:
        self.lib = ctypes.CDLL(library)
        self.lib.espeak_GetCurrentVoice.restype = ctypes.POINTER(_Voice)
        self.lib.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        self.lib.espeak_Info.restype = ctypes.c_char_p
        self.data = Path(data)
        # eSpeak truncates data paths at 160 characters; a deep virtual environment exceeds that. So the path is ".".
        os.chdir(self.data.parent)
        rate = self.lib.espeak_Initialize(_SYNCHRONOUS, 0, b".", _PHONEME_EVENTS | _PHONEME_IPA | _DONT_EXIT)
        if rate <= 0:
            raise RuntimeError(f"eSpeak NG did not start with the data in {data}")
        self.rate = int(rate)
        self.version = self.lib.espeak_Info(None).decode("ascii", "replace")
        self.sound = bytearray()
        self.words: list[tuple[int, int, int]] = []
        self.phonemes: list[tuple[str, int]] = []
        self.callback = _Callback(self._collect)  # kept, else it is freed while eSpeak holds its address
        self.lib.espeak_SetSynthCallback(self.callback)

    def _collect(self, sound: "ctypes._Pointer[ctypes.c_short]", count: int, events: "ctypes._Pointer[_Event]") -> int:
        """Take what eSpeak made since the last call."""
        if count > 0:
            self.sound += ctypes.string_at(sound, count * 2)
        n = 0
        while events[n].type != _EVENT_END_OF_LIST:
            event = events[n]
            if event.type == _EVENT_WORD:
                self.words.append((event.text_position - 1, event.length, event.sample))
            elif event.type == _EVENT_PHONEME:
                # Eight bytes at most, not always closed by a zero, and a letter may be cut in two.
                raw = ctypes.string_at(ctypes.addressof(event.id), 8).split(b"\0")[0]
                self.phonemes.append((raw.decode("utf-8", "ignore"), event.sample))
            n += 1
        return 0

    def voices(self, language: str) -> list[str]:
        """List what can be asked for in a language: its voices, and each with every variant of the timbre."""
        found: list[str] = []
        listed = self.lib.espeak_ListVoices(None)
        n = 0
        while listed[n]:
            raw = ctypes.string_at(listed[n].contents.languages + 1) if listed[n].contents.languages else b""
            code = raw.decode("ascii", "replace")
            if code == language or code.startswith(language + "-"):
                # A voice is asked for by its file's name: "en-gb" is a language of the file "en", and no voice.
                found.append(listed[n].contents.identifier.decode("utf-8", "replace").rsplit("/", 1)[-1])
            n += 1
        timbres = sorted(f.name for f in (self.data / "voices" / "!v").iterdir() if f.is_file())
        return found + [f"{code}+{timbre}" for code in found for timbre in timbres]

    def choose(self, voice: str) -> bool:
        """Set a voice ("de", "de+f2") and make sure that it really is set: eSpeak ignores unknown timbres in silence."""
        language, _, timbre = voice.partition("+")
        if not language or (timbre and not (self.data / "voices" / "!v" / timbre).is_file()):
            return False
        if self.lib.espeak_SetVoiceByName(voice.encode("utf-8")) != 0:
            return False
        current = self.lib.espeak_GetCurrentVoice()
        if not current or not current.contents.identifier:
            return False
        identifier = current.contents.identifier.decode("utf-8", "replace").rsplit("/", 1)[-1]
        return bool(identifier.split("+")[0].split("-")[0] == language.split("-")[0])

    def speak(self, text: str, rate: int, pitch: int, pitch_range: int) -> None:
        """Speak into `sound`, `words` and `phonemes`. Raises RuntimeError where eSpeak refuses."""
        self.sound, self.words, self.phonemes = bytearray(), [], []
        for parameter, value in ((_RATE, rate), (_VOLUME, 85), (_PITCH, pitch), (_RANGE, pitch_range)):
            self.lib.espeak_SetParameter(parameter, value, 0)
        self.lib.espeak_ng_SetRandSeed(ctypes.c_long(1))  # else the clock at loading is the seed of its small variations
        raw = text.encode("utf-8")
        status = self.lib.espeak_Synth(raw, len(raw) + 1, 0, _POSITION_CHARACTER, 0, _UTF8 | _ENDPAUSE, None, None)
        self.lib.espeak_Synchronize()
        if status != 0:
            raise RuntimeError(f"eSpeak NG answered with error {status}")


def _answer(out: BinaryIO, head: dict[str, object], sound: bytes = b"") -> None:
    out.write(json.dumps(head, ensure_ascii=True).encode("ascii") + b"\n" + sound)
    out.flush()


def main() -> int:
    """Answer requests until the input ends: exit code 0, or 3 where eSpeak NG cannot be loaded."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever the library prints must not get into the answers
    try:
        espeak = Espeak(sys.argv[1], sys.argv[2])
    except (OSError, RuntimeError) as error:
        _answer(out, {"ok": False, "error": str(error)})
        return 3
    _answer(out, {"ok": True, "version": espeak.version, "rate": espeak.rate})
    for raw in sys.stdin.buffer:
        _apart(espeak, json.loads(raw), out)
    return 0


def _apart(espeak: Espeak, request: dict[str, Any], out: BinaryIO) -> None:
    """Answer one request in a fork of its own, so that each sentence meets the library as it was when it was loaded.

    What eSpeak said before changes the lengths and the waves of what it says next; kept sentences must not depend on that.
    Where there is no fork (Windows) the answer is given here.
    """
    if not hasattr(os, "fork"):
        _reply(espeak, request, out)
        return
    pid = os.fork()
    if pid == 0:
        try:
            _reply(espeak, request, out)
        finally:
            os._exit(0)
    os.waitpid(pid, 0)


def _reply(espeak: Espeak, request: dict[str, Any], out: BinaryIO) -> None:
    """Answer one request."""
    if "list" in request:
        _answer(out, {"ok": True, "voices": espeak.voices(request["list"])})
        return
    if not espeak.choose(request["voice"]):
        _answer(out, {"ok": False, "error": "unknown voice", "voices": espeak.voices(request["voice"][:2])})
        return
    try:
        espeak.speak(request["text"], request["rate"], request["pitch"], request["range"])
    except RuntimeError as error:
        _answer(out, {"ok": False, "error": str(error)})
        return
    head = {"ok": True, "rate": espeak.rate, "bytes": len(espeak.sound), "words": espeak.words, "phonemes": espeak.phonemes}
    _answer(out, head, bytes(espeak.sound))


if __name__ == "__main__":
    sys.exit(main())
