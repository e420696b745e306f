from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import CrmEnovaMixin
from .service_common import ServiceMixin


@tagged("post_install", "-at_install")
class TestServiceLink(ServiceMixin, CrmEnovaMixin, HttpCase):
    """The client's page: by key, read only, of one order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
        cls._set_up_service()
        cls.order = cls._service_order(
            internal_notes="Klient nie płaci", diagnosis="Wina klienta"
        )
        cls.other_order = cls._service_order(fault="Inna usterka")
        (cls.order + cls.other_order)._make_links()

    def _path(self, order=None, token=None):
        order = order or self.order
        return f"/my/service/{order.id}/{token or order.enova_link_token}"

    def test_page_shows_the_state_and_no_more(self):
        response = self.url_open(self._path())
        self.assertEqual(response.status_code, 200)
        for text in (self.order.name, "Ekspres", "Nie grzeje", "Reported"):
            with self.subTest(text=text):
                self.assertIn(text, response.text)
        hidden = (
            "Klient nie płaci",
            "Wina klienta",
            "Inna usterka",
            self.other_order.name,
            self.contractor.name,
            self.user_technician.name,
            "600-100-200",
        )
        for text in hidden:
            with self.subTest(hidden=text):
                self.assertNotIn(text, response.text)

    def test_page_is_kept_and_found_by_nobody(self):
        headers = self.url_open(self._path()).headers
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertIn("noindex", headers["X-Robots-Tag"])

    def test_solution_is_shown_once_it_is_done(self):
        self.order.solution = "Wymieniono grzałkę"
        self.assertNotIn("Wymieniono", self.url_open(self._path()).text)
        self.order.action_repair_start()
        self.order.action_repair_end()
        self.assertIn("Wymieniono", self.url_open(self._path()).text)

    @mute_logger("odoo.http")
    def test_other_keys_lead_nowhere(self):
        keyless = self._service_order()
        gone = self._service_order()
        missing = gone.id
        gone.unlink()
        token = self.order.enova_link_token
        paths = (
            self._path(self.other_order, token),
            self._path(token=token[:-1]),
            self._path(token=token + "x"),
            self._path(token="False"),
            f"/my/service/{keyless.id}/False",
            f"/my/service/{keyless.id}/%20",
            f"/my/service/{missing}/{token}",
            f"/my/service/{2**40}/{token}",
            f"/my/service/{self.order.id}/",
            f"/my/service/{self.order.id}",
        )
        for path in paths:
            with self.subTest(path=path):
                self.assertEqual(self.url_open(path).status_code, 404)

    @mute_logger("odoo.http")
    def test_revoked_link_leads_nowhere(self):
        path = self._path()
        self.order.with_user(self.user_dispatcher).action_revoke_service_link()
        self.assertEqual(self.url_open(path).status_code, 404)
        self.assertFalse(self.order.service_url)
        self.order.with_user(self.user_dispatcher).action_service_link()
        self.assertNotEqual(self._path(), path)
        self.assertEqual(self.url_open(self._path()).status_code, 200)

    def test_page_changes_nothing(self):
        """A scanner of mails opens links, too."""
        before = self.order.read(["write_date", "state", "enova_link_token"])
        self.url_open(self._path())
        self.env.invalidate_all()
        self.assertEqual(
            self.order.read(["write_date", "state", "enova_link_token"]), before
        )
        self.assertEqual(
            self.url_open(self._path(), data={"state": "done"}).status_code, 405
        )

    def test_page_speaks_the_language_of_the_client(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        self.contractor.lang = "pl_PL"
        stage = self.order.enova_stage_id
        stage.with_context(lang="pl_PL").name = "Zgłoszone do naprawy"
        self.assertIn("Zgłoszone do naprawy", self.url_open(self._path()).text)
        self.contractor.lang = "en_US"
        self.assertIn(stage.name, self.url_open(self._path()).text)

    def test_page_tells_the_hour_of_the_client(self):
        """Whoever opens it has no clock that the ERP knows; the company's else."""
        self.order.date_deadline = "2026-07-01 08:00:00"
        self.contractor.tz = "Europe/Warsaw"
        self.assertIn("10:00", self.url_open(self._path()).text)
        self.contractor.tz = False
        self.company.resource_calendar_id.tz = "America/New_York"
        self.assertIn("04:00", self.url_open(self._path()).text)

    def test_key_is_known_to_the_system_alone(self):
        for user in (self.user_dispatcher, self.user_technician, self.user_keeper):
            order = self.order.with_user(user)
            with self.subTest(user=user.login):
                self.assertNotIn("enova_link_token", order.fields_get())
                with self.assertRaises(AccessError):
                    order.read(["enova_link_token"])

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_link_is_made_by_who_may_change_the_order(self):
        for user in (self.user_technician, self.user_outsider, self.user_portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.order.with_user(user).action_service_link()

    def test_copy_has_no_link(self):
        self.assertFalse(self.order.copy().service_url)
