"""What the ERP remembers stays between tours, but for what a tour has made of it."""

import unittest
from unittest.mock import patch

import pytest

from odoo.tests import HttpCase, TransactionCase, tagged

from devtools.inside import kept_caches

KEY, UNASKED = "crm_enova_tests.kept", "crm_enova_tests.unasked"
NAME = "crm_enova_tests.kept_id"


@pytest.fixture(autouse=True)
def kept():
    kept_caches.use()


def run(*methods, set_up=None, base=HttpCase):
    """Run test methods as those of a class of the ERP's, one after the other."""

    @tagged("standard")
    class Tests(base):
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


def parameter(test, key=KEY):
    return test.env["ir.config_parameter"].sudo().get_param(key)


def remembered(test):
    """Return the values of caches by the arguments of parameters asked for."""
    caches = test.registry._Registry__caches
    return {k[2]: v for k, v in caches["stable"].items() if k[0].endswith("parameter")}


def ask(test):
    test.assertFalse(parameter(test))


def ask_groups(test):
    test.env["res.groups"]._get_group_definitions()


def knows_groups(test):
    test.assertTrue(test.registry._Registry__caches["groups"])


def test_what_one_has_asked_the_next_need_not():
    def ask_not(test):
        test.assertIn(KEY, remembered(test))

    run(ask, ask_not)


def test_what_a_class_has_asked_the_next_need_not():
    run(ask_groups)
    run(knows_groups)


def test_without_a_browser_all_is_asked():
    def ask_first(test):
        test.assertFalse(test.registry._Registry__caches["groups"])
        ask_groups(test)

    run(ask_groups)
    run(ask_first, ask_first, base=TransactionCase)
    run(knows_groups)


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


def test_what_is_asked_while_something_is_patched_is_not_believed():
    def ask_patched(test):
        with patch.object(type(test.env["res.partner"]), "copy"):
            test.assertFalse(parameter(test, UNASKED))
        test.assertIn(UNASKED, remembered(test))

    def ask_not(test):
        test.assertNotIn(UNASKED, remembered(test))

    run(ask_patched, ask_not)
    run(ask_not)


def test_to_whom_a_contact_belongs_is_asked_each_time():
    """The ERP does not forget rules when it changes, though they name it."""

    def move(test):
        user = test.env.ref("base.user_admin")
        firm = test.env["res.partner"].create({"name": "Firm", "is_company": True})
        rules = test.env["ir.rule"].with_user(user)
        test.assertTrue(list(rules._compute_domain("res.partner", "read")))
        user.partner_id.parent_id = firm

    def ask_rules(test):
        caches = test.registry._Registry__caches
        kept = [
            key for key in caches["default"] if key[1].__name__ == "_compute_domain"
        ]
        test.assertFalse(kept)

    run(move, ask_rules)
    run(ask_rules)


def test_models_that_are_set_up_are_remembered_anew():
    def set_up(test):
        test.registry._setup_models__(test.env.cr, ["res.partner"])
        test.registry.registry_invalidated = True

    def ask_not(test):
        test.assertNotIn(KEY, remembered(test))

    run(ask)
    run(set_up, ask_not, ask)
    run(ask_not)
