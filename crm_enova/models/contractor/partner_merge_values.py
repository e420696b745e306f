from odoo import models
from odoo.tools import SQL, html2plaintext

from .partner_merge_json import join_properties

# Fields in which people write, so that what is replaced is worth telling.
TOLD_TYPES = ("char", "text", "html", "selection", "many2one", "date")


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """The kept partner's own values: its own win, blanks are filled."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_values(self, src_partners, dst_partner):
        """Fill what core leaves out, and keep what it would replace.

        A company that stands alone does not become the branch of the company that a
        merged contact person worked for.
        """
        report = self._merge_report()
        report["replaced"] = self._replaced_values(src_partners, dst_partner)
        blanks = self._computed_blanks(src_partners, dst_partner)
        commercial = dst_partner.commercial_partner_id
        if dst_partner.is_company and not dst_partner.parent_id:
            self._forget_parents(src_partners)
        self.env.flush_all()
        join_properties(self.env, "res.partner", src_partners.ids, dst_partner.id)
        self.env.invalidate_all()
        result = super()._update_values(src_partners, dst_partner)
        for name, value in blanks.items():
            if not dst_partner[name]:
                dst_partner[name] = value
        if self._becomes_contractor(src_partners, dst_partner):
            dst_partner.contractor_status = "contractor"
        if dst_partner.commercial_partner_id != commercial:
            self._merge_caretakers(commercial, dst_partner.commercial_partner_id)
        self._agree_on_consents(dst_partner)
        return result

    def _becomes_contractor(self, src_partners, dst_partner):
        """Whether a card has swallowed somebody who buys already."""
        return (
            dst_partner.contractor_status == "card"
            and "contractor" in src_partners.mapped("contractor_status")
        )

    def _forget_parents(self, src_partners):
        """Keep core from copying the parent; it is told among the replaced values."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner SET parent_id = NULL WHERE id = ANY(%s)",
                src_partners.ids,
            )
        )
        self.env.invalidate_all()

    def _computed_blanks(self, src_partners, dst_partner):
        """Return values that people can write although core computes them.

        Core fills only what is not computed. The salesperson follows the caretakers,
        the status has a rule of its own, and properties are joined one by one.
        """
        left_out = {"user_id", "contractor_status"}
        blanks = {}
        for name, field in dst_partner._fields.items():
            editable = field.store and field.compute and not field.readonly
            if not editable or name in left_out or not field.column_type:
                continue
            if field.type == "properties" or not dst_partner._has_field_access(
                field, "write"
            ):
                continue
            filled = [p[name] for p in src_partners if p[name]]
            if filled and not dst_partner[name]:
                blanks[name] = filled[0]
        return blanks

    def _replaced_values(self, src_partners, dst_partner):
        """Return what the merged partners said otherwise, as the user may read it.

        :return: list of (name of the merged partner, list of (label, value))
        """
        fields = [
            field
            for name, field in dst_partner._fields.items()
            if field.store
            and not field.compute
            and not field.groups
            and not field.company_dependent
            and name not in models.MAGIC_COLUMNS
            and field.type in TOLD_TYPES
            and "token" not in name
        ]
        return [
            (partner.display_name, self._differences(partner, dst_partner, fields))
            for partner in src_partners
        ]

    def _differences(self, partner, dst_partner, fields):
        different = []
        for field in fields:
            value = partner[field.name]
            if field.relational and not value.has_access("read"):
                continue
            if not value or value == dst_partner[field.name]:
                continue
            if not dst_partner[field.name] and field.name != "parent_id":
                continue  # core copies it
            label = field._description_string(self.env)
            different.append((label, self._told(field, value)))
        return different

    def _told(self, field, value):
        """Return a value as text."""
        if field.relational:
            return value.display_name
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "html":
            return html2plaintext(value)
        return str(value)

    def _agree_on_consents(self, partner):
        """Let a withdrawal hold for the address that is kept; core's blacklist too."""
        # sudo: the wish of a person holds whoever merges; nothing is shown
        consents = self.env["enova.consent"].sudo()
        current = consents.search(
            [("partner_id", "=", partner.id), ("is_current", "=", True)]
        )
        current.filtered(lambda line: line.state == "withdrawn")._tell_blacklist()
        # sudo: as above
        if partner.email_normalized and partner.sudo().is_blacklisted:
            consents._tell_ledger([partner.email_normalized], "withdrawn")
