"""What a merge of two contractors does to what people know of them."""

from email.message import EmailMessage

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import new_user
from .merge_common import MergeCase

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)
OTHER_PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmM"
    "IQAAAABJRU5ErkJggg=="
)
OF_PARTNERS = {"comodel": "res.partner"}


@tagged("post_install", "-at_install")
class TestMerge(MergeCase):
    def test_activities_and_contacts_move(self):
        jan = self.duplicate.child_ids
        task = self._activity(partner_id=self.duplicate.id, contact_id=jan.id)
        self._merge()
        self.assertFalse(self.duplicate.exists())
        self.assertEqual(task.partner_id, self.contractor)
        self.assertEqual(task.commercial_partner_id, self.contractor)
        self.assertEqual(task.contact_id, jan)
        self.assertEqual(jan.parent_id, self.contractor)
        self.assertEqual(jan.commercial_partner_id, self.contractor)
        self.assertIn(self.contractor.name, jan.complete_name)
        # core sees to it that a contact person has the number of their company
        self.assertEqual(jan.vat, self.contractor.vat)

    def test_contact_person_of_another_company_moves_their_history(self):
        jan = self.duplicate.child_ids
        task = self._activity(partner_id=jan.id)
        order = self.env["sale.order"].create({"partner_id": jan.id})
        self.assertEqual(task.commercial_partner_id, self.duplicate)
        self._merge(jan, self.contact)
        self.assertEqual(self.contact.commercial_partner_id, self.contractor)
        self.assertEqual(task.commercial_partner_id, self.contractor)
        self.assertEqual(order.enova_contractor_id, self.contractor)
        self.assertEqual(self._event().contact_id, self.contact)

    def test_company_stays_on_its_own_and_a_person_finds_their_company(self):
        alone = self.env["res.partner"].create({"name": "Jan Lis"})
        task = self._activity(partner_id=alone.id)
        self._merge(self.contact, self.other_contractor)
        self.assertFalse(self.other_contractor.parent_id)
        self.assertEqual(self.other_contractor.contractor_status, "contractor")
        self._merge(self.duplicate.child_ids, alone)
        self.assertEqual(alone.parent_id, self.duplicate)
        self.assertFalse(alone.contractor_status)
        self.assertEqual(task.commercial_partner_id, self.duplicate)

    def test_done_reminders_keep_their_name_and_feedback(self):
        reminder = self.duplicate.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.user_own.id
        )
        reminder.action_feedback("Zadzwonione")
        self._merge()
        self.assertFalse(reminder.active)
        self.assertEqual(reminder.res_id, self.contractor.id)
        self.assertEqual(reminder.res_name, self.contractor.display_name)
        self.assertEqual(reminder.feedback, "Zadzwonione")

    def test_followers_keep_their_subtypes(self):
        note = self.env.ref("mail.mt_note")
        comment = self.env.ref("mail.mt_comment")
        partner = self.user_all.partner_id
        self.duplicate.message_subscribe(partner.ids, note.ids)
        self.contractor.message_subscribe(partner.ids, comment.ids)
        self._merge()
        follower = self.contractor.message_follower_ids.filtered(
            lambda f: f.partner_id == partner
        )
        self.assertEqual(follower.subtype_ids, note | comment)

    def test_late_reply_finds_the_record(self):
        message = self.duplicate.message_post(body="Oferta", message_type="comment")
        reply = EmailMessage()
        reply["From"] = "Ktoś <ktos@mlyn.example.com>"
        reply["To"] = "catchall@example.com"
        reply["Subject"] = "Re: Oferta"
        reply["Message-Id"] = "<reply-to-merged@example.com>"
        reply["In-Reply-To"] = message.message_id
        reply.set_content("Bierzemy.")
        self._merge()
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            record_id = self.env["mail.thread"].message_process(None, bytes(reply))
        self.assertEqual(record_id, self.contractor.id)
        self.assertIn("Bierzemy", self.contractor.message_ids[0].body)

    def test_image_of_both(self):
        self.duplicate.image_1920 = OTHER_PIXEL
        self.contractor.image_1920 = PIXEL
        image = self.duplicate.image_1920
        self._merge()
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.contractor.id)]
        )
        self.assertEqual(files.datas, image)
        self.assertEqual(files.name, "Młyn Lublin")
        self.assertNotEqual(self.contractor.image_1920, image)
        self.assertTrue(self.contractor.image_128)

    def test_image_of_the_merged_one(self):
        self.duplicate.image_1920 = PIXEL
        image = self.duplicate.image_1920
        self._merge()
        self.assertEqual(self.contractor.image_1920, image)
        self.assertTrue(self.contractor.image_128)
        self.env.cr.execute(
            "SELECT res_field, count(*) FROM ir_attachment WHERE res_id = %s AND"
            " res_model = 'res.partner' AND res_field IS NOT NULL GROUP BY 1",
            [self.contractor.id],
        )
        self.assertEqual({count for _field, count in self.env.cr.fetchall()}, {1})

    def test_properties(self):
        """Those of the kept partner win; ids inside properties are replaced."""
        base = self.env["properties.base.definition"].sudo()
        base = base._get_definition_for_property_field("res.partner", "properties")
        base.properties_definition = [
            {"name": "aa", "type": "char", "string": "Colour"},
            {"name": "bb", "type": "integer", "string": "Seats"},
            {"name": "cc", "type": "many2one", "string": "Agent", **OF_PARTNERS},
            {"name": "dd", "type": "many2many", "string": "Others", **OF_PARTNERS},
        ]
        other, both = self.other_contractor, (self.contractor | self.duplicate).ids
        self.contractor.properties = {"aa": "red", "bb": 0, "cc": False, "dd": []}
        self.duplicate.properties = {"aa": "blue", "bb": 7, "cc": other.id, "dd": []}
        other.properties = {"aa": "", "bb": 1, "cc": self.duplicate.id, "dd": both}
        self._merge()
        kept = dict(self.contractor.properties)
        self.assertEqual((kept["aa"], kept["bb"], kept["cc"]), ("red", 7, other))
        self.assertEqual(other.properties["cc"], self.contractor)
        self.assertEqual(other.properties["dd"], self.contractor)

    def test_blanks_are_filled_and_what_is_replaced_is_told(self):
        self.duplicate.write(
            {"street": "Rynek 1", "phone": "+48 81 500 00 00", "lang": "pl_PL"}
        )
        self._merge()
        self.assertEqual(self.contractor.street, "Rynek 1")
        self.assertEqual(self.contractor.phone, "+48 600-100-200")
        story = self._event().description
        self.assertIn("+48 81 500 00 00", story)
        self.assertIn("Młyn Lublin", story)
        self.assertNotIn("Rynek 1", story)

    def test_card_that_swallows_a_contractor_becomes_one(self):
        self.contractor.contractor_status = "card"
        self._merge()
        self.assertEqual(self.contractor.contractor_status, "contractor")

    def test_contractor_that_swallows_a_card_stays_one(self):
        self.duplicate.contractor_status = "card"
        self._merge()
        self.assertEqual(self.contractor.contractor_status, "contractor")

    def test_withdrawn_consent_holds_for_the_kept_address(self):
        purpose = self.env["enova.consent.purpose"].search(
            [("is_mailing", "=", True)], limit=1
        )
        self.duplicate.email = "inny@mlyn.example.com"
        self.env["enova.consent"].create(
            {
                "partner_id": self.duplicate.id,
                "purpose_id": purpose.id,
                "state": "withdrawn",
            }
        )
        self.assertFalse(self.contractor.is_blacklisted)
        self._merge()
        self.assertEqual(self.contractor.consent_ids.state, "withdrawn")
        self.assertTrue(self.contractor.is_blacklisted)

    def test_user_bank_accounts_and_tags_stay(self):
        user = new_user(self.env, "merged_portal", groups="base.group_portal")
        tag = self.env["res.partner.category"].create({"name": "Zboża"})
        bank = self.env["res.partner.bank"].create(
            {
                "acc_number": "PL61109010140000071219812874",
                "partner_id": self.duplicate.id,
            }
        )
        self.duplicate.category_id = self.contractor.category_id = tag
        self._merge(user.partner_id, self.duplicate)
        self._merge()
        self.assertEqual(user.partner_id, self.contractor)
        self.assertEqual(self.contractor.bank_ids, bank)
        self.assertEqual(self.contractor.category_id, tag)

    def test_defaults_and_meetings_follow(self):
        defaults = self.env["ir.default"]
        defaults.set("sale.order", "partner_id", self.duplicate.id)
        meeting = self.env["calendar.event"].create(
            {
                "name": "Spotkanie",
                "start": "2026-06-10 10:00:00",
                "stop": "2026-06-10 11:00:00",
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.duplicate.id,
                "partner_ids": [Command.set((self.duplicate | self.contractor).ids)],
            }
        )
        self._merge()
        self.assertEqual(meeting.res_id, self.contractor.id)
        self.assertEqual(meeting.partner_ids, self.contractor)
        self.assertEqual(defaults._get("sale.order", "partner_id"), self.contractor.id)

    def test_external_id_finds_the_kept_record(self):
        self.env["ir.model.data"].create(
            {
                "module": "test",
                "name": "mlyn",
                "model": "res.partner",
                "res_id": self.duplicate.id,
            }
        )
        self.assertEqual(self.env.ref("test.mlyn"), self.duplicate)
        self._merge()
        self.assertEqual(self.env.ref("test.mlyn"), self.contractor)

    def test_three_in_one_go(self):
        third = self.env["res.partner"].create({"name": "Trzeci"})
        tasks = [self._activity(partner_id=p.id) for p in (self.duplicate, third)]
        self._merge(self.duplicate | third)
        self.assertFalse((self.duplicate | third).exists())
        self.assertEqual({task.partner_id for task in tasks}, {self.contractor})
        self.assertIn("Trzeci", self._event().name)
