from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .common import CrmEnovaCase
from .test_sharing_rule import SharingMixin


@tagged("post_install", "-at_install")
class TestSharingWindow(SharingMixin, CrmEnovaCase):
    """Whose contractors would be, before they are; and the way back."""

    def setUp(self):
        super().setUp()
        self._rule(zip_from="30", zip_to="39")
        self._rule(self.user_manager, zip_from="80")
        partners = self.env["res.partner"]
        self.south, self.north, self.west = partners.create(
            [
                {"name": "Południe", "is_company": True, "zip": "31-001"},
                {"name": "Północ", "is_company": True, "zip": "80-001"},
                {"name": "Zachód", "is_company": True, "zip": "60-001"},
            ]
        )
        self.bare = self.south | self.north | self.west
        # somebody's already, and where others' are
        self.contractor.zip = "32-001"

    def _open(self, partners, user=None, **values):
        window = self.env["enova.sharing"].with_user(user or self.user_manager)
        window = window.with_context(
            active_model="res.partner", active_ids=partners.ids
        )
        return window.create(values)

    def _counts(self, window):
        """Return the number for each caretaker, as the window shows it."""
        if not window.preview:
            return {}
        rows = html.fromstring(window.preview).findall(".//tbody/tr")
        return {row[0].text: int(row[1].text) for row in rows}

    def _confirm(self, window):
        notice = window.action_confirm()
        self.env.flush_all()
        self.env.invalidate_all()
        return notice

    def test_what_would_happen(self):
        window = self._open(self.bare | self.contractor)
        self.assertEqual(self._counts(window), {"Crm All": 1, "Crm Manager": 1})
        self.assertEqual((window.given_count, window.left_count), (2, 1))
        self.assertFalse(self.bare.user_id, "nothing has happened yet")
        action = window.action_open_left()
        left = self.env["res.partner"].search(action["domain"])
        self.assertEqual(left, self.west)
        window.only_bare = False
        self.assertEqual(self._counts(window), {"Crm All": 2, "Crm Manager": 1})

    def test_it_happens(self):
        notice = self._confirm(self._open(self.bare | self.contractor))
        self.assertEqual(self.south.user_id, self.user_all)
        self.assertEqual(self.north.caretaker_user_ids, self.user_manager)
        self.assertFalse(self.west.user_id)
        self.assertEqual(self.contractor.user_id, self.user_own)
        self.assertIn("2", notice["params"]["message"])

    def test_undo(self):
        window = self._open(self.bare | self.contractor, only_bare=False)
        notice = self._confirm(window)
        self.assertEqual(self.contractor.user_id, self.user_all)
        undo = self.env["enova.undo"].browse(notice["params"]["undo_id"])
        undo.with_user(self.user_manager).action_undo()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.contractor.user_id, self.user_own)
        self.assertEqual(self.contractor.caretaker_user_ids, self.user_own)
        self.assertFalse(self.bare.user_id)
        self.assertFalse(self.bare.caretaker_ids)

    def test_who_has_the_right_one_keeps_the_period(self):
        self.south.user_id = self.user_all
        before = self.south.caretaker_ids
        window = self._open(self.south, only_bare=False)
        self.assertEqual((window.given_count, window.left_count), (0, 0))
        with self.assertRaisesRegex(UserError, "somebody new"):
            window.action_confirm()
        self.assertEqual(self.south.caretaker_ids, before)

    def test_people_stand_for_their_company_and_staff_for_nobody(self):
        person = self.env["res.partner"].create(
            {
                "name": "Osoba",
                "parent_id": self.south.id,
                "zip": "80-001",
            }
        )
        window = self._open(person | self.user_own.partner_id)
        self.assertEqual(window.partner_ids, self.south)
        self.assertEqual(self._counts(window), {"Crm All": 1})

    def test_names_are_texts(self):
        self.user_all.name = "<b>Crm</b> & All"
        window = self._open(self.south)
        self.assertEqual(self._counts(window), {"<b>Crm</b> & All": 1})

    def test_who_works_in_another_company(self):
        """Contractors of all companies go to whomever the rule for all names."""
        self.user_all.write(
            {
                "company_ids": [Command.set(self.other_company.ids)],
                "company_id": self.other_company.id,
            }
        )
        window = self._open(self.south)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self._counts(window), {"Crm All": 1})
        self._confirm(window)
        self.assertEqual(self.south.user_id, self.user_all)

    def test_by_tags(self):
        tag = self._tag()
        self._rule(self.user_own, category_id=tag.id, sequence=1)
        self.west.category_id = [Command.link(tag.id)]
        window = self._open(self.bare)
        self.assertEqual(
            self._counts(window), {"Crm All": 1, "Crm Manager": 1, "Crm Own": 1}
        )

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models")
    def test_only_managers(self):
        with self.assertRaises(AccessError):
            self._open(self.bare, self.user_all)
        window = self._open(self.bare)
        with self.assertRaises(AccessError):
            window.with_user(self.user_all).action_confirm()

    @users("crm_manager")
    def test_queries_do_not_depend_on_how_many(self):
        def cost(number):
            partners = self.env(su=True)["res.partner"].create(
                [
                    {"name": f"F {i}", "is_company": True, "zip": "31-001"}
                    for i in range(number)
                ]
            )
            window = self._open(partners, self.env.user)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(window.given_count, number)
            window.action_confirm()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(2)
        few, many = cost(2), cost(80)
        self.assertLessEqual(many, few + 6)
