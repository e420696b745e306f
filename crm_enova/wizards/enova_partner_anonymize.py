from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.activity.enova_activity_stage import OPEN_STATES

# What tells who somebody is, on the partner itself. Documents that the law makes one
# keep (posted invoices and their files) are not touched.
PERSONAL_FIELDS = (
    "email",
    "phone",
    "street",
    "street2",
    "zip",
    "city",
    "vat",
    "company_registry",
    "website",
    "comment",
    "function",
    "ref",
    "image_1920",
)
# What still needs to know who it is: model, and which records are not finished.
BLOCKERS = {
    "sale.order": [
        ("state", "in", ("draft", "sent", "sale")),
        "|",
        ("state", "!=", "sale"),
        "|",
        ("invoice_status", "=", "to invoice"),
        ("delivery_status", "in", ("pending", "started", "partial")),
    ],
    "account.move": [
        ("state", "!=", "cancel"),
        "|",
        ("state", "=", "draft"),
        ("payment_state", "in", ("not_paid", "partial", "in_payment")),
        ("move_type", "!=", "entry"),
    ],
    "stock.picking": [("state", "not in", ("done", "cancel"))],
    "repair.order": [("state", "not in", ("done", "cancel"))],
}


class EnovaPartnerAnonymize(models.TransientModel):
    """Forget who somebody was, and keep that something was.

    Opens with a dry run: what would be emptied, and what forbids it for now.
    """

    _name = "enova.partner.anonymize"
    _description = "Anonymise"

    partner_id = fields.Many2one(
        "res.partner",
        string="Person or contractor",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    blockers = fields.Text(compute="_compute_dry_run", string="What forbids it")
    changes = fields.Text(compute="_compute_dry_run", string="What is emptied")

    @api.depends("partner_id")
    def _compute_dry_run(self):
        """Say what would be emptied, and what forbids it."""
        for wizard in self:
            wizard.blockers = "\n".join(wizard._blockers())
            wizard.changes = "\n".join(wizard._changes())

    def _blockers(self):
        """Return a line for each kind of record that is not finished."""
        lines = []
        for model, domain in BLOCKERS.items():
            # sudo: whether anything is open, also where the user may not look; only
            # the number is told
            records = self.env[model].sudo()
            of_partner = Domain("partner_id", "child_of", self.partner_id.ids)
            count = records.search_count(of_partner & Domain(domain))
            if count:
                name = self.env["ir.model"]._get(model).name
                lines.append(self.env._("%(name)s: %(count)s", name=name, count=count))
        accounts = self.env["res.users"].sudo()  # sudo: as above
        users = accounts.search_count([("partner_id", "child_of", self.partner_id.ids)])
        if users:
            lines.append(self.env._("Active users: %s", users))
        activities = self.env["enova.activity"].sudo()  # sudo: as above
        tasks = activities.search_count(
            [
                "|",
                ("partner_id", "child_of", self.partner_id.ids),
                ("contact_id", "child_of", self.partner_id.ids),
                ("state", "in", OPEN_STATES),
            ]
        )
        if tasks:
            lines.append(self.env._("Open tasks: %s", tasks))
        return lines

    def _people(self):
        """Return the partner with its contact persons and addresses."""
        partners = self.env["res.partner"].with_context(active_test=False)
        return partners.search([("id", "child_of", self.partner_id.ids)])

    def _changes(self):
        """Return a line for each field that holds something, and what is deleted."""
        people = self._people()
        lines = [self.env._("Names: %s", len(people))]
        for name in PERSONAL_FIELDS:
            count = len(people.filtered(name))
            if count:
                label = people._fields[name]._description_string(self.env)
                lines.append(self.env._("%(name)s: %(count)s", name=label, count=count))
        if people.bank_ids:
            label = self.env._("Bank accounts: %s", len(people.bank_ids))
            lines.append(label)
        return lines

    def action_confirm(self):
        """Anonymise, unless something is still open.

        :raises UserError: naming what is open; nothing is changed then
        """
        self.ensure_one()
        blockers = self._blockers()
        if blockers:
            raise UserError(
                self.env._(
                    "%(name)s cannot be anonymised yet. Finish or cancel first:"
                    "\n%(list)s",
                    name=self.partner_id.display_name,
                    list="\n".join(blockers),
                )
            )
        people = self._people()
        people.check_access("write")
        for person in people:
            person.name = self.env._("Anonymised %s", person.id)
        people.write(dict.fromkeys(PERSONAL_FIELDS, False))
        people.bank_ids.unlink()
        self._forget_texts(people)
        people.action_archive()
        return {"type": "ir.actions.act_window_close"}

    def _forget_texts(self, people):
        """Empty what was written down about them in tasks, events and messages."""
        # sudo: the right to be forgotten does not end where the user's sight does
        activities = self.env["enova.activity"].sudo().with_context(active_test=False)
        about = activities.search(
            ["|", ("partner_id", "in", people.ids), ("contact_id", "in", people.ids)]
        )
        about.with_context(tracking_disable=True).write(
            {
                "name": self.env._("Anonymised"),
                "description": False,
                "result": self.env._("Anonymised"),
            }
        )
        about.message_ids.unlink()
        people.sudo().message_ids.unlink()  # sudo: as above
        attachments = self.env["ir.attachment"].sudo()  # sudo: as above
        attachments.search(
            [
                "|",
                "&",
                ("res_model", "=", "enova.activity"),
                ("res_id", "in", about.ids),
                "&",
                ("res_model", "=", "res.partner"),
                ("res_id", "in", people.ids),
            ]
        ).unlink()
