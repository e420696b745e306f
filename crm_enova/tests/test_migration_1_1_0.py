"""What the update from 19.0.1.0.0 to 19.0.1.1.0 makes of rows as they were before."""

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .migration_common import MigrationMixin
from .resource_common import ResourceCase
from .test_calendar_entry import CalendarCase


class To110(MigrationMixin):
    version, before = "19.0.1.1.0", "19.0.1.0.0"


@tagged("post_install", "-at_install")
class TestStatesRenamed(To110, ResourceCase):
    """A reservation that was asked for is requested, wherever something says so."""

    def test_reservations(self):
        asked, booked = self._book(0, 1), self._book(2, 3)
        self._set(asked, state="asked")
        self._migrate("pre-migration")
        self.assertEqual(asked.state, "requested")
        self.assertEqual(booked.state, "confirmed")

    def test_a_new_database_is_left_alone(self):
        asked = self._book(0, 1)
        self._set(asked, state="asked")
        self._migrate("pre-migration", before=None)
        rows = self._rows("SELECT state FROM enova_reservation WHERE id = %s", asked.id)
        self.assertEqual(rows, [("asked",)])

    def test_the_state_itself(self):
        state = self.env.ref("crm_enova.selection__enova_reservation__state__requested")
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "crm_enova"),
                ("name", "=", "selection__enova_reservation__state__requested"),
            ]
        )
        self._set(state, value="asked")
        self._set(data, name="selection__enova_reservation__state__asked")
        self._migrate("pre-migration")
        self.assertEqual(state.value, "requested")
        self.assertEqual(data.name, "selection__enova_reservation__state__requested")
        self.assertEqual(data.res_id, state.id)

    def _check_domains(self, record, name, cases):
        """Hold the text of a record's domain before and after the update to cases.

        :param dict cases: text now by text before
        """
        for before, now in cases.items():
            with self.subTest(model=record._name, domain=before):
                self._set(record, **{name: before})
                self._migrate("pre-migration")
                self.assertEqual(record[name], now)

    def test_filters(self):
        saved = self.env["ir.filters"].create(
            {"name": "Waiting", "model_id": "enova.reservation"}
        )
        cases = {
            "[('state', '=', 'asked')]": "[('state', '=', 'requested')]",
            '[["state", "!=", "asked"]]': '[["state", "!=", "requested"]]',
            "[('state', 'in', ['asked', 'refused']), ('name', '!=', 'asked')]": (
                "[('state', 'in', ['requested', 'refused']), ('name', '!=', 'asked')]"
            ),
            "[('name', '=', 'asked')]": "[('name', '=', 'asked')]",
            "[('activity_id.state', '=', 'asked')]": (
                "[('activity_id.state', '=', 'asked')]"
            ),
        }
        self._check_domains(saved, "domain", cases)
        saved.model_id = "enova.activity"
        cases = {
            "[('reservation_ids.state', '=', 'asked')]": (
                "[('reservation_ids.state', '=', 'requested')]"
            ),
            "[('state', '=', 'asked')]": "[('state', '=', 'asked')]",
        }
        self._check_domains(saved, "domain", cases)

    def test_colour_rules(self):
        rule = self.env["enova.color.rule"].create(
            {"name": "Waiting", "model": "enova.reservation", "color": 3}
        )
        cases = {"[('state', '=', 'asked')]": "[('state', '=', 'requested')]"}
        self._check_domains(rule, "domain", cases)

    def test_audiences_of_campaigns(self):
        campaign = self.env["enova.campaign"].create({"title": "Wiosna"})
        cases = {
            "[('enova_reservation_ids.state', 'in', ('asked', 'done'))]": (
                "[('enova_reservation_ids.state', 'in', ('requested', 'done'))]"
            ),
            "[('name', 'ilike', 'asked')]": "[('name', 'ilike', 'asked')]",
        }
        self._check_domains(campaign, "audience_domain", cases)

    def test_mailings(self):
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "x",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        cases = {
            "[('enova_reservation_ids.state', '=', 'asked')]": (
                "[('enova_reservation_ids.state', '=', 'requested')]"
            ),
            "[('city', '=', 'asked')]": "[('city', '=', 'asked')]",
        }
        self._check_domains(mailing, "mailing_domain", cases)

    def test_rules(self):
        rule = self.env["ir.rule"].create(
            {
                "name": "Waiting",
                "model_id": self.env["ir.model"]._get_id("enova.reservation"),
                "domain_force": "[(1, '=', 1)]",
            }
        )
        cases = {"[('state', '!=', 'asked')]": "[('state', '!=', 'requested')]"}
        self._check_domains(rule, "domain_force", cases)


@tagged("post_install", "-at_install")
class TestTables(To110, ResourceCase):
    """Indexes and keys are those of a database that is installed anew."""

    LINKS = "enova_activity_sale_order_rel"

    def _indexes(self, table):
        return set(
            self._rows(
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", table
            )
        )

    def test_indexes_that_serve_nothing(self):
        before = self._indexes("enova_activity")
        self.env.cr.execute(
            "CREATE INDEX enova_activity_name_index ON enova_activity (name);"
            "CREATE INDEX enova_activity_name_trgm ON enova_activity"
            " USING gin (name gin_trgm_ops)"
        )
        self.assertEqual(len(self._indexes("enova_activity")), len(before) + 2)
        self._migrate("pre-migration")
        self.assertEqual(self._indexes("enova_activity"), before)

    def test_links_of_orders(self):
        definitions = {definition for _name, definition in self._links()}
        self.env.flush_all()
        self._turn_back()
        self.assertNotEqual({d for _n, d in self._links()}, definitions)
        self._migrate("pre-migration")
        self.assertEqual({d for _n, d in self._links()}, definitions)
        self._migrate("pre-migration")
        self.assertEqual({d for _n, d in self._links()}, definitions)

    def _links(self):
        return self._indexes(self.LINKS)

    def _turn_back(self):
        """Give the links the key and the index that the first version made."""
        ((key,),) = self._rows(
            "SELECT conname FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype = 'p'",
            self.LINKS,
        )
        for name, _definition in self._links():
            if name != key:
                self.env.cr.execute(f'DROP INDEX "{name}"')
        self.env.cr.execute(
            f'ALTER TABLE {self.LINKS} DROP CONSTRAINT "{key}";'
            f"ALTER TABLE {self.LINKS} ADD PRIMARY KEY"
            " (enova_activity_id, sale_order_id);"
            f"CREATE INDEX ON {self.LINKS} (sale_order_id, enova_activity_id)"
        )


@tagged("post_install", "-at_install")
@freeze_time("2026-04-20 08:00:00")
class TestFilled(To110, CalendarCase):
    """What this version keeps and the first one did not, or kept otherwise."""

    def test_consents_of_the_blacklist(self):
        purpose = self.env.ref("crm_enova.enova_consent_purpose_marketing")
        polish, english, by_hand = self.env["enova.consent"].create(
            [
                {"partner_id": self.contact.id, "purpose_id": purpose.id, "source": s}
                for s in (
                    "Czarna lista korespondencji masowej",
                    "Blacklist of mass mailings",
                    "Formularz",
                )
            ]
        )
        self._set(polish | english | by_hand, is_automatic=None)
        self._migrate("post-migration")
        self.assertTrue(polish.is_automatic)
        self.assertTrue(english.is_automatic)
        self.assertFalse(by_hand.is_automatic)

    def test_keys_of_numbers(self):
        abroad = self.env["res.partner"].create(
            {"name": "B", "country_id": self.env.ref("base.de").id, "phone": "030 123"}
        )
        self._set(self.contractor | abroad, enova_vat_key="x")
        self._migrate("post-migration")
        self.assertEqual(self.contractor.enova_vat_key, "5260001246")
        self.assertFalse(abroad.enova_vat_key)

    def _told(self, **values):
        """Return a private task whose entry says all, as the first version let it."""
        visit = self._visit(
            private=True, attendee_ids=[Command.set(self.contact.ids)], **values
        )
        entry = self._entry(visit)
        self._set(
            entry, name="Tajne: rozmowa o przejęciu", location="Lublin", privacy=None
        )
        self.env.cr.execute(
            "INSERT INTO calendar_event_res_partner_rel"
            " (calendar_event_id, res_partner_id) VALUES (%s, %s)",
            [entry.id, self.contact.id],
        )
        self.env.invalidate_all()
        return visit, entry

    def _check_masked(self, visit, entry):
        self.assertEqual(entry.name, f"Private task {visit.reference}")
        self.assertFalse(entry.location)
        self.assertEqual(entry.privacy, "private")
        self.assertEqual(entry.partner_ids, self.user_own.partner_id)
        self.assertEqual(visit.name, "Wizyta w młynie")
        self.assertEqual(visit.location, "Lublin, Młyńska 1")
        self.assertEqual(visit.attendee_ids, self.contact)

    def test_entries_of_private_tasks(self):
        visit, entry = self._told()
        moment = entry.start, entry.stop
        self._migrate("post-migration")
        self._check_masked(visit, entry)
        self.assertEqual((entry.start, entry.stop), moment)

    def test_entries_of_private_tasks_that_are_archived(self):
        """Neither task nor entry is shown, and both are found when somebody asks."""
        visit, entry = self._told()
        self._set(visit, active=False)
        self._set(entry, active=False)
        self._migrate("post-migration")
        self._check_masked(visit, entry)
        self.assertFalse(entry.active)

    def test_entries_of_tasks_that_all_may_read(self):
        visit = self._visit()
        entry = self._entry(visit)
        self._migrate("post-migration")
        self.assertEqual(entry.name, visit.name)
        self.assertEqual(entry.location, visit.location)

    def test_nobody_is_told(self):
        """An update writes to nobody."""
        self._told()
        before = self.env["mail.mail"].search_count([])
        messages = self.env["mail.message"].search_count([])
        self._migrate("post-migration")
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        self.assertEqual(self.env["mail.message"].search_count([]), messages)
