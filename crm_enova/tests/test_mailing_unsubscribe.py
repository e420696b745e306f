import re
from urllib.parse import parse_qs, urlsplit

from odoo.tests import HttpCase, tagged

from .common import CrmEnovaMixin
from .mailing_send_common import MailingSendMixin
from .test_mailing_sender import SenderMixin, read

LINK = re.compile(r'https?://[^\s"<>]+')
# What a mail scanner must not change: it counts as opening and clicking, no more.
WATCHED = (
    ("enova.consent", ("partner_id", "purpose_id", "state")),
    ("mail.blacklist", ("email", "active")),
    ("mailing.subscription", ("contact_id", "list_id", "opt_out")),
    ("res.partner", ("email", "active", "message_bounce")),
    ("mailing.mailing", ("state", "active", "subject", "audience_frozen")),
    ("mail.mail", ("state",)),
    ("enova.mailing.attempt", ("state",)),
)


@tagged("post_install", "-at_install")
class TestMailingUnsubscribe(SenderMixin, MailingSendMixin, CrmEnovaMixin, HttpCase):
    """A link changes nothing when it is opened; a button does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
        cls._set_up_mailing()
        cls.partner = cls.addressees[0]

    def _links(self, mail):
        """Return every address in the text and the headers of an e-mail."""
        message = read(self._letter(mail))
        found = set()
        for part in message.walk():
            if part.get_content_maintype() == "text":
                found |= set(LINK.findall(part.get_content()))
        for value in message.values():
            found |= set(LINK.findall(value))
        return {link.replace("&amp;", "&").rstrip(".,)]") for link in found}

    def _snapshot(self):
        self.env.invalidate_all()
        return {
            name: self.env[name]
            .with_context(active_test=False)
            .search([], order="id")
            .read(fields, load=False)
            for name, fields in WATCHED
        }

    def _get(self, link):
        parts = urlsplit(link)
        address = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return self.url_open(address, allow_redirects=False)

    def _link(self, word):
        [link] = [link for link in self._links(self.mails[0]) if word in link]
        return link

    def _consent(self, partner=None):
        """Return what is in force for a partner."""
        return (
            self.env["enova.consent"]
            .search(
                [
                    ("partner_id", "=", (partner or self.partner).id),
                    ("is_current", "=", True),
                ]
            )
            .mapped("state")
        )

    def _is_blocked(self):
        return bool(
            self.env["mail.blacklist"].search([("email", "=", self.partner.email)])
        )

    def test_no_link_changes_anything(self):
        links = self._links(self.mails[0])
        kinds = " ".join(links)
        for word in ("/r/", "confirm_unsubscribe", "oneclick", "/view", "blank.gif"):
            self.assertIn(word, kinds)
        before = self._snapshot()
        for link in sorted(links):
            with self.subTest(link):
                self.assertLess(self._get(link).status_code, 500)
                self.assertEqual(self._snapshot(), before)

    def test_the_old_address_of_core_asks_too(self):
        before = self._snapshot()
        link = self._link("confirm_unsubscribe")
        for old in (
            link.replace("confirm_unsubscribe", "unsubscribe"),
            link.replace("/mailing/", "/mail/mailing/")
            .replace("confirm_unsubscribe", "unsubscribe")
            .replace("document_id", "res_id")
            .replace("hash_token", "token"),
        ):
            with self.subTest(old):
                self.assertLess(self._get(old).status_code, 400)
                self.assertEqual(self._snapshot(), before)

    def test_one_click(self):
        """As RFC 8058 has it: a POST without a session, to the header's address."""
        link = urlsplit(self._link("oneclick"))
        answer = self.url_open(
            f"{link.path}?{link.query}", data={"List-Unsubscribe": "One-Click"}
        )
        self.assertEqual(answer.status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(self._consent(), ["withdrawn"])
        self.assertFalse(self._is_blocked(), "nobody has asked for that")
        self.assertEqual(self._consent(self.addressees[1]), ["given"])
        source = self.partner.consent_ids.sorted("id")[-1].source
        self.assertIn("Nowe ceny", source)
        # pressing it again says the same
        lines = len(self.partner.consent_ids)
        self.url_open(f"{link.path}?{link.query}", data={"List-Unsubscribe": "x"})
        self.env.invalidate_all()
        self.assertEqual(len(self.partner.consent_ids), lines)

    def test_all_who_share_the_address(self):
        self.addressees[1].email = self.partner.email
        link = urlsplit(self._link("oneclick"))
        self.url_open(f"{link.path}?{link.query}", data={"a": "b"})
        self.env.invalidate_all()
        self.assertEqual(self._consent(self.addressees[1]), ["withdrawn"])

    def _press(self, **post):
        """Press a button of the page."""
        page = self._get(self._link("confirm_unsubscribe"))
        self.assertEqual(page.status_code, 200)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)
        query = parse_qs(urlsplit(self._link("confirm_unsubscribe")).query)
        data = {name: values[0] for name, values in query.items()}
        answer = self.url_open(
            f"/mailing/{self.mailing.id}/enova_unsubscribe",
            data={**data, "csrf_token": token, **post},
        )
        self.env.invalidate_all()
        return answer

    def test_button_of_the_page(self):
        answer = self._press()
        self.assertEqual(answer.status_code, 200)
        self.assertIn("no more e-mails of this kind", answer.text)
        self.assertEqual(self._consent(), ["withdrawn"])
        self.assertFalse(self._is_blocked())

    def test_blacklist_of_everything_when_asked_for(self):
        answer = self._press(everything="1")
        self.assertIn("is blocked", answer.text)
        self.assertTrue(self._is_blocked())
        self.assertEqual(self._consent(), ["withdrawn"])

    def test_block_after_unsubscribing(self):
        """Then what is about a contract does not come either."""
        contract = self.env["mailing.mailing"].create(
            {
                "subject": "Umowa",
                "purpose": "contract",
                "mailing_domain": repr([("id", "=", self.partner.id)]),
                "body_html": "<p>x</p>",
            }
        )
        self._press()
        [addressee] = contract._split_audience()
        self.assertFalse(addressee.left_out)
        self._press(everything="1")
        [addressee] = contract._split_audience()
        self.assertEqual(addressee.left_out, "blacklisted")

    def test_foreign_tokens(self):
        """The token of one addressee is no other's, and nobody goes without."""
        link = urlsplit(self._link("oneclick"))
        query = {name: values[0] for name, values in parse_qs(link.query).items()}
        before = self._snapshot()
        for change in (
            {"hash_token": "0" * 64},
            {"hash_token": ""},
            {"document_id": str(self.addressees[1].id)},
            {"email": self.addressees[1].email},
        ):
            text = "&".join(f"{k}={v}" for k, v in {**query, **change}.items())
            with self.subTest(change):
                answer = self.url_open(f"{link.path}?{text}", data={"a": "b"})
                self.assertIn(answer.status_code, (400, 401, 403))
                self.assertEqual(self._snapshot(), before)

    def test_no_token_for_mailing_users_either(self):
        """Whoever may see every mailing has not been asked by an addressee."""
        self.authenticate("admin", "admin")
        before = self._snapshot()
        self.url_open(
            f"/mailing/{self.mailing.id}/unsubscribe_oneclick"
            f"?document_id={self.partner.id}&email={self.partner.email}",
            data={"a": "b"},
        )
        self.assertEqual(self._snapshot(), before)

    def test_text_of_an_addressee_is_theirs(self):
        """In the browser it is shown to whoever holds the token, and to nobody else."""
        mailing = self.events[0].mailing_id
        self.events[0].sudo().mailing_values = {"placeholders": {"contractor": "TAJNE"}}
        mailing._as_system().frozen_body = "<p>Do {contractor}</p>"
        self.env.flush_all()
        email = self.partner.email
        token = mailing._generate_mailing_recipient_token(self.partner.id, email)
        path = f"/mailing/{mailing.id}/view?document_id={self.partner.id}&email={email}"
        self.env["res.users"].create(
            {
                "name": "Mailer",
                "login": "crm_mailer",
                "password": "crm_mailer",
                "group_ids": self.env.ref("mass_mailing.group_mass_mailing_user").ids,
            }
        )
        for login in (None, "crm_mailer"):
            self.authenticate(login, login)
            with self.subTest(login=login):
                self.assertNotIn("TAJNE", self.url_open(path).text)
                shown = self.url_open(f"{path}&hash_token={token}").text
                self.assertIn("Do TAJNE", shown)
        old = path.replace("document_id", "res_id")
        self.assertNotIn("TAJNE", self.url_open(old).text)
        self.assertIn("TAJNE", self.url_open(f"{old}&token={token}").text)

    def test_contract_offers_the_blacklist_alone(self):
        self.mailing._as_system().purpose = "contract"
        self.env.flush_all()
        page = self._get(self._link("confirm_unsubscribe"))
        self.assertIn("about a contract", page.text)
        self.assertNotIn(">Unsubscribe<", page.text)

    def test_mailings_of_core_stay_core(self):
        """Without a purpose it is none of ours, and acts as it always has."""
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "Core",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": repr([("id", "=", self.partner.id)]),
                "body_html": "<p>x</p>",
            }
        )
        link = mailing._get_unsubscribe_url(self.partner.email, self.partner.id)
        self.env.flush_all()
        page = self._get(link)
        self.assertIn("/mailing/confirm_unsubscribe", page.text)
        self._get(link.replace("confirm_unsubscribe", "unsubscribe"))
        self.env.invalidate_all()
        self.assertTrue(self._is_blocked())
