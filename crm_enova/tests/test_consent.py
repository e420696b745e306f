from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestConsent(CrmEnovaCase):
    """What people have agreed to can be proved, and is obeyed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ledger = cls.env["enova.consent"]
        cls.marketing = cls.env.ref("crm_enova.enova_consent_purpose_marketing")
        cls.service = cls.env.ref("crm_enova.enova_consent_purpose_service")
        cls.contact.email = "Ewa Nowak <ewa@mlyn.example.com>"

    def _enter(self, state="given", user=None, **values):
        prepared = {
            "partner_id": self.contact.id,
            "purpose_id": self.marketing.id,
            "state": state,
            **values,
        }
        return self.ledger.with_user(user or self.user_own).create(prepared)

    def _current(self, partner=None):
        lines = self.ledger.search(
            [
                ("partner_id", "=", (partner or self.contact).id),
                ("is_current", "=", True),
            ]
        )
        return [(line.purpose_id.name, line.channel, line.state) for line in lines]

    def _blacklisted(self, email="ewa@mlyn.example.com"):
        return bool(self.env["mail.blacklist"].search([("email", "=", email)]))

    def test_new_line_supersedes_and_the_old_one_stays(self):
        first = self._enter()
        second = self._enter("withdrawn")
        self.assertEqual(self._current(), [("Marketing", "email", "withdrawn")])
        self.assertFalse(first.is_current)
        self.assertTrue(second.is_current)
        self.assertEqual(self.contact.consent_ids, second + first)

    def test_purposes_and_channels_are_apart(self):
        self._enter("withdrawn")
        self._enter(channel="phone")
        self._enter(purpose_id=self.service.id)
        self.assertCountEqual(
            self._current(),
            [
                ("Marketing", "email", "withdrawn"),
                ("Marketing", "phone", "given"),
                ("Service information", "email", "given"),
            ],
        )
        self.assertTrue(self.contact._has_consent("phone", self.marketing))
        self.assertFalse(self.contact._has_consent("email", self.marketing))

    def test_runs_out(self):
        with freeze_time("2026-01-01"):
            line = self._enter(valid_until="2026-06-30")
        with freeze_time("2026-06-30"):
            self.assertTrue(self.contact._has_consent("email", self.marketing))
        with freeze_time("2026-07-01"):
            line.invalidate_recordset()
            self.assertFalse(line.is_current)
            self.assertFalse(self.contact._has_consent("email", self.marketing))

    def test_not_edited_and_not_deleted(self):
        line = self._enter()
        for attempt in (
            lambda: line.sudo().write({"state": "withdrawn"}),
            lambda: line.sudo().unlink(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()
        line.invalidate_recordset()
        self.assertEqual(line.state, "given")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_but_the_crm_enters(self):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._enter(user=self.user_outsider)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._enter(user=self.user_portal)
        self.assertFalse(self.contact.consent_ids)

    def test_withdrawal_reaches_the_blacklist(self):
        self._enter("withdrawn")
        self.assertTrue(self._blacklisted())
        self._enter("given")
        self.assertFalse(self._blacklisted())

    def test_other_purposes_and_channels_do_not(self):
        self._enter("withdrawn", purpose_id=self.service.id)
        self._enter("withdrawn", channel="phone")
        self.assertFalse(self._blacklisted())

    def test_what_is_entered_last_counts(self):
        """A letter of yesterday that refuses is obeyed when it is opened today."""
        self._enter("given")
        yesterday = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        self._enter("withdrawn", date=yesterday)
        self.assertEqual(self._current(), [("Marketing", "email", "withdrawn")])
        self.assertTrue(self._blacklisted())

    def test_no_line_of_the_future(self):
        tomorrow = fields.Datetime.add(fields.Datetime.now(), days=1)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self._enter(date=tomorrow)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.ledger.with_context(default_date=tomorrow).create(
                {"partner_id": self.contact.id}
            )
        self.assertFalse(self.contact.consent_ids)

    def test_no_context_gives_leave(self):
        line = self._enter()
        keys = {
            "install_mode": True,
            "import_file": True,
            "module": "crm_enova",
            "enova_consent_told": True,
            "enova_system": True,
        }
        mine = line.with_user(self.user_manager).with_context(**keys)
        with self.assertRaises(UserError):
            mine.write({"state": "withdrawn"})
        with self.assertRaises(UserError):
            mine.unlink()
        entry = mine.create({"partner_id": self.contact.id, "state": "withdrawn"})
        self.assertTrue(self._blacklisted())
        with self.assertRaises(AccessError):
            mine.create({"partner_id": self.contact.id, "is_automatic": True})
        self.assertFalse(entry.is_automatic)

    def test_blacklist_reaches_the_ledger(self):
        blacklist = self.env["mail.blacklist"]
        blacklist._add("ewa@mlyn.example.com")
        self.assertEqual(self._current(), [("Marketing", "email", "withdrawn")])
        blacklist._remove("ewa@mlyn.example.com")
        self.assertEqual(self._current(), [("Marketing", "email", "given")])
        self.assertEqual(len(self.contact.consent_ids), 2)

    def test_agreeing_entries_are_not_doubled(self):
        self._enter("withdrawn")
        self.env["mail.blacklist"]._add("ewa@mlyn.example.com")
        self.assertEqual(len(self.contact.consent_ids), 1)

    def test_nobody_is_said_to_have_agreed_who_was_never_asked(self):
        self.env["mail.blacklist"]._remove("ewa@mlyn.example.com")
        self.assertFalse(self.contact.consent_ids)

    def test_new_address_inherits_the_withdrawal(self):
        self._enter("withdrawn")
        person = self.contact.with_user(self.user_outsider).sudo()
        person.email = "e.nowak@mlyn.example.com"
        self.assertTrue(self._blacklisted("e.nowak@mlyn.example.com"))

    def test_entry_deleted_from_the_blacklist(self):
        self._enter("withdrawn")
        entry = self.env["mail.blacklist"].search(
            [("email", "=", "ewa@mlyn.example.com")]
        )
        entry.unlink()
        self.assertEqual(self._current(), [("Marketing", "email", "given")])

    def test_two_who_share_an_address_agree(self):
        """A mailbox is blocked or not, whoever of those who read it has said so."""
        self.contractor.email = "ewa@mlyn.example.com"
        self._enter("given", partner_id=self.contractor.id)
        self._enter("withdrawn")
        said = [("Marketing", "email", "withdrawn")]
        self.assertEqual(self._current(self.contractor), said)
        self._enter("given", partner_id=self.contractor.id)
        self.assertTrue(self._blacklisted(), "the other one has asked for it")
        self.assertEqual(self._current(), said)
        self._enter("given")
        self.assertFalse(self._blacklisted())

    def test_who_only_followed_is_free_again(self):
        self.contractor.email = "ewa@mlyn.example.com"
        self._enter("given", partner_id=self.contractor.id)
        line = self._enter("withdrawn")
        self.assertEqual(self.contractor.consent_ids.sorted("id")[-1:].follows_id, line)
        self._enter("given")
        self.assertFalse(self._blacklisted())
        said = [("Marketing", "email", "given")]
        self.assertEqual(self._current(self.contractor), said)

    def test_an_address_blocked_by_nobody_known(self):
        """Who of the two has clicked is not known: both have to agree."""
        self.contractor.email = "ewa@mlyn.example.com"
        self.env["mail.blacklist"]._add("ewa@mlyn.example.com")
        self._enter("given")
        self.assertTrue(self._blacklisted())
        self._enter("given", partner_id=self.contractor.id)
        self.assertFalse(self._blacklisted())

    def test_new_address_that_is_blocked_already(self):
        self.env["mail.blacklist"]._add("stop@example.com")
        self._enter("given")
        self.contact.email = "stop@example.com"
        self.assertEqual(self._current(), [("Marketing", "email", "withdrawn")])
        self.assertTrue(self._blacklisted("stop@example.com"))

    def test_several_purposes_of_mailings(self):
        """The blacklist knows no purposes: one withdrawal blocks, and blocks all."""
        letters = self.env["enova.consent.purpose"].create(
            {"name": "Newsletter", "is_mailing": True, "sequence": 99}
        )
        self._enter("withdrawn", purpose_id=letters.id)
        self._enter("given")
        self.assertTrue(self._blacklisted())
        self.env["mail.blacklist"]._remove("ewa@mlyn.example.com")
        self.assertCountEqual(
            self._current(),
            [("Marketing", "email", "given"), ("Newsletter", "email", "given")],
        )
        self.env["mail.blacklist"]._add("ewa@mlyn.example.com")
        self.assertEqual(
            {state for _purpose, _channel, state in self._current()}, {"withdrawn"}
        )

    def test_bulk_queries(self):
        def cost(count):
            people = self.env["res.partner"].create(
                [
                    {"name": str(i), "email": f"{count}.{i}@example.com"}
                    for i in range(count)
                ]
            )
            rows = [
                {
                    "partner_id": person.id,
                    "purpose_id": self.marketing.id,
                    "state": "withdrawn",
                }
                for person in people
            ]
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            # core's own log of the blacklist, an entry each, is not what is measured
            self.ledger.with_context(tracking_disable=True).create(rows)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(5)
        few, many = cost(10), cost(300)
        self.assertLessEqual(many, few + 2 * 300 // 100)
