from odoo.fields import Command
from odoo.tests import freeze_time, tagged, users

from .test_timeline_messages import MessageCase

OUTGOING = {"message_type": "comment"}


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 10:00:00")
class TestLastContactMail(MessageCase):
    """An e-mail between people is a contact, where it is the later one."""

    def _last(self, partner=None, user=None):
        partner = partner or self.contractor
        partners = partner.with_user(user or self.user_all)
        self.env.flush_all()
        self.env.invalidate_all()
        return partners._last_contacts(partner.ids).get(partner.id)

    def _sent(self, *readers, **values):
        """Enter what a colleague has written on the contractor, and to whom."""
        message = self._message(
            self.contractor,
            author_id=self.user_own.partner_id.id,
            subject="Prices",
            **{**OUTGOING, **values},
        )
        self.system["mail.notification"].create(
            [
                {
                    "mail_message_id": message.id,
                    "res_partner_id": reader.id,
                    "notification_type": "email",
                }
                for reader in readers
            ]
        )
        return message

    def test_written_to_one_of_them(self):
        message = self._sent(self.contact)
        last = self._last()
        self.assertEqual((last["model"], last["id"]), (message._name, message.id))
        self.assertEqual((last["title"], last["kind"]), ("Prices", "E-mail"))
        self.assertEqual(last["user"], self.user_own.name)

    def test_what_goes_to_nobody_there_is_no_contact(self):
        """A remark that colleagues read alone, one of the ERP, and one kept inside."""
        self._sent()
        self._sent(self.user_all.partner_id)
        self._sent(self.other_contractor)
        self._sent(self.contact, is_internal=True)
        self._sent(self.contact, message_type="notification")
        self.assertIsNone(self._last())

    def test_what_stands_elsewhere_is_no_contact_of_theirs(self):
        self._message(self.other_contractor)
        self._message(self._order())
        self.assertIsNone(self._last())

    def test_the_later_of_the_two(self):
        call = {"type_id": self.type_call.id, "partner_id": self.contractor.id}
        self._activity(name="Call", date_start="2026-05-10 08:00:00", **call)
        self._message(self.contact, subject="Answer", date="2026-05-10 07:59:59")
        self.assertEqual(self._last()["title"], "Call")
        self._message(self.contractor, subject="Later", date="2026-05-10 08:00:01")
        self.assertEqual(self._last()["title"], "Later")
        self._activity(name="Again", date_start="2026-05-11 08:00:00", **call)
        self.assertEqual(self._last()["title"], "Again")

    def test_without_a_subject_and_of_one_who_is_archived(self):
        self._message(self.contact)
        self.contact.active = False
        last = self._last()
        self.assertEqual((last["title"], last["user"]), ("E-mail", "Ewa Nowak"))

    def test_deleted_and_emptied_messages(self):
        older = self._message(self.contact, subject="Older", date="2026-05-01 08:00:00")
        newer = self._message(self.contact, subject="Newer", date="2026-05-02 08:00:00")
        self.assertEqual(self._last()["id"], newer.id)
        newer.unlink()
        self.assertEqual(self._last()["id"], older.id)

    def test_of_a_person_who_belongs_to_nobody(self):
        loner = self.system["res.partner"].create({"name": "Jan Wolny"})
        message = self._message(loner, author_id=loner.id)
        self.assertEqual(self._last(loner)["id"], message.id)
        loner.parent_id = self.other_contractor
        self.assertEqual(self._last(self.other_contractor)["id"], message.id)

    def test_for_a_thousand_contractors_as_for_one(self):
        partners = self.system["res.partner"].create(
            [{"name": f"Zakład {n}", "is_company": True} for n in range(1000)]
        )
        self.system["mail.message"].create(
            [
                {
                    "model": "res.partner",
                    "res_id": partner.id,
                    "author_id": partner.id,
                    "message_type": "email",
                    "date": "2026-05-01 08:00:00",
                    "subtype_id": self.env.ref("mail.mt_comment").id,
                }
                for partner in partners
            ]
        )
        readers = self.env["res.partner"].with_user(self.user_all)
        readers._last_contacts(partners[:1].ids)
        counts, found = [], {}
        for some in (partners[:1], partners):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = readers._last_contacts(some.ids)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(set(found), set(partners.ids))
        self.assertLessEqual(counts[1], counts[0] + 2)
        self.assertEqual(readers._last_contacts([]), {})

    @users("crm_own")
    def test_over_the_contractor(self):
        """The tile says who has written, and when; it has no form to open."""
        self._message(self.contact, subject="Answer", date="2026-06-08 22:30:00")
        tile = self.contractor.with_env(self.env).enova_summary()["last_contact"]
        self.assertEqual(tile["value"], "Yesterday")
        self.assertEqual(tile["hint"], f"E-mail, {self.contact.name}")
        self.assertIs(tile["action"], False)

    @users("crm_outsider")
    def test_whoever_has_no_part_in_the_crm(self):
        self._message(self.contact)
        partner = self.contractor.with_env(self.env)
        self.assertEqual(partner.enova_summary(), {})
        self.assertIs(partner.enova_head()["substitute"], False)

    def test_a_merge_brings_it_along(self):
        double = self.system["res.partner"].create(
            {
                "name": "Młyn",
                "is_company": True,
                "child_ids": [Command.create({"name": "Jan Lis"})],
            }
        )
        message = self._message(double, author_id=double.child_ids.id)
        wizards = self.system["base.partner.merge.automatic.wizard"]
        wizards.create({})._merge((double | self.contractor).ids, self.contractor)
        self.assertEqual(self._last()["id"], message.id)
