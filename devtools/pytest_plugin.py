"""pytest: a skipped test is a failure, and a frozen clock is the tests' alone.

The ERP skips browser tests where it finds no browser, so a run that proves
nothing would look green. Beside this, what ``./dev test`` asks of each of its
processes: a port that nobody else can take, and a file that says how it went.
"""

import ast
import functools
import gc
import json
import signal
from pathlib import Path
from types import SimpleNamespace

import freezegun
import pytest

from devtools.paths import ADDON
from devtools.ports import kept_port

# pytest times a test that sets the clock by that clock otherwise
freezegun.configure(extend_ignore_list=["_pytest.timing"])

# Objects made between two looks for waste: tests make many, and memory is there.
WASTE = (100_000, 50, 100)

_skipped = []


def pytest_addoption(parser):
    parser.addoption(
        "--enova-result", type=Path, help="file for counts and durations, as JSON"
    )
    parser.addoption(
        "--enova-claims",
        type=Path,
        help="folder where processes say which file of their lists they have taken",
    )


def pytest_configure(config):
    gc.set_threshold(*WASTE)
    if config.getoption("--enova-result"):
        config.pluginmanager.register(Result(config))
        # a shell lets what it starts in the background ignore it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if config.getoption("--enova-claims"):
        config.pluginmanager.register(Claims(config.getoption("--enova-claims")))
    plugin = config.pluginmanager.get_plugin("odoo")
    if hasattr(plugin, "_get_available_random_port"):
        plugin._get_available_random_port = kept_port
        # it reads the manifest again for each file that lies beside one to be run
        plugin.ast = SimpleNamespace(literal_eval=functools.cache(ast.literal_eval))


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session):
    if session.config.pluginmanager.has_plugin("odoo"):
        # the ERP cannot be imported before; what sets a class up is noted from here on
        from devtools.inside import kept_caches

        kept_caches.use()


@pytest.fixture(scope="session", autouse=True)
def kept_records(request):
    """Make once what most classes of tests need; the database is ours alone.

    :param request: that tells which tests there are
    """
    if not any(item.nodeid.startswith(ADDON) for item in request.session.items):
        yield
        return
    request.getfixturevalue("load_registry")
    # the ERP cannot be imported before it is set up
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.tests import HttpCase, get_db_name

    from odoo.addons.crm_enova.tests import common

    from devtools.inside import assets, kept_browser, kept_processes

    classes = {item.cls for item in request.session.items if item.cls}
    with Registry(get_db_name()).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        common.keep(env)
        kept_processes.use()
        if any(issubclass(cls, HttpCase) for cls in classes):
            assets.bundle(env)
            kept_browser.use()
            # each class would, and empty most that is remembered
            request.getfixturevalue("load_http")
            env["ir.config_parameter"].set_param("web.base.url", HttpCase.base_url())
    # what is there by now stays: no need to look through it for waste again and again
    gc.collect()
    gc.freeze()
    yield
    kept_browser.KeptBrowser.end_all()


class Claims:
    """Run only files that no other process has taken from its list before.

    pytest tells a test which one follows, so that it tears down what that one does not
    share: what others have taken is gone from the list before it could be named.
    """

    def __init__(self, folder):
        self._folder = folder
        self._is_ours = {}  # {name of a file: whether it is}
        self._begun = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        self._clear(session, 0)
        self._clear(session, 1)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item):
        self._begun += 1
        self._clear(item.session, self._begun + 1)

    def _clear(self, session, place):
        """Leave at a place in the list what is ours, and nothing before it is not."""
        while place < len(session.items) and not self._ours(session.items[place]):
            del session.items[place]
            # pytest tells which part of these is done, and takes none for a mistake
            session.testscollected = max(session.testscollected - 1, 1)

    def _ours(self, item):
        name = item.nodeid.partition("::")[0]
        if name not in self._is_ours:
            self._is_ours[name] = self._take(name)
        return self._is_ours[name]

    def _take(self, name):
        try:
            (self._folder / name.replace("/", "-")).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


class Result:
    """Write how the tests go: at each file's end, so that a death loses little."""

    def __init__(self, config):
        self._config, self._path = config, config.getoption("--enova-result")
        self._durations, self._failed = {}, {}
        self._file, self._exit = None, {}

    def pytest_runtest_logreport(self, report):
        name = report.nodeid.partition("::")[0]
        if self._file not in (None, name):
            self._write()
        self._file = name
        self._durations[name] = self._durations.get(name, 0) + report.duration
        if report.failed:
            self._failed[report.nodeid] = True

    def pytest_collectreport(self, report):
        if report.failed:
            self._failed[report.nodeid] = True

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self):
        self._write(**self._exit)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session):
        yield
        self._exit = {"exit": int(session.exitstatus)}

    def _write(self, **more):
        reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        counts = {name: len(reports) for name, reports in reporter.stats.items()}
        text = json.dumps(
            {
                "counts": counts | more,
                "durations": self._durations,
                "failed": self._failed,
            }
        )
        partial = self._path.with_suffix(".partial")
        partial.write_text(text)
        partial.replace(self._path)


def pytest_runtest_logreport(report):
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        _skipped.append(f"{report.nodeid}: {reason}")


def pytest_collectreport(report):
    if report.skipped:
        _skipped.append(f"{report.nodeid}: {report.longrepr[2]}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    if _skipped and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    if _skipped:
        terminalreporter.section("skipped, so this run fails", red=True)
        for line in _skipped:
            terminalreporter.write_line(line)
