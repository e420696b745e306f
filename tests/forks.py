"""Scripts in forks of a process that has the ERP imported."""

import json
import os
import socket
import subprocess
import tempfile
import threading
from pathlib import Path

from devtools import databases
from devtools.inside import kept_processes
from devtools.paths import ROOT
from devtools.postgres import query

INSTALLED = "SELECT name FROM ir_module_module WHERE state = 'installed' ORDER BY id"


class ForkServer:
    """The process that forks, started when the first script comes."""

    def __init__(self, erp):
        self._erp = erp
        self._process = self._folder = None

    def script(self, code, *arguments):
        """Start a script; return its :class:`Script`."""
        if self._process is None or self._process.poll() is not None:
            self.end()
            self._start()
        return Script(self._path, code, list(map(str, arguments)))

    def end(self):
        """End the process, if there is one."""
        if self._process is not None:
            self._process.communicate()
            self._folder.cleanup()

    def _start(self):
        source = databases.addon_template(self._erp, demo=False)
        addons = query(INSTALLED, self._erp.env, source).split()
        self._folder = tempfile.TemporaryDirectory()
        self._path = str(Path(self._folder.name) / "socket")
        command = [self._erp.python, "-m", "devtools.inside.fork_server", self._path]
        self._process = subprocess.Popen(
            [*map(str, command), *addons],
            env=self._erp.env,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        kept_processes.keep(self._process.pid)
        # it says so when it listens
        assert self._process.stdout.readline() == "ready\n", "no fork server"


class Script:
    """A script at work: ``pid``, ``stdin``, ``stdout``, as a subprocess has them."""

    def __init__(self, path, code, arguments):
        self.returncode = None
        self._errors = tempfile.TemporaryFile("w+")
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        self.stdin, self.stdout = open(ours_in, "w"), open(ours_out)
        self._connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._connection.connect(path)
        message = json.dumps({"code": code, "arguments": arguments}).encode()
        streams = [theirs_in, theirs_out, self._errors.fileno()]
        socket.send_fds(self._connection, [message], streams)
        os.close(theirs_in)
        os.close(theirs_out)
        self.pid = int(self._connection.recv(100))

    def communicate(self, timeout=600):
        """Wait for the end; return (what it printed, what it complained of).

        :param timeout: seconds
        :raises TimeoutError: when it takes longer
        """
        printed = []
        reader = threading.Thread(target=lambda: printed.extend(self.stdout))
        self.stdin.close()
        reader.start()
        self._connection.settimeout(timeout)
        # one that is killed says nothing
        self.returncode = int(self._connection.recv(100) or -9)
        self._connection.close()
        reader.join()
        self.stdout.close()
        self._errors.seek(0)
        return "".join(printed), self._errors.read()
