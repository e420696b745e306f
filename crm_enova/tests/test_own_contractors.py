from unittest.mock import patch

from odoo import models
from odoo.tests import tagged

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestOwnContractors(CrmEnovaCase):
    """The own rule says the same in each form that PostgreSQL is given.

    Which form it is depends on the number of contractors and on whether a page or a
    count is wanted; none of it may show.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.more = partners.create(
            [
                {"name": f"Firma {i}", "is_company": True, "user_id": cls.user_own.id}
                for i in range(4)
            ]
        )
        cls.foreign = partners.create(
            [{"name": f"Obca {i}", "is_company": True} for i in range(3)]
        )
        cls.branch = partners.create(
            {"name": "Filia", "is_company": True, "parent_id": cls.foreign[0].id}
        )
        activities = cls.env["enova.activity"]
        for partner in cls.more + cls.contact + cls.foreign + cls.branch:
            activities += cls._activity(partner_id=partner.id)
        activities += cls._activity(user_id=cls.user_own.id)
        activities += cls._activity(
            partner_id=cls.foreign[1].id, assigned_by_id=cls.user_own.id
        )
        activities += cls._activity(
            partner_id=cls.more[0].id, private=True, user_id=cls.user_all.id
        )
        cls.activities = activities
        cls.settings = cls.env["res.config.settings"].create(
            {"restrict_contractors": True}
        )
        cls.settings.execute()

    def _few(self, number):
        """Let so many contractors count as few."""
        place = "odoo.addons.crm_enova.models.contractor.res_partner_own.FEW"
        return patch(place, number)

    def _doors(self, model, records):
        """Return what each door shows the user of the group "own"."""
        self.env.invalidate_all()
        domain = [("id", "in", records.ids)]
        own = self.env[model].with_user(self.user_own).with_context(active_test=False)
        found = own.search(domain)
        groups = own._read_group(domain, [], ["__count"])
        return {
            "search": set(found.ids),
            "page": set(own.search(domain, limit=80, order="id").ids),
            "count": own.search_count(domain),
            "limited count": own.search_count(domain, limit=100),
            "groups": groups[0][0],
            "read": set(records.with_user(self.user_own)._filtered_access("read").ids),
        }

    def _check(self, model, records, expected):
        for number in (1000, 5, 1, 0):
            with self.subTest(model=model, few=number), self._few(number):
                count = len(expected)
                self.assertEqual(
                    self._doors(model, records),
                    {
                        "search": set(expected.ids),
                        "page": set(expected.ids),
                        "count": count,
                        "limited count": count,
                        "groups": count,
                        "read": set(expected.ids),
                    },
                )

    def test_activities(self):
        mine = self.more + self.contractor
        public = self.activities.filtered(lambda a: not a.private)
        expected = public.filtered(
            lambda a: (
                a.commercial_partner_id in mine
                or self.user_own in a.user_id + a.assigned_by_id
            )
        )
        self.assertEqual(len(expected), 7)
        self._check("enova.activity", self.activities, expected)

    def test_contractors(self):
        every = self.more + self.contractor + self.contact + self.foreign + self.branch
        every += self.company.partner_id + self.user_all.partner_id
        hidden = self.foreign + self.branch
        self._check("res.partner", every, every - hidden)

    def test_negation(self):
        """What is not one's own is the rest, in each form too."""
        own = self.env["enova.activity"].with_user(self.user_own).sudo()
        every = [("id", "in", self.activities.ids)]
        for number in (1000, 0):
            with self.subTest(few=number), self._few(number):
                mine = own.search([*every, ("is_own", "=", True)])
                rest = own.search([*every, ("is_own", "=", False)])
                self.assertFalse(mine & rest)
                self.assertEqual(mine | rest, self.activities.sorted())

    def test_a_change_shows_at_once(self):
        """Periods that are not written to the database yet count too."""
        activity = self.activities.filtered(
            lambda a: a.partner_id == self.foreign[2]
        ).with_user(self.user_own)
        for number in (1000, 0):
            with self.subTest(few=number), self._few(number):
                self.assertFalse(activity.search([("id", "=", activity.id)]))
                self.foreign[2].user_id = self.user_own
                self.assertTrue(activity.search([("id", "=", activity.id)]))
                self.foreign[2].user_id = False
                self.assertFalse(activity.search_count([("id", "=", activity.id)]))

    def test_two_queries_a_search(self):
        own = self.env["enova.activity"].with_user(self.user_own)
        own.search([], limit=80)
        self.env.flush_all()
        for number in (1000, 0):
            with self._few(number), self.assertQueryCount(2):
                models.Model.search(own, [], limit=80)

    def test_restricted_user_makes_a_branch(self):
        """A company under another is a contractor of its own, and stays in sight."""
        partners = self.env["res.partner"].with_user(self.user_own)
        self.user_own.group_ids += self.env.ref("base.group_partner_manager")
        branch = partners.create(
            {"name": "Oddział", "is_company": True, "parent_id": self.more[0].id}
        )
        self.env.flush_all()
        self.assertEqual(partners.search([("id", "=", branch.id)]), branch)
        self.assertEqual(branch.user_id, self.user_own)
        person = partners.create({"name": "Osoba", "parent_id": self.more[0].id})
        self.assertEqual(partners.search([("id", "=", person.id)]), person)

    def test_count_in_parts_counts_nothing_twice(self):
        """Whoever is in another group too, asks for their own, or wants a few."""
        both = self.env["res.users"].browse(self.user_own.id)
        activities = self.env["enova.activity"].with_user(both)
        base = [("id", "in", self.activities.ids)]
        domains = [
            base,
            [*base, ("is_own", "=", True)],
            [*base, ("is_own", "=", False)],
            [*base, ("partner_id", "=", False)],
            [*base, ("user_id", "=", both.id)],
            [*base, ("partner_id", "child_of", "Firma")],
            [*base, ("partner_id", "child_of", "Obca 1")],
            [*base, ("commercial_partner_id", "in", [self.more[0].id, False])],
        ]
        groups = ("crm_enova_group_own", "crm_enova_group_all")
        for group in groups:
            both.group_ids += self.env.ref(f"crm_enova.{group}")
            for number in (1000, 0):
                for domain in domains:
                    with self.subTest(group=group, domain=domain, few=number):
                        with self._few(number):
                            self.env.invalidate_all()
                            expected = len(activities.search(domain))
                            found = activities.search_count(domain)
                            self.assertEqual(found, expected)
                            few = activities.search_count(domain, limit=3)
                            self.assertEqual(few, min(expected, 3))
