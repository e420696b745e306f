"""What companies go together is found out once, and never forgotten where it counts."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .issue_common import IssueCase


@tagged("post_install", "-at_install")
class TestCompanyCheck(IssueCase):
    def setUp(self):
        super().setUp()
        self.env.cr.cache.clear()

    def _moves(self):
        return self._service_order((self.pump, 1), (self.seal, 1)).move_ids

    def _passed(self, records):
        return records.sudo()._passed_checks()

    def test_what_is_right_is_asked_once(self):
        moves = self._moves()
        moves._check_company()
        passed = set(self._passed(moves))
        self.assertIn(
            (self.company.id, "location_id", frozenset({self.company.id})), passed
        )
        moves._check_company()
        self._moves()._check_company()
        self.assertEqual(self._passed(moves), passed)

    def test_what_is_wrong_is_refused_every_time(self):
        moves = self._moves()
        moves._check_company()
        strange = self.env["stock.location"].create(
            {"name": "Theirs", "usage": "internal", "company_id": self.other_company.id}
        )
        # core checks moves when they are done, and not when they are made
        wrong = self.env["stock.move"].create(
            {
                "product_id": self.pump.id,
                "location_id": strange.id,
                "location_dest_id": self.shelf.id,
                "company_id": self.company.id,
            }
        )
        for _turn in range(2):
            with self.assertRaises(UserError):
                wrong._check_company()

    def test_one_that_is_wrong_among_many(self):
        """However many were right before it, and beside it."""
        part = self._part("Theirs", 1, 1, company_id=self.other_company.id)
        moves = self._moves()
        moves._check_company()
        self.env.cr.execute(
            "UPDATE stock_move SET product_id = %s WHERE id = %s",
            (part.id, moves[1].id),
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "Theirs"):
            moves._check_company(["product_id"])
        moves[0]._check_company(["product_id"])

    def test_whoever_leaves_a_company_is_noticed(self):
        """The companies of a person are asked for every time."""
        task = self._activity(user_id=self.user_all.id, company_id=self.company.id)
        task._check_company()
        names = {name for _company, name, _keys in self._passed(task)}
        self.assertNotIn("user_id", names)
        self.user_all.write(
            {
                "company_ids": [(6, 0, self.other_company.ids)],
                "company_id": self.other_company.id,
            }
        )
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            task._check_company(["user_id"])

    def test_what_changes_its_company_is_noticed(self):
        task = self._activity(partner_id=self.contractor.id, company_id=self.company.id)
        task._check_company()
        self.env.cr.execute(
            "UPDATE res_partner SET company_id = %s WHERE id = %s",
            (self.other_company.id, self.contractor.id),
        )
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            task._check_company(["partner_id"])
