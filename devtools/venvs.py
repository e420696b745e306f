"""Virtual environments, one per content of the pinned lock files."""

import hashlib
import os
import sys

from devtools.console import run_step
from devtools.once import build_in_place
from devtools.paths import ROOT, cache_dir, log_file

REQUIREMENTS = ROOT / "requirements"


def locked_venv(*names):
    """Return the environment with exactly the packages of these lock files.

    A changed lock file or another Python makes another environment.

    :param names: of files in requirements/ without their ending
    :return: Path
    """
    files = [REQUIREMENTS / f"{name}.txt" for name in names]
    digest = hashlib.sha256(f"{sys.version}{sys.base_prefix}".encode())
    digest.update("\n".join(pins(*names)).encode())
    goal = cache_dir() / "venvs" / f"{'-'.join(names)}-{digest.hexdigest()[:12]}"
    return build_in_place(goal, lambda folder: _build(folder, names, files))


def pins(*names):
    """Return the lines of these lock files that are not comments.

    :param names: of files in requirements/ without their ending
    :return: list of str
    """
    lines = []
    for name in names:
        lines += (REQUIREMENTS / f"{name}.txt").read_text().splitlines()
    return [line for line in lines if not line.startswith("#")]


def _build(folder, names, files):
    log = log_file(f"venv-{'-'.join(names)}")
    # This may run within an environment itself, in the tests.
    base = getattr(sys, "_base_executable", None) or sys.executable
    run_step(
        "virtual environment",
        [base, "-m", "venv", folder],
        log=log,
        remedy="apt-get install python3-venv, then again",
    )
    # The files name every package, indirect ones too.
    command = [folder / "bin" / "python", "-m", "pip", "install", "--no-deps"]
    command += ["--disable-pip-version-check", "--progress-bar", "off"]
    # the ERP's processes keep what they compile elsewhere
    command += ["--no-compile"] if "host" in names else []
    for path in files:
        command += ["-r", path]
    run_step(
        f"Python packages ({', '.join(names)})",
        command,
        log=log,
        env={**os.environ, "PYTHONPATH": ""},
        remedy="check the network and run it again; what was fetched is kept",
        watch=folder,
    )
