"""Debian packages that the project needs, installed only when missing."""

import os
import shutil
import subprocess

from devtools.console import StepFailed, run_step
from devtools.once import locked
from devtools.paths import cache_dir, log_file

# Debian package: a program that shows it is there, or None to ask dpkg.
RUN = {"postgresql": None, "wkhtmltopdf": "wkhtmltopdf", "fonts-dejavu-core": None}
BROWSER = {"chromium": "chromium", "poppler-utils": "pdftotext"}
GETTEXT = {"gettext": "msgmerge"}

CLUSTER_TOOLS = "/usr/bin/pg_lsclusters"


def is_root():
    """Tell whether this process may do what only root may.

    :return: bool
    """
    return os.geteuid() == 0


def root_command(command):
    """Return ``command`` as root, through sudo where needed, or None.

    :param command: words of the command line
    :return: list, or None where there is no way
    """
    if is_root():
        return list(command)
    if shutil.which("sudo"):
        return ["sudo", *command]
    return None


def missing(packages):
    """Return those of ``packages`` (name to program) that are not installed.

    :param dict packages: name of a package to a program that it brings
    :return: sorted list of names
    """
    absent = {
        name for name, program in packages.items() if not _has_program(name, program)
    }
    return sorted(absent - _known_to_dpkg(absent))


def _has_program(package, program):
    if package == "chromium":
        # Any of the browsers that the ERP's own tests look for will do.
        names = ("google-chrome", "chromium", "chromium-browser")
        return any(map(shutil.which, names))
    return bool(program and shutil.which(program))


def _known_to_dpkg(names):
    if not names or not shutil.which("dpkg-query"):
        return set()
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *sorted(names)],
        capture_output=True,
        text=True,
    )
    rows = (line.split() for line in answer.stdout.splitlines())
    return {row[0] for row in rows if row[1:] == ["installed"]}


def ensure(packages):
    """Install those of ``packages`` that are missing; needs root only then.

    :param dict packages: name of a package to a program that it brings
    :raises StepFailed: when they cannot be installed
    """
    wanted = missing(packages)
    if not wanted:
        return
    names = " ".join(wanted)
    step, log = "system packages", log_file("system-packages")
    remedy = f"as root: apt-get update && apt-get install {names}"
    if not shutil.which("apt-get"):
        raise StepFailed(step, f"install {names}, then again", reason="no apt-get")
    options = ["-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    update = root_command(["apt-get", *options, "update"])
    install = root_command(
        ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *options, "-y"]
        + ["install", "--no-install-recommends", *wanted]
    )
    if not install:
        raise StepFailed(step, remedy, reason="neither root nor sudo")
    with locked(cache_dir() / "apt.lock"):
        run_step("package lists", update, log=log, remedy=remedy)
        run_step(
            f"install {names}",
            install,
            log=log,
            remedy=remedy,
            watch="/var/cache/apt/archives",
        )
