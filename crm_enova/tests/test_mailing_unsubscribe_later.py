import re
from urllib.parse import parse_qs, urlsplit

from odoo.tests import HttpCase, tagged

from .common import CrmEnovaMixin
from .mailing_send_common import MailingSendMixin


@tagged("post_install", "-at_install")
class TestMailingUnsubscribeLater(MailingSendMixin, CrmEnovaMixin, HttpCase):
    """Links are pressed months later: the addressee may be another one by then."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
        cls._set_up_mailing()
        cls.partner = cls.addressees[0]
        cls.email = cls.partner.email

    def _merge(self):
        """Merge the addressee into a card that has another address."""
        kept = self.env["res.partner"].create(
            {
                "name": "Zostaje",
                "is_company": True,
                "contractor_status": "contractor",
                "email": "zostaje@example.com",
            }
        )
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((kept | self.partner).ids, kept)
        self.assertFalse(self.partner.exists())
        return kept

    def _path(self, kind="oneclick", mailing=None, partner=None, email=None):
        mailing = mailing or self.mailing
        make = {
            "oneclick": mailing._get_unsubscribe_oneclick_url,
            "page": mailing._get_unsubscribe_url,
            "view": mailing._get_view_url,
        }[kind]
        parts = urlsplit(make(email or self.email, (partner or self.partner).id))
        return f"{parts.path}?{parts.query}"

    def _post(self, path, **data):
        self.env.flush_all()
        answer = self.url_open(path, data=data or {"List-Unsubscribe": "One-Click"})
        self.env.invalidate_all()
        return answer

    def _press(self, path, **data):
        """Press a button of the page."""
        page = self.url_open(path)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)
        query = parse_qs(urlsplit(path).query)
        values = {name: texts[0] for name, texts in query.items()}
        target = f"/mailing/{self.mailing.id}/enova_unsubscribe"
        return self._post(target, **values, csrf_token=token, **data)

    def _said(self, partner):
        line = partner.consent_ids.sorted("id")[-1:]
        return line.channel, line.purpose_id, line.state

    def test_whoever_was_merged(self):
        path = self._path()
        kept = self._merge()
        self.assertEqual(self._post(path).status_code, 200)
        self.assertEqual(self._said(kept), ("email", self.purpose, "withdrawn"))
        self.assertIn("Nowe ceny", kept.consent_ids.sorted("id")[-1].source)
        others = self.addressees[1:].consent_ids
        self.assertEqual(set(others.mapped("state")), {"given"})
        lines = len(kept.consent_ids)
        self._post(path)
        self.assertEqual(len(kept.consent_ids), lines, "said once")

    def test_whoever_was_merged_wants_nothing_at_all(self):
        path = self._path("page")
        kept = self._merge()
        self.assertIn("is blocked", self._press(path, everything="1").text)
        entries = self.env["mail.blacklist"].search([("email", "=", self.email)])
        self.assertEqual(len(entries), 1)
        self.assertEqual(self._said(kept), ("email", self.purpose, "withdrawn"))

    def test_whoever_was_merged_reads_nobody_elses_text(self):
        path = self._path("view")
        self._merge()
        self.events[1].sudo().mailing_values = {"placeholders": {"contractor": "TAJNE"}}
        self.mailing._as_system().frozen_body = "<p>Do {contractor}</p>"
        self.env.flush_all()
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("TAJNE", page.text)

    def test_whoever_was_archived(self):
        self.partner.action_archive()
        self.assertEqual(self._post(self._path()).status_code, 200)
        said = ("email", self.purpose, "withdrawn")
        self.assertEqual(self._said(self.partner), said)

    def test_whoever_has_another_address_by_now(self):
        """They are meant, and so is whoever reads the old mailbox today."""
        path = self._path()
        self.partner.email = "nowy@example.com"
        heir = self._addressees(1, "spadkobierca")
        heir.email = self.email
        self._post(path)
        said = ("email", self.purpose, "withdrawn")
        self.assertEqual(self._said(self.partner), said)
        self.assertEqual(self._said(heir), said)

    def test_an_address_with_a_plus(self):
        partner = self._addressees(1, "a+b")
        mailing = self._mailing(partner)
        path = self._path("oneclick", mailing, partner, partner.email)
        self.assertEqual(self._post(path).status_code, 200)
        self.assertEqual(self._said(partner)[2], "withdrawn")

    def test_links_that_were_cut(self):
        """A program has broken the line: nothing is entered, and nothing breaks."""
        for kind in ("oneclick", "page"):
            path = self._path(kind)
            address, query = path.split("?")
            for broken in (
                address,
                f"{address}?{query[: len(query) // 2]}",
                re.sub(r"document_id=\d+", "document_id=abc", path),
                re.sub(r"document_id=\d+", "document_id=", path),
            ):
                with self.subTest(broken):
                    self.env.flush_all()
                    if kind == "oneclick":
                        answer = self._post(broken)
                    else:
                        answer = self.url_open(broken)
                    self.assertIn(answer.status_code, (400, 401, 403))
        self.assertEqual(self._said(self.partner)[2], "given")

    def test_the_page_names_whose_it_is(self):
        self.mailing._as_system().company_id = self.other_company
        self.env.flush_all()
        page = self.url_open(self._path("page"))
        self.assertIn("Druga Firma", page.text)
        self.assertIn(self.email, page.text)
