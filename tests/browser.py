"""A headless Chromium without a network, driven through its debugging protocol."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from urllib.request import urlopen

import websocket

PROGRAM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))),
    None,
)
"""Where Chromium is; tests that need it are skipped where it is not."""

_QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
)
_PATIENCE = 60.0
"""Seconds for a start or a page, on a machine that has other things to do."""


class Browser:
    """One page. ``requested`` has the address of everything that it asked for."""

    def __init__(self, profile: Path, *, width: int = 1200, height: int = 900):
        # Root, which test machines run as, may not use the sandbox.
        rights = ["--no-sandbox"] if os.geteuid() == 0 else []
        self._process = subprocess.Popen(
            [
                str(PROGRAM),
                *_QUIET,
                *rights,
                f"--user-data-dir={profile}",
                f"--window-size={width},{height}",
                "about:blank",
            ],
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        self._sent = 0
        self.requested: list[str] = []
        self.said: list[str] = []
        """What the console was told: errors and refusals of the content policy."""
        self._socket = websocket.create_connection(self._address(profile), timeout=_PATIENCE)
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.call(
            "Network.emulateNetworkConditions",
            offline=True,
            latency=0,
            downloadThroughput=0,
            uploadThroughput=0,
        )

    def _address(self, profile: Path) -> str:
        port = _until(lambda: _first_line(profile / "DevToolsActivePort"))
        with urlopen(f"http://127.0.0.1:{port}/json") as answer:
            pages = [one for one in json.load(answer) if one["type"] == "page"]
        return pages[0]["webSocketDebuggerUrl"]

    def call(self, method: str, **parameters):
        """Send a command and return its result."""
        self._sent += 1
        message = {"id": self._sent, "method": method, "params": parameters}
        self._socket.send(json.dumps(message))
        while True:
            reply = json.loads(self._socket.recv())
            if reply.get("id") == self._sent:
                assert "error" not in reply, reply
                return reply["result"]
            self._take(reply)

    def _take(self, event):
        told = event["params"]
        if event["method"] == "Network.requestWillBeSent":
            self.requested.append(told["request"]["url"])
        elif event["method"] == "Log.entryAdded":
            self.said.append(told["entry"]["text"])
        elif event["method"] == "Runtime.exceptionThrown":
            self.said.append(told["exceptionDetails"]["text"])

    def open(self, path: Path, *, fragment: str = ""):
        """Show a file."""
        self.call("Page.navigate", url=path.as_uri() + fragment)
        _until(lambda: self.run("document.readyState") == "complete")

    def run(self, script: str):
        """Return what an expression, or its promise, comes to."""
        result = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def texts(self, selector: str) -> list[str]:
        """Return the visible text of every element that the selector finds."""
        found = f"[...document.querySelectorAll({json.dumps(selector)})]"
        return self.run(f"{found}.map((one) => one.innerText.trim())")

    def click(self, selector: str):
        """Click the middle of an element with the mouse."""
        place = self.run(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)});"
            " one.scrollIntoView({block: 'center'}); const box = one.getBoundingClientRect();"
            " return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent",
                type=kind,
                x=place[0],
                y=place[1],
                button="left",
                clickCount=1,
            )

    def type(self, text: str):
        """Type into what has the focus."""
        self.call("Input.insertText", text=text)

    def press(self, key: str):
        """Press and release a key, by its name or its letter."""
        codes = {"Enter": 13, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38}
        code = codes.get(key, ord(key[0].upper()))
        typed = {"text": "\r"} if key == "Enter" else {"text": key} if len(key) == 1 else {}
        for kind in ("keyDown", "keyUp"):
            more = typed if kind == "keyDown" else {}
            self.call(
                "Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **more
            )

    def choose(self, selector: str, value: str):
        """Choose an entry of a list, as the keyboard does."""
        self.run(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)});"
            f" one.value = {json.dumps(value)};"
            " one.dispatchEvent(new Event('input', {bubbles: true})); })()"
        )

    def prefer(self, scheme: str):
        """Have the page be ``light`` or ``dark``."""
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.call("Emulation.setEmulatedMedia", features=[feature])

    def resize(self, width: int, height: int = 900):
        """Give the page the size of another screen."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )

    def close(self):
        """End the browser."""
        with contextlib.suppress(OSError, websocket.WebSocketException):
            self.call("Browser.close")
        self._socket.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _first_line(path: Path) -> str:
    lines = path.read_text().splitlines() if path.is_file() else []
    return lines[0] if len(lines) > 1 else ""


def _until(condition):
    """Return what the condition comes to as soon as it is true."""
    deadline = time.monotonic() + _PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, condition
        time.sleep(0.02)
    return found
