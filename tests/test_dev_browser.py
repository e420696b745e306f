"""One browser for many browser tests: each begins as if there had been none before."""

import http.server
import logging
import threading
from datetime import datetime
from types import SimpleNamespace

import pytest

from devtools.inside.kept_browser import KeptBrowser

PAGE = b"<!DOCTYPE html><title>Page</title>"
FILES = {"/": PAGE, "/file": b"kept"}
LEAVE = """
    document.cookie = "left=behind";
    localStorage.setItem("left", "behind");
    sessionStorage.setItem("left", "behind");
    new Promise((resolve, reject) => {
        const request = indexedDB.open("left", 1);
        request.onsuccess = resolve;
        request.onerror = reject;
    }).then(() => true)
"""
LEFT = """
    indexedDB.databases().then((found) => [
        document.cookie, localStorage.length, sessionStorage.length, found.length,
    ].join())
"""


class Pages(http.server.BaseHTTPRequestHandler):
    """A file that may be kept, on the page that asks for it."""

    asked = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        if self.path == "/file":
            self.send_header("Cache-Control", "public, max-age=3600, immutable")
        self.end_headers()
        self.wfile.write(FILES.get(self.path, b""))

    def log_message(self, *_arguments):
        """Say nothing."""


@pytest.fixture
def address():
    """Yield the address of a server, and end the browsers afterwards."""
    Pages.asked.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    KeptBrowser.end_all()
    server.shutdown()
    server.server_close()


def opened(address, touch=False, **more):
    """Return the browser of another test, which stands on the page."""
    test_case = SimpleNamespace(
        **more,
        _logger=logging.getLogger(__name__),
        base_url=lambda: address,
        browser_size="800x600",
        touch_enabled=touch,
    )
    browser = KeptBrowser(test_case)
    browser.navigate_to(f"{address}/")
    assert browser._wait_ready("document.title === 'Page'")
    return browser


def evaluate(browser, script):
    """Return what a script says in the page."""
    options = {"expression": script, "awaitPromise": True}
    answer = browser._websocket_request("Runtime.evaluate", params=options)
    return answer["result"].get("value")


def test_nothing_is_left_but_the_process(address):
    first = opened(address)
    assert evaluate(first, LEAVE) is True
    assert evaluate(first, LEFT) == "left=behind,1,1,1"
    first.stop()
    second = opened(address)
    assert second.chrome.pid == first.chrome.pid
    assert evaluate(second, LEFT) == ",0,0,0"
    second.stop()


def test_one_page_at_a_time(address):
    for _test in range(3):
        browser = opened(address)
        pages = [t for t in browser._json_command("") if t["type"] == "page"]
        # its own, and the empty one that keeps the browser open
        assert len(pages) == 2
        browser.stop()


def test_a_file_that_may_be_kept_is_asked_for_once(address):
    for _test in range(2):
        browser = opened(address)
        read = "fetch('/file').then((answer) => answer.text())"
        assert evaluate(browser, read) == "kept"
        browser.stop()
    assert Pages.asked.count("/file") == 1


def test_who_fails_takes_the_browser_along(address):
    first = opened(address)
    first._result.set_exception(AssertionError("the tour failed"))
    first.stop()
    assert first.chrome.poll() is not None
    second = opened(address)
    assert second.chrome.pid != first.chrome.pid
    second.stop()


def test_one_that_died_is_started_again(address):
    first = opened(address)
    first.stop()
    first.chrome.process.kill()
    first.chrome.process.wait()
    second = opened(address)
    assert second.chrome.pid != first.chrome.pid
    second.stop()


def test_a_touch_screen_is_another_browser(address):
    mouse, touch = opened(address), opened(address, touch=True)
    assert mouse.chrome.pid != touch.chrome.pid
    assert evaluate(mouse, "'ontouchstart' in window") is False
    assert evaluate(touch, "'ontouchstart' in window") is True
    mouse.stop()
    touch.stop()


def test_the_zone_is_one_tests(address):
    """It begins with the page, and is over with it."""
    zones = ("Pacific/Kiritimati", "America/New_York", None)
    said = []
    for zone in zones:
        browser = opened(address, browser_zone=zone)
        said.append(evaluate(browser, "new Date(2026, 10, 28).getTimezoneOffset()"))
        browser.stop()
    assert said[:2] == [-14 * 60, 5 * 60]
    machines = datetime(2026, 11, 28).astimezone().utcoffset()
    assert said[2] == -machines.total_seconds() / 60


def test_all_end(address):
    browser = opened(address)
    browser.stop()
    KeptBrowser.end_all()
    assert browser.chrome.poll() is not None
    assert not KeptBrowser._kept
