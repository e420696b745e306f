"""Run the ERP's own tests on an installed database and write down what failed.

The ERP's own runner does it, with one difference: tests marked *at_install* run at
the end too, with all addons loaded. By itself the runner starts them as soon as
their addon is loaded; in an installed database that fails for lack of the addons
above, whose columns are there and required, and ours would not be loaded yet.
Usage: ``python -m devtools.inside.core_suites DATABASE TAGS RESULT``.
"""

import json
import sys
from pathlib import Path

import odoo.init  # noqa: F401  (sets the ERP up; must come before the rest)
from odoo.cli import main as odoo_main
from odoo.tests import loader
from odoo.tests.case import _SubTest
from odoo.tests.result import OdooTestResult
from odoo.tests.suite import OdooSuite

from devtools.ports import kept_port

started, failed = [], {}
make_suite = loader.make_suite


def whole_suite(module_names, position="at_install"):
    """Return the tests of both positions at the end, in the runner's order.

    :param module_names: addons whose tests run
    :param str position: at_install or post_install, as the runner asks
    :return: OdooSuite, empty for the first position
    """
    if position == "at_install":
        return OdooSuite()
    tests = [*make_suite(module_names, "at_install")]
    tests += make_suite(module_names, "post_install")
    return OdooSuite(sorted(tests, key=lambda test: getattr(test, "test_sequence", 0)))


class Recorder:
    """What is added to the ERP's result of tests."""

    start, error = OdooTestResult.startTest, OdooTestResult.logError

    def startTest(self, test):
        """Note which tests have begun.

        :param test: of unittest
        """
        started.append(test.id())
        return Recorder.start(self, test)

    def logError(self, flavour, test, error):
        """Note which tests have failed, and by what.

        :param str flavour: of the failure
        :param test: of unittest, or a sub-test
        :param error: (class, exception, traceback)
        """
        whole = test.test_case if isinstance(test, _SubTest) else test
        lines = self._exc_info_to_string(error, test).strip().splitlines()
        if not self._soft_fail:  # it gets another try
            failed.setdefault(whole.id(), lines[-1] if lines else flavour)
        return Recorder.error(self, flavour, test, error)


if __name__ == "__main__":
    database, tags, result = sys.argv[1:]
    loader.make_suite = whole_suite
    OdooTestResult.startTest = Recorder.startTest
    OdooTestResult.logError = Recorder.logError
    sys.argv = ["odoo", "-d", database, "--test-tags", tags, "--log-level=warn"]
    sys.argv += ["--http-port", str(kept_port()), "--max-cron-threads=0"]
    try:
        odoo_main()
    except SystemExit:
        if not started:
            raise
    finally:
        text = json.dumps({"started": started, "failed": failed})
        Path(result).write_text(text)
