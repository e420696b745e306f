"""The command line of ./dev: one function per command, each with its --help."""

import argparse
import os
import sys

from devtools.console import StepFailed, say

LAST_PORT = 65535
MOST_WORKERS = 64
DESCRIPTION = """\
The developer command of crm_enova. It installs what is missing, once, into a
cache outside this checkout, and shows what it does.

  ./dev run         the ERP with the addon and demo data, in a browser
  ./dev test        all tests, the browser's too
"""
EPILOG = """\
settings, by environment variable:
  ODOO_SRC          a checkout of Odoo's branch 19.0 to use instead of a download
  DATABASE_URL      postgres://user:password@host:port of a server to use;
                    PGHOST, PGPORT, PGUSER and PGPASSWORD do the same
  CRM_ENOVA_CACHE   where downloads and state are kept (~/.cache/crm_enova)
"""


def main(argv=None):
    """Run one command; return the exit code.

    :param argv: words after the command's name; those of this process by default
    :return: int
    """
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        options, rest = _parser().parse_known_args(words)
        if rest and not getattr(options, "passes_on", False):
            _parser().error(f"unknown: {' '.join(rest)}")
        return options.function(options, rest) or 0
    except StepFailed as failure:
        failure.report()
        return 1
    except KeyboardInterrupt:
        say("\ndev: interrupted; the same command goes on from here")
        return 130
    except BrokenPipeError:
        os._exit(0)


def _parser():
    parser = argparse.ArgumentParser(
        prog="./dev",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    adders = (_run, _test, _lint, _readme, _bench, _core, _odoo, _db, _i18n, _shot)
    for add in adders:
        add(commands)
    return parser


def _command(commands, name, function, text, passes_on=False):
    """Add one command; ``passes_on`` hands unknown arguments to its program."""
    parser = commands.add_parser(
        name, help=text.splitlines()[0], description=text, allow_abbrev=False
    )
    parser.set_defaults(function=function, passes_on=passes_on)
    return parser


def _run(commands):
    parser = _command(
        commands,
        "run",
        _do_run,
        "start the ERP with the addon and demo data on loopback",
    )
    parser.add_argument("--port", type=_port, help="default: 8069 or the next free one")
    parser.add_argument(
        "--fresh", action="store_true", help="make the database anew; loses its data"
    )
    parser.add_argument("--stop", action="store_true", help="stop the server")
    parser.add_argument(
        "--workers",
        type=_workers,
        metavar="N",
        help="serve pages by N processes, and websockets by one more on a port of its"
        " own; 0 is one process again",
    )


def _port(text):
    """Return the number of a port, before anything is set up for another."""
    number = int(text)
    if not 0 < number <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"no port {number}: 1 to {LAST_PORT}")
    return number


def _workers(text):
    """Return how many processes serve pages."""
    number = int(text)
    if not 0 <= number <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"not {number} workers: 0 to {MOST_WORKERS}")
    return number


def _do_run(options, _rest):
    from devtools import server
    from devtools.erp import ready

    if options.stop:
        say("✓ stopped" if server.stop() else "nothing is running")
        return
    server.run(ready(), options.port, options.fresh, options.workers)


def _test(commands):
    parser = _command(
        commands,
        "test",
        _do_test,
        "run the tests; all other arguments go to pytest\n\nWithout a path it runs "
        "crm_enova/tests and tests, without any argument on two cores. A skipped "
        "test is a failure.",
        passes_on=True,
    )
    parser.add_argument(
        "--processes",
        type=int,
        metavar="N",
        help="divide the test files among N processes, each with its own database",
    )


def _do_test(options, rest):
    from devtools import testing

    return testing.run(rest, options.processes)


def _lint(commands):
    parser = _command(
        commands, "lint", _do_lint, "check style, size and mistakes of all files"
    )
    parser.add_argument("check", nargs="*", help="such as ruff or own-checks; or all")
    parser.add_argument("--fix", action="store_true", help="correct what can be")


def _do_lint(options, _rest):
    from devtools import lint

    return lint.run(options.fix, options.check)


def _readme(commands):
    _command(
        commands,
        "readme",
        _do_readme,
        "make the addon's README and its page among the applications from readme/",
    )


def _do_readme(_options, _rest):
    from devtools import readme

    return readme.run()


def _bench(commands):
    parser = _command(
        commands,
        "bench",
        _do_bench,
        "measure the addon beside what a user would do without it",
        passes_on=True,
    )
    parser.add_argument(
        "name",
        nargs="*",
        help="files in benchmarks/; default: all. seed fills the large database that"
        " scale and load run on (--activities N --partners M, --drop); table writes"
        " docs/performance.md from the last results",
    )


def _do_bench(options, rest):
    from devtools import bench

    return bench.run(options.name, rest)


def _core(commands):
    parser = _command(
        commands,
        "core",
        _do_core,
        "run core's own tests with the addon, and name what fails only with it",
    )
    parser.add_argument("module", nargs="*", help="addons of core; default: nine")


def _do_core(options, _rest):
    from devtools import core

    return core.run(options.module)


def _odoo(commands):
    _command(
        commands,
        "odoo",
        _do_odoo,
        "the ERP's own command line in this project's environment",
        passes_on=True,
    )


def _do_odoo(_options, rest):
    from devtools.erp import foreground, ready

    erp = ready()
    return foreground(erp.command(*rest), erp.env)


def _db(commands):
    parser = _command(
        commands, "db", _do_db, "make database NAME anew with the addon installed"
    )
    parser.add_argument("name")
    parser.add_argument("--demo", action="store_true", help="with demo data")
    parser.add_argument("--drop", action="store_true", help="only drop it")


def _do_db(options, _rest):
    from devtools import databases
    from devtools.erp import ready

    erp = ready()
    if options.drop:
        databases.drop(erp, options.name)
    else:
        print(databases.fresh(erp, options.name, options.demo))


def _i18n(commands):
    parser = _command(
        commands,
        "i18n",
        _do_i18n,
        "export the terms, merge them into pl.po, list what is not translated",
    )
    parser.add_argument("--check", action="store_true", help="write nothing")


def _do_i18n(options, _rest):
    from devtools import translations

    return translations.run(options.check)


def _shot(commands):
    parser = _command(
        commands, "shot", _do_shot, "sign in and write a screenshot of a page"
    )
    parser.add_argument("url", help="a path such as /odoo, or a whole address")
    parser.add_argument("file", help="the PNG to write")
    parser.add_argument("--login", default="admin", help="its password is the same")
    parser.add_argument("--width", type=int, default=1440)
    parser.add_argument("--height", type=int, default=900)
    parser.add_argument("--dark", action="store_true", help="dark mode")
    parser.add_argument("--lang", help="the user's language meanwhile, such as pl_PL")


def _do_shot(options, _rest):
    from devtools import shot

    return shot.run(options)
