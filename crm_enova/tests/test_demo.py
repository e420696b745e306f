import ast
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from stdnum.pl import nip

from odoo import fields
from odoo.modules.module import get_module_path
from odoo.tests import TransactionCase, freeze_time, tagged

from ..demo.enova_demo import Demo
from ..models.contractor.name_key import name_key
from .demo_story import DemoStory

USERS = ("handlowiec", "doradca", "serwis", "technik", "kierownik")


@tagged("post_install", "-at_install")
class TestDemo(DemoStory, TransactionCase):
    """The demo company, loaded into a database that has data of others or none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mails = cls.env["mail.mail"].search_count([])
        cls.env["enova.demo"]._load_demo()
        cls.activities = cls._demo("enova.activity", "activity")
        cls.contractors = cls._demo("res.partner", "contractor")
        cls.orders = cls._demo("sale.order", "order")

    @classmethod
    def _demo(cls, model, prefix):
        found = Demo(cls.env)._existing(model, prefix).values()
        return cls.env[model].browse([record.id for record in found])

    def test_how_much(self):
        self.assertEqual(len(self._demo("res.users", "user")), 5)
        self.assertEqual(len(self.contractors), 35)
        self.assertEqual(len(self._demo("res.partner", "card")), 20)
        self.assertEqual(len(self.activities), 300)
        self.assertEqual(len(self._demo("mail.message", "mail")), 60)
        self.assertEqual(len(self.orders), 59)
        self.assertEqual(len(self._demo("repair.order", "repair")), 9)
        self.assertEqual(len(self._demo("enova.device", "device")), 10)
        self.assertEqual(len(self._demo("enova.project", "project")), 14)
        self.assertEqual(len(self._demo("enova.target", "target")), 3)
        self.assertEqual(len(self._demo("enova.resource", "resource")), 7)
        self.assertEqual(len(self._demo("enova.reservation", "reservation")), 14)
        self.assertEqual(len(self._demo("ir.attachment", "file")), 20)
        self.assertEqual(len(self._demo("enova.attachment", "paper")), 10)
        folders = self._demo("enova.folder", "folder")
        self.assertEqual(
            folders.sorted("id").mapped("state"), ["closed", *["open"] * 2]
        )
        for folder in folders:
            self.assertGreater(len(set(folder.item_ids.mapped("model_name"))), 2)
        campaign = self._demo("enova.campaign", "campaign")
        self.assertEqual((campaign.member_count, campaign.project_count), (12, 12))
        self.assertEqual(campaign.activity_count, 36)
        self.assertGreater(campaign.reached_count, campaign.interested_count)

    def test_one_mail_merge_is_over_and_one_is_being_written(self):
        done, draft = self._demo("mailing.mailing", "mailing").sorted("state")
        self.assertEqual((done.state, draft.state), ("done", "draft"))
        self.assertEqual(done.mailing_type, "letter")
        states = set(done.event_ids.mapped("mailing_state"))
        self.assertLessEqual({"posted", "answered", "bounced"}, states)

    def test_service_orders_stand_in_every_stage(self):
        orders = self._demo("repair.order", "repair")
        stages = self.env["enova.service.stage"].search([])
        self.assertEqual(orders.enova_stage_id, stages)
        self.assertTrue(all(o.device_id and o.fault for o in orders))
        self.assertTrue(orders.filtered("under_warranty"))
        self.assertTrue(orders.filtered("is_late"))
        devices = self._demo("enova.device", "device")
        today = fields.Date.today()
        self.assertTrue(devices.filtered(lambda d: d.next_inspection))
        overdue = devices.filtered(
            lambda d: d.next_inspection and d.next_inspection < today
        )
        self.assertTrue(overdue and overdue < devices)

    def test_cards_wait_for_their_next_contact(self):
        """One of them is a contractor already, so that merging can be tried."""
        cards = self._demo("res.partner", "card")
        self.assertEqual(set(cards.mapped("contractor_status")), {"card"})
        self.assertEqual(len(cards.filtered("next_contact_date")), 15)
        self.assertEqual(len(cards.filtered("card_source_id")), 20)
        duplicates = {
            card.name: found for card in cards for found in [card._find_duplicates()]
        }
        with_duplicate = [card for card in cards if duplicates[card.name][card.id]]
        self.assertEqual([card.name for card in with_duplicate], ["Meble Kępińskie"])

    def test_again_adds_nothing(self):
        models = (
            "enova.activity",
            "enova.project",
            "enova.campaign",
            "enova.creator.run",
            "enova.playbook",
            "enova.resource",
            "enova.reservation",
            "enova.device",
            "enova.device.reading",
            "enova.attachment",
            "ir.attachment",
            "enova.folder",
            "enova.folder.item",
            "res.partner",
            "res.users",
            "sale.order",
            "account.move",
            "account.payment",
            "enova.caretaker",
            "mail.message",
            "stock.picking",
            "repair.order",
            "product.product",
        )

        def counts():
            return [
                self.env[model].with_context(active_test=False).search_count([])
                for model in models
            ]

        before = counts()
        self.env["enova.demo"]._load_demo()
        self.assertEqual(counts(), before)

    def test_contractors(self):
        for contractor in self.contractors:
            self.assertTrue(nip.is_valid(contractor.vat), contractor.name)
            self.assertEqual(contractor.contractor_status, "contractor")
            self.assertTrue(contractor.user_id and contractor.child_ids)
        numbers = set(self.contractors.mapped("enova_vat_key"))
        self.assertEqual(len(numbers), 35)
        people = self.contractors | self.contractors.child_ids
        for address in people.mapped("email"):
            self.assertRegex(address, r"@([a-z-]+\.)?example\.com$")

    def test_activities(self):
        """A year back to two weeks ahead, in every state and of every definition."""
        today = fields.Date.today()
        days = [moment.date() for moment in self.activities.mapped("date")]
        self.assertLess(min(days), today - timedelta(days=330))
        self.assertLessEqual(max(days), today + timedelta(days=17))
        states = set(self.activities.mapped("state"))
        self.assertEqual(states, {"planned", "in_progress", "done", "cancelled"})
        self.assertGreaterEqual(len(self.activities.type_id), 11)
        pending = self.activities.filtered("due_state")
        self.assertTrue(pending.filtered(lambda a: a.due_state == "overdue"))
        self.assertTrue(pending.filtered(lambda a: a.due_state == "upcoming"))
        given = self.activities.filtered(lambda a: a.user_id != a.assigned_by_id)
        self.assertGreater(len(given), 30)
        self.assertTrue(self.activities.filtered("private"))
        self.assertGreater(len(self.activities.filtered("parent_id")), 200)

    def test_files(self):
        """Of every kind, found by what they say, with all that a category asks for."""
        files = self._demo("ir.attachment", "file")
        self.assertTrue(all(files.mapped("enova_partner_id")))
        endings = {name.rpartition(".")[2] for name in files.mapped("name")}
        self.assertEqual(endings, {"docx", "pdf", "png", "eml", "xml", "txt"})
        domain = [("enova_partner_id", "!=", False)]
        domain.append(("enova_content", "ilike", "przegląd wózków"))
        found = self.env["ir.attachment"].search(domain)
        self.assertIn("Umowa_serwisowa.docx", found.mapped("name"))
        papers = self._demo("enova.attachment", "paper")
        self.assertEqual(set(papers.mapped("state")), {"in_force", "ended"})
        validity = set(papers.filtered("valid_until").mapped("validity"))
        self.assertEqual(validity, {"valid", "soon", "expired"})

    def test_what_is_over_is_over(self):
        now = fields.Datetime.now()
        for activity in self.activities.filtered(lambda a: a.state == "done"):
            self.assertTrue(activity.result)
            self.assertLess(activity.date_done, now + timedelta(days=1))

    def _told(self):
        """Return all tasks and events, those of the campaign and of cards too."""
        partners = self.contractors | self._demo("res.partner", "card")
        told = [("commercial_partner_id", "in", partners.ids)]
        return self.env["enova.activity"].search(told)

    def test_at_most_four_a_person_are_overdue(self):
        """Somebody who looks at it for five minutes sees people who keep up."""
        late = self._told().filtered(lambda a: a.due_state == "overdue")
        self.assertEqual(late.user_id.mapped("share"), [False] * len(late.user_id))
        for user, tasks in late.grouped("user_id").items():
            with self.subTest(user=user.name):
                self.assertLessEqual(len(tasks), 4, tasks.mapped("name"))
        self.assertTrue(late)

    def test_no_sentence_is_told_more_than_three_times(self):
        # each letter of a mail merge has its subject, of which there is but one
        told = self._told().filtered(lambda activity: not activity.mailing_id)
        for name in ("name", "result"):
            counted = Counter(filter(None, told.mapped(name)))
            often = {text: count for text, count in counted.items() if count > 3}
            with self.subTest(field=name):
                self.assertFalse(often)
        self.assertGreater(len(set(told.mapped("name"))), 120)

    def test_subjects_do_not_repeat_the_contractor(self):
        """Which stands beside them on every board and in every list."""
        projects = self.env["enova.project"].search(
            [("partner_id", "in", self.contractors.ids)]
        )
        for record in (*self._told(), *projects):
            key = name_key(record.commercial_partner_id.name)
            self.assertNotIn(key, name_key(record.name))

    def test_on_whatever_day_it_is_loaded(self):
        """What lies ahead is ahead and on a working day; what was, was before."""
        for weekday in range(7):
            today = date(2026, 11, 23) + timedelta(days=weekday)
            with freeze_time(f"{today} 10:00:00"):
                tables = Demo(self.env)
                self.assertEqual(tables._day(0), today)
                for offset in range(1, 9):
                    with self.subTest(today=today, offset=offset):
                        ahead, before = tables._day(offset), tables._day(-offset)
                        self.assertGreater(ahead, today)
                        self.assertLess(before, today)
                        self.assertLess(max(ahead.weekday(), before.weekday()), 5)

    def test_documents_are_of_the_activities_contractor(self):
        for name in ("sale_order_ids", "picking_ids", "service_order_ids"):
            self.assertTrue(self.activities[name], name)
            for activity in self.activities.filtered(name):
                self.assertEqual(
                    activity[name].partner_id.commercial_partner_id,
                    activity.commercial_partner_id,
                )
        states = set(self.orders.mapped("state"))
        self.assertEqual(states, {"draft", "sent", "sale"})
        self.assertIn("done", self.orders.picking_ids.mapped("state"))

    def test_nobody_is_written_to(self):
        self.assertEqual(self.env["mail.mail"].search_count([]), self.mails)
        messages = self.env["mail.message"].search_count(
            [("model", "=", "enova.activity"), ("res_id", "in", self.activities.ids)]
        )
        self.assertEqual(messages, 0)

    def test_people_can_do_their_work(self):
        for login in USERS:
            user = self.env["res.users"].search([("login", "=", login)])
            for record in self.activities.with_user(user).search([]).read(["name"]):
                self.assertTrue(record["name"])
            for model in ("sale.order", "stock.picking", "repair.order"):
                if model != "sale.order" or login not in ("serwis", "technik"):
                    self.assertTrue(self.env[model].with_user(user).search([]), login)

    def test_one_of_the_team_is_behind_and_something_is_forecast(self):
        manager = self.env["res.users"].search([("login", "=", "kierownik")])
        company = self.env["sale.order"].browse(self.orders.ids[:1]).company_id
        users = self.env["res.users"].with_user(manager).with_company(company)
        team = users.enova_team()
        shares = {row["name"]: row["cells"]["plan"]["sort"] for row in team["people"]}
        sellers = {name: share for name, share in shares.items() if share >= 0}
        behind = [name for name, share in sellers.items() if share < 80]
        self.assertEqual((len(sellers), behind), (3, ["Hanna Lewicka"]))
        [forecast] = [f for f in team["figures"] if f["name"] == "forecast"]
        self.assertTrue(self.env["enova.project"].search(forecast["domain"]))

    def test_without_accounts_there_are_no_invoices(self):
        demo = Demo(self.env)
        order = self.orders.filtered(lambda o: o.state == "sale")[0]
        order.company_id.chart_template = False
        before = order.invoice_ids
        demo._invoice({order: True})
        self.assertEqual(order.invoice_ids, before)


class TestDemoStaysOut(TransactionCase):
    """A database without demo data never imports what makes it."""

    def test_nothing_imports_it_with_the_addon(self):
        for path in Path(get_module_path("crm_enova")).rglob("*.py"):
            if {"demo", "tests"} & set(path.parts[-3:-1]):
                continue
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.Import | ast.ImportFrom):
                    names = [alias.name for alias in node.names]
                    parts = [*names, *(getattr(node, "module", "") or "").split(".")]
                    self.assertNotIn("demo", parts, path.name)
