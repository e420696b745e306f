from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .test_contact_figures import FiguresCase

NAMES = ["enova_open_task_count", "next_contact_date", "last_contact_date"]
COUNTED = "enova_activity_count"
PLACE = "odoo.addons.crm_enova.models.contractor.res_partner_own"


@tagged("post_install", "-at_install")
@freeze_time("2026-05-20 10:00:00")
class TestFiguresNarrowed(FiguresCase):
    """A list of contractors asks whose own these are, and names no others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own, foreign = cls.contractor, cls.other_contractor
        cls.third = cls.env["res.partner"].create(
            {"name": "Bez zadań", "is_company": True, "user_id": cls.user_own.id}
        )
        theirs = {"user_id": cls.user_all.id, "assigned_by_id": cls.user_all.id}
        mine = {"user_id": cls.user_own.id}
        for partner, day, values in (
            (own, "2026-06-03", theirs),
            (own, "2026-06-01", {**theirs, "private": True}),
            (own, False, mine),
            (foreign, "2026-06-01", theirs),
            (foreign, "2026-06-05", mine),
            (foreign, "2026-06-07", {**theirs, "assigned_by_id": cls.user_own.id}),
        ):
            cls._activity(partner_id=partner.id, date_deadline=day, **values)
        cls.partners = own + foreign + cls.third
        for partner, day in ((own, 11), (foreign, 12)):
            cls._activity(
                type_id=cls.type_call.id,
                partner_id=partner.id,
                date_start=f"2026-05-{day} 08:00:00",
                **theirs,
            )

    def _rows(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.partners.with_user(user).read(NAMES)
        return [tuple(str(row[name]) for name in NAMES) for row in rows]

    def _few(self, number):
        return patch(f"{PLACE}.FEW", number)

    def test_of_ones_own_all_of_others_what_one_has_to_do_with(self):
        for number in (1000, 0):
            with self.subTest(few=number), self._few(number):
                self.assertEqual(
                    self._rows(self.user_own),
                    [
                        ("2", "2026-06-03", "2026-05-11"),
                        ("2", "2026-06-05", "False"),
                        ("0", "False", "False"),
                    ],
                )

    def test_whoever_reads_all(self):
        self.assertEqual(
            self._rows(self.user_all),
            [
                ("3", "2026-06-01", "2026-05-11"),
                ("3", "2026-06-01", "2026-05-12"),
                ("0", "False", "False"),
            ],
        )

    def test_whoever_reads_none(self):
        self.assertEqual(self._rows(self.user_outsider), [("0", "False", "False")] * 3)

    def test_under_the_restricting_rule(self):
        self.env["res.config.settings"].create({"restrict_contractors": True}).execute()
        self.partners -= self.other_contractor
        for number in (1000, 0):
            with self.subTest(few=number), self._few(number):
                self.assertEqual(
                    self._rows(self.user_own),
                    [("2", "2026-06-03", "2026-05-11"), ("0", "False", "False")],
                )

    def test_no_other_contractor_is_named(self):
        model = type(self.partners)
        named = []

        def refused(*arguments, **_keywords):
            named.append(arguments)

        self._rows(self.user_own)
        with patch.object(model, "_contractor_in_domain", refused):
            self._rows(self.user_own)
            self.partners.with_user(self.user_own).mapped(COUNTED)
        self.assertFalse(named)

    def test_number_and_day_are_asked_for_at_once(self):
        """One query tells whose they are, one counts and finds the earliest."""
        partners = self.partners.with_user(self.user_own)
        for names in (NAMES[:1], NAMES[1:2], NAMES[:2]):
            with self.subTest(names=names):
                self._rows(self.user_own)
                self.partners.invalidate_recordset(NAMES)
                with self.assertQueryCount(2):
                    for name in names:
                        partners.mapped(name)

    def test_the_companies_that_are_looked_at_count(self):
        both = self.company + self.other_company
        self.user_all.company_ids = [Command.set(both.ids)]
        self._activity(
            partner_id=self.third.id,
            company_id=self.other_company.id,
            user_id=self.user_all.id,
        )
        partner = self.third.with_user(self.user_all)
        counts = [
            partner.with_context(allowed_company_ids=companies.ids)
            for companies in (self.company, both, self.other_company)
        ]
        for name in (NAMES[0], COUNTED):
            with self.subTest(name=name):
                self.assertEqual([p[name] for p in counts], [0, 1, 1])
