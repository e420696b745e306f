"""The whole system seen from outside: real commands on real databases."""

import contextlib
import subprocess

import pytest
from forks import ForkServer

from devtools import databases
from devtools.erp import ready
from devtools.paths import ADDON, ROOT, database_name

LEVELS = (" WARNING ", " ERROR ", " CRITICAL ")


class Outside:
    """The ERP as an administrator has it: a command line and databases."""

    def __init__(self):
        self.erp = ready()
        self.forks = ForkServer(self.erp)

    def odoo(self, *arguments, code=0):
        """Run the ERP's command line; return its log, having checked its code."""
        command = list(map(str, self.erp.command(*arguments)))
        result = subprocess.run(
            command, env=self.erp.env, cwd=ROOT, capture_output=True, text=True
        )
        assert result.returncode == code, result.stderr[-4000:]
        return result.stderr

    def python(self, database, code):
        """Run Python in the ERP's environment ``env``; return what it prints."""
        script = "from devtools.inside.session import environment\nimport sys\n"
        script += "with environment(sys.argv[1]) as env:\n"
        script += "".join(f"    {line}\n" for line in code.splitlines())
        process = self.forks.script(script, database)
        printed, errors = process.communicate()
        assert process.returncode == 0, errors[-4000:]
        return printed

    def sql(self, database, statement):
        """Return psql's rows for a statement, each a list of texts."""
        command = ["psql", "-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", database]
        result = subprocess.run(
            command, input=statement, env=self.erp.env, capture_output=True, text=True
        )
        assert result.returncode == 0, result.stderr
        return [line.split("\t") for line in result.stdout.splitlines()]

    @contextlib.contextmanager
    def copy_of(self, template, purpose):
        """Yield a copy of a template database that lives as long as the block."""
        name = database_name(purpose)
        databases.drop(self.erp, name)
        databases.copy(self.erp, template, name)
        try:
            yield name
        finally:
            databases.drop(self.erp, name)


@pytest.fixture(scope="session")
def outside():
    outside = Outside()
    yield outside
    outside.forks.end()


def complaints(log):
    """Return the warnings and errors in a log of the ERP."""
    return [
        line for line in log.splitlines() if any(level in line[:60] for level in LEVELS)
    ]


def install(outside, database, *options):
    """Install the addon; return the log."""
    return outside.odoo(
        *("-d", database, "-i", ADDON, "--no-http", "--stop-after-init", *options)
    )
