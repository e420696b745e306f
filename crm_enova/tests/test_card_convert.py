from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .card_common import CardCase
from .undo_common import UndoMixin


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 10:00:00")
class TestCardConvert(UndoMixin, CardCase):
    """A card becomes a contractor, and nothing of its history is lost."""

    def test_one_click_and_undo(self):
        card = self.card.with_user(self.user_own)
        notice = card.action_quick_convert_card()
        self.assertEqual(card.contractor_status, "contractor")
        event = self._events(self.card, "converted")
        self.assertEqual((event.state, event.user_id), ("done", self.user_own))
        for words in ("Contact persons and addresses: 1", "Task or event: 1"):
            self.assertIn(words, event.description)
        self.assertEqual(self.task.partner_id, self.card)
        self.assertEqual(self.quotation.partner_id, self.card)
        self.assertEqual(self.card.child_ids.name, "Piotr Dąbek")
        self._undo(notice)
        self.assertEqual(card.contractor_status, "card")
        self.assertEqual(len(self._events(self.card, "converted")), 2)

    def test_the_event_says_what_else_came_along(self):
        project = self.env["enova.project"].create(
            {"name": "Warsztat", "partner_id": self.card.id}
        )
        campaign = self.env["enova.campaign"].create({"title": "Targi"})
        campaign.member_ids = [Command.create({"partner_id": self.card.id})]
        self.env["enova.consent"].create({"partner_id": self.card.id})
        self.card.with_user(self.user_own).action_quick_convert_card()
        self.assertEqual(project.partner_id, self.card)
        story = self._events(self.card, "converted").description
        for words in ("Project: 1", "Member of a campaign: 1", "Consent: 1"):
            with self.subTest(words=words):
                self.assertIn(words, story)

    def test_a_duplicate_opens_the_window(self):
        self.card.phone = self.contractor.phone
        card = self.card.with_user(self.user_own)
        action = card.action_quick_convert_card()
        self.assertEqual(action["res_model"], "enova.card.convert")
        self.assertEqual(card.contractor_status, "card")
        # stored already: a line of a window that is not has no working button
        model = self.env["enova.card.convert"].with_user(self.user_own)
        form = Form(model.browse(action["res_id"]))
        self.assertEqual(form.partner_id, self.card)
        self.assertEqual(form.target_id, self.contractor)
        wizard = form.save()
        lines = wizard.duplicate_ids
        self.assertEqual(lines.partner_id, self.card | self.contractor)
        self.assertEqual(lines.mapped("reason"), ["This card", "same phone"])
        wizard.action_convert()
        self.assertEqual(self.card.contractor_status, "contractor")

    def test_window_opens_in_any_case(self):
        action = self.card.with_user(self.user_own).action_convert_card()
        self.assertEqual(action["res_model"], "enova.card.convert")
        wizard = self._wizard()
        self.assertFalse(wizard.duplicate_ids)
        self.assertFalse(wizard.target_id)
        wizard.action_convert()
        self.assertEqual(self.card.contractor_status, "contractor")

    def test_required_data(self):
        self._set_parameter("card_required_fields", "vat,street,no_such_field")
        card = self.card.with_user(self.user_own)
        action = card.action_quick_convert_card()
        self.assertEqual(action["res_model"], "enova.card.convert")
        wizard = self._wizard()
        self.assertIn("Street", wizard.missing)
        with self.assertRaises(UserError):
            wizard.action_convert()
        self.assertEqual(card.contractor_status, "card")
        self.assertFalse(self._events(self.card, "converted"))
        # what one of the two has, both will have
        self.contractor.street = "Długa 1"
        merged = self._wizard(mode="merge", target_id=self.contractor.id)
        self.assertFalse(merged.missing)
        self.card.write({"vat": "5252248481", "street": "Krótka 2"})
        card.action_quick_convert_card()
        self.assertEqual(card.contractor_status, "contractor")

    def test_bulk_leaves_the_doubtful(self):
        duplicate = self._card(name="Zupełnie inna", phone=self.contractor.phone)
        clear = self._card(name="Ogrodnik")
        cards = (self.card | duplicate | clear).with_user(self.user_manager)
        notice = cards.action_quick_convert_card()
        self.assertEqual(
            cards.mapped("contractor_status"), ["contractor", "card", "contractor"]
        )
        self.assertIn(duplicate.name, notice["params"]["message"])
        self.assertEqual(notice["params"]["type"], "warning")
        self._undo(notice, self.user_manager)
        self.assertEqual(set(cards.mapped("contractor_status")), {"card"})

    def test_bulk_cost(self):
        def cost(count):
            cards = self.env["res.partner"].create(
                [
                    {"name": f"{count}{chr(97 + i % 26) * 9}{i}", "is_company": True}
                    for i in range(count)
                ]
            )
            cards.contractor_status = "card"
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            cards._convert_cards()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(2)
        # inserts are cut into statements of a hundred rows by the ORM
        self.assertLessEqual(cost(100), cost(10) + 2)

    def test_refused_without_rights(self):
        foreign = self._card(name="Obca", company_id=self.other_company.id)
        attempts = (
            (self.user_outsider, self.card),
            (self.user_portal, self.card),
            (self.user_manager, foreign),
        )
        with mute_logger("odoo.addons.base.models.ir_rule"):
            with mute_logger("odoo.addons.base.models.ir_model"):
                for user, card in attempts:
                    for method in (
                        "action_convert_card",
                        "action_quick_convert_card",
                        "action_revert_card",
                    ):
                        with self.subTest(user=user.login, method=method):
                            with self.assertRaises(AccessError):
                                getattr(card.with_user(user), method)()
                    with self.assertRaises(AccessError):
                        self._wizard(card, user).action_convert()
        for card in (self.card, foreign):
            card.invalidate_recordset()
            self.assertEqual(card.contractor_status, "card")
            self.assertFalse(self._events(card, "converted"))

    def test_partner_manager_without_the_crm(self):
        self.user_outsider.group_ids += self.env.ref("base.group_partner_manager")
        card = self.card.with_user(self.user_outsider)
        card.check_access("write")
        with mute_logger("odoo.addons.base.models.ir_model"):
            with self.assertRaises(AccessError):
                card.action_quick_convert_card()
        self.assertEqual(self.card.contractor_status, "card")

    def test_no_card(self):
        for partner in (self.contractor, self.contact, self.user_own.partner_id):
            for method in ("action_convert_card", "action_quick_convert_card"):
                with self.subTest(name=partner.name, method=method):
                    with self.assertRaises(UserError):
                        getattr(partner, method)()

    def test_revert_is_refused_with_reasons(self):
        with self.assertRaisesRegex(UserError, "not converted from one"):
            self.contractor.action_revert_card()
        self.card.action_quick_convert_card()
        self.quotation.action_confirm()
        with self.assertRaisesRegex(UserError, "confirmed orders"):
            self.card.with_user(self.user_own).action_revert_card()
        self.assertEqual(self.card.contractor_status, "contractor")

    def test_undo_is_refused_with_reasons(self):
        notice = self.card.with_user(self.user_own).action_quick_convert_card()
        self.quotation.action_confirm()
        with self.assertRaisesRegex(UserError, "confirmed orders"):
            self._undo(notice)
        self.assertEqual(self.card.contractor_status, "contractor")

    def test_the_definition_is_kept_and_archived_leaves_no_gap(self):
        definition = self.env.ref("crm_enova.enova_activity_type_event_converted")
        with self.assertRaisesRegex(UserError, "the system, which needs it"):
            definition.unlink()
        definition.with_user(self.user_manager).active = False
        self.card.with_user(self.user_own).action_quick_convert_card()
        self.assertEqual(len(self._events(self.card, "converted")), 1)

    def test_belongings_do_not_count_private(self):
        self.task.write({"private": True, "assigned_by_id": self.user_own.id})
        self.card.with_user(self.user_own).action_quick_convert_card()
        event = self._events(self.card, "converted")
        self.assertNotIn("Task or event", event.description)


@tagged("post_install", "-at_install")
class TestCardMerge(CardCase):
    """A card merged into a contractor: all moves, one event says what."""

    def setUp(self):
        super().setUp()
        # two main caretakers are another matter, and so is who may take over
        self.card.caretaker_ids.unlink()
        self._set_parameter("take_over_by_anyone", "True")

    def test_merge(self):
        person, task, order = self.card.child_ids, self.task, self.quotation
        wizard = self._wizard(mode="merge", target_id=self.contractor.id)
        action = wizard.action_convert()
        self.assertEqual(action["params"]["partner_id"], self.contractor.id)
        self.assertEqual(action["params"]["gone_ids"], self.card.ids)
        self.assertFalse(self.card.exists())
        self.assertEqual(person.parent_id, self.contractor)
        self.assertEqual(task.partner_id, self.contractor)
        self.assertEqual(order.partner_id, self.contractor)
        self.assertEqual(self.contractor.contractor_status, "contractor")
        event = self._events(self.contractor, "merged")
        self.assertEqual(event.user_id, self.user_own)
        self.assertIn("Stolarnia Dąb", event.name)
        self.assertIn("Contact: 1", event.description)

    def test_choose_a_line(self):
        self.card.phone = self.contractor.phone
        wizard = self._wizard()
        action = wizard.duplicate_ids.filtered("is_duplicate").action_choose()
        self.assertEqual(action["res_id"], wizard.id)
        self.assertEqual((wizard.mode, wizard.target_id), ("merge", self.contractor))

    def test_merge_into_another_card_makes_a_contractor(self):
        other = self._card(name="Stolarnia Dąb")
        self._wizard(mode="merge", target_id=other.id).action_convert()
        self.assertEqual(other.contractor_status, "contractor")
        other.action_revert_card()
        self.assertEqual(other.contractor_status, "card")

    def test_refused(self):
        foreign = self.env["res.partner"].create(
            {"name": "Obca", "company_id": self.other_company.id}
        )
        self.user_manager.company_ids += self.other_company
        self.card.company_id = self.company
        manager = self.user_manager.with_context(
            allowed_company_ids=(self.company | self.other_company).ids
        )
        for target, error in (
            (self.env["res.partner"], UserError),
            (self.card, ValidationError),
            (self.card.child_ids, ValidationError),
            (self.user_own.partner_id, ValidationError),
            (foreign, ValidationError),
        ):
            with self.subTest(target=target.name), self.assertRaises(error):
                wizard = self._wizard(user=manager, mode="merge", target_id=target.id)
                wizard.with_context(**manager.env.context).action_convert()
        self.assertEqual(self.card.contractor_status, "card")
        self.assertEqual(self.task.partner_id, self.card)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_refused_into_what_one_may_not_change(self):
        foreign = self.env["res.partner"].create(
            {"name": "Obca", "company_id": self.other_company.id}
        )
        wizard = self.env["enova.card.convert"].create(
            {"partner_id": self.card.id, "mode": "merge", "target_id": foreign.id}
        )
        with self.assertRaises(AccessError):
            wizard.with_user(self.user_manager)._check_merge(
                self.card.with_user(self.user_manager),
                foreign.with_user(self.user_manager),
            )
        self.assertTrue(self.card.exists())

    def test_portal_login_moves_along(self):
        login = self.env["res.users"].create(
            {
                "name": "Klient",
                "login": "klient_karty",
                "partner_id": self.card.id,
                "group_ids": [Command.link(self.env.ref("base.group_portal").id)],
            }
        )
        self._wizard(mode="merge", target_id=self.contractor.id).action_convert()
        self.assertEqual(login.partner_id, self.contractor)


@tagged("post_install", "-at_install")
class TestCardSettings(CardCase):
    def test_required_fields_are_kept_by_name(self):
        field = self.env["ir.model.fields"]._get("res.partner", "vat")
        settings = self.env["res.config.settings"].create(
            {
                "card_required_field_ids": [Command.set(field.ids)],
                "card_on_confirm": "ask",
            }
        )
        settings.execute()
        self.assertEqual(self.env["res.partner"]._required_card_fields(), ["vat"])
        again = self.env["res.config.settings"].create({})
        self.assertEqual(again.card_required_field_ids, field)
        self.assertEqual(again.card_on_confirm, "ask")
