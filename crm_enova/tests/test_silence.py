from datetime import date
from unittest.mock import patch

import psycopg2

from odoo.fields import Command
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from odoo.addons.crm_enova.models.home import day_blocks

from .common import new_user
from .silence_common import SilenceCase


@tagged("post_install", "-at_install")
class TestLastContact(SilenceCase):
    """The list of contractors says when somebody has spoken with them last."""

    def _agrees(self, partner, **expected):
        self.env.flush_all()
        self.env.invalidate_all()
        partner = partner.with_env(self.env)
        for name, value in expected.items():
            self.assertEqual(partner[name], value, name)

    @users("crm_own")
    def test_by_the_day_of_the_reader(self):
        """Half an hour after midnight in Warsaw is of the day that began."""
        self._talk("2026-03-31 22:30:00")
        self._agrees(
            self.contractor,
            last_contact_date=date(2026, 4, 1),
            days_since_contact=70,
        )
        self._agrees(self.contact, last_contact_date=date(2026, 4, 1))
        self._agrees(self.other_contractor, last_contact_date=False)

    @users("crm_own")
    def test_search_agrees_with_what_is_shown(self):
        self._talk("2026-03-31 22:30:00")
        self._talk("2026-02-01 09:00:00")
        for operator, day, is_found in (
            ("<", "2026-04-01", False),
            ("<=", "2026-04-01", True),
            (">=", "2026-04-01", True),
            (">", "2026-04-01", False),
            (">", "2026-03-31", True),
            ("<", "2026-04-02", True),
        ):
            found = self._found(("last_contact_date", operator, day))
            with self.subTest(operator=operator, day=day):
                self.assertEqual(self.contractor in found, is_found)
                self.assertNotIn(self.other_contractor, found)
        never = self._found(("last_contact_date", "=", False))
        self.assertIn(self.other_contractor, never)
        self.assertNotIn(self.contractor, never)
        ever = self._found(("last_contact_date", "!=", False))
        self.assertEqual(
            ever & (self.contractor | self.other_contractor), self.contractor
        )

    @users("crm_own")
    def test_an_email_is_a_contact_and_a_log_is_none(self):
        self._talk("2026-02-01 09:00:00")
        self._write_email("2026-06-01 08:00:00")
        self._write_email("2026-06-09 08:00:00", message_type="notification")
        self._write_email("2026-06-09 08:00:00", is_internal=True)
        robot = self.system.ref("base.partner_root").id
        self._write_email("2026-06-09 08:00:00", author_id=robot)
        self._agrees(self.contractor, last_contact_date=date(2026, 6, 1))
        self.assertIn(self.contractor, self._found(("days_since_contact", "<=", 9)))
        self.assertNotIn(self.contractor, self._found(("days_since_contact", "<", 9)))

    @users("crm_own")
    def test_an_email_to_them_is_a_contact(self):
        message = self._write_email(
            "2026-06-01 08:00:00", author_id=self.user_own.partner_id.id
        )
        self.assertNotIn(self.contractor, self._found(("days_since_contact", "<", 60)))
        self.system["mail.notification"].create(
            {
                "mail_message_id": message.id,
                "res_partner_id": self.contact.id,
            }
        )
        self.assertIn(self.contractor, self._found(("days_since_contact", "<", 60)))

    @users("crm_own")
    def test_sixty_days_without_contact(self):
        """Who was entered since is not told; notes and plans are no contact."""
        new = self._firm("Nowa", "2026-06-01", user_id=self.user_own.id)
        self._talk("2026-04-10 21:59:00")
        self._talk("2026-06-01 09:00:00", type_id=self.type_note.id)
        self._talk("2026-06-20 09:00:00", type_id=self.type_call_task.id)
        mine = ("user_id", "=", self.env.uid)
        silent = ("days_since_contact", ">", 60)
        self.assertEqual(self._found(mine, silent), self.contractor)
        self.assertEqual(self._found(mine, ("days_since_contact", "<=", 60)), new)
        self._agrees(self.contractor, days_since_contact=61)
        self._agrees(new, days_since_contact=9)
        # two hours later it was the eleventh of April
        self._talk("2026-04-10 22:00:00")
        self.assertFalse(self._found(mine, silent))
        self.assertEqual(
            self._found(mine, ("days_since_contact", ">=", 60)), self.contractor
        )

    @users("crm_all")
    def test_private_calls_of_others_are_no_contact_for_one(self):
        self._talk("2026-06-09 09:00:00", private=True, user_id=self.user_own.id)
        self._agrees(self.contractor, last_contact_date=False, going_cold=True)
        self.assertIn(self.contractor, self._found(("going_cold", "=", True)))
        self.assertIn(self.contractor, self._found(("days_since_contact", ">", 60)))

    @users("crm_outsider")
    def test_who_does_not_work_with_the_crm_is_told_nothing(self):
        self._talk("2026-06-09 09:00:00")
        for name in ("going_cold", "last_contact_date"):
            self._agrees(self.contractor, **{name: False})
        for leaf in (
            ("going_cold", "=", True),
            ("last_contact_date", "<", "2030-01-01"),
            ("days_since_contact", ">", 1),
        ):
            with self.subTest(leaf=leaf):
                self.assertFalse(self._found(leaf))

    @users("crm_all")
    def test_queries_do_not_depend_on_how_many(self):
        firms = self.system["res.partner"].create(
            [{"name": f"Firma {i}", "is_company": True} for i in range(40)]
        )
        for firm in firms:
            self._talk("2026-05-05 09:00:00", firm)
        names = ["last_contact_date", "next_contact_date", "days_since_contact"]
        spec = dict.fromkeys([*names, "going_cold"], {})
        counts = []
        for number in (1, 1, 40):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["res.partner"].browse(firms[:number].ids).web_read(spec)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
        self.assertLessEqual(counts[1], 15)


@tagged("post_install", "-at_install")
class TestSilenceDays(SilenceCase):
    """After how many days somebody is long without contact."""

    @users("crm_own")
    def test_own_days_before_the_shortest_of_the_tags(self):
        firm = self.contractor.with_env(self.env)
        self.assertEqual(firm.silence_days, 60)
        self._tag("Klient A", 30, [self.contractor])
        self._tag("Hurt", 14, [self.contractor])
        self._tag("Bez dni", 0, [self.contractor])
        gone = self._tag("Dawny", 5, [self.contractor])
        gone.active = False
        self.env.invalidate_all()
        self.assertEqual(firm.silence_days, 14)
        firm.contact_days = 90
        self.assertEqual(firm.silence_days, 90)
        self.assertEqual(self.contact.with_env(self.env).silence_days, 90)

    @users("crm_own")
    def test_list_and_my_day_use_the_same_days(self):
        """A tag makes it sooner, days of one's own make it later, to the day."""
        self._talk("2026-05-20 09:00:00")
        tag = self._tag("Klient A", 21, [self.contractor])

        def is_told():
            mine = [("user_id", "=", self.env.uid), ("going_cold", "=", True)]
            found = self._found(*mine)
            # few are looked at one by one, many are searched
            for few in (day_blocks.FEW, 0):
                with patch.object(day_blocks, "FEW", few):
                    page = self.env["res.users"].enova_my_day()
                rows = [b["rows"] for b in page if b["name"] == "cold"]
                ids = [row["id"] for row in rows[0]] if rows else []
                self.assertEqual(found.ids, ids)
            known = self.contractor.with_env(self.env)
            self.assertEqual(known.going_cold, known in found)
            return known in found

        self.assertFalse(is_told(), "21 days are not more than 21")
        tag.contact_days = 20
        self.assertTrue(is_told())
        self.contractor.sudo().contact_days = 200
        self.assertFalse(is_told())
        self.contractor.sudo().contact_days = 1
        self.assertTrue(is_told())
        self._write_email("2026-06-09 08:00:00")
        self.assertFalse(is_told())

    @users("crm_own")
    def test_a_long_silence_of_one_does_not_hide_that_of_others(self):
        """What is looked through is as long as the longest of all."""
        patient = self._firm("Cierpliwy", user_id=self.user_own.id, contact_days=400)
        self._talk("2025-07-01 09:00:00", patient)
        self._talk("2025-07-01 09:00:00")
        mine = ("user_id", "=", self.env.uid)
        self.assertEqual(self._found(mine, ("going_cold", "=", True)), self.contractor)
        self.assertEqual(self._found(mine, ("going_cold", "=", False)), patient)

    @users("crm_own")
    def test_a_block_opens_all_that_it_counts(self):
        self._firm("Drugi", user_id=self.user_own.id)
        page = self.env["res.users"].enova_my_day()
        [block] = [b for b in page if b["name"] == "cold"]
        found = self.env["res.partner"].search(block["action"]["domain"])
        self.assertEqual((block["count"], len(found)), (2, 2))

    @mute_logger("odoo.sql_db")
    def test_out_of_bounds(self):
        tag = self._tag("Klient A", 30)
        for record in (tag, self.contractor):
            for days in (-1, 731, 10**6):
                with (
                    self.subTest(model=record._name, days=days),
                    self.assertRaisesRegex(psycopg2.IntegrityError, "contact_days"),
                    self.env.cr.savepoint(),
                ):
                    record.contact_days = days
                    record.flush_recordset()

    @users("crm_all")
    def test_another_zone(self):
        """Whether it is long ago is told by the clock of whoever asks."""
        reader = new_user(
            self.system,
            "crm_far",
            groups="crm_enova.crm_enova_group_all",
            tz="Pacific/Auckland",
        )
        self._talk("2026-04-10 12:30:00")
        firm = self.contractor.with_user(reader).with_context(tz="Pacific/Auckland")
        self.assertEqual(firm.last_contact_date, date(2026, 4, 11))
        self.assertFalse(firm.going_cold)
        self.assertNotIn(firm, firm.search([("going_cold", "=", True)]))
        self.assertIn(self.contractor, self._found(("going_cold", "=", True)))

    @users("crm_own")
    def test_merged_and_copied(self):
        """A copy begins without days of its own; tags go along."""
        self._tag("Klient A", 14, [self.contractor])
        self.contractor.sudo().contact_days = 7
        copy = self.contractor.sudo().copy()
        self.assertEqual((copy.contact_days, copy.silence_days), (0, 14))
        copy.category_id = [Command.clear()]
        self.assertEqual(copy.silence_days, 60)
