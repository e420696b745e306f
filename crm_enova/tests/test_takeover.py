"""Who of the own group may put whom in charge of a contractor."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.contractor.res_partner_caretaker import TAKE_OVER_PARAMETER
from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestTakeover(CrmEnovaCase):
    """Contractors of others, and of nobody, are not taken over by any field."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.theirs = partners.create(
            {
                "name": "Cudza",
                "is_company": True,
                "user_id": cls.user_all.id,
                "child_ids": [Command.create({"name": "Jan Cudzy"})],
            }
        )
        cls.person = cls.theirs.child_ids
        # the roads on which a contractor's commercial partner or caretaker changes
        cls.roads = {
            "salesperson": (cls.theirs, {"user_id": cls.user_own.id}),
            "of nobody": (cls.other_contractor, {"user_id": cls.user_own.id}),
            "given to a colleague": (cls.theirs, {"user_id": cls.user_manager.id}),
            "left to nobody": (cls.theirs, {"user_id": False}),
            "parent": (
                cls.theirs,
                {"parent_id": cls.contractor.id, "is_company": False},
            ),
            "person": (cls.person, {"parent_id": cls.contractor.id}),
            "child": (
                cls.contractor,
                {"child_ids": [Command.link(cls.person.id)]},
            ),
        }

    def _refused(self, records, values, user=None):
        records = records.with_user(user or self.user_own)
        # as in a call: commands of links are executed as whom it comes from
        transaction = self.env.transaction
        before, transaction.default_env = transaction.default_env, records.env
        try:
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                records.write(values)
        finally:
            transaction.default_env = before
        self.env.invalidate_all()

    def test_roads(self):
        for road, (records, values) in self.roads.items():
            with self.subTest(road=road):
                before = records.user_id, records.commercial_partner_id
                self._refused(records, values)
                after = records.user_id, records.commercial_partner_id
                self.assertEqual(after, before)

    def test_roads_of_who_may_see_all(self):
        for road, (records, values) in self.roads.items():
            with self.subTest(road=road), self.env.cr.savepoint() as savepoint:
                records.with_user(self.user_all).write(values)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_setting_lets_anyone(self):
        self.env["ir.config_parameter"].set_param(TAKE_OVER_PARAMETER, "True")
        self.theirs.with_user(self.user_own).user_id = self.user_own
        main = self.theirs.caretaker_ids.filtered("is_current")
        self.assertEqual(main.user_id, self.user_own)
        settings = self.env["res.config.settings"].create({})
        self.assertTrue(settings.take_over_by_anyone)
        settings.take_over_by_anyone = False
        settings.execute()
        self._refused(self.other_contractor, {"user_id": self.user_own.id})

    def test_ones_own_is_given_away(self):
        mine = self.contractor.with_user(self.user_own)
        mine.user_id = self.user_all
        self.assertEqual(self.contractor.user_id, self.user_all)
        self._refused(mine, {"user_id": self.user_own.id})

    def test_what_one_has_entered(self):
        partners = self.env["res.partner"].with_user(self.user_own)
        entered = partners.create({"name": "Nowa", "user_id": self.user_own.id})
        person = partners.create({"name": "Osoba"})
        person.parent_id = entered
        person.user_id = self.user_own
        self.assertEqual(person.commercial_partner_id, entered)
        entered.write({"name": "Nowa 2", "is_company": True})

    def test_deputy_does_not_become_main(self):
        self.env["enova.caretaker"].create(
            {
                "partner_id": self.theirs.id,
                "user_id": self.user_own.id,
                "role": "deputy",
            }
        )
        self._refused(self.theirs, {"user_id": self.user_own.id})

    def _merge(self, source, target, user):
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(user)
        wizard._merge((source | target).ids, target.with_user(user), False)

    def test_merge(self):
        pairs = [
            (self.theirs, self.contractor),
            (self.contractor, self.theirs),
            (self.other_contractor, self.contractor),
            (self.person, self.contact),
        ]
        for source, target in pairs:
            with self.subTest(source=source.name, target=target.name):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    self._merge(source, target, self.user_own)
                self.env.invalidate_all()
                self.assertTrue(source.exists())
        self._merge(self.other_contractor, self.contractor, self.user_all)
        self.assertFalse(self.other_contractor.exists())

    def test_merge_of_ones_own(self):
        double = self.env["res.partner"].with_user(self.user_own)
        double = double.create({"name": "Młyn", "user_id": self.user_own.id})
        self._merge(double, self.contractor, self.user_own)
        self.assertFalse(double.exists())

    def test_no_context_gives_leave(self):
        """What our own code says to itself, a client cannot say."""
        keys = {
            "enova_caretaker_applied": True,
            "enova_caretaker_later": {"a": 1},
            "enova_merge": {},
            "enova_import_run": True,
            "enova_counting": ["contractors"],
            "enova_system": "enova_system",
            "install_mode": True,
            "import_file": True,
        }
        mine = self.theirs.with_user(self.user_own).with_context(**keys)
        self._refused(mine, {"user_id": self.user_own.id})
        partners = mine.browse()
        partners.search_count([("is_own_contractor", "=", True)])
        self.env["enova.activity"].with_user(self.user_own).with_context(
            **keys
        ).search_count([])
        mine = self.contractor.with_user(self.user_own).with_context(**keys)
        mine.write({"name": self.contractor.name, "user_id": self.user_all.id})
        main = self.contractor.caretaker_ids.filtered("is_current")
        self.assertEqual(main.user_id, self.user_all)
        partners.with_context(import_file=False).load(["name"], [["Z pliku"]])
        partners.load(["name"], [["Z pliku"]])
