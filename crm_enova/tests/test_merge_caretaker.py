"""Who is in charge of two contractors that become one."""

from odoo.tests import freeze_time, tagged

from .merge_common import MergeCase

TODAY = "2026-06-10"


@tagged("post_install", "-at_install")
@freeze_time(f"{TODAY} 10:00:00")
class TestMergeCaretaker(MergeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.periods = cls.env["enova.caretaker"]
        cls.contractor.caretaker_ids.unlink()

    def _period(self, partner, user, role, first, last=False):
        return self.periods.create(
            {
                "partner_id": partner.id,
                "user_id": user.id,
                "role": role,
                "date_from": first,
                "date_to": last,
            }
        )

    def _rows(self):
        return sorted(
            (
                period.user_id.login.removeprefix("crm_"),
                period.role,
                str(period.date_from),
                str(period.date_to or ""),
            )
            for period in self.contractor.caretaker_ids
        )

    def test_two_main_caretakers(self):
        self._period(self.contractor, self.user_own, "main", "2026-03-01")
        self._period(self.duplicate, self.user_all, "main", "2026-01-01")
        self._merge()
        self.assertEqual(
            self._rows(),
            [
                ("all", "deputy", "2026-03-01", ""),
                ("all", "main", "2026-01-01", "2026-02-28"),
                ("own", "main", "2026-03-01", ""),
            ],
        )
        self.assertEqual(self.contractor.user_id, self.user_own)
        users = self.user_own | self.user_all
        self.assertEqual(self.contractor.caretaker_user_ids, users)

    def test_only_the_merged_one_has_a_caretaker(self):
        period = self._period(self.duplicate, self.user_all, "main", "2026-01-01")
        self._merge()
        self.assertEqual(period.partner_id, self.contractor)
        self.assertEqual(self.contractor.user_id, self.user_all)
        self.assertEqual(self.contractor.caretaker_user_ids, self.user_all)

    def test_the_same_person_on_both_sides(self):
        self._period(self.contractor, self.user_own, "deputy", "2026-02-01")
        self._period(self.duplicate, self.user_own, "main", "2026-03-01", "2026-03-31")
        self._merge()
        self.assertEqual(
            self._rows(),
            [
                ("own", "deputy", "2026-02-01", "2026-02-28"),
                ("own", "deputy", "2026-04-01", ""),
                ("own", "main", "2026-03-01", "2026-03-31"),
            ],
        )

    def test_the_same_main_caretaker_on_both_sides(self):
        kept = self._period(self.contractor, self.user_own, "main", "2026-02-01")
        self._period(self.duplicate, self.user_own, "main", "2026-01-01")
        self._merge()
        self.assertEqual(
            self._rows(),
            [
                ("own", "main", "2026-01-01", "2026-01-31"),
                ("own", "main", "2026-02-01", ""),
            ],
        )
        self.assertTrue(kept.exists())
        self.assertEqual(self.contractor.user_id, self.user_own)

    def test_a_period_in_the_middle_splits_the_other(self):
        self._period(self.contractor, self.user_own, "main", "2026-03-01", "2026-03-31")
        self._period(self.duplicate, self.user_all, "main", "2026-01-01")
        self._merge()
        self.assertEqual(
            self._rows(),
            [
                ("all", "deputy", "2026-03-01", "2026-03-31"),
                ("all", "main", "2026-01-01", "2026-02-28"),
                ("all", "main", "2026-04-01", ""),
                ("own", "main", "2026-03-01", "2026-03-31"),
            ],
        )

    def test_three_main_caretakers(self):
        third = self.env["res.partner"].create({"name": "Trzeci"})
        people = (self.user_own, self.user_all, self.user_manager)
        partners = (self.contractor, self.duplicate, third)
        for partner, user in zip(partners, people, strict=True):
            self._period(partner, user, "main", "2026-01-01")
        self._merge(self.duplicate | third)
        roles = {row[0]: row[1] for row in self._rows()}
        expected = {"own": "main", "all": "deputy", "manager": "deputy"}
        self.assertEqual(roles, expected)

    def test_person_who_joins_a_company_brings_their_caretakers(self):
        """A contact person has no caretakers of their own: their company has."""
        self._period(self.duplicate, self.user_own, "main", "2026-01-01")
        person = self.env["res.partner"].create(
            {"name": "Jan Lis", "user_id": self.user_all.id}
        )
        self._merge(person, self.duplicate.child_ids)
        self.assertEqual(self.duplicate.user_id, self.user_own)
        users = self.user_own | self.user_all
        self.assertEqual(self.duplicate.caretaker_user_ids, users)

    def test_kept_person_who_joins_a_company_brings_their_caretakers(self):
        self._period(self.duplicate, self.user_own, "main", "2026-01-01")
        person = self.env["res.partner"].create(
            {"name": "Jan Lis", "user_id": self.user_all.id}
        )
        self._merge(self.duplicate.child_ids, person)
        self.assertEqual(person.parent_id, self.duplicate)
        self.assertFalse(person.caretaker_ids)
        users = self.user_own | self.user_all
        self.assertEqual(self.duplicate.caretaker_user_ids, users)
