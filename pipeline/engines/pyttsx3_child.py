# SPDX-License-Identifier: EUPL-1.2
"""The child process that speaks one sentence with pyttsx3 into one file, and ends.

pyttsx3 keeps global state, writes only the last of several files, and returns before the file exists. So each file has its own
process, which waits for the end of the utterance and for the file. Started by its path: `python -I pyttsx3_child.py`.

Request on the input, one JSON object: {"text", "voice", "language", "rate" (words per minute), "out" (path of the WAV),
"library" and "data" (eSpeak NG's, empty for the system's own speech), "list": bool}. Answer on the output, one JSON object:
{"ok": true, "voice": …, "rate": …} or {"ok": false, "error": …} or {"ok": true, "voices": [[id, name, languages], …]}.
"""

import ctypes
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import cast

_SETTLED_SECONDS = 0.05
_GENDERS = {"female": "f2", "male": "m3"}


def _preload(library: str, data: str) -> None:
    """Let pyttsx3 find the wheel's eSpeak NG: once loaded, it is what that name means."""
    ctypes.CDLL(library, mode=ctypes.RTLD_GLOBAL)
    # eSpeak truncates data paths at 160 characters, so the path is ".".
    os.chdir(Path(data).parent)
    os.environ["ESPEAK_DATA_PATH"] = "."


def _wait(out: Path, finished: threading.Event, seconds: float) -> bool:
    """Wait for the end of the utterance and for a file that no longer grows."""
    if not finished.wait(seconds):
        return False
    size, until = -1, time.monotonic() + seconds
    while time.monotonic() < until:
        now = out.stat().st_size if out.exists() else 0
        if now > 44 and now == size:
            return True
        size = now
        time.sleep(_SETTLED_SECONDS)
    return False


def _speaks(voice: object, language: str) -> bool:
    """Tell whether one of pyttsx3's voices states a language ("de", "de-DE", "de_DE")."""
    stated = [str(one).lower().replace("_", "-") for one in getattr(voice, "languages", None) or []]
    return any(one == language or one.startswith(language + "-") for one in stated)


def _speak(request: dict[str, object]) -> dict[str, object]:
    """Speak, or list the voices."""
    if request["library"]:
        _preload(str(request["library"]), str(request["data"]))
    import pyttsx3  # after the library, which it loads on import

    engine = pyttsx3.init()
    known = [(str(v.id), str(v.name), [str(one) for one in v.languages or []]) for v in engine.getProperty("voices")]
    if request["list"]:
        return {"ok": True, "voices": known}
    wanted, language = str(request["voice"]), str(request["language"])
    if wanted in _GENDERS:
        fitting = [str(v.id) for v in engine.getProperty("voices") if _speaks(v, language) and str(v.gender).lower() == wanted]
        # eSpeak NG has one voice per language and other timbres of it; elsewhere the system's own voices differ.
        wanted = f"{language}+{_GENDERS[wanted]}" if request["library"] else (fitting or [""])[0]
    plain, _, timbre = wanted.partition("+")
    by_language = [str(v.id) for v in engine.getProperty("voices") if _speaks(v, language)]
    # On Windows and macOS languages are not always stated; there the name must say it.
    by_name = [v[0] for v in known if plain and plain.lower() in (v[0].lower(), v[1].lower(), v[0].rsplit("/", 1)[-1].lower())]
    chosen = (by_name or (by_language if not plain else []))[:1]
    if not chosen:
        return {"ok": False, "error": f"no voice “{wanted or language}”", "voices": [v[0] for v in known]}
    finished = threading.Event()
    failures: list[str] = []
    engine.connect("finished-utterance", lambda name, completed: finished.set())
    engine.connect("error", lambda name, exception: failures.append(str(exception)))
    engine.setProperty("voice", chosen[0] + (f"+{timbre}" if timbre else ""))
    engine.setProperty("rate", cast(int, request["rate"]))
    out = Path(str(request["out"]))
    engine.save_to_file(str(request["text"]), str(out))
    engine.runAndWait()
    if failures:
        return {"ok": False, "error": failures[0]}
    if not _wait(out, finished, 20.0):
        return {"ok": False, "error": "the file was never finished"}
    return {"ok": True, "voice": chosen[0], "rate": engine.getProperty("rate")}


def main() -> None:
    """Answer the one request and leave at once: the driver's own ending can abort the process."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # the driver prints; that must not get into the answer
    try:
        answer = _speak(json.loads(sys.stdin.buffer.read()))
    except (OSError, RuntimeError, ImportError, ValueError, KeyError, ReferenceError) as wrong:
        answer = {"ok": False, "error": f"{type(wrong).__name__}: {wrong}"}
    json.dump(answer, answers)
    answers.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
