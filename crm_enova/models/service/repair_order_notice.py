import hmac
import secrets

from odoo import api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import split_every

from ..base.arguments import is_id
from .repair_order import SERVICE_USERS

BATCH = 500
RENDERED = ("subject", "body_html", "email_from", "reply_to")
TOKEN_BYTES = 24


class RepairOrder(models.Model):
    """The client is told of stages, and sees the state by a private link."""

    _inherit = "repair.order"

    # never read by anybody but the system: whoever has it sees the page
    enova_link_token = fields.Char(
        string="Key of the private link", copy=False, groups=NO_ACCESS
    )
    service_url = fields.Char(
        string="Private link",
        compute="_compute_service_url",
        groups=SERVICE_USERS,
        help="Whoever has this link sees the state of the order, and nothing else.",
    )
    enova_told_stage_id = fields.Many2one(
        "enova.service.stage",
        string="Stage that the client was told",
        readonly=True,
        copy=False,
        ondelete="set null",
        groups=SERVICE_USERS,
    )

    @api.depends("enova_link_token")
    def _compute_service_url(self):
        """Put the address together for orders that have a link."""
        base = self.browse().get_base_url()
        for order in self:
            # sudo: the link of an order that the user reads
            token = order.sudo().enova_link_token
            order.service_url = (
                f"{base}/my/service/{order.id}/{token}" if token else False
            )

    def action_service_link(self):
        """Make the private link, where there is none, and show the client's page.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        self.check_access("write")
        self._make_links()
        return {"type": "ir.actions.act_url", "url": self.service_url, "target": "new"}

    def action_revoke_service_link(self):
        """Make the link that was sent useless; the next one is another.

        :return: ``True``
        """
        self.check_access("write")
        # sudo: the field is the system's
        self.sudo().enova_link_token = False
        return True

    def _make_links(self):
        """Give a random key to the orders that have none."""
        # sudo: the field is the system's
        for order in self.sudo():
            if not order.enova_link_token:
                order.enova_link_token = secrets.token_urlsafe(TOKEN_BYTES)

    @api.model
    def _by_link(self, order_id, token):
        """Return the order of a private link, as the system; empty where none is.

        Compared in constant time, and no differently for an order that is not there.

        :param int order_id: from the address
        :param str token: from the address
        """
        # sudo: the visitor has no rights; the key stands for this one order
        order = self.sudo().browse([order_id] if is_id(order_id) else []).exists()
        known = order.enova_link_token or ""
        matches = hmac.compare_digest(known.encode(), str(token).encode())
        return order if known and matches else order.browse()

    def _client_zone(self):
        """Return the time zone that the client of one order is told hours in."""
        self.ensure_one()
        return self.partner_id.tz or self.company_id.resource_calendar_id.tz or "UTC"

    def _page_values(self):
        """Return what the client's page shows: plain values, and no more."""
        self.ensure_one()
        state = self.enova_stage_id.name or dict(
            self._fields["state"]._description_selection(self.env)
        ).get(self.state)
        return {
            "number": self.name,
            "stage": state,
            "state": self.state,
            "device": self.device_id.name or self.product_id.name or "",
            "identifier": self.device_id.identifier or "",
            "fault": self.fault or "",
            "solution": self.solution if self.state == "done" else "",
            "received": self.accepted_on,
            "promised": self.date_deadline if self.state != "cancel" else False,
            "company": self.company_id.name,
            "phone": self.company_id.phone or "",
            "email": self.company_id.email or "",
            "warranty": self.under_warranty,
        }

    # -- telling -------------------------------------------------------------------

    def _enova_apply_effects(self, change):
        """Tell the client of a stage, however the order came into it."""
        result = super()._enova_apply_effects(change)
        if change.is_new or change.touches("enova_stage_id", "state"):
            self._tell_client()
        return result

    def _tell_client(self):
        """Queue the e-mail of a stage, once for each time that it is another."""
        # sudo: whoever moves an order may lack the CRM, and tells the client no less
        orders = self.sudo()
        fresh = orders.filtered(
            lambda order: order.enova_stage_id != order.enova_told_stage_id
        )
        telling = fresh.filtered("enova_stage_id.template_id")
        for stage, moved in telling.grouped("enova_stage_id").items():
            moved.enova_told_stage_id = stage
            told = moved.filtered(lambda order: order._addressee().email_normalized)
            for batch in split_every(BATCH, told.ids, orders.browse):
                batch._queue_client_mails(stage.template_id)

    def _addressee(self):
        """Return who is written to: the contact person, else the contractor."""
        if self.contact_id.email_normalized:
            return self.contact_id
        return self.partner_id

    def _queue_client_mails(self, template):
        """Render for a batch, each in the language of its reader, and queue it."""
        self._make_links()
        values_list = []
        for lang, orders in self.grouped(lambda o: o._addressee().lang).items():
            # the reader's, whatever language the template is to speak
            spoken = template.with_context(lang=lang, template_preview_lang=lang)
            rendered = spoken._generate_template(orders.ids, RENDERED)
            for order in orders:
                values = dict(rendered[order.id])
                values["body"] = values.get("body_html")
                values.update(model=order._name, res_id=order.id)
                values["recipient_ids"] = [(4, order._addressee().id)]
                if not values.get("email_from"):
                    values.pop("email_from", None)
                values_list.append(values)
        self.env["mail.mail"].create(values_list)
