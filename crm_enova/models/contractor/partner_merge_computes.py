from odoo import models
from odoo.tools import SQL

from .partner_merge_links import stored_models

# What core stores of the company that a contact belongs to.
OF_PARENT = ("commercial_partner_id", "complete_name", "commercial_company_name")


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """What is stored of a partner elsewhere is right after the merge.

    Rows are moved by SQL, so nothing is computed again by itself, and must not be: core
    would choose other invoice addresses and prices for orders of years ago. Copies of
    the commercial partner are made right by one statement each, and our own computed
    fields are computed again.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _restore_computes(self, partner):
        """Bring up to date what is stored of a partner and of its contacts."""
        self.env.flush_all()
        self.env.invalidate_all()
        # sudo: contacts of other companies and archived ones too
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        family = partners.search([("id", "child_of", partner.ids)])
        for field in self._stored_of_partner(partners):
            self.env.add_to_compute(field, family)
        self._share_with_contacts(family)
        self.env.flush_all()
        for records in stored_models(self.env):
            for field in records._fields.values():
                if self._copies_commercial(records, field):
                    self._copy_commercial(records, field, family)
                elif self._is_our_compute(records, field):
                    self._compute_again(records, field, partner)
        self.env.flush_all()
        self.env.invalidate_all()

    def _share_with_contacts(self, family):
        """Give contacts who have moved what core gives those of any company."""
        contacts = family.filtered(lambda p: p.commercial_partner_id != p)
        for name in family._synced_commercial_fields():
            for company, group in contacts.grouped("commercial_partner_id").items():
                value = company[name]
                different = group.browse(p.id for p in group if p[name] != value)
                if value and different:
                    different.write({name: value})

    def _stored_of_partner(self, partners):
        """Return the stored computes of a partner: by its parent, and all of ours."""
        return [
            field
            for name, field in partners._fields.items()
            if name in OF_PARENT
            or (
                "crm_enova" in field._modules
                and field.store
                and field.compute
                and field.readonly
            )
        ]

    def _copies_commercial(self, records, field):
        """Whether a stored field is the company of the partner in another field."""
        if field.type != "many2one" or not field.store or not field.compute:
            return False
        if field.comodel_name != "res.partner" or records._name == "res.partner":
            return False
        return bool(self._partner_of_copy(records, field))

    def _partner_of_copy(self, records, field):
        """Return the field whose commercial partner is copied, if there is one."""
        paths = self.env.registry.field_depends.get(field, ())
        for path in paths:
            name, _dot, rest = path.partition(".")
            source = records._fields.get(name)
            if source is None or not source.store or source.type != "many2one":
                continue
            named = not rest and field.name == "commercial_partner_id"
            if source.comodel_name == "res.partner" and (
                rest == "commercial_partner_id" or named
            ):
                return name
        return None

    def _copy_commercial(self, records, field, family):
        """Store the company of each record's partner, by one statement.

        Invoices of a contact person who has changed company stay with the old one,
        as in core; those of the partner that has just been merged follow it.
        """
        name = self._partner_of_copy(records, field)
        paths = self.env.registry.field_depends[field]
        column = SQL.identifier(records._table, field.name)
        wrong = SQL("%s IS DISTINCT FROM partner.commercial_partner_id", column)
        if f"{name}.commercial_partner_id" not in paths:
            wrong = SQL("%s AND %s = partner.id", wrong, column)
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s SET %(column)s = partner.commercial_partner_id"
                " FROM res_partner AS partner WHERE partner.id = %(table)s.%(source)s"
                " AND partner.id = ANY(%(ids)s) AND %(wrong)s",
                table=SQL.identifier(records._table),
                column=SQL.identifier(field.name),
                source=SQL.identifier(name),
                ids=family.ids,
                wrong=wrong,
            )
        )

    def _is_our_compute(self, records, field):
        """Whether a stored field of ours depends on a partner of its record."""
        if records._name == "res.partner" or "crm_enova" not in field._modules:
            return False
        if not (field.store and field.compute and field.readonly):
            return False
        return bool(self._partners_of(records, field))

    def _partners_of(self, records, field):
        """Return the partner fields that a computed field depends on."""
        paths = self.env.registry.field_depends.get(field, ())
        names = {path.partition(".")[0] for path in paths}
        return [
            name
            for name in sorted(names & set(records._fields))
            if records._fields[name].comodel_name == "res.partner"
            and records._fields[name].store
            and records._fields[name].type == "many2one"
        ]

    def _compute_again(self, records, field, partner):
        """Compute a field of ours on the records of the kept partner."""
        # sudo: stored values, the same for every reader
        records = records.sudo().with_context(active_test=False)
        for name in self._partners_of(records, field):
            found = records.search([(name, "in", partner.ids)])
            self.env.add_to_compute(field, found)
