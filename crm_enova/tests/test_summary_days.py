from datetime import date

from odoo.tests import freeze_time, tagged, users

from .test_summary import SummaryCase


@tagged("post_install", "-at_install")
class TestSummaryDays(SummaryCase):
    """Figures of a year and of a day, where years and days end."""

    def _turnover(self, now):
        with freeze_time(now):
            return self._summary()["turnover"]

    @users("crm_manager")
    def test_the_year_begins_at_the_reader_s_midnight(self):
        """Half an hour before in UTC it is the first of January in Warsaw."""
        self._with_group("account.group_account_invoice")
        self._invoice(date(2026, 12, 31), 700)
        self._invoice(date(2027, 1, 1), 50)
        old = self._turnover("2026-12-31 22:59:00")
        self.assertEqual(old["label"], "Turnover 2026")
        self.assertIn("700", old["value"])
        new = self._turnover("2026-12-31 23:00:00")
        self.assertEqual(new["label"], "Turnover 2027")
        self.assertIn("50", new["value"])
        self.assertNotIn("700", new["value"])
        # beside the first of January of last year, on which there was nothing
        self.assertEqual((new["hint"], new["tone"]), ("", "good"))
        # the quarter that ended yesterday is one of the four
        self.assertEqual(new["bars"], [0.0, 0.0, 1.0, 0.07])

    @users("crm_manager")
    def test_the_leap_day_is_compared_with_the_day_before_march(self):
        self._with_group("account.group_account_invoice")
        self._invoice(date(2027, 2, 28), 100)
        self._invoice(date(2027, 3, 1), 5_000)
        self._invoice(date(2028, 2, 29), 150)
        self.assertEqual(self._turnover("2028-02-29 10:00:00")["hint"], "+50 %")

    @users("crm_manager")
    def test_each_quarter_has_its_own_months(self):
        """On its first and on its last day, and at the end of long months."""
        self._with_group("account.group_account_invoice")
        self._invoice(date(2026, 3, 31), 100)
        self._invoice(date(2026, 4, 1), 50)
        for now, bars in (
            ("2026-04-01 10:00:00", [0.0, 0.0, 1.0, 0.5]),
            ("2026-05-31 10:00:00", [0.0, 0.0, 1.0, 0.5]),
            ("2026-06-30 10:00:00", [0.0, 0.0, 1.0, 0.5]),
            ("2026-07-01 10:00:00", [0.0, 1.0, 0.5, 0.0]),
            ("2026-12-31 10:00:00", [1.0, 0.5, 0.0, 0.0]),
            ("2027-01-31 10:00:00", [1.0, 0.0, 0.0, 0.0]),
        ):
            with self.subTest(now=now):
                self.assertEqual(self._turnover(now)["bars"], bars)

    @users("crm_manager")
    def test_an_invoice_is_overdue_after_the_reader_s_midnight(self):
        self._with_group("account.group_account_invoice")
        self._invoice(date(2026, 6, 10), 500)
        for now, is_late in (
            ("2026-06-10 21:59:00", False),
            ("2026-06-10 22:00:00", True),
        ):
            with self.subTest(now=now), freeze_time(now):
                self.assertEqual("overdue" in self._summary(), is_late)

    @users("crm_all")
    def test_yesterday_and_tomorrow_over_the_change_of_clocks(self):
        """Days of 23 and 25 hours are days."""
        task = self._activity(name="Ask", partner_id=self.contractor.id)
        for now, deadline, word in (
            ("2026-03-28 22:30:00", "2026-03-29", "Tomorrow"),
            ("2026-03-28 23:00:00", "2026-03-29", "Today"),
            ("2026-03-29 21:59:00", "2026-03-30", "Tomorrow"),
            ("2026-10-25 22:59:00", "2026-10-25", "Today"),
            ("2026-10-25 23:00:00", "2026-10-25", "Yesterday"),
        ):
            task.date_deadline = deadline
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(now=now), freeze_time(now):
                tile = self._summary()["next_contact"]
                self.assertEqual(tile["value"], word)
                self.assertEqual(tile["tone"] == "alarm", word == "Yesterday")

    @users("crm_all")
    def test_in_the_reader_s_language(self):
        self._activity(
            name="Ask", partner_id=self.contractor.id, date_deadline="2026-06-11"
        )
        polish = self.contractor.with_env(self.env).with_context(lang="pl_PL")
        tile = polish.enova_summary()["next_contact"]
        self.assertEqual((tile["value"], tile["hint"]), ("Jutro", "Ask"))

    @users("crm_all")
    def test_a_merge_and_an_archive_leave_the_figures_true(self):
        double = self.system["res.partner"].create({"name": "Młyn", "is_company": True})
        self._activity(name="Ask", partner_id=double.id, date_deadline="2026-06-11")
        projects = self.system["enova.project"].create(
            [
                {"name": name, "partner_id": double.id}
                for name in ("Roof", "Wall", "Old")
            ]
        )
        projects[2].active = False
        wizards = self.system["base.partner.merge.automatic.wizard"]
        wizards.create({})._merge((double | self.contractor).ids, self.contractor)
        self.env.flush_all()
        self.env.invalidate_all()
        summary = self._summary()
        self.assertEqual(summary["next_contact"]["hint"], "Ask")
        self.assertEqual(summary["projects"]["value"], "2")
        action = summary["projects"]["action"]
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(set(found), set(projects[:2]))
