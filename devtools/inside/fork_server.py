"""The ERP and addons imported once: scripts run in forks of this process.

Importing takes longer than most scripts do. Each fork reads its configuration, connects
and loads its registry by itself, as a process that was started for it would. Ends when
its standard input does. Usage:
``python -m devtools.inside.fork_server SOCKET ADDON ...``
"""

import json
import os
import select
import signal
import socket
import sys
import traceback

import odoo.init  # noqa: F401  (sets the ERP up; must come before the rest)
from odoo.modules.module import load_openerp_module
from odoo.tools import config

LONGEST = 1 << 20  # bytes of a script


def serve(path, addons):
    """Say "ready" and fork for each connection, until standard input ends.

    A client sends one message, ``{"code": text, "arguments": list}`` as JSON, and three
    file descriptors; it gets the process id, and, when the script has ended by itself,
    the exit code.

    :param str path: of the socket
    :param addons: names of those to import
    """
    config.parse_config(["--no-http"])
    for name in addons:
        load_openerp_module(name)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(path)
    listener.listen()
    print("ready", flush=True)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        readable, *_others = select.select([listener, sys.stdin], [], [])
        if sys.stdin in readable:
            return
        connection, _address = listener.accept()
        if not os.fork():
            listener.close()
            _work(connection)
        connection.close()


def _work(connection):
    """Run the script that a client sends; never return."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    text, streams, *_flags = socket.recv_fds(connection, LONGEST, 3)
    script = json.loads(text)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin, sys.stdout = open(0), open(1, "w")
    sys.stderr = open(2, "w", buffering=1)
    connection.send(str(os.getpid()).encode())
    sys.argv = ["-c", *script["arguments"]]
    code = 0
    try:
        exec(compile(script["code"], "<script>", "exec"), {"__name__": "__main__"})
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    connection.send(str(code).encode())
    os._exit(code)


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2:])
