from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import new_user
from .mailing_common import MailingCase


@tagged("post_install", "-at_install")
class TestMailingRights(MailingCase):
    """Who may see, make and queue mail merges; whoever only mails notices nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_marketing = new_user(
            cls.env,
            login="crm_marketing",
            email="marketing@example.com",
            groups="base.group_user,mass_mailing.group_mass_mailing_user",
        )

    def _allowed(self, record, operation, user):
        return record.with_user(user).has_access(operation)

    def test_table(self):
        own = self._mailing(user=self.user_own)
        foreign = self._mailing(user=self.user_manager)
        plain = self.env["mailing.mailing"].create({"subject": "Of the ERP"})
        # (mailing, user): read, write, unlink
        expected = {
            (own, self.user_own): (True, True, False),
            (own, self.user_all): (True, False, False),
            (own, self.user_manager): (True, True, True),
            (own, self.user_outsider): (False, False, False),
            (own, self.user_portal): (False, False, False),
            (own, self.user_marketing): (True, True, True),
            (foreign, self.user_own): (False, False, False),
            (foreign, self.user_all): (True, False, False),
            (plain, self.user_own): (False, False, False),
            (plain, self.user_all): (False, False, False),
            (plain, self.user_manager): (False, False, False),
            (plain, self.user_marketing): (True, True, True),
        }
        for (mailing, user), allowed in expected.items():
            with self.subTest(mailing=mailing.id, user=user.login):
                found = tuple(
                    self._allowed(mailing, operation, user)
                    for operation in ("read", "write", "unlink")
                )
                self.assertEqual(found, allowed)

    def test_other_companies(self):
        mailing = self._mailing(user=self.user_all)
        mailing.sudo()._as_system().company_id = self.other_company
        self.assertFalse(self._allowed(mailing, "read", self.user_all))
        self.user_all.write({"company_ids": [Command.link(self.other_company.id)]})
        both = mailing.with_context(
            allowed_company_ids=[self.company.id, self.other_company.id]
        )
        self.assertTrue(self._allowed(both, "read", self.user_all))

    def test_a_salesperson_does_it_alone(self):
        """From the window to the queue, without any right to mailings or traces."""
        run = self._mixed(user=self.user_own)
        run[0].action_put_in_queue()
        events = self._events(run)
        self.assertEqual(len(events), 3)
        self.assertEqual(events.user_id, self.user_own)
        mine = events.with_user(self.user_own)
        self.assertEqual(mine.filtered(lambda e: e.has_access("read")), mine)
        self.assertTrue(mine.read(["mailing_state", "mailing_id", "partner_id"]))
        for mailing in run:
            for name, field in mailing._fields.items():
                if not field.groups and name in ("total", "expected", "medium_id"):
                    with self.subTest(field=name):
                        self.assertIsNotNone(mailing[name])

    def test_the_form_of_letters_opens_for_a_salesperson(self):
        mailing = self._mailing(user=self.user_own)
        view = self.env.ref("crm_enova.mailing_mailing_view_form_letter")
        arch = mailing.get_view(view.id, "form")
        self.assertNotIn('name="mail_server_id"', arch["arch"])
        fields = {
            name: {} for name in arch["models"]["mailing.mailing"] if name != "id"
        }
        names = [n for n in fields if n in mailing._fields]
        self.assertTrue(mailing.read(names))

    def test_events_need_no_right_to_traces(self):
        """Whoever sees the contractor sees what they were sent, and nothing more."""
        mailing = self._mailing(user=self.user_manager)
        events = self._queue(mailing)
        own = events[0].with_user(self.user_own)
        self.assertEqual(own.read(["mailing_state"])[0]["mailing_state"], "prepared")
        self.assertFalse(
            self.env["mailing.trace"].with_user(self.user_own).has_access("read")
        )
        with self.assertRaises(AccessError):
            own.read(["mailing_values"])
        foreign = events[1].with_user(self.user_own)
        self.assertFalse(foreign.has_access("read"))

    def test_nobody_writes_what_the_system_says(self):
        events = self._queue(self._mailing())
        for name, value in {
            "mailing_state": "posted",
            "mailing_id": False,
            "mailing_left_out": "error",
            "mailing_values": {},
            "mailing_tracking": "R1",
            "mailing_merged": True,
        }.items():
            with self.subTest(field=name), self.assertRaises(AccessError):
                events[0].with_user(self.user_manager).write({name: value})

    def test_nobody_writes_what_settling_keeps(self):
        mailing = self._mailing()
        for name in ("audience_frozen", "frozen_body", "counterpart_id"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                mailing.with_user(self.user_manager).write({name: False})

    def test_nobody_is_found_by_the_system(self):
        """Queued by hand or by the system, the filter finds whom its maker sees."""
        self.env.ref("crm_enova.res_partner_rule_own").active = True
        filters = {"audience": "domain", "mailing_domain": "[('street', '!=', False)]"}

        def names(mailing):
            # sudo: as core's queue, which acts for nobody
            mailing.with_user(SUPERUSER_ID)._action_send_mail()
            return self._events(mailing).partner_id

        for kind in ("mail", "letter"):
            mailing = self._mailing(user=self.user_own, mailing_type=kind, **filters)
            mailing.write({"state": "in_queue"})
            with self.subTest(kind=kind, road="write"):
                self.assertEqual(names(mailing), self.brewery)
            values = {"mailing_type": kind, "state": "sending", **filters}
            mailing = self._mailing(user=self.user_own, **values)
            with self.subTest(kind=kind, road="create"):
                self.assertEqual(names(mailing), self.brewery)
            mailing = self._mailing(user=self.user_own, mailing_type=kind, **filters)
            mailing.with_user(SUPERUSER_ID).action_put_in_queue()
            with self.subTest(kind=kind, road="system"):
                self.assertEqual(names(mailing), self.brewery)

    def test_the_browser_shows_what_one_may_read(self):
        """Core renders as the system: nothing of the history comes by that."""
        self._project_of(self.brewery, name="TAJNE")
        mailing = self._mailing(
            user=self.user_marketing,
            mailing_type="mail",
            body_html="<p>{contractor}: {project}</p>",
        )
        for user, shown in (
            (self.user_marketing, "<p>Browar &amp; Syn: </p>"),
            (self.user_outsider, "<p>: </p>"),
            (self.env.ref("base.public_user"), "<p>: </p>"),
        ):
            rendered = mailing.with_user(user).sudo()
            rendered = rendered._render_field("body_html", self.brewery.ids)
            with self.subTest(user=user.login):
                self.assertEqual(rendered[self.brewery.id], shown)

    def test_whoever_only_mails_notices_nothing(self):
        """A mailing to contacts without a purpose is core's, from draft to mail."""
        mailing = (
            self.env["mailing.mailing"]
            .with_user(self.user_marketing)
            .create(
                {
                    "subject": "Hello {contractor}",
                    "body_html": "<p>{unknown}</p>",
                    "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                    "mailing_domain": repr([("id", "=", self.brewery.id)]),
                }
            )
        )
        self.assertFalse(mailing.purpose)
        mailing.action_launch()
        self._send()
        mail = self.env["mail.mail"].search([("mailing_id", "=", mailing.id)])
        self.assertEqual(mail.subject, "Hello {contractor}")
        self.assertFalse(mailing.audience_frozen)
        self.assertFalse(self._events(mailing))
        self.assertFalse(mailing.mailing_trace_ids.enova_activity_id)
        mailing.unlink()

    def test_traces_lead_to_no_event_of_a_clients_choice(self):
        """It would be named, and told that it has been answered."""
        event = self._queue(self._mailing(self.brewery))
        traces = self.env["mailing.trace"].with_user(self.user_marketing)
        values = {
            "trace_type": "mail",
            "model": "res.partner",
            "res_id": self.brewery.id,
            "email": "biuro@browar.example.com",
        }
        with self.assertRaises(AccessError):
            traces.create({**values, "enova_activity_id": event.id})
        made = traces.with_context(default_enova_activity_id=event.id).create(values)
        self.assertFalse(made.sudo().enova_activity_id)
        with self.assertRaises(AccessError):
            made.enova_activity_id = event
        made.write({"trace_status": "reply"})
        self.assertEqual(event.mailing_state, "prepared")

    def test_whoever_only_mails_may_keep_a_history(self):
        """With a purpose the addressees have it in theirs, whoever has sent it."""
        mailing = self._mailing(
            self.brewery, user=self.user_marketing, mailing_type="mail"
        )
        mailing.action_launch()
        self.assertEqual(self._told(mailing), {"Browar & Syn": "prepared"})
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            self._events(mailing).with_user(self.user_marketing).read(["name"])
