from collections import defaultdict

from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Write into the history what has become of a card."""

    _inherit = "res.partner"

    @api.model
    def _belongings(self):
        """Return what is counted for the event: model, field to the card, condition.

        Private activities are not: everybody who sees the event reads the numbers.
        """
        of_task = Domain("activity_id.private", "=", False)
        return [
            ("res.partner", "parent_id", Domain.TRUE),
            ("enova.activity", "commercial_partner_id", Domain("private", "=", False)),
            (
                "enova.reservation",
                "partner_id",
                Domain("activity_id", "=", False) | of_task,
            ),
            ("enova.consent", "partner_id", Domain.TRUE),
            ("sale.order", "enova_contractor_id", Domain.TRUE),
            ("account.move", "commercial_partner_id", Domain.TRUE),
            ("stock.picking", "enova_contractor_id", Domain.TRUE),
            ("repair.order", "enova_contractor_id", Domain.TRUE),
            ("calendar.event", "partner_ids", Domain.TRUE),
        ]

    def _card_belongings(self):
        """Count what hangs on these cards, of what the user may read.

        :return: dict by id of dicts of numbers by the name of the model
        """
        counts = defaultdict(dict)
        for name, field, domain in self._belongings():
            model = self.env[name]
            if not model.has_access("read"):
                continue
            groups = model._read_group(
                domain & Domain(field, "in", self.ids), [field], ["__count"]
            )
            label = self._belonging_label(model)
            for partner, count in groups:
                counts[partner.id][label] = count
        return counts

    @api.model
    def _belonging_label(self, model):
        if model._name == self._name:
            return self.env._("Contact persons and addresses")
        # sudo: the name of a model in the user's language
        return self.env["ir.model"].sudo()._get(model._name).name

    def _log_card_events(self, type_xmlid, subject, note=None, belongings=None):
        """Write one event per partner.

        :param str type_xmlid: the definition
        :param str subject: of the events
        :param str note: what stands first in the description
        :param dict belongings: of :meth:`_card_belongings`
        """
        definition = self.env.ref(type_xmlid, raise_if_not_found=False)
        if not definition:
            # a manager may have deleted it; the history must not have a gap
            events = self.env["enova.activity.type"]
            definition = events.search([("kind", "=", "event")], limit=1)
        user = self.env.user
        person = user.id if user._is_internal() else False
        self.env["enova.activity"].create(
            [
                {
                    "name": subject,
                    "type_id": definition.id,
                    "partner_id": partner.id,
                    "user_id": person,
                    "assigned_by_id": person,
                    "company_id": (partner.company_id or self.env.company).id,
                    "description": _description(
                        note, (belongings or {}).get(partner.id)
                    ),
                }
                for partner in self
            ]
        )


def _description(note, counts):
    """Return a note and a list of numbers as markup."""
    text = Markup("<p>{}</p>").format(note) if note else Markup()
    rows = Markup().join(
        Markup("<li>{}: {}</li>").format(label, count)
        for label, count in (counts or {}).items()
    )
    return text + Markup("<ul>{}</ul>").format(rows) if rows else text
