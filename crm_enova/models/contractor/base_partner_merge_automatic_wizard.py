import logging

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext

from ..base.context import SYSTEM
from .partner_merge_links import stored_models
from .partner_merge_move import Move
from .partner_merge_stored import join_properties, move_defaults, move_properties

_logger = logging.getLogger(__name__)

# A bank account that both partners have is merged by core in the same way.
LOSSLESS = ("res.partner", "res.partner.bank")
# Fields in which people write, so that what is replaced is worth telling.
TOLD_TYPES = ("char", "text", "html", "selection", "many2one", "date")
CONTEXT_KEY = "enova_merge"


class MergeReport(dict):
    """What one merge has done, gathered for its event; no client can send one."""

    @classmethod
    def of(cls, env):
        """Return the report of the merge that is going on.

        :param env: environment whose context carries it
        :return: the report, or ``None``
        """
        report = env.context.get(CONTEXT_KEY)
        return report if isinstance(report, cls) else None


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Core's merge of partners, losing nothing.

    Core re-points by its own list of tables, and deletes all rows of a table where one
    of them clashes. Here everything that points to a merged partner is found by walking
    the database and the registry, and moved before core looks for it:

    * many2one columns and many2many rows, pairs of model and id (``many2one_reference``
      and those of core that are plain integers), ``reference`` fields, properties,
      defaults; archived rows and done activities too. Company-dependent fields are
      moved by core.
    * Two rows that would be the same for a unique constraint or index (both partners
      follow the same document, carry the same tag, have the same bank account): the row
      of the kept partner stays, and what hung on the other one, say the subtypes of a
      follower, goes to it. Nothing else is dropped. In a relation without a row of its
      own that is an exact duplicate; in a model its key says that it means the same.
    * Files of fields (images): where both have one, that of the merged partner becomes
      an ordinary file of the kept one; smaller copies, which are computed, go.
    * Caretakers: see :meth:`_merge_caretakers`. A CHECK or EXCLUDE constraint that the
      result would break refuses the merge.
    * Values: those of the kept partner win, blanks are filled, a business card that
      swallows a contractor becomes one. What was replaced is written into the event.
    * Old names inside texts, and ids in the log of tracked changes, stay as they were.

    Refused, beside what core refuses: partners of two companies; a shared partner with
    documents of other companies that would get a company; a partner in hashed journal
    entries, whose hash would not match any more (core means to refuse it too, but the
    method that does is not called).
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Merge partners as core does, all or nothing; see the class.

        :param list partner_ids: ids, the kept one among them
        :param dst_partner: the partner that stays; the oldest if not given
        :param bool extra_checks: whether different e-mails are refused
        """
        partners = self.env["res.partner"].browse(partner_ids).exists()
        if len(partners) > 1:
            # the rows are locked first: two people may merge the same partner
            partners.lock_for_update()
            self._refuse_companies(partners)
            self._refuse_takeover(partners)
        # the values of one record become those of another, the system's own among them
        report = {CONTEXT_KEY: MergeReport()}
        wizard = self.with_context(**SYSTEM.on, **report)
        if dst_partner:  # whoever calls, the values are those that the user may read
            dst_partner = dst_partner.with_env(wizard.env)
        return super(BasePartnerMergeAutomaticWizard, wizard)._merge(
            partner_ids, dst_partner, extra_checks
        )

    def _merge_report(self):
        """Return where one merge gathers what it did, for the event."""
        report = MergeReport.of(self.env)
        return {} if report is None else report

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Join the caretakers first: their periods may not overlap for a moment."""
        self._refuse_hashed(src_partners)
        contractor = dst_partner.commercial_partner_id
        self._merge_caretakers(src_partners, contractor)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _update_foreign_keys_generic(self, model, src_records, dst_record):
        """Move everything; core finds nothing left to move or to delete."""
        if model in LOSSLESS:
            self._repoint_references(model, src_records, dst_record)
        return super()._update_foreign_keys_generic(model, src_records, dst_record)

    def _repoint_references(self, model, src_records, dst_record):
        self.env.flush_all()
        replaced = dict.fromkeys(src_records.ids, dst_record.id)
        counts = Move(self.env, model, replaced).run()
        move_properties(self.env, model, replaced)
        move_defaults(self.env, model, replaced)
        self._rename_activities(model, dst_record)
        # external ids and defaults are cached for all users
        self.env.registry.clear_cache()
        self.env.invalidate_all()
        if model == "res.partner":
            self._merge_report()["counts"] = counts

    def _rename_activities(self, model, record):
        """Core's activities store the name of their document."""
        self.env.cr.execute(
            SQL(
                "UPDATE mail_activity SET res_name = %s"
                " WHERE res_model = %s AND res_id = %s",
                record.sudo().display_name,  # sudo: stored by core in the same way
                model,
                record.id,
            )
        )

    def _log_merge_operation(self, src_partners, dst_partner):
        """Bring up to date what is stored of the kept partner, then log."""
        self._restore_computes(dst_partner)
        _logger.info(
            "merged %s into %s: %s",
            src_partners.ids,
            dst_partner.id,
            dict(+self._merge_report().get("counts", {})),
        )
        return super()._log_merge_operation(src_partners, dst_partner)

    # -- refusals ----------------------------------------------------------

    def _refuse_companies(self, partners):
        """Refuse what would end in another company than it belongs to."""
        # sudo: names of companies of partners that the user has chosen
        chosen = partners.sudo()
        companies = chosen.company_id
        if len(companies) > 1:
            raise UserError(
                self.env._(
                    "Partners of different companies cannot be merged: %(partners)s.",
                    partners=", ".join(
                        f"{partner.display_name} ({partner.company_id.name})"
                        for partner in chosen.filtered("company_id")
                    ),
                )
            )
        # sudo: whether they have a company
        shared = partners.filtered(lambda p: not p.sudo().company_id)
        if companies and shared and self._used_elsewhere(shared, companies):
            raise UserError(
                self.env._(
                    "%(shared)s is shared by all companies and has records in others"
                    " than %(company)s: a partner of %(company)s cannot be merged with"
                    " it. Make that one shared first.",
                    shared=", ".join(shared.mapped("display_name")),
                    company=companies.name,
                )
            )

    def _refuse_takeover(self, partners):
        """Refuse where a merge would put the user in charge of others' contractors."""
        if partners._may_take_over():
            return
        # sudo: who is in charge of them; nothing but yes or no comes of it
        companies = partners.sudo().commercial_partner_id
        if len(companies) > 1:
            companies.filtered(
                lambda company: (
                    not company._is_in_charge(company.user_id, self.env.user)
                )
            ).with_env(self.env)._refuse_takeover()

    def _used_elsewhere(self, partners, company):
        """Whether records of other companies belong to these partners."""
        self.env.flush_all()
        for records in stored_models(self.env):
            if not records._check_company_auto or "company_id" not in records._fields:
                continue
            if not records._fields["company_id"].store:
                continue
            columns = [
                SQL("%s = ANY(%s)", SQL.identifier(field.name), partners.ids)
                for field in records._fields.values()
                if field.type == "many2one"
                and field.comodel_name == "res.partner"
                and field.check_company
                and field.store
            ]
            if columns and self.env.execute_query(
                SQL(
                    "SELECT 1 FROM %s WHERE (%s) AND company_id <> %s LIMIT 1",
                    SQL.identifier(records._table),
                    SQL(" OR ").join(columns),
                    company.id,
                )
            ):
                return True
        return False

    def _refuse_hashed(self, src_partners):
        """Refuse to change what an inalterable journal entry has been sealed with."""
        # sudo: yes or no, whatever the user may read of the accounting
        sealed = self.env["account.move.line"].sudo()
        domain = Domain("partner_id", "in", src_partners.ids)
        domain &= Domain("move_id.inalterable_hash", "!=", False)
        if sealed.search_count(domain, limit=1):
            raise UserError(
                self.env._(
                    "%(partners)s is used in sealed journal entries, which cannot be"
                    " changed any more. Keep that one, and merge the others into it.",
                    partners=", ".join(src_partners.mapped("display_name")),
                )
            )

    # -- values --------------------------------------------------------------------

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
        current.filtered(lambda line: line.state == "withdrawn")._sync_blacklist()
        # sudo: as above
        if partner.email_normalized and partner.sudo().is_blacklisted:
            consents._sync_consents_from_blacklist(
                [partner.email_normalized], "withdrawn"
            )
