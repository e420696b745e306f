"""A headless Chromium driven through its DevTools protocol."""

import contextlib
import json
import resource
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import websocket

PROGRAMS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
SWITCHES = (
    "--headless=new",
    # Neither a sandbox nor a graphics card is to be had in a container.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
)
TIME_ZONE = "Europe/Warsaw"
STARTS_WITHIN = 30
QUIET = 0.8
# A shared worker fetches its script itself and its page never hears the end.
NEVER_ANSWERED = "/bus/websocket_worker_bundle"


class Browser:
    """One page of a browser: ``call`` a command, ``evaluate`` a script."""

    def __init__(self, socket):
        self._socket = socket
        self._number = 0
        # The requests that the page waits for: their document and address.
        self._running = {}
        self._last_change = time.monotonic()
        # Called with each request that the page may not send before we say so.
        self.on_paused = None

    def call(self, method, **parameters):
        """Send a DevTools command; return its result.

        :param str method: such as ``Page.navigate``
        :param parameters: of the command
        :return: dict
        :raises RuntimeError: when the browser refuses it
        """
        number = self.send(method, **parameters)
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self._note(answer)

    def send(self, method, **parameters):
        """Send a DevTools command without waiting; return its number.

        :param str method: such as ``Page.navigate``
        :param parameters: of the command
        :return: int
        """
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        self._socket.send(json.dumps(message))
        return self._number

    def evaluate(self, script):
        """Run JavaScript in the page, awaiting a promise; return its value.

        :param str script: an expression
        :return: its value as JSON can carry it
        :raises RuntimeError: when the script fails
        """
        answer = self.call(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"].get("text", script))
        return answer["result"].get("value")

    def open(self, url, timeout=120):
        """Go to an address and wait until the page asks for nothing more.

        :param str url: the address
        :param timeout: seconds
        :raises TimeoutError: when the page goes on asking
        """
        self._running.clear()
        self._last_change = time.monotonic()
        self.call("Page.navigate", url=url)
        self.wait_until_quiet(timeout)

    def wait_until_quiet(self, timeout=120):
        """Wait until the page is complete and no request has run for a while.

        :param timeout: seconds
        :raises TimeoutError: when the page goes on asking
        """
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            self._listen(0.1)
            idle = time.monotonic() - self._last_change
            if not self._running and idle > QUIET:
                if self.evaluate("document.readyState") == "complete":
                    self.evaluate("document.fonts.ready.then(() => true)")
                    return
        waiting = sorted({url for _loader, url in self._running.values()})
        raise TimeoutError(f"not quiet within {timeout} s: {', '.join(waiting)}")

    def _listen(self, seconds):
        self._socket.settimeout(seconds)
        try:
            while True:
                self._note(json.loads(self._socket.recv()))
        except websocket.WebSocketTimeoutException:
            pass
        finally:
            self._socket.settimeout(60)

    def _note(self, event):
        """Keep account of the requests that the page is waiting for."""
        method, parameters = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent":
            request = parameters["loaderId"], parameters["request"]["url"]
            if NEVER_ANSWERED not in request[1]:
                self._running[parameters["requestId"]] = request
        elif method in ("Network.loadingFinished", "Network.loadingFailed"):
            self._running.pop(parameters["requestId"], None)
        elif method == "Page.frameNavigated":
            # What the document before this one had asked for is never answered.
            loader = parameters["frame"]["loaderId"]
            kept = {i: r for i, r in self._running.items() if r[0] == loader}
            self._running = kept
        elif method == "Fetch.requestPaused" and self.on_paused:
            self.on_paused(self, parameters)
        else:
            return
        self._last_change = time.monotonic()


@contextlib.contextmanager
def browser(width, height):
    """Yield a ``Browser`` with a fresh profile and a page of the given size.

    :param int width: in pixels
    :param int height: in pixels
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not program:
        raise SystemExit("no Chromium found")
    profile = Path(tempfile.mkdtemp(prefix="crm_enova_shot_"))
    command = [program, *SWITCHES, f"--user-data-dir={profile}", "about:blank"]
    process = subprocess.Popen(
        command, stderr=subprocess.DEVNULL, preexec_fn=_lift_memory_limit
    )
    try:
        socket = websocket.create_connection(_page_address(profile, process))
        socket.settimeout(60)
        page = Browser(socket)
        for domain in ("Page", "Runtime", "Network"):
            page.call(f"{domain}.enable")
        # The ERP's service worker would answer in the page's stead.
        page.call("Network.setBypassServiceWorker", bypass=True)
        # At a user's first sign-in the ERP takes over the browser's time zone.
        page.call("Emulation.setTimezoneOverride", timezoneId=TIME_ZONE)
        page.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        yield page
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(profile, ignore_errors=True)


def _lift_memory_limit():
    """Let Chromium reserve the addresses it wants; it uses few of them.

    The ERP limits the memory of the process that its tests run in.
    """
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _page_address(profile, process):
    """Return the socket of the browser's first page, once it has started."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, ValueError, StopIteration):
            port = int((profile / "DevToolsActivePort").read_text().split()[0])
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
                pages = json.load(answer)
            page = next(page for page in pages if page["type"] == "page")
            return page["webSocketDebuggerUrl"]
        time.sleep(0.1)
    raise SystemExit("Chromium did not start")
