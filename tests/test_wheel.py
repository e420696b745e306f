"""The addon as a package: built, installed with pip, with demo data into the ERP."""

import subprocess
import sys
import sysconfig
import zipfile

import pytest
from conftest import complaints

from devtools import databases, lint
from devtools.manifest import manifest
from devtools.paths import ADDON, ROOT, data_dir
from devtools.venvs import locked_venv

INSIDE = f"odoo/addons/{ADDON}/"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Return the path of a wheel just built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [locked_venv("lint") / "bin" / "python", "-m", "build", "--wheel"]
    build += ["--no-isolation", "--outdir", folder, ROOT]
    result = subprocess.run(list(map(str, build)), capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return next(folder.glob("*.whl"))


def test_name_and_version(wheel):
    version = manifest()["version"]
    assert wheel.name == f"odoo_addon_crm_enova-{version}-py3-none-any.whl"


def test_holds_the_whole_addon_and_nothing_else(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    addon = {n for n in lint.tracked() if n.startswith(f"{ADDON}/")}
    expected = {INSIDE + name.removeprefix(f"{ADDON}/") for name in addon}
    assert expected - names == set()
    others = {name for name in names - expected if ".dist-info/" not in name}
    assert others == set()


def test_licence_and_no_requirement_that_no_index_has(wheel):
    archive = zipfile.ZipFile(wheel)
    names = archive.namelist()
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
    text = archive.read(metadata).decode()
    assert "License-Expression: LGPL-3.0-only" in text
    assert "Requires-Dist" not in text


@pytest.fixture(scope="module")
def installed(wheel, outside, tmp_path_factory):
    """Yield a database with demo data, and the log of the wheel's installation there.

    That is the ERP's own way of installing with demo data; all the rest has its own.
    """
    folder = tmp_path_factory.mktemp("installed")
    python = _environment_with(wheel, outside, folder)
    conf = folder / "odoo.conf"
    conf.write_text(f"[options]\ndata_dir = {data_dir()}\n")
    template = databases.dependency_template(outside.erp, polish=False, demo=True)
    with outside.copy_of(template, "wheel") as name:
        command = [python, "-m", "odoo", "-d", name, "-i", ADDON, "--no-http"]
        result = subprocess.run(
            [*command, "--with-demo", "--stop-after-init"],
            env=outside.erp.env | {"ODOO_RC": str(conf)},
            cwd=folder,
            capture_output=True,
            text=True,
        )
        assert result.returncode == 0, result.stderr[-4000:]
        yield name, result.stderr


def test_pip_install_and_install_in_a_database(installed, outside):
    name, log = installed
    assert str(ROOT) not in log
    state = f"SELECT state, demo FROM ir_module_module WHERE name = '{ADDON}'"
    assert outside.sql(name, state) == [["installed", "t"]]


def test_no_complaint_of_ours(installed):
    _name, log = installed
    start = log.index(f"Loading module {ADDON} ")
    ours = log[start : log.index(f"Module {ADDON} loaded", start)]
    found = complaints(ours) + [c for c in complaints(log) if "enova" in c]
    assert not found, "\n".join(found)


def test_demo_data_is_there(installed, outside):
    name, _log = installed
    assert outside.sql(name, "SELECT count(*) FROM ir_demo_failure") == [["0"]]
    activities = outside.sql(name, "SELECT count(*) FROM enova_activity")
    assert int(activities[0][0]) >= 300


def _environment_with(wheel, outside, folder):
    """Make an environment of the ERP's packages and the wheel; return its Python."""
    base = getattr(sys, "_base_executable", None) or sys.executable
    made = [base, "-m", "venv", "--without-pip", folder / "venv"]
    subprocess.run(made, check=True)
    python = folder / "venv" / "bin" / "python"
    pip = [locked_venv("lint") / "bin" / "python", "-m", "pip", "--python", python]
    options = ["--quiet", "--no-index", "--no-deps", "--no-compile"]
    subprocess.run(
        [*pip, "install", *options, wheel],
        check=True,
        env=outside.erp.env | {"PYTHONPATH": ""},
    )
    place = sysconfig.get_path("purelib", vars={"base": str(folder / "venv")})
    host = sysconfig.get_path(
        "purelib", vars={"base": str(outside.erp.python.parents[1])}
    )
    with open(f"{place}/host.pth", "w") as link:
        link.write(f"{host}\n")
    return python
