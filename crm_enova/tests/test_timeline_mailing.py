from odoo.tests import tagged

from .mailing_send_common import MailingSendCase


@tagged("post_install", "-at_install")
class TestTimelineMailing(MailingSendCase):
    """An e-mail of a mail merge is one fact, from its queue to its arrival."""

    def _told(self, partner, user=None):
        page = partner.with_user(user or self.user_manager).enova_timeline()
        return [
            (entry["source"], entry["title"])
            for entry in page["entries"]
            if entry["source"] in ("activity", "message", "mailing")
        ]

    def test_once_in_the_queue_and_once_sent(self):
        addressee, event = self.addressees[0], self.events[0]
        self.assertEqual(event.partner_id, addressee)
        self.user_manager.group_ids += self.env.ref(
            "mass_mailing.group_mass_mailing_user"
        )
        for user in (self.user_manager, self.user_all):
            with self.subTest(user=user.name):
                told = self._told(addressee, user)
                self.assertEqual(told, [("activity", event.name)])
        self._attempt(self.mails[0], "sent")
        self.env.flush_all()
        self.env.invalidate_all()
        for user in (self.user_manager, self.user_all):
            with self.subTest(user=user.name, sent=True):
                told = self._told(addressee, user)
                self.assertEqual(told, [("activity", event.name)])

    def test_a_mailing_of_the_erp_is_told_once(self):
        """An e-mail while it waits, and a mailing for whoever reads those."""
        person = self._addressees(1, "inny")
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "Spring",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": repr([("id", "in", person.ids)]),
                "body_html": "<p>Prices</p>",
            }
        )
        self.user_manager.group_ids += self.env.ref(
            "mass_mailing.group_mass_mailing_user"
        )
        mailing.action_send_mail()
        self.assertFalse(mailing.audience_frozen)
        for user in (self.user_manager, self.user_all):
            self.assertEqual(self._told(person, user), [("message", "Spring")])
        # as core does when it was sent
        mailing.mailing_trace_ids.set_sent()
        self._mails_of(mailing).unlink()
        self.env.invalidate_all()
        self.assertEqual(self._told(person), [("mailing", "Spring")])
        self.assertEqual(self._told(person, self.user_all), [])
