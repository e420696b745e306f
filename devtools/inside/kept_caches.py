"""What the ERP remembers stays between browser tests, as between users' requests.

The ERP's tests empty all its caches after each test, and the next computes anew which
files a bundle has, what a view looks like and what a menu holds: a quarter of what the
server does in a tour. Here what a tour has computed stays, unless something emptied
that cache meanwhile: then the tour may have changed what it is computed from, and the
cache is again what it was before. That is as much as the ERP relies on where it serves
users: whatever changes empties the cache.

A test that patches anything leaves nothing, as what it patched may have been asked.
Tests without a browser begin with empty caches, as with the ERP: they gain little.
"""

import functools
from unittest import TestCase, mock

from odoo.modules.registry import Registry
from odoo.tests import HttpCase, TransactionCase, get_db_name
from odoo.tools.lru import LRU

# The ERP adds to the first what a test creates, and does not forget it with a rollback;
# whose contact a user is stands in the second, and empties nothing when it changes.
NEVER_KEPT = {"_xmlid_lookup", "_compute_domain"}
# What is patched for every browser test; nothing that is remembered asks for it.
OF_TOURS = {
    "_check_credentials",
    "_compute_tour_enabled",
    "_lock",
    "_post_model_setup__",
    "_run_wkhtmltopdf",
    "_sendone",
    "tour_enabled",
    "websocket_allowed",
}

_patches = 0  # begun so far
_set_ups = 0  # of models, so far
_is_used = False


class WatchedCache(LRU):
    """A cache that knows whether it was emptied."""

    __slots__ = ("emptied",)

    def clear(self):
        super().clear()
        self.emptied = True

    def hold(self, values):
        """Hold these values alone.

        :param values: dict
        """
        with self._lock:
            self._values = dict(values)
            self._ordering = dict.fromkeys(values)
        self.emptied = False


class Memory:
    """What the caches of a registry hold now, and may hold again after a rollback."""

    def __init__(self, registry):
        self._caches = watched(registry)
        self._held = {name: cache.snapshot for name, cache in self._caches.items()}
        self._useless = set()  # names of caches that what comes now is not kept of
        self._set_ups = _set_ups
        self.begin()

    def begin(self):
        """Count from now on what is patched and emptied."""
        self._patches = _patches
        for cache in self._caches.values():
            cache.emptied = False

    def look(self):
        """Note which caches were emptied; where something was patched, all of them."""
        if self._patches != _patches:
            self._useless.update(self._caches)
        self._useless |= self._emptied()

    def learn(self):
        """Add what was computed from nothing that will be rolled back."""
        for name in self._caches.keys() - self._useless - self._emptied():
            before = self._held[name]
            self._held[name] = {
                key: value
                for key, value in self._caches[name].snapshot.items()
                if key in before or key[1].__name__ not in NEVER_KEPT
            }

    def hide(self):
        """Let the caches be empty until what is remembered is restored."""
        for cache in self._caches.values():
            cache.hold({})

    def restore(self):
        """Let the caches hold what is remembered, unless it knows models of before."""
        is_of_before = self._set_ups != _set_ups
        for name, cache in self._caches.items():
            cache.hold({} if is_of_before else self._held[name])

    def _emptied(self):
        return {name for name, cache in self._caches.items() if cache.emptied}


def watched(registry):
    """Return the caches of a registry, which are watched from now on.

    :param registry: of a database
    :return: {name: WatchedCache}
    """
    caches = registry._Registry__caches
    for name, cache in caches.items():
        if not isinstance(cache, WatchedCache):
            caches[name] = WatchedCache(cache.count, cache.snapshot.items())
    return caches


def use():
    """Let the ERP's browser tests keep what they remember; once is enough."""
    global _is_used
    if _is_used:
        return
    _is_used = True
    _count_patches()
    _count_set_ups()
    set_up_class, set_up = TransactionCase.setUpClass.__func__, TransactionCase.setUp

    # The ERP's own cleanups, which empty the caches, come between the two of each.
    @functools.wraps(set_up_class)
    def keep_for_the_next_class(cls):
        cls.of_class = Memory(Registry(get_db_name()))
        cls.is_first = True
        cls.addClassCleanup(cls.of_class.restore)
        if not issubclass(cls, HttpCase):
            cls.of_class.hide()
            return set_up_class(cls)
        set_up_class(cls)
        # what the ERP patches for each class matters to none
        cls.of_class.begin()
        cls.addClassCleanup(cls.of_class.learn)
        return None

    @functools.wraps(set_up)
    def keep_for_the_next_test(self):
        if not isinstance(self, HttpCase):
            return set_up(self)
        if self.is_first:
            self.of_class.look()
            type(self).is_first = False
        of_test = Memory(self.registry)
        self.addCleanup(of_test.restore)
        set_up(self)
        of_test.begin()
        self.addCleanup(of_test.learn)
        self.addCleanup(of_test.look)
        return None

    TransactionCase.setUpClass = classmethod(keep_for_the_next_class)
    TransactionCase.setUp = keep_for_the_next_test


def _count_patches():
    """Count in ``_patches`` what is patched, but for what tests of the ERP all do."""
    enter = mock._patch.__enter__

    @functools.wraps(enter)
    def counting(patch):
        global _patches
        result = enter(patch)
        of_tests = isinstance(patch.target, (TestCase, Registry))
        if not of_tests and patch.attribute not in OF_TOURS:
            _patches += 1
        return result

    mock._patch.__enter__ = counting


def _count_set_ups():
    """Count in ``_set_ups`` how often models get other fields than before."""
    set_up_models = Registry._setup_models__

    @functools.wraps(set_up_models)
    def counting(*arguments, **options):
        global _set_ups
        _set_ups += 1
        return set_up_models(*arguments, **options)

    Registry._setup_models__ = counting
