from odoo.tests import freeze_time, tagged, users

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20 10:00:00")
class TestGoingCold(CrmEnovaCase):
    """With whom nobody has spoken for 60 days; search and field agree."""

    def _cold(self, user=None):
        partners = self.env["res.partner"].with_user(user or self.user_all)
        self.env.flush_all()
        self.env.invalidate_all()
        everyone = self.contractor + self.other_contractor + self.contact
        everyone = everyone.with_user(partners.env.user)
        found = partners.search([("going_cold", "=", True), ("id", "in", everyone.ids)])
        self.assertEqual(found, everyone.filtered("going_cold").sorted())
        warm = partners.search([("going_cold", "=", False), ("id", "in", everyone.ids)])
        self.assertEqual(warm, (everyone - found).sorted())
        self.assertEqual(
            everyone.filtered_domain([("going_cold", "=", True)]),
            everyone.filtered("going_cold"),
        )
        return found

    def _talk(self, day, **values):
        return self._activity(
            **{
                "name": "Talk",
                "type_id": self.type_call.id,
                "partner_id": self.contractor.id,
                "date_start": f"{day} 08:00:00",
                **values,
            }
        )

    def test_never(self):
        everyone = self.contractor + self.other_contractor + self.contact
        self.assertEqual(self._cold(), everyone.sorted())

    def test_a_contact_with_a_person_is_one_with_the_company(self):
        self._talk("2026-11-02", partner_id=self.contact.id)
        self.assertEqual(self._cold(), self.other_contractor)

    def test_the_day_counts(self):
        self._talk("2026-09-20", date_start="2026-09-20 21:59:00")  # 23:59 in Warsaw
        self.assertIn(self.contractor, self._cold())
        self._talk("2026-09-20", date_start="2026-09-20 22:00:00")  # the 21st
        self.assertNotIn(self.contractor, self._cold())

    def test_what_is_no_contact(self):
        self._talk("2026-11-02", type_id=self.type_note.id)
        self._activity(
            name="Planned",
            type_id=self.type_call_task.id,
            partner_id=self.contractor.id,
            date_deadline="2026-11-02",
        )
        self.assertIn(self.contractor, self._cold())

    @users("crm_all")
    def test_what_one_does_not_see(self):
        self._talk(
            "2026-11-02",
            private=True,
            user_id=self.user_own.id,
            assigned_by_id=self.user_own.id,
        )
        self.assertIn(self.contractor, self._cold())
        self.assertNotIn(self.contractor, self._cold(self.user_own))

    def test_emails_between_people(self):
        values = {
            "model": "res.partner",
            "res_id": self.contractor.id,
            "message_type": "email",
            "author_id": self.contact.id,
            "subject": "Rolls",
            "subtype_id": self.env.ref("mail.mt_comment").id,
        }
        messages = self.env["mail.message"]
        messages.create({**values, "date": "2026-09-01 08:00:00"})
        messages.create(
            {**values, "date": "2026-11-01", "message_type": "notification"}
        )
        messages.create(
            {
                **values,
                "date": "2026-11-01",
                "author_id": self.user_own.partner_id.id,
            }
        )
        self.assertIn(self.contractor, self._cold())
        messages.create({**values, "date": "2026-11-01 08:00:00"})
        self.assertNotIn(self.contractor, self._cold())

    def test_one_of_ours_writes_to_them(self):
        message = self.env["mail.message"].create(
            {
                "model": "res.partner",
                "res_id": self.contractor.id,
                "message_type": "comment",
                "author_id": self.user_own.partner_id.id,
                "date": "2026-11-01 08:00:00",
                "subtype_id": self.env.ref("mail.mt_comment").id,
            }
        )
        self.env["mail.notification"].create(
            {
                "mail_message_id": message.id,
                "res_partner_id": self.contact.id,
                "notification_type": "email",
            }
        )
        self.assertNotIn(self.contractor, self._cold())
