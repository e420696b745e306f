"""The project's environment: the ERP, its Python, its server, its configuration."""

import os
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from devtools import postgres, system
from devtools.console import run_step, tail
from devtools.odoo_tree import odoo_path, odoo_version
from devtools.paths import ROOT, cache_dir, data_dir, log_file, state_dir
from devtools.venvs import locked_venv

# See there why the ERP is not started as a module.
LAUNCHER = ROOT / "devtools" / "launch" / "odoo-bin"
CONF = """\
; Written by ./dev, for this checkout alone.
[options]
addons_path = {root}
data_dir = {data}
http_interface = 127.0.0.1
list_db = False
screenshots = {state}/screenshots
max_cron_threads = 1
"""


@dataclass(frozen=True)
class Erp:
    """A ready ERP: ``python`` runs it, ``env`` reaches its database server."""

    python: Path
    path: Path
    env: dict

    @property
    def addon_folders(self):
        """The folders of the ERP's addons, in a package and in a source checkout."""
        return [self.path / "odoo" / "addons", self.path / "addons"]

    @cached_property
    def version(self):
        """What tells this copy of the ERP from another."""
        return odoo_version()

    def command(self, *arguments):
        """Return the ERP's command line; ``env`` names the configuration.

        :param arguments: words after the program's name
        :return: list
        """
        return [self.python, LAUNCHER, *arguments]

    def run(self, title, *arguments, log, remedy):
        """Run the ERP to its end as a step with progress.

        :param str title: of the step
        :param arguments: words after the program's name
        :param str log: short name of the log
        :param str remedy: what to do when it fails
        :raises StepFailed: when it fails
        """
        run_step(
            title,
            self.command(*arguments),
            log=log_file(log),
            remedy=remedy,
            env=self.env,
            cwd=ROOT,
        )

    def script(self, title, name, *arguments, log):
        """Run one of the modules in devtools/inside with the ERP importable.

        :param str title: of the step
        :param str name: of the module
        :param arguments: of the module
        :param str log: short name of the log
        :raises StepFailed: when it fails
        """
        run_step(
            title,
            [self.python, "-m", f"devtools.inside.{name}", *arguments],
            log=log_file(log),
            remedy="see the log; once the cause is gone, run it again",
            env=self.env,
            cwd=ROOT,
        )


def ready(*extra_packages):
    """Make sure that everything is installed and answers; return the ``Erp``.

    :param extra_packages: dicts of system packages as in ``system``
    :return: Erp
    """
    packages = dict(system.RUN)
    if postgres.chosen_server().get("PGHOST"):
        packages.pop("postgresql")
    for extra in extra_packages:
        packages |= extra
    system.ensure(packages)
    path = odoo_path()
    venv = locked_venv("host", "test")
    env = postgres.ensure_server()
    env["PYTHONPATH"] = str(path)
    # Nothing of the caller's own ERP settings may leak in.
    for name in ("ODOO_DEV", "OPENERP_SERVER"):
        env.pop(name, None)
    env["ODOO_RC"] = configuration(ROOT)
    # The checkout stays as it was cloned; and no process compiles all of the ERP again.
    env["PYTHONPYCACHEPREFIX"] = str(cache_dir() / "pycache")
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["PATH"] = f"{venv / 'bin'}{os.pathsep}{env.get('PATH', os.defpath)}"
    return Erp(venv / "bin" / "python", path, env)


def configuration(addons):
    """Write the configuration for a folder of addons; return its path.

    That of this checkout's own addon lies in its state, another one's beside it.

    :param Path addons: the folder
    :return: str
    """
    state, data = state_dir(), data_dir()
    (data / "filestore").mkdir(parents=True, exist_ok=True)
    path = state / "odoo.conf" if addons == ROOT else addons / "odoo.conf"
    text = CONF.format(root=addons, state=state, data=data)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
    return str(path)


def complaints(log):
    """Return the warnings and errors in one of this checkout's ERP logs.

    :param str log: short name of the log
    :return: list of lines
    """
    levels = (" WARNING ", " ERROR ", " CRITICAL ")
    lines = tail(log_file(log), 100_000)
    return [line for line in lines if any(level in line[:60] for level in levels)]


def foreground(command, env, **options):
    """Run a command in the user's terminal; return its exit code.

    :param command: words of the command line
    :param env: its environment; that of this process where ``None``
    :param options: of ``subprocess.run``
    :return: int, 130 when it was interrupted
    """
    try:
        return subprocess.run(
            list(map(str, command)), env=env, cwd=ROOT, **options
        ).returncode
    except KeyboardInterrupt:
        return 130
