"""A Chromium that stays open between browser tests: each gets a page of its own in it.

The ERP's tests start a browser each and load the whole web client into it anew, which
takes longer than most tours do. Here what a test leaves behind (its page, cookies,
storage) goes, while files whose address holds their content stay in the cache. A test
that fails takes its browser with it.
"""

import contextlib
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import Future
from dataclasses import dataclass

import requests

from odoo.tests import common

from devtools.inside import kept_processes

ENDS_WITHIN = 5  # seconds
# The ERP asks without a pause whether the page is ready, which keeps it from being so.
PAUSE = 0.02
# What it asks for after each test, to log the size of the heap. That takes long.
COLLECT = "HeapProfiler.collectGarbage"


@dataclass
class Kept:
    """The process of a browser, which outlives what a page does to it."""

    process: object
    port: int
    folder: str

    @property
    def pid(self):
        return self.process.pid

    def poll(self):
        return self.process.poll()

    def terminate(self):
        """Do nothing: the page alone is closed."""

    def wait(self, timeout=None):
        """Do nothing, as nothing ends.

        :param timeout: that the ERP would wait
        """

    def end(self):
        """End the browser, and remove its profile."""
        self.process.terminate()
        try:
            self.process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class KeptBrowser(common.ChromeBrowser):
    """The ERP's helper, with a page of a browser that others have used before."""

    _kept = {}  # {whether it has a touch screen: Kept}

    def __init__(self, test_case, *args, **kwargs):
        super().__init__(test_case, *args, **kwargs)
        self._websocket_request("Network.clearBrowserCookies")
        self._websocket_request(
            "Storage.clearDataForOrigin",
            params={"origin": test_case.base_url(), "storageTypes": "all"},
        )
        # the ERP's web client shows days and hours as the browser has them
        if zone := getattr(test_case, "browser_zone", None):
            self._websocket_request(
                "Emulation.setTimezoneOverride", params={"timezoneId": zone}
            )

    @classmethod
    def end_all(cls):
        """End the browsers of this process."""
        while cls._kept:
            cls._kept.popitem()[1].end()

    def stop(self):
        failed = self.had_failure or self._is_failed()
        super().stop()
        if failed and self.chrome.poll() is None:
            self._discard()

    def _is_failed(self):
        done = self._result.done() and not self._result.cancelled()
        return done and self._result.exception() is not None

    def _discard(self):
        if self._kept.get(self._touch) is self.chrome:
            del self._kept[self._touch]
        self.chrome.end()

    def _chrome_start(self, user_data_dir, touch_enabled, headless=True, debug=False):
        self._touch = bool(touch_enabled)
        kept = self._kept.get(self._touch)
        if kept is None or kept.poll() is not None:
            own, self.user_data_dir = self.user_data_dir, tempfile.mkdtemp("_kept")
            process, port = super()._chrome_start(
                self.user_data_dir, touch_enabled, headless, debug
            )
            kept = self._kept[self._touch] = Kept(process, port, self.user_data_dir)
            kept_processes.keep(kept.pid)
            self.user_data_dir = own
        return kept, kept.port

    def _open_websocket(self):
        # the first page stays empty: a browser without a page would end
        self._before = self._targets()
        address = f"http://{common.HOST}:{self.devtools_port}/json/new?about:blank"
        page = requests.put(address, timeout=ENDS_WITHIN).json()
        socket = common.websocket.create_connection(
            page["webSocketDebuggerUrl"], enable_multithread=True, suppress_origin=True
        )
        socket.settimeout(0.01)
        return socket

    def _websocket_request(self, method, **kwargs):
        if method != "Browser.close":
            return super()._websocket_request(method, **kwargs)
        try:
            super()._websocket_request("Page.close", **kwargs)
            self._wait_alone()
        except BaseException:
            self._discard()
            raise

    def _websocket_send(self, method, **kwargs):
        if method != COLLECT:
            return super()._websocket_send(method, **kwargs)
        done = Future()
        done.set_result({})
        return done

    def _targets(self):
        return {target["id"] for target in self._json_command("")}

    def _wait_alone(self):
        """Wait for the end of the page, its workers, and what they had open.

        What they still asked for would be done in the midst of the next test, whose
        cookies they would send; and the ERP fails to close what closes by itself.
        """
        deadline = time.monotonic() + ENDS_WITHIN
        while self._targets() - self._before or _are_websockets_open():
            if time.monotonic() > deadline:
                raise TimeoutError("the page or a worker of it goes on")
            time.sleep(PAUSE)

    def _wait_ready(self, ready_code=None, timeout=60):
        code = ready_code or "document.readyState === 'complete'"
        question = {"expression": f"try {{ {code} }} catch {{}}", "awaitPromise": True}
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            with contextlib.suppress(common.ChromeBrowserException):
                answer = self._websocket_request("Runtime.evaluate", params=question)
                if answer["result"].get("value") is True:
                    break
            time.sleep(PAUSE)
        return super()._wait_ready(ready_code, timeout)


def _are_websockets_open():
    """Tell whether the server knows of a websocket that is open."""
    bus = sys.modules.get("odoo.addons.bus.websocket")
    return bus is not None and any(
        websocket.state is bus.ConnectionState.OPEN
        for websocket in list(bus._websocket_instances)
    )


def use():
    """Let the ERP's browser tests have their pages in browsers that stay."""
    common.ChromeBrowser = KeptBrowser
