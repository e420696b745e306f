"""pytest: a skipped test is a failure, and a frozen clock is the tests' alone.

The ERP skips browser tests where it finds no browser, so a run that proves
nothing would look green.
"""

import freezegun
import pytest

# pytest times a test that sets the clock by that clock otherwise
freezegun.configure(extend_ignore_list=["_pytest.timing"])

_skipped = []


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
