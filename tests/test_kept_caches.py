"""What the ERP remembers stays between tests, but for what a test has made of it."""

import unittest
from unittest.mock import patch

import pytest

from odoo.tests import TransactionCase, tagged

from devtools.inside import kept_caches

KEY = "crm_enova_tests.kept"
NAME = "crm_enova_tests.kept_id"


@pytest.fixture(autouse=True)
def kept():
    kept_caches.use()


def run(*methods, set_up=None):
    """Run test methods as those of a class of the ERP's, one after the other."""

    @tagged("standard")
    class Tests(TransactionCase):
        """A class of tests of the ERP's."""

        @classmethod
        def setUpClass(cls):
            super().setUpClass()
            if set_up:
                set_up(cls)

    names = [f"test_{number}" for number in range(len(methods))]
    for name, method in zip(names, methods, strict=True):
        setattr(Tests, name, method)
    result = unittest.TestResult()
    unittest.TestSuite(map(Tests, names)).run(result)
    assert result.testsRun == len(methods)
    assert not result.failures + result.errors, (result.failures, result.errors)


def parameter(test):
    return test.env["ir.config_parameter"].sudo().get_param(KEY)


def remembered(test):
    """Return the values of caches by the arguments of parameters asked for."""
    caches = test.registry._Registry__caches
    return {k[2]: v for k, v in caches["stable"].items() if k[0].endswith("parameter")}


def ask(test):
    test.assertFalse(parameter(test))


def test_what_one_has_asked_the_next_need_not():
    def ask_not(test):
        test.assertIn(KEY, remembered(test))

    run(ask, ask_not)
    run(ask_not)


def test_what_one_has_changed_is_as_it_was():
    def change(test):
        test.env["ir.config_parameter"].set_param(KEY, "changed")
        test.assertEqual(parameter(test), "changed")

    run(change, ask, change)
    run(ask)


def test_what_a_class_has_changed_is_its_own():
    def set_up(cls):
        cls.env["ir.config_parameter"].set_param(KEY, "of the class")

    def ask_for_it(test):
        test.assertEqual(parameter(test), "of the class")

    def change(test):
        test.env["ir.config_parameter"].set_param(KEY, "changed")
        test.assertEqual(parameter(test), "changed")

    run(ask)
    run(ask_for_it, change, ask_for_it, set_up=set_up)
    run(ask)


def test_what_one_has_made_is_gone():
    """The ERP remembers what it made without having been asked."""

    def make(test):
        record = test.env["res.partner"].create({"name": "Kept"})
        values = {"xml_id": NAME, "record": record}
        test.env["ir.model.data"]._update_xmlids([values])
        test.assertEqual(test.env.ref(NAME), record)

    def miss(test):
        test.assertFalse(test.env.ref(NAME, raise_if_not_found=False))

    run(make, miss)
    run(miss)


def test_what_is_patched_is_not_believed():
    def asked(test):
        rules = test.env["ir.rule"].with_user(test.env.ref("base.user_admin"))
        return list(rules._compute_domain("res.partner", "read"))

    def patch_rules(test):
        rules = test.env["ir.rule"]
        with patch.object(type(rules), "_get_rules", lambda *_words, **_named: rules):
            test.assertEqual(asked(test), [(1, "=", 1)])

    def ask_rules(test):
        test.assertNotEqual(asked(test), [(1, "=", 1)])

    run(patch_rules, ask_rules)
    run(ask_rules)
