# SPDX-License-Identifier: EUPL-1.2
"""The child process that holds a Piper voice: requests as JSON lines in, a JSON line and raw sound out.

Piper (GPL-3) brings its own eSpeak NG with global state, so it lives in a process of its own. It is started by its path
(`python piper_child.py MODEL CONFIG`) and never looks for files elsewhere: the model is loaded from the path alone.

Request: {"text", "length_scale"}. Answer: {"ok": true, "rate": Hz, "bytes": n} and n bytes of 16-bit mono sound, or
{"ok": false, "error": "…"}.
"""

import json
import os
import sys
from typing import BinaryIO


def _answer(out: BinaryIO, head: dict[str, object], sound: bytes = b"") -> None:
    out.write(json.dumps(head).encode("ascii") + b"\n" + sound)
    out.flush()


def main() -> int:
    """Answer requests until the input ends: exit code 0, or 3 where the voice cannot be loaded."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever the libraries print must not get into the answers
    try:
        from piper import PiperVoice, SynthesisConfig

        voice = PiperVoice.load(sys.argv[1], config_path=sys.argv[2])
    except Exception as wrong:  # noqa: BLE001 (onnxruntime's errors share no class; each is reported to the parent)
        _answer(out, {"ok": False, "error": f"{type(wrong).__name__}: {wrong}"})
        return 3
    _answer(out, {"ok": True})
    for raw in sys.stdin.buffer:
        request = json.loads(raw)
        try:
            parts = list(voice.synthesize(request["text"], SynthesisConfig(length_scale=request["length_scale"])))
        except Exception as wrong:  # noqa: BLE001 (as above)
            _answer(out, {"ok": False, "error": f"{type(wrong).__name__}: {wrong}"})
            continue
        sound = b"".join(part.audio_int16_bytes for part in parts)
        _answer(out, {"ok": True, "rate": parts[0].sample_rate if parts else 0, "bytes": len(sound)}, sound)
    return 0


if __name__ == "__main__":
    sys.exit(main())
