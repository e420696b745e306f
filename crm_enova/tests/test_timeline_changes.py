from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged, users

from .merge_common import MergeCase
from .test_timeline import NINE
from .test_timeline_everything import GROUPS, EverythingCase
from .test_timeline_messages import MessageCase


@tagged("post_install", "-at_install")
class TestTimelineChanges(EverythingCase):
    """What becomes of the history when contractors and what they have change."""

    def _sources(self, partner):
        partner = partner.with_env(self.env)
        entries = partner.enova_timeline(limit=200)["entries"]
        return {(entry["source"], entry["id"]) for entry in entries}

    @users("crm_manager")
    def test_a_merged_contractor_brings_their_history(self):
        self._may_read(*GROUPS)
        kept = self._create("res.partner", name="Młyn", is_company=True)
        before = self._sources(self.contractor)
        wizards = self.system["base.partner.merge.automatic.wizard"]
        wizards.create({})._merge((self.contractor | kept).ids, kept)
        self.env.flush_all()
        self.env.invalidate_all()
        missing = {key for key in before - self._sources(kept) if key[0] != "caretaker"}
        self.assertFalse(missing)

    @users("crm_manager")
    def test_archived_contractors_and_people_have_all_of_it(self):
        self._may_read(*GROUPS)
        before = self._sources(self.contractor)
        self.contact.with_env(self.system).active = False
        self.assertEqual(self._sources(self.contact), before)
        self.contractor.with_env(self.system).active = False
        self.env.invalidate_all()
        self.assertLessEqual(
            {key for key in before if key[0] != "caretaker"},
            self._sources(self.contractor),
        )

    @users("crm_manager")
    def test_whoever_goes_to_another_company_takes_what_is_theirs(self):
        """What stands on the person goes along; documents of the company stay."""
        self._may_read(*GROUPS)
        # core lets nobody go over who has another VAT
        self.contractor.with_env(self.system).vat = False
        self.contact.with_env(self.system).parent_id = self.other_contractor
        self.env.flush_all()
        self.env.invalidate_all()
        theirs = {source for source, _id in self._sources(self.other_contractor)}
        self.assertLessEqual({"meeting", "consent", "payment", "message"}, theirs)
        left = {source for source, _id in self._sources(self.contractor)}
        self.assertLessEqual({"folder", "caretaker"}, left)
        self.assertFalse({"meeting", "consent", "payment", "mailing"} & left)

    @users("crm_manager")
    def test_cancelled_and_deleted_documents(self):
        """What was cancelled has happened; what was deleted has left no entry."""
        self._may_read(*GROUPS)
        order, service = self.made["order"], self.made["service"]
        order._action_cancel()
        service.action_repair_cancel()
        self.made["meeting"].unlink()
        self.made["file"].unlink()
        self.made["mailing"].mass_mailing_id.unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        entries, _names = self._whole()
        found = {entry["source"]: entry for entry in entries}
        for name, record in (("order", order), ("service", service)):
            with self.subTest(source=name):
                self.assertEqual(found[name]["id"], record.id)
                self.assertEqual(found[name]["tone"], "secondary")
                self.assertEqual(found[name]["state"], "cancel")
        self.assertFalse({"meeting", "file", "mailing"} & set(found))

    @users("crm_manager")
    def test_in_the_reader_s_language(self):
        self._may_read(*GROUPS)
        english = self.contractor.with_env(self.env).enova_timeline(limit=200)
        polish = self.contractor.with_env(self.env).with_context(lang="pl_PL")
        page = polish.enova_timeline(limit=200)
        groups = [group["label"] for group in page["groups"]]
        self.assertEqual(groups[2], "Sprzedaż")
        self.assertFalse(set(groups) & {group["label"] for group in english["groups"]})
        titles = {entry["source"]: entry["title"] for entry in page["entries"]}
        self.assertEqual(titles["payment"], "Płatność")
        keys = [(entry["source"], entry["id"]) for entry in page["entries"]]
        self.assertEqual(
            keys, [(entry["source"], entry["id"]) for entry in english["entries"]]
        )

    @users("crm_manager")
    def test_tones_and_labels_of_a_mass_mailing(self):
        self._may_read("mailing")
        trace = self.made["mailing"]
        for status, tone in (
            ("sent", "info"),
            ("open", "success"),
            ("reply", "success"),
            ("bounce", "danger"),
            ("error", "danger"),
            ("cancel", "secondary"),
        ):
            trace.trace_status = status
            self.env.invalidate_all()
            page = self.contractor.with_env(self.env).enova_timeline(
                sources=["mailing"]
            )
            [entry] = page["entries"]
            with self.subTest(status=status):
                self.assertEqual((entry["state"], entry["tone"]), (status, tone))
                self.assertTrue(entry["state_label"])
        self.assertEqual(entry["contact"], "ewa@example.com")
        target = {"model": "mailing.mailing", "id": trace.mass_mailing_id.id}
        self.assertEqual((entry["title"], entry["target"]), ("Spring prices", target))

    @users("crm_manager")
    def test_what_came_in_and_what_went_out(self):
        self._may_read(*GROUPS)
        kinds = self.system["stock.picking.type"]
        incoming = kinds.search([("code", "=", "incoming")], limit=1)
        internal = incoming.warehouse_id.int_type_id
        made = {
            "in": self._transfer(incoming),
            "out": self.made["transfer"],
            False: self._transfer(internal),
        }
        bill = self._create(
            "account.move",
            move_type="in_refund",
            partner_id=self.contact.id,
            invoice_date="2026-03-02",
        )
        entries, _names = self._whole()
        found = {(entry["source"], entry["id"]): entry for entry in entries}
        for direction, transfer in made.items():
            with self.subTest(direction=direction):
                entry = found["transfer", transfer.id]
                self.assertEqual(entry["direction"], direction)
        self.assertEqual(found["invoice", bill.id]["direction"], "in")
        self.assertIs(found["invoice", bill.id]["number"], False)

    @users("crm_manager")
    def test_an_issue_is_no_transfer(self):
        """One fact, one entry: what is used up, and what of it comes back."""
        self._may_read(*GROUPS)
        returns = self.system["stock.picking.type"].search(
            [("is_internal_return", "=", True)], limit=1
        )
        issues = self.made["issue"] | self._transfer(returns)
        entries, _names = self._whole()
        sources = {
            entry["id"]: entry["source"]
            for entry in entries
            if entry["model"] == "stock.picking"
        }
        self.assertEqual({sources[issue.id] for issue in issues}, {"issue"})
        self.assertEqual(sources[self.made["transfer"].id], "transfer")


@tagged("post_install", "-at_install")
class TestTimelineCompanies(MessageCase):
    """Of several companies one sees what is switched on."""

    @users("crm_manager")
    def test_documents_and_their_messages(self):
        self.env.user.sudo().group_ids += self.env.ref(
            "sales_team.group_sale_salesman_all_leads"
        )
        self.env.user.sudo().company_ids += self.other_company
        here = self._order()
        there = self._order(company_id=self.other_company.id)
        messages = {
            order: self._message(order, author_id=False) for order in (here, there)
        }
        for companies, orders in (
            (self.company, here),
            (self.other_company, there),
            (self.company | self.other_company, here | there),
        ):
            partner = self.contractor.with_env(self.env)
            partner = partner.with_context(allowed_company_ids=companies.ids)
            page = partner.enova_timeline(sources=["order", "message"])
            found = {(entry["source"], entry["id"]) for entry in page["entries"]}
            wanted = {("order", order.id) for order in orders}
            wanted |= {("message", messages[order].id) for order in orders}
            with self.subTest(companies=companies.mapped("name")):
                self.assertEqual(found, wanted)

    @users("crm_all")
    def test_documents_of_a_conversation_are_ten_at_most(self):
        self.env.user.sudo().group_ids += self.env.ref(
            "sales_team.group_sale_salesman_all_leads"
        )
        orders = self.system["sale.order"].create(
            [{"partner_id": self.contractor.id} for _number in range(12)]
        )
        event = self._events(1, sale_order_ids=[Command.set(orders.ids)])
        gone = orders[0]
        [[entry]] = self._pages(5, ["activity"])
        self.assertEqual(entry["id"], event.id)
        self.assertEqual(len(entry["documents"]), 10)
        gone.unlink()
        orders[1:].unlink()
        self.env.invalidate_all()
        [[entry]] = self._pages(5, ["activity"])
        self.assertEqual(entry["documents"], [])


@tagged("post_install", "-at_install")
class TestTimelineMerge(MergeCase):
    def test_the_merge_itself_stands_in_the_history(self):
        """Two calls of one moment, one of each of the two, are two entries."""
        values = {
            "type_id": self.type_call.id,
            "date_start": NINE,
            "user_id": False,
        }
        events = self.env["enova.activity"].create(
            [
                {**values, "name": "A", "partner_id": self.contractor.id},
                {**values, "name": "B", "partner_id": self.duplicate.id},
                {
                    **values,
                    "name": "C",
                    "partner_id": self.duplicate.id,
                    "date_start": NINE + timedelta(days=1),
                },
            ]
        )
        self._merge()
        page = self.contractor.with_user(self.user_all).enova_timeline(
            sources=["activity"]
        )
        told = [(entry["model"], entry["id"]) for entry in page["entries"]]
        merged = self._event()
        expected = [merged.id, events[2].id, *sorted(events[:2].ids, reverse=True)]
        self.assertEqual(told, [("enova.activity", id_) for id_ in expected])
