import logging

from odoo import api, models, tools
from odoo.exceptions import UserError

from ..base.context import AUTOMATIC, MAILING_TOLD
from .automatic import is_automatic

_logger = logging.getLogger(__name__)

ALIAS_PARAMETER = "crm_enova.mailing_alias"
ALIAS_NAME = "answers"
MESSAGE_IDS = tools.mail.mail_header_msgid_re
# The longest subject that an event may have.
LONGEST_NAME = 1000


class EnovaActivity(models.Model):
    """What comes back for an addressee: answers, and people's decisions."""

    _inherit = "enova.activity"

    # -- the address for answers ---------------------------------------------------

    @api.model
    def _answer_alias(self, company):
        """Return the alias where a company's answers arrive; made when first needed.

        :param company: ``res.company``
        :return: ``mail.alias``, empty where the company has no domain for aliases
        """
        # sudo: an address that stands on every e-mail; aliases are an administrator's
        domain = company.sudo().alias_domain_id
        aliases = self.env["mail.alias"].sudo()
        if not domain:
            return aliases
        name = self._answer_alias_name()
        own = [
            ("alias_model_id.model", "=", self._name),
            ("alias_domain_id", "=", domain.id),
        ]
        found = aliases.search([*own, ("alias_name", "=like", f"{name}%")], limit=1)
        if found:
            return found
        taken = aliases.search(
            [("alias_name", "=", name), ("alias_domain_id", "=", domain.id)], limit=1
        )
        definition = self.env.ref("crm_enova.enova_activity_type_event_email")
        defaults = {"company_id": company.id, "type_id": definition.id}
        return aliases.create(
            {
                "alias_name": f"{name}-crm" if taken else name,
                "alias_domain_id": domain.id,
                "alias_model_id": self.env["ir.model"]._get_id(self._name),
                "alias_contact": "everyone",
                "alias_defaults": repr(defaults),
            }
        )

    @api.model
    def _answer_alias_name(self):
        # sudo: as its caller
        parameters = self.env["ir.config_parameter"].sudo()
        return parameters.get_param(ALIAS_PARAMETER) or ALIAS_NAME

    # -- answers -------------------------------------------------------------------

    @api.model
    def _routing_check_route(self, message, message_dict, route, raise_exception=True):
        """Lead what comes to our address for answers to the event that it answers.

        Core has told bounces, loops and forwards apart before. Strangers' mail is
        dropped: nobody has asked them anything. So is what a program answers and
        belongs to no event.
        """
        route = super()._routing_check_route(
            message, message_dict, route, raise_exception
        )
        if not route or not self._is_for_answers(route):
            return route
        event = self._answered_event(message_dict)
        if event:
            return (self._name, event.id, {}, route[3], route[4])
        if self._known_writer(message_dict) and not is_automatic(message):
            return route
        _logger.info("no event and no contractor for %s", message_dict["message_id"])
        return False

    @api.model
    def _is_for_answers(self, route):
        """Tell whether a route leads to a new record through our alias."""
        model, thread_id, _values, _user_id, alias = route
        return (
            model == self._name
            and not thread_id
            and bool(alias)
            and (alias.alias_name or "").startswith(self._answer_alias_name())
        )

    @api.model
    def _answered_event(self, message_dict):
        """Return the event that a message answers.

        By the Message-IDs that it refers to; else, as some programs leave them out, the
        latest that was sent to whoever writes.
        """
        # sudo: the gateway's own; no user is told anything
        attempts = self.env["enova.mailing.attempt"].sudo()
        texts = (message_dict.get("references"), message_dict.get("in_reply_to"))
        references = MESSAGE_IDS.findall(" ".join(filter(None, texts)))
        found = attempts.search(
            [("message_id", "in", references[-32:])], order="id desc", limit=1
        )
        email = tools.email_normalize(message_dict.get("email_from"))
        if not found and email:
            found = attempts.search(
                [("email", "=", email), ("state", "in", ("sent", "uncertain"))],
                order="id desc",
                limit=1,
            )
        return found.activity_id

    def message_update(self, msg_dict, update_vals=None):
        """Take an answer: the event is answered, and whoever is in charge is told.

        What a program answers, such as that somebody is away, is a note.
        """
        answered = self.filtered("mailing_id")
        if AUTOMATIC.is_on(self.env):
            answered = self.browse()
        for event in answered:
            event._mailing_moved("answered")
            user = event.user_id or event.mailing_id.user_id
            if user.active and user._is_internal():
                event.message_subscribe(partner_ids=user.partner_id.ids)
        return super().message_update(msg_dict, update_vals)

    @api.model
    def _known_writer(self, message_dict):
        """Return the contractor, or the person there, who has written."""
        email = tools.email_normalize(message_dict.get("email_from"))
        if not email:
            return self.env["res.partner"]
        return self.env["res.partner"].search(
            [
                ("email_normalized", "=", email),
                ("commercial_partner_id.contractor_status", "!=", False),
            ],
            limit=1,
        )

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Enter whose e-mail it is that comes through an alias and answers nothing."""
        partner = self._known_writer(msg_dict)
        custom_values = custom_values or {}
        company = self._company_of_writer(partner, custom_values.get("company_id"))
        user = partner.commercial_partner_id.acting_user_id
        values = {
            "name": (msg_dict.get("subject") or self.env._("E-mail"))[:LONGEST_NAME],
            "user_id": user.id if company in user.company_ids else False,
            **custom_values,
            "company_id": company.id,
        }
        if partner:
            values.setdefault("partner_id", partner.commercial_partner_id.id)
            if partner != partner.commercial_partner_id:
                values.setdefault("contact_id", partner.id)
        return super().message_new(msg_dict, values)

    @api.model
    def _company_of_writer(self, partner, company_id):
        """Return the company whose alias it is, or that which keeps who has written.

        What is of two companies would be refused, and the e-mail would come back to
        whoever has written it.
        """
        company = self.env["res.company"].browse(company_id) or self.env.company
        own = partner.company_id
        return company if not own or own in company.parent_ids else own

    # -- decisions -----------------------------------------------------------------

    def action_send_again(self):
        """Queue uncertain e-mails again: a person takes it that they have not arrived.

        They keep their Message-ID, by which many servers drop what they have already.

        :return: ``True``
        :raises UserError: when none of them is uncertain
        """
        attempts = self._uncertain_attempts()
        attempts.write({"state": "released", "decided_by_id": self.env.uid})
        mails = attempts._mails()
        mails.write(
            {
                "state": "outgoing",
                "failure_type": False,
                "failure_reason": False,
                "scheduled_date": False,
            }
        )
        mails.mailing_trace_ids.with_context(**MAILING_TOLD.on).write(
            {"trace_status": "outgoing"}
        )
        attempts.activity_id._mailing_moved("prepared", again=True)
        attempts._trigger()
        return True

    def action_mark_arrived(self):
        """Leave uncertain e-mails at that: a person knows that they have arrived.

        :return: ``True``
        :raises UserError: when none of them is uncertain
        """
        attempts = self._uncertain_attempts()
        attempts.write({"state": "sent", "decided_by_id": self.env.uid})
        attempts.activity_id._mailing_moved("sent", again=True)
        attempts._settle_sent(attempts)
        return True

    def _uncertain_attempts(self):
        """Return the attempts that are to be decided about, by whoever may.

        :return: as superuser
        """
        self.check_access("write")
        self.mailing_id.check_access("write")
        # sudo: attempts are the system's; that they may be decided about is checked
        attempts = self.env["enova.mailing.attempt"].sudo()
        found = attempts.search(
            [("activity_id", "in", self.ids), ("state", "=", "uncertain")]
        )
        if not found:
            raise UserError(
                self.env._(
                    "None of these e-mails is uncertain any more. Somebody has decided"
                    " already; open the list again."
                )
            )
        return found
