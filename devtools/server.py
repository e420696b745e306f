"""Start and stop the ERP for people, on loopback."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from devtools import databases
from devtools.console import StepFailed, say
from devtools.erp import complaints
from devtools.manifest import addon_hash
from devtools.once import locked
from devtools.paths import ADDON, ROOT, cache_dir, database_name, log_file, state_dir
from devtools.postgres import query

FIRST_PORT = 8069
STARTED_WITHIN = 180
STOPPED_WITHIN = 15


def run(erp, port=None, fresh=False, workers=None):
    """Make the database ready, start the ERP and print how to use it.

    :param erp: the ERP to start
    :param port: that it listens on; else the last one, or a free one
    :param bool fresh: begin with a new database
    :param workers: processes that serve pages, beside one for websockets; 0 is one
        process for all. ``None`` leaves a server that runs as it is
    """
    started = time.monotonic()
    with locked(state_dir() / "run.lock"):
        state = _state()
        name = database_name("run")
        if fresh or not databases.exists(erp, name):
            stop()
            databases.fresh(erp, name, demo=True)
        elif state.get("addon") != addon_hash():
            stop()
            _update(erp, name)
        if not (running() and _is_as_wanted(state, port, workers)):
            stop()
            # another checkout that starts now must not find the same ports free
            with locked(cache_dir() / "port.lock"):
                state["port"] = _free_port(port or state.get("port"))
                state["workers"] = workers or 0
                state["websocket"] = _free_port(state["port"] + 1) if workers else None
                _start(erp, name, state)
        _remember(state | {"addon": addon_hash()})
    say(f"✓ ready ({time.monotonic() - started:.0f} s)")
    print(_welcome(erp, name, state))


def stop():
    """Stop this checkout's server; return whether one was running.

    :return: bool
    """
    pid = running()
    if not pid:
        return False
    os.kill(pid, signal.SIGTERM)
    for _attempt in range(STOPPED_WITHIN * 10):
        if not running():
            return True
        time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)
    return True


def running():
    """Return the process id of this checkout's server, or None.

    A number left over from an earlier start may belong to another program now,
    so the command line of the process is looked at too.

    :return: int, or None
    """
    try:
        pid = int((state_dir() / "server.pid").read_text())
        with open(f"/proc/{pid}/cmdline", "rb") as source:
            words = source.read().split(b"\0")
    except (OSError, ValueError):
        return None
    return pid if database_name("run").encode() in words else None


def port():
    """Return the port of this checkout's running server, or None.

    :return: int, or None
    """
    return _state().get("port") if running() else None


def _is_as_wanted(state, port, workers):
    """Tell whether the server that runs is the one that is asked for."""
    return port in (None, state.get("port")) and workers in (
        None,
        state.get("workers", 0),
    )


def address(port):
    """Return the address of the ERP on a port.

    :param int port: that it listens on
    :return: str
    """
    return f"http://127.0.0.1:{port}"


def _update(erp, name):
    """Bring the database to the checkout's addon; new demo records are added."""
    options = ("-d", name, "-u", ADDON, "--no-http", "--stop-after-init")
    remedy = "see the log; ./dev run --fresh makes the database anew"
    erp.run(f"update {ADDON}", *options, log="run-update", remedy=remedy)
    erp.script("demo data", "demo", name, ADDON, "update", log="run-demo")
    for line in complaints("run-update"):
        say(f"! {line}")


def _start(erp, name, state):
    """Start the server apart from this terminal and wait until it answers."""
    log = log_file("server")
    options = ["-d", name, "--db-filter", f"^{name}$", "--http-port", state["port"]]
    options += ["--pidfile", state_dir() / "server.pid"]
    pages = [f"{address(state['port'])}/web/login"]
    if state["workers"]:
        options += ["--workers", state["workers"], "--gevent-port", state["websocket"]]
        pages.append(f"{address(state['websocket'])}/websocket/health")
    command = erp.command(*options)
    with log.open("w") as sink:
        process = subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env=erp.env,
            cwd=ROOT,
            start_new_session=True,
        )
    remedy = "see the log; ./dev run --fresh makes the database anew"
    say("… start the ERP")
    deadline = time.monotonic() + STARTED_WITHIN
    while not all(map(_answers, pages)):
        if process.poll() is not None:
            raise StepFailed("start the ERP", remedy, log, "it ended")
        if time.monotonic() > deadline:
            process.terminate()
            raise StepFailed("start the ERP", remedy, log, "no answer")
        time.sleep(0.2)


def _answers(url):
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _free_port(wanted):
    """Return ``wanted`` if it is free, else the first free port from 8069 on."""
    for port in [wanted or FIRST_PORT, *range(FIRST_PORT, FIRST_PORT + 500)]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise StepFailed("start the ERP", "./dev run --port N", reason="no free port")


def _state():
    try:
        return json.loads((state_dir() / "run.json").read_text())
    except (OSError, ValueError):
        return {}


def _remember(state):
    partial = state_dir() / "run.json.partial"
    partial.write_text(json.dumps(state))
    partial.replace(state_dir() / "run.json")


def _welcome(erp, name, state):
    """Return the text that tells where the ERP is and how to use it."""
    sql = f"""
        SELECT login FROM res_users JOIN ir_model_data d ON d.res_id = res_users.id
        WHERE d.model = 'res.users' AND d.module = '{ADDON}' AND active
        ORDER BY login"""
    logins = ["admin", *query(sql, erp.env, name).split()]
    lines = [f"  address   {address(state['port'])}"]
    if state.get("workers"):
        # a browser looks for it at the address itself, which takes a reverse proxy
        lines.append(f"  websocket {address(state['websocket'])}/websocket")
        lines.append(f"  workers   {state['workers']}")
    lines += [f"  sign in   {login} (password {login})" for login in logins]
    lines += [f"  log       {log_file('server')}", "  stop      ./dev run --stop"]
    return "\n".join(lines)
