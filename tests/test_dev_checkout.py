"""Another checkout beside this one: its own server, databases and port."""

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from devtools import databases, lint, paths
from devtools.paths import ADDON, ROOT

SECOND_RUN_WITHIN = 20
HANDSHAKE = """\
GET /websocket HTTP/1.1
Host: {place.netloc}
Origin: http://{place.netloc}
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Version: 13
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

"""
# An empty ping as a client masks it, and what answers it (RFC 6455).
PING, PONG = b"\x89\x80mask", b"\x8a\x00"
BENCHMARK = '''\
"""Nothing much."""

from harness import Benchmark

with Benchmark("Nothing much") as bench:
    names = bench.env["res.partner"].search([], limit=5)
    bench.measure("read", lambda: names.mapped("name"), items=5)
    bench.at_least("partners", len(names), {limit})
'''


class Checkout:
    """A copy of this checkout in another folder."""

    def __init__(self, folder):
        self.folder = folder
        self.key = paths.checkout_key(folder)

    def dev(self, *arguments):
        """Run its ./dev; return the finished process."""
        return subprocess.run(
            [self.folder / "dev", *arguments],
            env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
            capture_output=True,
            text=True,
        )

    @property
    def pid(self):
        """The process id of its server."""
        state = paths.cache_dir() / "checkouts" / self.key
        return int((state / "server.pid").read_text())

    def children(self):
        """Return the command lines of the processes that its server has started."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                if int(parent) == self.pid:
                    found.append((folder / "cmdline").read_bytes().split(b"\0"))
            except OSError:
                continue  # it has ended meanwhile
        return found


@pytest.fixture(scope="module")
def checkout(outside, tmp_path_factory):
    """Yield a second checkout; stop and drop all of it afterwards."""
    folder = tmp_path_factory.mktemp("second") / "checkout"
    for name in lint.tracked():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    made = Checkout(folder.resolve())
    yield made
    made.dev("run", "--stop")
    databases.drop(outside.erp, f"enova_{made.key}_run")
    shutil.rmtree(paths.cache_dir() / "checkouts" / made.key, ignore_errors=True)


def told(text, what):
    """Return the address that ``./dev run`` gives for something."""
    lines = (line.split() for line in text.splitlines())
    return next(words[1] for words in lines if words[:1] == [what])


def ping(url):
    """Open a websocket, ping over it, and return all that the server says."""
    place = urlsplit(url)
    with socket.create_connection((place.hostname, place.port), timeout=30) as link:
        link.sendall(HANDSHAKE.format(place=place).replace("\n", "\r\n").encode())
        said = b""
        while b"\r\n\r\n" not in said:
            said += link.recv(4096)
        link.sendall(PING)
        while not said.endswith(PONG):
            part = link.recv(4096)
            if not part:
                break
            said += part
    return said


@pytest.fixture(scope="module")
def address(checkout):
    """Return the address of the second checkout's server, started once."""
    first = checkout.dev("run")
    assert first.returncode == 0, first.stdout + first.stderr
    return next(w for w in first.stdout.split() if w.startswith("http://127.0.0.1:"))


def test_keys_differ(checkout):
    assert checkout.key != paths.checkout_key()


def test_welcome(checkout, address):
    text = checkout.dev("run").stdout
    assert address in text
    for word in ("admin (password admin)", "server.log", "./dev run --stop"):
        assert word in text


def test_second_run_is_quick_and_keeps_the_data(checkout, address, outside):
    database = f"enova_{checkout.key}_run"
    outside.sql(database, "UPDATE res_partner SET comment = 'kept' WHERE id = 1")
    assert checkout.dev("run", "--stop").returncode == 0
    started = time.monotonic()
    again = checkout.dev("run")
    assert again.returncode == 0, again.stderr
    assert time.monotonic() - started < SECOND_RUN_WITHIN
    assert address in again.stdout
    kept = outside.sql(database, "SELECT comment FROM res_partner WHERE id = 1")
    assert kept == [["kept"]]
    with urllib.request.urlopen(f"{address}/web/login") as page:
        assert page.status == 200


def test_workers_serve_pages_and_a_websocket(checkout, address):
    """Two for pages, one for jobs, and the one whose start by a file matters."""
    result = checkout.dev("run", "--workers", "2")
    assert result.returncode == 0, result.stdout + result.stderr
    in_workers, pid = result.stdout, checkout.pid
    with urllib.request.urlopen(told(in_workers, "address") + "/web/login") as page:
        assert b"csrf_token" in page.read()
    said = ping(told(in_workers, "websocket"))
    assert said.startswith(b"HTTP/1.1 101 "), said
    assert said.endswith(PONG), said
    children = checkout.children()
    assert len(children) == 4, children
    assert len([words for words in children if b"gevent" in words]) == 1
    log = paths.cache_dir() / "checkouts" / checkout.key / "logs" / "server.log"
    assert "ImportError" not in log.read_text()
    # one that runs is left as it is
    assert told(checkout.dev("run").stdout, "workers") == "2"
    assert checkout.pid == pid


def test_one_process_again(checkout, address):
    """After a server with workers, or with none: what is asked for holds."""
    text = checkout.dev("run", "--workers", "0").stdout
    assert "websocket" not in text
    assert not checkout.children()
    with urllib.request.urlopen(told(text, "address") + "/web/login") as page:
        assert page.status == 200


def test_shot(checkout, address, tmp_path):
    target = tmp_path / "page.png"
    result = checkout.dev("shot", "/odoo", str(target), "--width", "500")
    assert result.returncode == 0, result.stderr
    header = target.read_bytes()[:24]
    assert header.startswith(b"\x89PNG")
    assert int.from_bytes(header[16:20], "big") == 500


@pytest.mark.parametrize(("limit", "code"), [(1, 0), (100, 1)])
def test_bench(checkout, limit, code):
    path = checkout.folder / "benchmarks" / "nothing_much.py"
    path.write_text(BENCHMARK.format(limit=limit))
    result = checkout.dev("bench", "nothing_much")
    assert result.returncode == code, result.stdout + result.stderr
    assert ("BROKEN" in result.stdout) == bool(code)


def test_changed_addon_is_updated(checkout, address):
    manifest = checkout.folder / ADDON / "__manifest__.py"
    manifest.write_text(manifest.read_text() + "# changed\n")
    result = checkout.dev("run")
    assert result.returncode == 0, result.stderr
    assert f"update {ADDON}" in result.stderr


def test_lint_finds_what_is_wrong(checkout):
    path = checkout.folder / ADDON / "models" / "bad.py"
    path.write_text("import os\n" + "x = 1\n" * 300)
    # the others take long, and what they find is theirs
    result = checkout.dev("lint", "ruff", "own-checks")
    assert result.returncode == 1
    assert "bad.py: 301 lines" in result.stdout
    assert "F401" in result.stdout
    path.unlink()


def test_nothing_is_written_into_the_checkout(checkout, address):
    folder = checkout.folder
    found = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"],
        cwd=folder,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert set(found) - set(lint.tracked()) <= {"benchmarks/nothing_much.py"}
    assert not list((folder / ADDON).rglob("__pycache__"))
