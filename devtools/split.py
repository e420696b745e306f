"""Say who runs which test files, so that all processes end about together."""

import json
import statistics

from devtools.paths import ROOT, state_dir

# Seconds of a file that was never timed here, by the start of its name; the first
# that fits counts. They only have to be right beside each other.
GUESSES = (
    ("tests/test_dev_checkout", 200),
    ("tests/test_upgrade", 110),
    ("tests/test_wheel", 110),
    ("tests/test_lifecycle", 90),
    ("tests/test_mailing_killed", 80),
    ("tests/test_letter_killed", 65),
    ("tests/test_crash", 40),
    ("tests/test_dev_parallel", 25),
    ("tests/test_mailing_smtp", 25),
    ("tests/test_mailing_uninstall", 25),
    ("tests/test_enova_indexes", 15),
    ("tests/test_dev_browser", 15),
    ("tests/", 6),
    ("crm_enova/tests/test_tour_contrast", 110),
    ("crm_enova/tests/test_walk_overrides", 40),
    ("crm_enova/tests/test_tour_", 15),
    ("crm_enova/tests/test_walk_", 12),
    ("crm_enova/tests/test_letter_", 6),
    ("", 2),
)


def test_files(places):
    """Return the names of the test files in folders or of files, sorted.

    :param places: names of folders or files from the checkout's root
    :return: sorted list of str
    """
    found = set()
    for place in places:
        path = ROOT / place
        found |= set(path.rglob("test_*.py")) if path.is_dir() else {path}
    return sorted(str(path.relative_to(ROOT)) for path in found)


def orders(files, durations, count):
    """Return ``count`` lists of files: what each process takes, in this order.

    A file in several lists is run by whoever comes to it first, so the longest come
    first, and at the end there is something short left for each. Those that drive a
    browser are in the first list alone: two browsers beside two servers make each other
    wait, and a tour waits ten seconds for a step.

    :param files: names, each as long as ``durations`` says, else as one guesses
    :param durations: {name: seconds}
    :param int count: how many lists
    :return: lists of names
    """
    scale = _scale(files, durations)
    weights = {name: durations.get(name, _guess(name) * scale) for name in files}
    longest = sorted(files, key=lambda name: (-weights[name], name))
    tours = [name for name in longest if "tour" in name]
    rest = [name for name in longest if "tour" not in name]
    return [tours + rest, *[rest] * (count - 1)]


def known_durations():
    """Return {name of a test file: seconds that it took last time}.

    :return: dict; empty before the first run
    """
    try:
        return json.loads(_file().read_text())
    except (OSError, ValueError):
        return {}


def remember_durations(durations):
    """Keep how long files took, beside what is known of others still there.

    :param dict durations: seconds by name of file
    """
    kept = {n: s for n, s in known_durations().items() if (ROOT / n).exists()}
    partial = _file().with_suffix(".partial")
    partial.write_text(json.dumps(kept | durations, indent=0, sort_keys=True))
    partial.replace(_file())


def _file():
    return state_dir() / "test-durations.json"


def _guess(name):
    return next(seconds for start, seconds in GUESSES if name.startswith(start))


def _scale(files, durations):
    """Return how much slower than the guesses this machine is."""
    ratios = [durations[name] / _guess(name) for name in files if name in durations]
    return statistics.median(ratios) if ratios else 1
