"""What every benchmark shares: an environment, a stop-watch, a table, limits.

``./dev bench NAME`` makes a fresh database with the addon installed (no demo
data), runs ``benchmarks/NAME.py`` on it and drops it. ``./dev bench`` runs all.
A benchmark is a plain script that measures ours beside what a user would do
without us, and states the limits that its figures must keep::

    \"\"\"Activities created in bulk, beside core's own to-dos.\"\"\"

    from harness import Benchmark

    with Benchmark("Activities in bulk") as bench:
        count = bench.size("count", 2000)
        partners = bench.env["res.partner"].create([...])
        ours = bench.measure(
            "enova.activity", lambda: create_ours(bench.env, count), items=count
        )
        theirs = bench.measure(
            "mail.activity", lambda: create_theirs(bench.env, count), items=count
        )
        bench.at_least("times mail.activity", ours.rate / theirs.rate, 1.5)
        bench.at_most("queries per 1,000", ours.queries * 1000 / count, 60)
        bench.note("orientation: 4,000 per second")

``size`` reads a number that ``./dev bench NAME --set count=100`` overrides for a
quick try. ``measure`` runs its work several times, keeps the median, and rolls
each run back (``keep=True`` runs it once and keeps what it made). Leaving the
``with`` block prints the table, writes it as JSON for ``./dev bench``, and ends
the process with exit code 1 when a limit is broken.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import odoo.init  # noqa: F401  (sets the ERP up; must come before the rest)
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

REPEAT = 3


@dataclass(frozen=True)
class Measure:
    """One figure: the median ``seconds`` of some work on ``items`` things."""

    label: str
    items: int
    seconds: float
    queries: int

    @property
    def rate(self):
        """Things per second."""
        return self.items / self.seconds

    @property
    def milliseconds(self):
        """The whole work's time in milliseconds."""
        return self.seconds * 1000


@dataclass(frozen=True)
class Limit:
    """A figure that must keep a bound, and whether it does."""

    label: str
    value: float
    bound: str
    limit: float
    kept: bool


def machine():
    """Return what the figures come from: processor, cores, memory, load.

    :return: str
    """
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.split(": ", 1)[1] for line in lines if line.startswith("model name")]
    memory = Path("/proc/meminfo").read_text().split()[1]
    load = os.getloadavg()[1]
    model = models[0] if models else platform.machine()
    gigabytes = round(int(memory) / 1024**2)
    return f"{os.cpu_count()} cores ({model}), {gigabytes} GB, load {load:.1f}"


class Benchmark:
    """One benchmark's environment, figures and limits; see the module's text."""

    def __init__(self, title, argv=None):
        self.title = title
        self.measures, self.limits, self.notes = [], [], []
        self.options = self._parse(argv)
        self.database = self.options.database
        self._sizes = dict(pair.split("=", 1) for pair in self.options.set)

    def __enter__(self):
        arguments = ["-d", self.database, "--no-http", "--log-level=warn"]
        if self.options.conf:
            arguments += ["-c", self.options.conf]
        config.parse_config(arguments, setup_logging=True)
        self.registry = Registry(self.database)
        self._cursor = self.registry.cursor()
        self.env = api.Environment(self._cursor, SUPERUSER_ID, {})
        return self

    def __exit__(self, kind, _error, _trace):
        self._cursor.rollback()
        if kind is None:
            self._print()
            self._write()
        self._cursor.close()
        if kind is None and not all(limit.kept for limit in self.limits):
            sys.exit(1)

    def size(self, name, default):
        """Return a number of the benchmark, as given by ``--set`` or by default.

        :param str name: of the number
        :param default: where the command line gives none
        :return: int
        """
        return int(self._sizes.get(name, default))

    def measure(
        self,
        label,
        work,
        items=1,
        repeat=REPEAT,
        keep=False,
        warm=False,
        before=None,
    ):
        """Time some work, flush included, and list it.

        Each run starts with empty caches of records and is rolled back.

        :param str label: of the line in the table
        :param work: function without arguments
        :param int items: how many things it does, for the rate
        :param int repeat: how many runs the median is of
        :param bool keep: run it once and commit
        :param bool warm: run it once more, uncounted, first
        :param before: function that is called before each run, uncounted
        :return: Measure, the median of the seconds and the fewest queries
        """
        runs = []
        for turn in range(1 if keep else repeat + warm):
            run = self._timed(work, keep, before)
            if keep or turn >= warm:
                runs.append(run)
        seconds = statistics.median(seconds for seconds, _queries in runs)
        queries = min(queries for _seconds, queries in runs)
        measure = Measure(label, items, seconds, queries)
        self.measures.append(measure)
        return measure

    def compare(self, ways, work, items=1, repeat=REPEAT):
        """Time the same work in several ways, in turns, and list each.

        What else the machine does then falls on all of them alike. As it only ever
        takes time away, the fastest runs are what is compared.

        :param dict ways: context managers' makers by the label of their lines
        :param work: function without arguments
        :param int items: how many things it does, for the rate
        :param int repeat: how many runs each way has, after one uncounted
        :return: list of Measure, the fewest seconds and queries, in the order of ways
        """
        runs = {label: [] for label in ways}
        for turn in range(repeat + 1):
            for label, surrounding in ways.items():
                with surrounding():
                    run = self._timed(work, False, None)
                if turn:
                    runs[label].append(run)
        found = [
            Measure(label, items, *map(min, zip(*timed, strict=True)))
            for label, timed in runs.items()
        ]
        self.measures += found
        return found

    def at_least(self, label, value, limit):
        """State that ``value`` must be ``limit`` or more.

        :param str label: what the number is
        :param value: as measured
        :param limit: the least that is allowed
        """
        self.limits.append(Limit(label, value, "at least", limit, value >= limit))

    def at_most(self, label, value, limit):
        """State that ``value`` must be ``limit`` or less.

        :param str label: what the number is
        :param value: as measured
        :param limit: the most that is allowed
        """
        self.limits.append(Limit(label, value, "at most", limit, value <= limit))

    def note(self, text):
        """Add a line under the table.

        :param str text: the line
        """
        self.notes.append(text)

    def _timed(self, work, keep, prepare):
        """Return the seconds and queries of one run."""
        self.env.flush_all()
        self.env.invalidate_all()
        savepoint = None if keep else self.env.cr.savepoint(flush=False)
        if prepare:
            prepare()
        before = self.env.cr.sql_log_count
        start = time.perf_counter()
        work()
        self.env.flush_all()
        seconds = time.perf_counter() - start
        queries = self.env.cr.sql_log_count - before
        if keep:
            self.env.cr.commit()
        else:
            self.env.invalidate_all()
            savepoint.close(rollback=True)
        return seconds, queries

    def _print(self):
        print(f"\n{self.title}")
        width = max(map(len, [m.label for m in self.measures + self.limits]), default=0)
        for m in self.measures:
            print(
                f"  {m.label:<{width}} {m.items:>10,} in {m.milliseconds:>10,.1f} ms"
                f" {m.rate:>12,.1f}/s {m.queries:>8,} queries"
            )
        for limit in self.limits:
            verdict = "ok" if limit.kept else "BROKEN"
            print(
                f"  {limit.label:<{width}} {limit.value:>10,.2f}"
                f"  ({limit.bound} {limit.limit:g})  {verdict}"
            )
        for note in self.notes:
            print(f"  {note}")

    def _write(self):
        if self.options.json:
            result = {
                "title": self.title,
                "measured": time.strftime("%Y-%m-%d"),
                "version": self._version(),
                "machine": machine(),
                "measures": [asdict(m) | {"rate": m.rate} for m in self.measures],
                "limits": [asdict(limit) for limit in self.limits],
                "notes": self.notes,
            }
            Path(self.options.json).write_text(json.dumps(result, indent=2) + "\n")

    def _version(self):
        """Return which version of the addon was measured."""
        addon = self.env["ir.module.module"].search([("name", "=", "crm_enova")])
        return addon.installed_version

    @staticmethod
    def _parse(argv):
        parser = argparse.ArgumentParser()
        parser.add_argument("--database", required=True)
        parser.add_argument("--conf", help="default: the file that ODOO_RC names")
        parser.add_argument("--json", help="write the result there too")
        parser.add_argument("--set", action="append", default=[], metavar="NAME=N")
        return parser.parse_args(argv)
