from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Date
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .file_common import FileCase

# The clock of the server, a zone, and what day it is there. In Warsaw summer time
# begins in the night to the 29th of March 2026, and ends on the 25th of October.
CLOCKS = (
    ("2026-03-28 23:30:00", "Europe/Warsaw", "2026-03-29"),
    ("2026-03-28 23:30:00", "America/New_York", "2026-03-28"),
    ("2026-03-29 21:30:00", "Europe/Warsaw", "2026-03-29"),
    ("2026-03-29 22:30:00", "Europe/Warsaw", "2026-03-30"),
    ("2026-10-24 22:30:00", "Europe/Warsaw", "2026-10-25"),
    ("2026-10-25 22:30:00", "Europe/Warsaw", "2026-10-25"),
    ("2026-10-25 10:30:00", "Pacific/Auckland", "2026-10-25"),
    ("2026-10-25 11:30:00", "Pacific/Auckland", "2026-10-26"),
)


@tagged("post_install", "-at_install")
class TestDaysOfTheReader(FileCase):
    """What is over is over by the calendar on the wall of whoever looks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entries = {
            name: cls._entry(user_id=cls.user_all.id)
            for name in ("yesterday", "today", "in 30 days", "in 31 days", "no end")
        }
        cls.every = cls.env["enova.attachment"].union(*cls.entries.values())

    def _begin(self, today, field):
        days = {"yesterday": -1, "today": 0, "in 30 days": 30, "in 31 days": 31}
        for name, entry in self.entries.items():
            entry[field] = name in days and today + timedelta(days=days[name])
        self.env.flush_all()
        self.env.invalidate_all()

    def _looking(self, zone):
        return self.every.with_user(self.user_all).with_context(tz=zone)

    def test_validity(self):
        expected = {
            "yesterday": "expired",
            "today": "soon",
            "in 30 days": "soon",
            "in 31 days": "valid",
            "no end": "open",
        }
        for moment, zone, today in CLOCKS:
            with self.subTest(moment=moment, zone=zone), freeze_time(moment):
                self._begin(Date.to_date(today), "valid_until")
                seen = self._looking(zone)
                shown = dict(zip(self.entries, seen.mapped("validity"), strict=True))
                self.assertEqual(shown, expected)
                self._assert_found(seen, "validity", set(expected.values()))

    def test_what_may_go_goes_and_nothing_else(self):
        for moment, zone, today in CLOCKS:
            with self.subTest(moment=moment, zone=zone), freeze_time(moment):
                self._begin(Date.to_date(today), "keep_until")
                seen = self._looking(zone)
                shown = dict(zip(self.entries, seen.mapped("may_go"), strict=True))
                self.assertEqual([n for n, may in shown.items() if may], ["yesterday"])
                self._assert_found(seen, "may_go", {True, False})
                for name, entry in zip(self.entries, seen, strict=True):
                    gone = name in ("yesterday", "no end")
                    self.assertEqual(self._is_deletable(entry.attachment_id), gone)

    def _assert_found(self, seen, field, values):
        """A search finds what the list shows, and the opposite all the rest."""
        inside = [("id", "in", seen.ids)]
        for value in values:
            shown = seen.filtered(lambda e, v=value: e[field] == v)
            with self.subTest(field=field, value=value):
                self.assertEqual(
                    seen.search([*inside, (field, "=", value)]), shown[::-1]
                )
                others = seen.search([*inside, (field, "!=", value)])
                self.assertEqual(others, (seen - shown)[::-1])

    def _is_deletable(self, file):
        class Kept(Exception):
            """What was deleted comes back."""

        try:
            with self.env.cr.savepoint():
                file.unlink()
                raise Kept
        except UserError:
            return False
        except Kept:
            self.env.invalidate_all()
            return True

    def test_link_ends_with_the_day_of_its_author(self):
        """The client has no account, and so no time zone."""
        files = self.every[0].attachment_id
        visitor = self.env.ref("base.public_user")
        for moment, zone, today in CLOCKS:
            day = Date.to_date(today)
            self.user_own.tz = zone
            for expires, works in ((day, True), (day - timedelta(days=1), False)):
                with self.subTest(moment=moment, zone=zone, expires=expires):
                    with freeze_time(moment):
                        link = self.env["enova.attachment.link"].create(
                            {"attachment_ids": files.ids, "expires": expires}
                        )
                        self.env.cr.execute(
                            "UPDATE enova_attachment_link SET create_uid = %s"
                            " WHERE id = %s",
                            [self.user_own.id, link.id],
                        )
                        self.env.invalidate_all()
                        links = self.env["enova.attachment.link"].with_user(visitor)
                        links = links.with_context(tz=False)
                        found = links._of_token(link.id, link.token)
                        self.assertEqual(bool(found), works)

    def test_link_of_a_year_and_no_longer(self):
        with freeze_time("2027-12-31 23:30:00"):  # the new year in Warsaw
            values = {"attachment_ids": self.every[0].attachment_id.ids}
            links = self.env["enova.attachment.link"].with_user(self.user_own)
            self.assertEqual(links.create(values).expires, Date.to_date("2028-01-15"))
            link = links.create({**values, "expires": "2029-01-01"})
            self.assertTrue(link.is_open)
            with self.assertRaisesRegex(UserError, "366 days"):
                link.expires = "2029-01-02"


@tagged("post_install", "-at_install")
@freeze_time("2026-05-04 10:00:00")
class TestDaysOfCategories(FileCase):
    """What a category proposes and asks for, and when it reminds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.categories = cls.env["enova.attachment.category"]

    def test_each_reminds_in_its_own_time(self):
        """Also one that was archived since."""
        day = Date.to_date("2026-05-14")
        found = {}
        for days, active in (
            (0, True),
            (9, True),
            (10, True),
            (365, True),
            (60, False),
        ):
            category = self.categories.create(
                {"name": f"{days}", "reminder_days": days, "active": active}
            )
            entry = self._entry(category_id=category.id, valid_until=day)
            found[entry] = "soon" if days >= 10 else "valid"
        records = self.env["enova.attachment"].union(*found)
        for entry, validity in found.items():
            with self.subTest(category=entry.category_id.name):
                self.assertEqual(entry.validity, validity)
        for values in ({"soon"}, {"valid"}, {"soon", "valid"}, {"open", "expired"}):
            wanted = [entry for entry in records if found[entry] in values]
            domain = [("id", "in", records.ids), ("validity", "in", list(values))]
            with self.subTest(values=values):
                self.assertEqual(set(records.search(domain)), set(wanted))
        found_none = records.search([("validity", "=", "no such")])
        self.assertFalse(found_none & records)

    def test_kept_from_the_end_else_from_the_date(self):
        """A leap day has no anniversary, and the window is followed as it is typed."""
        category = self.categories.create({"name": "Umowa", "keep_years": 5})
        entry = self._entry(category_id=category.id, date="2028-02-29")
        self.assertEqual(entry.keep_until, Date.to_date("2033-02-28"))
        self.assertFalse(entry.valid_until)
        category.validity_months = 24
        window = self.env["enova.attachment.add"].with_user(self.user_own)
        form = Form(window)
        form.partner_id = self.contractor
        form.category_id = category
        self.assertEqual(form.date, Date.to_date("2026-05-04"))
        self.assertEqual(form.valid_until, Date.to_date("2028-05-03"))
        self.assertEqual(form.keep_until, Date.to_date("2033-05-03"))
        form.valid_from = "2026-06-01"
        self.assertEqual(form.valid_until, Date.to_date("2028-05-31"))
        self.assertEqual(form.keep_until, Date.to_date("2033-05-31"))
        form.category_id = self.categories.create({"name": "Inne"})
        self.assertEqual(
            form.valid_until, Date.to_date("2028-05-31"), "nothing else is proposed"
        )

    @mute_logger("odoo.sql_db")
    def test_no_odd_numbers(self):
        for name, least, most in (
            ("validity_months", 0, 1200),
            ("reminder_days", 0, 3650),
            ("keep_years", 0, 100),
        ):
            self.categories.create([{"name": "x", name: n} for n in (least, most)])
            for number in (least - 1, most + 1):
                with self.subTest(field=name, number=number):
                    with self.assertRaises(CheckViolation), self.env.cr.savepoint():
                        self.categories.create({"name": "x", name: number})

    def test_all_that_lacks_is_named_in_the_readers_words(self):
        asked = ("number", "date", "valid_until", "user")
        category = self.categories.create(
            {"name": "Polisa", **{f"{name}_required": True for name in asked}}
        )
        whole = {"number": "1", "date": "2026-05-01", "valid_until": "2027-05-01"}
        bare, good = self._entry(user_id=False), self._entry(name="Pełna", **whole)
        (bare | good).category_id = category
        self.env["res.lang"]._activate_lang("pl_PL")
        words = {
            "en_US": ("Number", "Date", "Valid until", "Responsible"),
            "pl_PL": ("Numer", "Data", "Ważny do", "Odpowiedzialny"),
        }
        for lang, labels in words.items():
            self.user_all.lang = lang
            both = (bare | good).with_user(self.user_all).with_context(lang=lang)
            with self.subTest(lang=lang), self.assertRaises(ValidationError) as refused:
                with self.env.cr.savepoint():
                    both.action_put_in_force()
            text = str(refused.exception)
            for word in ("Umowa", "Polisa", *labels):
                self.assertIn(word, text)
            self.assertNotIn("Pełna", text)
        self.env.invalidate_all()
        self.assertEqual(set((bare | good).mapped("state")), {"draft"})

    def test_a_category_that_asks_for_more_leaves_old_ones_alone(self):
        category = self.categories.create({"name": "Polisa"})
        entry = self._entry(category_id=category.id, state="in_force")
        category.number_required = True
        entry.write({"note": "po staremu", "tag_ids": []})
        entry.action_end()
        with self.assertRaisesRegex(ValidationError, "Number"):
            entry.action_put_in_force()
