from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged, users

from .test_timeline import NINE
from .test_timeline_messages import MessageCase

# What each source needs beside the CRM itself, and a group that gives it.
GROUPS = {
    "order": "sales_team.group_sale_salesman_all_leads",
    "invoice": "account.group_account_invoice",
    "payment": "account.group_account_invoice",
    "transfer": "stock.group_stock_user",
    "issue": "stock.group_stock_user",
    "service": "stock.group_stock_user",
    "mailing": "mass_mailing.group_mass_mailing_user",
    "lead": "sales_team.group_sale_salesman_all_leads",
    "project_task": "project.group_project_user",
    "purchase": "purchase.group_purchase_user",
    "pos": "point_of_sale.group_pos_user",
}


class EverythingCase(MessageCase):
    """A contractor with one entry of each source."""

    def setUp(self):
        super().setUp()
        self.made = self._one_of_each()

    def _one_of_each(self):
        """Enter one of each source for the contact person, and return them by name."""
        names = {
            kind(self.system).name: kind.model
            for kind in self.system["res.partner"]._enova_timeline_sources()
            if kind.model in self.system
        }
        return {name: getattr(self, f"_make_{name}")() for name in names}

    def _create(self, model_name, /, **values):
        return self.system[model_name].create(values)

    def _make_activity(self):
        return self._events(1, contact_id=self.contact.id)

    def _make_message(self):
        return self._message(self.contact)

    def _make_reservation(self):
        return self._reservation(NINE)

    def _make_order(self):
        return self._order(self.contact)

    def _make_invoice(self):
        return self._create(
            "account.move",
            move_type="out_invoice",
            partner_id=self.contact.id,
            invoice_date="2026-03-02",
        )

    def _transfer(self, kind):
        return self._create(
            "stock.picking",
            partner_id=self.contact.id,
            picking_type_id=kind.id,
            scheduled_date=NINE,
        )

    def _make_transfer(self):
        kinds = self.system["stock.picking.type"]
        return self._transfer(kinds.search([("code", "=", "outgoing")], limit=1))

    def _make_issue(self):
        kinds = self.system["stock.picking.type"]
        issues = kinds.search([("is_internal_issue", "=", True)], limit=1)
        return self._transfer(issues)

    def _make_service(self):
        return self._create(
            "repair.order", partner_id=self.contact.id, schedule_date=NINE
        )

    def _make_payment(self):
        journals = self.system["account.journal"]
        bank = journals.create({"name": "Bank", "code": "BNK8", "type": "bank"})
        payment = self._create(
            "account.payment",
            payment_type="inbound",
            partner_type="customer",
            partner_id=self.contact.id,
            amount=100,
            date=NINE.date(),
            journal_id=bank.id,
        )
        payment.state = "paid"
        return payment

    def _make_meeting(self):
        return self._create(
            "calendar.event",
            name="Price talks",
            start=NINE,
            stop=NINE + timedelta(hours=1),
            partner_ids=[Command.set(self.contact.ids)],
        )

    def _make_consent(self):
        purposes = self.system["enova.consent.purpose"]
        return self._create(
            "enova.consent",
            partner_id=self.contact.id,
            channel="phone",
            purpose_id=purposes.search([], limit=1).id,
        )

    def _make_caretaker(self):
        # of the company; a person has none of their own
        return self.contractor.caretaker_ids.with_env(self.system)[:1]

    def _make_file(self):
        return self._create(
            "ir.attachment",
            name="offer.txt",
            raw=b"Offer",
            res_model="res.partner",
            res_id=self.contact.id,
        )

    def _make_folder(self):
        return self._create("enova.folder", name="Audit", partner_id=self.contractor.id)

    def _make_mailing(self):
        mailing = self._create(
            "mailing.mailing",
            subject="Spring prices",
            mailing_model_id=self.env["ir.model"]._get_id("res.partner"),
            body_html="<p>Prices</p>",
        )
        return self._create(
            "mailing.trace",
            mass_mailing_id=mailing.id,
            model="res.partner",
            res_id=self.contact.id,
            email="ewa@example.com",
            trace_status="sent",
            sent_datetime=NINE,
        )

    def _make_lead(self):
        return self._create("crm.lead", name="Rolls", partner_id=self.contact.id)

    def _make_project_task(self):
        project = self._create("project.project", name="Fitting")
        return self._create(
            "project.task",
            name="Measure",
            project_id=project.id,
            partner_id=self.contact.id,
        )

    def _make_purchase(self):
        return self._create("purchase.order", partner_id=self.contact.id)

    def _make_pos(self):
        config = self._create("pos.config", name="Counter")
        session = self._create("pos.session", config_id=config.id, user_id=self.env.uid)
        return self._create(
            "pos.order",
            session_id=session.id,
            partner_id=self.contact.id,
            amount_tax=0,
            amount_total=0,
            amount_paid=0,
            amount_return=0,
        )

    def _may_read(self, *sources):
        groups = {GROUPS[name] for name in sources if name in GROUPS}
        for group in groups:
            if self.env.ref(group, raise_if_not_found=False):
                self.env.user.sudo().group_ids += self.env.ref(group)

    def _whole(self, limit=50, **filters):
        """Return all entries of the company, and the names of their sources."""
        contractor = self.contractor.with_env(self.env)
        entries, names, cursor, pages = [], None, None, []
        while names is None or cursor:
            page = contractor.enova_timeline(limit=limit, cursor=cursor, **filters)
            self.assertFalse(page["failed"])
            names = [source["name"] for source in page["sources"]]
            entries += page["entries"]
            pages.append(len(page["entries"]))
            cursor = page["cursor"]
        self.assertTrue(all(size == limit for size in pages[:-1]), "no page is short")
        return entries, names


@tagged("post_install", "-at_install")
class TestTimelineEverything(EverythingCase):
    """What was with a person, or on a document, stands on the company; once."""

    @users("crm_manager")
    def test_all_of_it_on_the_company(self):
        self._may_read(*GROUPS)
        entries, names = self._whole()
        self.assertEqual(set(names), set(self.made))
        found = [(entry["source"], entry["id"]) for entry in entries]
        self.assertEqual(len(found), len(set(found)), "one fact, one entry")
        for name, record in self.made.items():
            with self.subTest(source=name):
                self.assertIn((name, record.id), found)
        # of a person of theirs it is the same history
        person = self.contact.with_env(self.env).enova_timeline(limit=200)["entries"]
        self.assertEqual([(e["source"], e["id"]) for e in person], found)

    @users("crm_manager")
    def test_what_is_on_a_document(self):
        self._may_read(*GROUPS)
        documents = [
            self.made[name]
            for name in ("order", "invoice", "transfer", "service", "issue")
        ]
        project = self._create(
            "enova.project", name="Line", partner_id=self.contractor.id
        )
        wanted = []
        for document in (*documents, project):
            wanted.append(("message", self._message(document).id))
        file = self._create(
            "ir.attachment",
            name="scan.txt",
            raw=b"Scan",
            res_model="sale.order",
            res_id=self.made["order"].id,
        )
        entries, _names = self._whole()
        found = {(entry["source"], entry["id"]): entry for entry in entries}
        for key in wanted:
            with self.subTest(message=key):
                self.assertIn(key, found)
        [link] = found["file", file.id]["documents"]
        self.assertEqual(
            (link["model"], link["id"]), ("sale.order", self.made["order"].id)
        )

    @users("crm_all")
    def test_nothing_of_what_they_may_not_read(self):
        """Neither an entry, nor a filter, nor a short page tells that it is there."""
        for name, group in GROUPS.items():
            if name not in self.made or not self.env.ref(group, False):
                continue
            lacking = [other for other, g in GROUPS.items() if g != group]
            with self.subTest(source=name):
                self.env.user.sudo().group_ids = self.env.ref(
                    "crm_enova.crm_enova_group_all"
                )
                self._may_read(*lacking)
                if self.env[self.made[name]._name].has_access("read"):
                    continue  # another of the groups gives the same right
                for limit in (1, 3, 50):
                    entries, names = self._whole(limit)
                    self.assertNotIn(name, names)
                    self.assertNotIn(name, [entry["source"] for entry in entries])

    @users("crm_own")
    def test_hidden_records_of_sources_that_they_read(self):
        """A colleague's private task and order leave no trace, and no gap."""
        self._may_read("order")
        self.env.user.sudo().group_ids -= self.env.ref(GROUPS["order"])
        self.env.user.sudo().group_ids += self.env.ref("sales_team.group_sale_salesman")
        before, _names = self._whole(2)
        hidden = self._events(
            5, private=True, user_id=self.user_all.id, assigned_by_id=self.user_all.id
        )
        for _number in range(5):
            self._order(self.contact, user_id=self.user_all.id)
        self._message(hidden[0])
        self.env.invalidate_all()
        after, _names = self._whole(2)
        self.assertEqual(after, before)
