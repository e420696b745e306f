from odoo import api, fields, models

from ..base.change import Change
from .partner_merge_report import MergeReport


class ResPartner(models.Model):
    """A contractor is a partner with a status; there is no second partner base.

    In all of this addon partners are created, written and deleted through the methods
    of this class alone. Topics and floors above extend the steps that these name; each
    calls ``super()``, and none relies on the order of the others.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "enova.undo.mixin", "enova.guard.mixin"]

    contractor_status = fields.Selection(
        [("contractor", "Contractor"), ("card", "Business card")],
        compute="_compute_contractor_status",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        help="Contractors and business cards stand in the menus of the CRM. Contact "
        "persons, addresses, own companies and own staff have no status.",
    )

    # The lists of contractors and of cards open in the order of names.
    _contractor_status_name_idx = models.Index(
        "(contractor_status, complete_name, id) WHERE contractor_status IS NOT NULL"
    )

    # Those of one caretaker, or of each; it holds what the rules and the company ask.
    _contractor_user_idx = models.Index(
        "(contractor_status, user_id, id) INCLUDE (commercial_partner_id, company_id,"
        " partner_share, active) WHERE contractor_status IS NOT NULL"
    )

    @api.depends("parent_id")
    def _compute_contractor_status(self):
        """Give each top-level partner a status, and none to what belongs to another.

        A partner made by any module (a web shop, an import, a vendor bill) is a
        contractor unless somebody says that it is a business card.
        """
        for partner in self:
            if partner.parent_id:
                partner.contractor_status = False
            else:
                partner.contractor_status = partner.contractor_status or "contractor"

    def _without_contractor_status(self):
        """Take own people and own companies out of the contractors."""
        # sudo: the partner of a user or company that the caller has just been allowed
        # to create; nothing is read, and the status alone is emptied.
        self.sudo().filtered("contractor_status").contractor_status = False

    # -- the way through -----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Create in bulk.

        1. :meth:`_enova_fill_values`: what nobody has given;
        2. :meth:`_enova_check_before`: what may refuse before anything is written;
        3. ``super()``: the guard of our links, then core;
        4. :meth:`_enova_check_after`: what can be told of the records alone;
        5. :meth:`_enova_apply_effects`: periods of caretakers.
        """
        vals_list = self._enova_fill_values(vals_list)
        for vals in vals_list:
            self.browse()._enova_check_before(vals)
        records = self.with_context(**self._enova_context_of_creation())
        partners = super(ResPartner, records).create(vals_list).with_env(self.env)
        partners._enova_finish(Change.of_create(vals_list))
        return partners

    def write(self, vals):
        """Write, by the same steps, with a snapshot of what is watched before."""
        vals = self._enova_reduce_values(vals)
        self._enova_check_before(vals)
        # sudo: what a later step compares with; whoever may write need not read it
        change = Change.of_write(self.sudo(), vals, self._enova_watched_fields())
        result = super().write(vals)
        self._enova_finish(change)
        return result

    def unlink(self):
        """Delete, and before that :meth:`_enova_before_unlink`."""
        self.check_access("unlink")
        self._enova_before_unlink()
        return super().unlink()

    def _enova_finish(self, change):
        """Check and follow, once the rows are written."""
        self._enova_check_after(change)
        self._enova_apply_effects(change)

    @api.model
    def _enova_fill_values(self, vals_list):
        """Return values with proposals; the caller's own are not changed.

        :param list vals_list: values of new partners
        :return: list of dicts
        """
        return vals_list

    @api.model
    def _enova_context_of_creation(self):
        """Return keys of the context that creation needs otherwise than the caller."""
        return {}

    def _enova_reduce_values(self, vals):
        """Return what is to be written: during a merge only what changes.

        Core writes all values of the kept partner back to it, its own included. That
        would compute anew what depends on them, for all its thousands of activities,
        and check a tax number that nobody has touched.
        """
        if MergeReport.of(self.env) is None or len(self) != 1:
            return vals
        return {name: v for name, v in vals.items() if self._enova_differs(name, v)}

    def _enova_differs(self, name, value):
        """Whether writing a value would change it."""
        current = self[name]
        if self._fields[name].type == "many2one":
            current = current.id
        return current != value

    def _enova_check_before(self, vals):
        """Refuse values before they are written.

        :param dict vals: of a write to ``self``, or of one new partner where that is
            empty
        """

    @api.model
    def _enova_watched_fields(self):
        """Return which fields later steps compare with what they held before.

        :return: dict of sets of names by the name that, once written, changes them
        """
        return {}

    def _enova_check_after(self, change):
        """Refuse what can be told only of the written records."""

    def _enova_apply_effects(self, change):
        """Let others follow.

        For whoever may write partners at all: what is done here is ours, done with all
        rights, and refuses nothing.
        """

    def _enova_before_unlink(self):
        """Take along what goes with these partners; their deletion is allowed."""
