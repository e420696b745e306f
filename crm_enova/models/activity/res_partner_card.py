from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Write into the history what has become of a card."""

    _inherit = "res.partner"

    def _check_may_convert(self):
        """Refuse who may not write the event that tells of it, either."""
        result = super()._check_may_convert()
        self.env["enova.activity"].check_access("create")
        return result

    @api.model
    def _belongings(self):
        """Count tasks and events; private ones are nobody else's business."""
        public = Domain("private", "=", False)
        return [
            *super()._belongings(),
            ("enova.activity", "commercial_partner_id", public),
        ]

    def _log_card_events(self, type_xmlid, subject, note=None, belongings=None):
        """Write one event per partner."""
        result = super()._log_card_events(type_xmlid, subject, note, belongings)
        definition = self.env.ref(type_xmlid)
        user = self.env.user
        person = user.id if user._is_internal() else False
        # nobody but the system enters events of these definitions
        self.env["enova.activity"]._as_system().create(
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
        return result


def _description(note, counts):
    """Return a note and a list of numbers as markup."""
    text = Markup("<p>{}</p>").format(note) if note else Markup()
    rows = Markup().join(
        Markup("<li>{}: {}</li>").format(label, count)
        for label, count in (counts or {}).items()
    )
    return text + Markup("<ul>{}</ul>").format(rows) if rows else text
