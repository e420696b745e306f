from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.activity.enova_activity_stage import OPEN_STATES
from ..models.base.arguments import active_id
from ..models.project.enova_project_stage import OPEN_PROJECT_STATES

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
    "company_name",
    "comment",
    "function",
    "ref",
    "barcode",
    "properties",
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
    _inherit = "enova.guard.mixin"
    _description = "Anonymise"

    partner_id = fields.Many2one(
        "res.partner",
        string="Person or contractor",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: active_id(self.env),
    )
    lookup_line_id = fields.Many2one("privacy.lookup.wizard.line", ondelete="set null")
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
                lines.append(self._count_line(records, count))
        accounts = self.env["res.users"].sudo()  # sudo: as above
        users = accounts.search_count([("partner_id", "child_of", self.partner_id.ids)])
        if users:
            lines.append(self.env._("Active users: %s", users))
        for label, count in self._open_work().items():
            if count:
                lines.append(self.env._("%(name)s: %(count)s", name=label, count=count))
        return lines

    @api.model
    def _count_line(self, records, count):
        """Return how many there are of a model, by its name."""
        name = self.env["ir.model"]._get(records._name).name
        return self.env._("%(name)s: %(count)s", name=name, count=count)

    def _open_work(self):
        """Count what somebody is still to do for them, by what it is called."""
        # sudo: only the numbers are told
        env = self.env(su=True)
        theirs = Domain("partner_id", "child_of", self.partner_id.ids)
        with_them = theirs | Domain("contact_id", "child_of", self.partner_id.ids)
        pending = Domain("state", "in", OPEN_STATES)
        running = Domain("state", "in", OPEN_PROJECT_STATES)
        reservations = env["enova.reservation"]
        coming = theirs & reservations._coming_domain()
        return {
            self.env._("Open tasks"): env["enova.activity"].search_count(
                with_them & pending
            ),
            self.env._("Open projects"): env["enova.project"].search_count(
                theirs & running
            ),
            self.env._("Coming reservations"): reservations.search_count(coming),
        }

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
        return lines + self._lines_to_forget(people)

    def action_confirm(self):
        """Anonymise, unless something is still open.

        :return: dict, the action that closes the window
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
        self._forget_what_is_written(people)
        for person in people:
            person.name = self.env._("Anonymised %s", person.id)
        people.write(dict.fromkeys(PERSONAL_FIELDS, False))
        people.bank_ids.unlink()
        people.action_archive()
        self._tell_lookup(people)
        return {"type": "ir.actions.act_window_close"}

    def _tell_lookup(self, people):
        """Let the privacy look-up that led here log what was done."""
        if self.lookup_line_id:
            self.lookup_line_id.execution_details = self.env._(
                "Anonymised %s", ", ".join(f"#{person.id}" for person in people)
            )
