# SPDX-License-Identifier: EUPL-1.2
"""A headless Chromium, driven over its debugging pipe; no other package is needed."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = next((p for name in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(name))), None)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--mute-audio",
    "--autoplay-policy=no-user-gesture-required",
    "--remote-debugging-pipe",
)


class Tab:
    """One tab. `said` holds what the page or the browser complained about, `asked` every address that was fetched."""

    def __init__(self, write: int, read: int) -> None:
        self._write, self._read = write, read
        self._rest = b""
        self._number = 0
        self._session = ""
        self.said: list[str] = []
        self.asked: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = str(self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **given: object) -> dict[str, object]:
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": given}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]  # type: ignore[return-value]

    def _next(self) -> dict[str, object]:
        while b"\0" not in self._rest:
            got = os.read(self._read, 1 << 20)
            if not got:
                raise RuntimeError("Chromium is gone")
            self._rest += got
        one, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, object] = json.loads(one)
        self._note(message)
        return message

    def _note(self, message: dict[str, object]) -> None:
        given: dict[str, object] = message.get("params", {})  # type: ignore[assignment]
        match message.get("method"):
            case "Runtime.exceptionThrown":
                self.said.append(json.dumps(given))
            case "Log.entryAdded":
                entry: dict[str, object] = given["entry"]  # type: ignore[assignment]
                self.said.append(f"{entry['level']}: {entry['text']} {entry.get('url', '')}")
            case "Runtime.consoleAPICalled" if given.get("type") in ("error", "warning", "assert"):
                self.said.append(json.dumps(given["args"]))
            case "Page.javascriptDialogOpening":
                self.said.append(f"dialog: {given.get('message')}")
            case "Network.requestWillBeSent":
                request: dict[str, object] = given["request"]  # type: ignore[assignment]
                self.asked.append(str(request["url"]))

    def run(self, script: str) -> object:
        """Evaluate a script in the page and wait for it."""
        done = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, userGesture=True)
        if "exceptionDetails" in done:
            raise RuntimeError(json.dumps(done["exceptionDetails"])[:2000])
        result: dict[str, object] = done["result"]  # type: ignore[assignment]
        return result.get("value")

    def wait(self, condition: str, seconds: float = 15.0) -> None:
        """Wait until a condition holds in the page."""
        until = time.monotonic() + seconds
        while True:
            try:
                if self.run(f"!!({condition})"):
                    return
            except RuntimeError as wrong:
                if "context" not in str(wrong).lower():
                    raise
            if time.monotonic() > until:
                raise TimeoutError(f"{condition} at {self.run('location.href')}")
            time.sleep(0.05)

    def go(self, address: str) -> None:
        """Open an address and wait until it is there."""
        self.call("Page.navigate", url=address)
        self.wait(f"document.readyState === 'complete' && location.href.startsWith({json.dumps(address.split('#')[0])})")

    def submit(self, selector: str) -> None:
        """Press a button and wait for the next page."""
        self.run("window.__old = true")
        self.run(f"document.querySelector({json.dumps(selector)}).click()")
        self.wait("!window.__old && document.readyState === 'complete'")

    def type(self, selector: str, text: str) -> None:
        """Put the cursor into a field, empty it and type."""
        self.run(f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.focus(); e.select && e.select(); }})()")
        self.call("Input.insertText", text=text)

    def key(self, key: str, text: str = "") -> None:
        """Press one key."""
        for kind in ("keyDown", "keyUp"):
            given = {"type": kind, "key": key, "code": key}
            if kind == "keyDown" and text:
                given["text"] = text
            self.call("Input.dispatchKeyEvent", **given)

    def size(self, width: int, height: int, dark: bool = False) -> None:
        """Give the window a size and a colour scheme."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500)
        scheme = "dark" if dark else "light"
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self, to: Path, whole: bool = False, quality: int = 0) -> None:
        """Write a screenshot."""
        form = {"format": "jpeg", "quality": quality} if quality else {"format": "png"}
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=whole, **form)
        to.write_bytes(base64.b64decode(str(shot["data"])))


@contextmanager
def chromium() -> Iterator[Tab]:
    """Start a fresh Chromium with one tab."""
    if PROGRAM is None:
        raise RuntimeError("Chromium is not installed")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        to_browser, ours_out = os.pipe()
        ours_in, from_browser = os.pipe()

        def wire() -> None:
            os.dup2(to_browser, 103)
            os.dup2(from_browser, 104)
            os.dup2(103, 3)
            os.dup2(104, 4)

        process = subprocess.Popen(
            [PROGRAM, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=wire,
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        try:
            yield Tab(ours_out, ours_in)
        finally:
            os.close(ours_out)
            os.close(ours_in)
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)
