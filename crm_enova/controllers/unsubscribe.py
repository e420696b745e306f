from markupsafe import Markup
from werkzeug.exceptions import NotFound, Unauthorized

from odoo import http, tools
from odoo.http import Response, request

from odoo.addons.mass_mailing.controllers.main import MassMailController

ASK, DONE, BLOCKED = "ask", "done", "blocked"


class Unsubscribe(MassMailController):
    """Links in e-mails of mail merges change nothing until a button is pressed.

    Scanners of mail open every link, and would unsubscribe people: so a GET shows a
    page, and a POST acts. The header that lets a mail program unsubscribe by one click
    (RFC 8058) is a POST, too. What it ends is the consent to mailings; the blacklist of
    everything has a button of its own. Core's own mailings are core's.
    """

    @http.route()
    def mailing_unsubscribe(
        self, mailing_id, document_id=None, email=None, hash_token=None, **post
    ):
        """Show the page that asks, whatever way the link is opened."""
        if not self._is_merged(mailing_id):
            # core's takes nothing else, and is handed what a mail program posts
            return super().mailing_unsubscribe(
                mailing_id, document_id, email, hash_token
            )
        return self._page(mailing_id, document_id, email, hash_token, ASK)

    @http.route()
    def mailing_confirm_unsubscribe(
        self, mailing_id, document_id=None, email=None, hash_token=None
    ):
        """Show the same page, to which the link of the text leads."""
        if not self._is_merged(mailing_id):
            return super().mailing_confirm_unsubscribe(
                mailing_id, document_id, email, hash_token
            )
        return self._page(mailing_id, document_id, email, hash_token, ASK)

    @http.route()
    def mailing_unsubscribe_oneclick(
        self, mailing_id, document_id=None, email=None, hash_token=None, **post
    ):
        """Withdraw the consent, for the mail program's button."""
        if not self._is_merged(mailing_id):
            return super().mailing_unsubscribe_oneclick(
                mailing_id, document_id, email, hash_token, **post
            )
        self._withdraw(mailing_id, document_id, email, hash_token)
        return Response(status=200)

    @http.route()
    def mailing_confirm_unsubscribe_post(
        self, mailing_id, document_id=None, email=None, hash_token=None
    ):
        """Withdraw the consent, for an old page of core's that is still open."""
        if not (str(mailing_id).isdecimal() and self._is_merged(int(mailing_id))):
            return super().mailing_confirm_unsubscribe_post(
                mailing_id, document_id, email, hash_token
            )
        return self.enova_unsubscribe(int(mailing_id), document_id, email, hash_token)

    @http.route(
        "/mailing/<int:mailing_id>/enova_unsubscribe",
        type="http",
        website=True,
        auth="public",
        methods=["POST"],
    )
    def enova_unsubscribe(
        self, mailing_id, document_id=None, email=None, hash_token=None, **post
    ):
        """Do what the button on the page says.

        :param int mailing_id: of the mail merge
        :param document_id: id of the partner who got it
        :param str email: the address that got it
        :param str hash_token: what proves that the e-mail was theirs
        :param post: ``everything`` where no mass mailing at all is wanted
        :return: the page that says what has been done
        :raises Unauthorized: without the token
        """
        if post.get("everything"):
            self._block(mailing_id, document_id, email, hash_token)
            return self._page(mailing_id, document_id, email, hash_token, BLOCKED)
        self._withdraw(mailing_id, document_id, email, hash_token)
        return self._page(mailing_id, document_id, email, hash_token, DONE)

    @http.route()
    def mailing_view_in_browser(
        self, mailing_id, email=None, document_id=None, hash_token=None, **kwargs
    ):
        """Show what an addressee got to whoever holds the token of their e-mail.

        Others who may look at mailings see the text, and nobody's values in it.
        """
        token = hash_token or kwargs.get("token")
        if not token and self._is_merged(mailing_id):
            document_id = None
            kwargs.pop("res_id", None)
        return super().mailing_view_in_browser(
            mailing_id, email, document_id, hash_token, **kwargs
        )

    # -- what it takes -------------------------------------------------------------

    def _is_merged(self, mailing_id):
        """Tell whether a mailing is a mail merge of the CRM."""
        # sudo: whether there is one; what may be known of it is proven by the token
        mailing = request.env["mailing.mailing"].sudo().browse(mailing_id)
        return bool(mailing.exists().audience_frozen)

    def _proven(self, mailing_id, document_id, email, hash_token):
        """Return the mailing of whoever holds the token of their e-mail, as superuser.

        Nobody comes here without a token, whoever is signed in.
        """
        if not hash_token:
            raise Unauthorized()
        try:
            return self._check_mailing_email_token(
                mailing_id, document_id, email, hash_token, required_mailing_id=True
            )
        except (NotFound, ValueError) as error:
            # core reads the number of the addressee as it comes
            raise Unauthorized() from error

    def _withdraw(self, mailing_id, document_id, email, hash_token):
        mailing = self._proven(mailing_id, document_id, email, hash_token)
        partner = self._addressee(mailing, document_id, email)
        if partner and mailing.consent_purpose_id:
            source = mailing.env._("Unsubscribed from: %s", mailing.display_name)
            mailing.env["enova.consent"]._withdraw_by_mail(
                partner,
                tools.email_normalize(email),
                mailing.consent_purpose_id,
                source,
            )

    def _block(self, mailing_id, document_id, email, hash_token):
        mailing = self._proven(mailing_id, document_id, email, hash_token)
        note = mailing.env._("Asked for on the page of: %s", mailing.display_name)
        mailing.env["mail.blacklist"]._add(email, message=Markup("<p>%s</p>") % note)
        partner = self._addressee(mailing, document_id, email)
        mailing.env["enova.consent"]._note_block(partner, mailing.consent_purpose_id)

    def _addressee(self, mailing, document_id, email):
        """Return whose e-mail it was; whoever was merged since is found by their event.

        :param mailing: as superuser, of whoever has proven to hold its e-mail
        """
        partners = mailing.env["res.partner"].with_context(active_test=False)
        partner = partners.browse(int(document_id)).exists()
        if partner:
            return partner
        address = tools.email_normalize(email) or email
        traces = mailing.env["mailing.trace"].search(
            [("mass_mailing_id", "=", mailing.id), ("email", "in", [email, address])]
        )
        merged = traces.enova_activity_id.partner_id
        if not merged:
            merged = partners.search([("email_normalized", "=", address)], order="id")
        return merged[:1]

    def _page(self, mailing_id, document_id, email, hash_token, step):
        mailing = self._proven(mailing_id, document_id, email, hash_token)
        # sudo: the name of the company, which stands on every e-mail of it
        company = mailing.company_id or request.env.company.sudo()
        return request.render(
            "crm_enova.mailing_unsubscribe_page",
            {
                "step": step,
                "is_marketing": mailing.purpose == "marketing",
                "company": company,
                "mailing_id": mailing_id,
                "document_id": document_id,
                "email": email,
                "hash_token": hash_token,
            },
        )
