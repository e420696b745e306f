"""The ERP's own code: unpacked from Debian's package, or the user's checkout."""

import os
import re
import shutil
from pathlib import Path

from devtools.apt_sources import UNSTABLE, derived_sources, machine_suite
from devtools.console import StepFailed, run_step, say
from devtools.once import build_folder
from devtools.paths import cache_dir, log_file

# The release that the tests were last run on. A newer 19.0 is taken when the
# mirror has moved on, with a word about it.
VERIFIED = "19.0.0+dfsg-1"
PACKAGE = "odoo-19"
# Files that the ERP's package links to. Those of the machine's release have the
# layout that the links expect; Montserrat is in unstable alone.
LINKED = (
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-inconsolata",
    "fonts-ocr-b",
    "fonts-font-awesome",
)
LINKED_UNSTABLE = ("fonts-montserrat",)
DIST = "usr/lib/python3/dist-packages"
# Left out of the Debian package, yet named in an asset bundle: without the file
# every page logs an error and each browser test fails. Only the blurring of the
# background in video calls is lost.
MISSING_SCRIPT = (
    "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
)
OTHER_WAY = "or set ODOO_SRC to a checkout of Odoo's branch 19.0, then again"


def odoo_path():
    """Return the folder to put on PYTHONPATH so that ``import odoo`` is 19.0.

    :return: Path
    """
    chosen = os.environ.get("ODOO_SRC")
    if chosen:
        return _checked(Path(chosen).expanduser().resolve())
    return build_folder(cache_dir() / "odoo-19.0", _unpack) / DIST


def odoo_version():
    """Return what tells one copy of the ERP from another, for template keys.

    :return: str
    """
    path = odoo_path()
    note = path.parents[3] / "version" if path.match(f"*/{DIST}") else None
    if note and note.exists():
        return note.read_text().strip()
    head = path / ".git" / "HEAD"
    return f"{path} {head.read_text().strip() if head.exists() else ''}"


def _checked(folder):
    """Return the importable folder of a user's own copy, or fail clearly."""
    for candidate in (folder, folder / DIST):
        release = candidate / "odoo" / "release.py"
        if release.exists():
            if not re.search(r"version_info = \(19, 0,", release.read_text()):
                raise StepFailed(
                    "ODOO_SRC", "use branch 19.0", reason=f"{folder} is not Odoo 19.0"
                )
            return candidate
    raise StepFailed(
        "ODOO_SRC", "name the folder that holds odoo/", reason=f"no Odoo in {folder}"
    )


def _unpack(folder):
    """Download and unpack the ERP and what it links to into ``folder``."""
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        raise StepFailed("Odoo 19.0", OTHER_WAY[3:], reason="no apt-get here")
    options = _private_lists()
    debs = cache_dir() / "debs"
    debs.mkdir(parents=True, exist_ok=True)
    version = _download(options, debs)
    for deb in sorted(debs.glob("*.deb")):
        name = deb.name.split("_")[0]
        run_step(
            f"unpack {name}",
            ["dpkg", "-x", deb, folder],
            log=log_file(f"unpack-{name}"),
            remedy=f"remove {deb} and run it again",
            watch=folder,
        )
    _heal(folder)
    (folder / "version").write_text(version + "\n")
    # Unpacked whole; the packages themselves are not needed again.
    shutil.rmtree(debs)


def _private_lists():
    """Fetch package lists of our own; return the options that select them."""
    suite = machine_suite()
    text = suite and derived_sources(suite)
    if not text:
        raise StepFailed(
            "Odoo 19.0", OTHER_WAY[3:], reason="no Debian archive in /etc/apt"
        )
    apt = cache_dir() / "apt"
    for part in ("lists/partial", "cache/archives/partial"):
        (apt / part).mkdir(parents=True, exist_ok=True)
    sources = apt / "debian.sources"
    sources.write_text(text)
    options = ["-o", f"Dir::State::Lists={apt}/lists", "-o", f"Dir::Cache={apt}/cache"]
    options += ["-o", f"Dir::Etc::SourceList={sources}"]
    options += ["-o", "Dir::Etc::SourceParts=/dev/null"]
    # A mirror that lags behind serves lists that have run out; signatures still count.
    options += ["-o", "Acquire::Check-Valid-Until=false"]
    # The lists are ours: no other user needs to read or write them.
    options += ["-o", "APT::Sandbox::User=", "-o", "Acquire::Languages=none"]
    run_step(
        "Debian package lists",
        ["apt-get", *options, "update"],
        log=log_file("odoo-lists"),
        remedy=f"check the network, {OTHER_WAY}",
        watch=apt,
    )
    return options


def _download(options, debs):
    """Download the packages into ``debs``; return the ERP's version."""
    log, remedy = log_file("odoo-download"), f"check the network, {OTHER_WAY}"
    linked = [f"{name}/{machine_suite()}" for name in LINKED]
    linked += [f"{name}/{UNSTABLE}" for name in LINKED_UNSTABLE]
    command = ["apt-get", *options, "download"]
    step = {"log": log, "remedy": remedy, "cwd": debs, "watch": debs}
    run_step("download what Odoo links to", command + linked, **step)
    try:
        title = f"download Odoo {VERIFIED}"
        run_step(title, [*command, f"{PACKAGE}={VERIFIED}"], **step)
    except StepFailed:
        run_step("download Odoo, newest 19.0", [*command, PACKAGE], **step)
    newest = max(debs.glob(f"{PACKAGE}_*.deb"), key=lambda deb: deb.stat().st_mtime)
    version = newest.name.split("_")[1].replace("%3a", ":")
    if not version.startswith("19.0"):
        raise StepFailed("download Odoo", OTHER_WAY[3:], log, f"{version} is not 19.0")
    if version != VERIFIED:
        say(f"! Odoo {version}: the tests were last run on {VERIFIED}")
    return version


def _heal(folder):
    """Make the unpacked tree whole: what it links to, and one missing script."""
    dist = folder / DIST
    # A duplicate of the addons without their data, which the ERP would find.
    shutil.rmtree(dist / "addons", ignore_errors=True)
    script = dist / MISSING_SCRIPT
    script.parent.mkdir(parents=True, exist_ok=True)
    script.touch()
