from datetime import date

from odoo.fields import Domain
from odoo.tests import tagged, users

from .test_summary import SummaryCase

GROUPS = (
    "account.group_account_invoice",
    "sales_team.group_sale_salesman_all_leads",
    "stock.group_stock_user",
)
# All eight tiles, whatever a contractor has.
QUERIES = 11


@tagged("post_install", "-at_install")
class TestSummaryQueries(SummaryCase):
    """All tiles over a contractor come by few queries, and papers by their own."""

    def _fill(self):
        """Enter something for each of the tiles."""
        contractor = {"partner_id": self.contractor.id}
        self._activity(name="Next", date_deadline="2026-06-20", **contractor)
        self.system["enova.activity"].create(
            {
                "name": "Talk",
                "type_id": self.type_call.id,
                "date_start": "2026-06-01 08:00:00",
                "user_id": self.user_own.id,
                **contractor,
            }
        )
        self._invoice(date(2026, 5, 1), 150)
        self._order()
        self.system["enova.project"].create({"name": "Line", **contractor})
        self.system["repair.order"].create(contractor)
        return self._paper("Agreement", "res.partner", self.contractor.id)

    def _paper(self, name, model, record_id):
        file = self.system["ir.attachment"].create(
            {"name": name, "raw": b"x", "res_model": model, "res_id": record_id}
        )
        entries = self.system["enova.attachment"]
        return entries.create(
            {
                "attachment_id": file.id,
                "name": name,
                "valid_until": "2026-07-01",
                "state": "in_force",
                "user_id": False,
            }
        )

    def _cold(self):
        self.env.flush_all()
        self.env.invalidate_all()

    @users("crm_own")
    def test_all_of_them(self):
        self._with_group(*GROUPS)
        self._fill()
        self._cold()
        self.assertEqual(len(self._summary()), 8)
        self._cold()
        with self.assertQueryCount(QUERIES):
            self._summary()

    @users("crm_manager")
    def test_no_more_for_a_contractor_with_a_lot(self):
        self._with_group(*GROUPS)
        self._fill()
        for number in range(30):
            self._fill_once_more(number)
        self._cold()
        self._summary()
        self._cold()
        with self.assertQueryCount(QUERIES):
            self._summary()

    def _fill_once_more(self, number):
        self._paper(f"Paper {number}", "res.partner", self.contractor.id)
        self._activity(
            partner_id=self.contractor.id, date_deadline=f"2026-07-{number + 1:02}"
        )
        self.system["enova.project"].create(
            {"name": str(number), "partner_id": self.contractor.id}
        )

    @users("crm_own")
    def test_papers_of_other_records(self):
        """Few are asked for by their own models, and many by all of them, alike."""
        secret = (
            self.env["enova.activity"]
            .with_env(self.system)
            .create(
                {
                    "name": "Secret",
                    "type_id": self.type_task.id,
                    "partner_id": self.contractor.id,
                    "private": True,
                    "user_id": self.user_all.id,
                }
            )
        )
        order = self._order()
        seen = self._paper("Seen", "res.partner", self.contractor.id)
        hidden = self._paper("Hidden", "enova.activity", secret.id)
        sold = self._paper("Sold", "sale.order", order.id)
        lost = self._paper("Lost", "res.partner", self.contractor.id)
        lost.attachment_id.write({"res_model": False, "res_id": False})
        papers = seen + hidden + sold + lost
        self._check_seen(papers, seen)
        self._with_group("sales_team.group_sale_salesman_all_leads")
        self._check_seen(papers, seen + sold)
        # a file of nothing is its author's
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_uid = %s WHERE id = %s",
            [self.env.uid, lost.attachment_id.id],
        )
        self._check_seen(papers, seen + sold + lost)

    def _check_seen(self, papers, expected):
        self._cold()
        entries = self.env["enova.attachment"]
        domain = [("id", "in", papers.ids)]
        few = entries._seen_of_few([("id", "in", papers.ids)], True)
        many = entries._seen_domain()
        for name, seen in (("few", few), ("many", many)):
            # sudo: the condition itself is what is compared
            found = entries.sudo().search(seen & Domain(domain))
            with self.subTest(way=name):
                self.assertEqual(set(found.ids), set(expected.ids))
        self.assertEqual(set(entries.search(domain).ids), set(expected.ids))
        self.assertEqual(entries.search_count(domain), len(expected))

    @users("crm_own")
    def test_of_another_company(self):
        paper = self._paper("Theirs", "res.partner", self.contractor.id)
        self._check_seen(paper, paper)
        paper.company_id = self.other_company
        self.env.flush_all()
        self.assertFalse(self.env["enova.attachment"].search([("id", "=", paper.id)]))

    @users("crm_own")
    def test_caretakers_of_another_page_are_asked_anew(self):
        """What one page has asked is not what the next one is told."""
        self.other_contractor.with_env(self.system).user_id = self.user_own
        task = self._activity(
            partner_id=self.other_contractor.id, date_deadline="2026-06-20"
        )
        self._cold()
        self.assertIn("next_contact", self._summary(self.other_contractor))
        self.other_contractor.with_env(self.system).caretaker_ids.unlink()
        self.other_contractor.with_env(self.system).user_id = self.user_all
        self._cold()
        self.assertNotIn("next_contact", self._summary(self.other_contractor))
        self.assertTrue(task.exists())
        self.user_own.with_env(self.system).group_ids += self.env.ref(
            "crm_enova.crm_enova_group_all"
        )
        self._cold()
        self.assertIn("next_contact", self._summary(self.other_contractor))
