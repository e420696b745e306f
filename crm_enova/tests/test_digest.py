from datetime import datetime

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import new_user
from .test_target import TargetCase

NAMES = {
    "kpi_enova_contacts",
    "kpi_enova_overdue",
    "kpi_enova_contractors",
    "kpi_enova_orders",
}


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20 10:00:00")
class TestDigest(TargetCase):
    """The weekly mail to managers, by core's digests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.digest = cls.env.ref("crm_enova.digest_weekly")
        cls.user_manager.group_ids += cls.seller
        cls.company.resource_calendar_id.tz = "Europe/Warsaw"

    def _kpis(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        user = user or self.user_manager
        found = self.digest._compute_kpis(self.company, user)
        return {kpi["kpi_name"]: kpi for kpi in found}

    def _values(self, user=None):
        """Return the figures of the last seven days."""
        return {n: kpi["kpi_col2"]["value"] for n, kpi in self._kpis(user).items()}

    def test_weekly(self):
        self.assertEqual(
            (self.digest.periodicity, self.digest.state), ("weekly", "activated")
        )
        self.assertEqual(set(self.digest._get_kpi_fields()), NAMES)

    def test_figures(self):
        before = self._values()
        talk = {
            "type_id": self.type_call.id,
            "user_id": self.user_own.id,
            "partner_id": self.contractor.id,
        }
        self._activity(name="a", date_start="2026-11-16 08:00:00", **talk)
        self._activity(name="b", date_start="2026-11-18 08:00:00", **talk)
        self._activity(name="c", date_start="2026-11-02 08:00:00", **talk)
        for day in ("2026-11-17", "2026-11-01", "2026-11-25"):
            self._activity(name=day, user_id=self.user_own.id, date_deadline=day)
        made = self.env["res.partner"].create(
            [
                {"name": "New", "is_company": True},
                {"name": "Old", "is_company": True},
                {"name": "Card", "contractor_status": "card"},
                {"name": "There", "company_id": self.other_company.id},
            ]
        )
        for partner, day in zip(made, ("17", "01", "17", "17"), strict=True):
            self.env.cr.execute(
                "UPDATE res_partner SET create_date = %s WHERE id = %s",
                [f"2026-11-{day} 10:00:00", partner.id],
            )
        self._sold(620, "2026-11-18 10:00:00")
        self._sold(90, "2026-11-01 10:00:00")
        after = self._values()
        counts = ("kpi_enova_contacts", "kpi_enova_overdue", "kpi_enova_contractors")
        self.assertEqual([after[n] - before[n] for n in counts], [2, 1, 1])
        self.assertIn("620", after["kpi_enova_orders"])

    def test_they_lead_to_the_team(self):
        actions = {kpi["kpi_action"] for kpi in self._kpis().values()}
        self.assertEqual(actions, {"crm_enova.enova_team_action"})

    def test_whoever_may_not_read_them_gets_none(self):
        for user in (self.user_own, self.user_all, self.user_outsider):
            self.assertFalse(self._kpis(user))
        self.user_manager.group_ids -= self.seller
        self.assertEqual(set(self._kpis()), NAMES - {"kpi_enova_orders"})

    def test_of_a_company_that_is_not_the_reader_s_first(self):
        """Whoever works there reads its figures, and nobody else gets the mail."""
        self.digest.company_id = self.company
        self._sold(620, "2026-11-18 10:00:00")
        before = self._values()
        there = [Command.link(self.other_company.id)]
        manager = self.user_manager
        manager.write({"company_ids": there, "company_id": self.other_company.id})
        found = self.digest._compute_kpis(self.other_company, manager)
        self.assertEqual(
            {kpi["kpi_name"]: kpi["kpi_col2"]["value"] for kpi in found}, before
        )
        manager.company_ids = [Command.unlink(self.company.id)]
        self.assertFalse(self.digest._compute_kpis(self.other_company, manager))
        self._send()
        self.assertNotIn(manager, self.digest.user_ids)

    def _send(self):
        # core writes less often to readers who do not sign in
        self.env["res.users.log"].with_user(self.user_manager).sudo().create({})
        mails = self.env["mail.mail"].search([])
        self.digest.action_send()
        return self.env["mail.mail"].search([]) - mails

    def test_managers_get_it(self):
        self.digest.user_ids = self.user_own
        sent = self._send()
        self.assertIn(self.user_manager, self.digest.user_ids)
        self.assertNotIn(self.user_own, self.digest.user_ids)
        [mail] = sent.filtered(lambda mail: "crm_manager" in mail.email_to)
        self.assertIn("Contacts held", mail.body_html)
        self.assertEqual(self.digest.next_run_date, datetime(2026, 11, 27).date())
        later = new_user(
            self.env,
            "crm_later",
            email="crm_later@example.com",
            groups="crm_enova.crm_enova_group_manager",
        )
        self._send()
        self.assertIn(later, self.digest.user_ids)

    def test_who_unsubscribes_stays_out(self):
        self._send()
        self.digest.with_user(self.user_manager).action_unsubscribe()
        self._send()
        self.assertNotIn(self.user_manager, self.digest.user_ids)
        self.digest.with_user(self.user_manager).action_subscribe()
        self._send()
        self.assertIn(self.user_manager, self.digest.user_ids)
        self.user_manager.action_archive()
        self._send()
        self.assertNotIn(self.user_manager, self.digest.user_ids)

    def test_other_mails_are_as_they_were(self):
        other = self.env["digest.digest"].create(
            {"name": "Mine", "user_ids": [Command.set(self.user_own.ids)]}
        )
        other.action_send()
        self.assertEqual(other.user_ids, self.user_own)
        self.assertFalse(NAMES & set(other._get_kpi_fields()))
