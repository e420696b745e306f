from collections import defaultdict

from odoo import api, fields, models, tools


class EnovaActivityMail(models.Model):
    """An e-mail that a definition sends, to whom, and when."""

    _name = "enova.activity.mail"
    _inherit = ["enova.cached.mixin", "enova.guard.mixin"]
    _description = "E-mail of a definition"
    _order = "type_id, moment, id"
    _rec_name = "template_id"

    type_id = fields.Many2one(
        "enova.activity.type", required=True, index=True, ondelete="cascade"
    )
    moment = fields.Selection(
        [
            ("create", "When it is entered"),
            ("change", "When its time, stage or assignee changes"),
            ("close", "When it is done"),
        ],
        string="When",
        required=True,
        default="create",
    )
    recipient = fields.Selection(
        [
            ("contractor", "The contractor, or the contact person"),
            ("giver", "Whoever gave it"),
            ("assignee", "The assignee"),
        ],
        string="To",
        required=True,
        default="contractor",
        help="Contractors without an address, or on the blacklist, get none. Nobody is"
        " told of what they did themselves. Of private ones no contractor is told.",
    )
    template_id = fields.Many2one(
        "mail.template",
        required=True,
        ondelete="cascade",
        domain="[('model', '=', 'enova.activity')]",
    )

    _once = models.Constraint(
        "UNIQUE (type_id, moment, recipient, template_id)",
        "This e-mail is sent to them already.",
    )

    @api.model
    @tools.ormcache()
    def _by_moment(self):
        """Return what is sent, for all definitions that send anything.

        :return: dict of tuples of (recipient, template id) by (definition id, moment)
        """
        # sudo: configuration that every user of the CRM may read; the answer is shared
        lines = self.sudo().search_fetch(
            [("id", "!=", False)], ["type_id", "moment", "recipient", "template_id"]
        )
        found = defaultdict(list)
        for line in lines:
            key = (line.type_id.id, line.moment)
            found[key].append((line.recipient, line.template_id.id))
        return {key: tuple(pairs) for key, pairs in found.items()}
