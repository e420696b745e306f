import logging
import re
from itertools import chain

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext

from ..base.context import SYSTEM
from .partner_merge_links import stored_models
from .partner_merge_move import Move
from .partner_merge_report import CONTEXT_KEY, MergeReport
from .partner_merge_rows import fill_rows
from .partner_merge_stored import join_properties, move_defaults, move_properties

_logger = logging.getLogger(__name__)

# A bank account that both partners have is merged by core in the same way.
LOSSLESS = ("res.partner", "res.partner.bank")
# Fields in which people write, so that what is replaced is worth telling.
TOLD_TYPES = ("char", "text", "html", "selection", "many2one", "date")
# Models of messages, whose rows nobody writes.
DELIVERIES = ("mail.", "discuss.")
# Computed, but what somebody has written there counts.
CHOSEN_COMPUTES = ("company_registry", "lang")
# Not chosen by whoever merges: these follow from what is merged.
NOT_CHOSEN = ("parent_id", "user_id", "company_id", "contractor_status")


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
      follower, goes to it. Its blanks are filled from the other one, and the event says
      what that one said otherwise. Nothing else is dropped. In a relation without a
      row of its own that is an exact duplicate; in a model its key says that it means
      the same.
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

    _name = "base.partner.merge.automatic.wizard"
    _inherit = ["base.partner.merge.automatic.wizard", "enova.merge.choice"]

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Merge partners as core does, all or nothing; see the class.

        :param list partner_ids: ids, the kept one among them
        :param dst_partner: the partner that stays; the oldest if not given
        :param bool extra_checks: whether different e-mails are refused
        """
        partners = self.env["res.partner"].browse(partner_ids).exists()
        if len(partners) > 1:
            # the rows are locked first: two people may merge the same partner
            partners._lock_in_words()
            self._refuse_companies(partners)
            self._refuse_takeover(partners)
        # the values of one record become those of another, the system's own among them
        report = MergeReport.of(self.env)
        if report is None:
            report = MergeReport()
        wizard = self.with_context(**SYSTEM.on, **{CONTEXT_KEY: report})
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
        # before: who looks after whom decides what the user may read
        self._tell_clashes("res.partner", src_partners, dst_partner)
        contractor = dst_partner.commercial_partner_id
        self._merge_caretakers(src_partners, contractor)
        # a number that the kept partner takes over is stored when it is written
        self.env["enova.partner.phone"]._forget(src_partners.ids)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _update_foreign_keys_generic(self, model, src_records, dst_record):
        """Move everything; core finds nothing left to move or to delete."""
        if model in LOSSLESS:
            self._repoint_references(model, src_records, dst_record)
        return super()._update_foreign_keys_generic(model, src_records, dst_record)

    def _repoint_references(self, model, src_records, dst_record):
        self.env.flush_all()
        replaced = dict.fromkeys(src_records.ids, dst_record.id)
        progress = self._progress_fields()
        if model != "res.partner":  # that is a row itself, which core deletes
            self._tell_clashes(model, src_records, dst_record)
            pairs = list(replaced.items())
            self._tell_rows(dst_record.browse(), ["partner_id"], pairs)
            fill_rows(self.env, dst_record, pairs, progress.get(model, ()))
        counts = Move(self.env, model, replaced, progress).run()
        move_properties(self.env, model, replaced)
        move_defaults(self.env, model, replaced)
        self._rename_activities(model, dst_record)
        # external ids and defaults are cached for all users
        self.env.registry.clear_cache()
        self.env.invalidate_all()
        if model == "res.partner":
            self._merge_report()["counts"] = counts

    @api.model
    def _progress_fields(self):
        """Return the selections of which the later value stays, of two rows of a model.

        :return: dict of lists of names by model; floors above add theirs
        """
        return {}

    def _tell_clashes(self, model, src_records, dst_record):
        """Note for the event what the rows say that will be dropped for another one."""
        self.env.flush_all()
        replaced = dict.fromkeys(src_records.ids, dst_record.id)
        for clash in Move(self.env, model, replaced, self._progress_fields()).clashes():
            self._tell_rows(*clash)

    def _tell_rows(self, records, keys, pairs):
        """Note for the event what rows that are dropped say otherwise.

        As far as the user may read it. What nobody has written, such as how a message
        was delivered, is nothing to tell.
        """
        if records._name.startswith(DELIVERIES) or not records.has_access("read"):
            return
        rows = records.with_env(self.env).with_context(active_test=False)
        readable = set(rows.browse({*chain(*pairs)})._filtered_access("read")._ids)
        names = set(re.findall(r"\w+", " ".join(keys)))
        fields = [f for f in self._told_fields(rows) if f.name not in names]
        for gone, kept in pairs:
            if {gone, kept} <= readable:
                row = rows.browse(gone)
                lines = self._differences(row, rows.browse(kept), fields)
                if lines:
                    title = self._row_title(row, names)
                    self._merge_report().setdefault("rows", []).append((title, lines))

    def _row_title(self, row, key):
        """Return whose row it is, of which model, and of what: "Acme, member of X"."""
        # sudo: the name of a model in the user's language
        model = self.env["ir.model"].sudo()._get(row._name).name
        related = [
            row[name]
            for name in sorted(key & row._fields.keys())
            if row._fields[name].type == "many2one" and row[name].has_access("read")
        ]
        related.sort(key=lambda record: record._name != "res.partner")
        names = [record.display_name for record in related]
        return ", ".join([*names[:1], model, *names[1:]])

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
        chosen = self._chosen_values(dst_partner)
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
        if chosen:
            dst_partner.write(chosen)
        if self._becomes_contractor(src_partners, dst_partner):
            dst_partner.contractor_status = "contractor"
        if dst_partner.commercial_partner_id != commercial:
            self._merge_caretakers(commercial, dst_partner.commercial_partner_id)
        self._agree_on_consents(dst_partner)
        return result

    @api.model
    def _choosable_fields(self, partners):
        """Return the fields of which the user may say whose value stays."""
        return [
            field
            for field in partners._fields.values()
            if field.store
            and field.column_type
            and field.type in TOLD_TYPES
            and not field.readonly
            and (not field.compute or field.name in CHOSEN_COMPUTES)
            and not field.groups
            and not field.company_dependent
            and "token" not in field.name
            and field.name not in (*models.MAGIC_COLUMNS, *NOT_CHOSEN)
            and partners._has_field_access(field, "write")
        ]

    def _chosen_values(self, dst_partner):
        """Return the values that the user has chosen, as they are to be written.

        Those of the kept partner too: core would fill the blanks of an address.
        """
        stays = self._merge_report().get("stays", {})
        return {
            name: dst_partner._fields[name].convert_to_write(owner[name], owner)
            for name, owner in stays.items()
        }

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
        stays = self._merge_report().get("stays", {})
        fields = [
            field for field in self._told_fields(dst_partner) if field.name not in stays
        ]
        chosen = [dst_partner._fields[name] for name in stays]
        return [
            (
                partner.display_name,
                self._differences(partner, dst_partner, fields)
                + self._overruled(partner, chosen, stays),
            )
            for partner in src_partners | dst_partner
        ]

    def _overruled(self, partner, fields, stays):
        """Return the values of a partner in whose place another's was chosen."""
        return [
            (
                field._description_string(self.env),
                self._told(field, partner[field.name]),
            )
            for field in fields
            if partner[field.name]
            and partner[field.name] != stays[field.name][field.name]
            and (not field.relational or partner[field.name].has_access("read"))
        ]

    @api.model
    def _told_fields(self, records):
        """Return the fields of a model in which people write what is worth telling."""
        return [
            field
            for name, field in records._fields.items()
            if field.store
            and not field.compute
            and not field.groups
            and not field.company_dependent
            and name not in models.MAGIC_COLUMNS
            and field.type in TOLD_TYPES
            and "token" not in name
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

    @api.constrains("dst_partner_id")
    def _check_destination(self):
        """Refuse who may not be read: a window shows the name of whom it holds."""
        # the framework checks constraints as the superuser
        self.dst_partner_id.sudo(False).check_access("read")

    # -- side by side --------------------------------------------------------------

    @api.depends("partner_ids", "dst_partner_id", "state")
    def _compute_merge_comparison(self):
        """Compare the partners of the window."""
        return super()._compute_merge_comparison()

    def _merge_sides(self):
        """Compare the chosen partners; the destination stays."""
        partners = self.partner_ids._origin
        target = self.dst_partner_id._origin
        return partners, target if target in partners else target.browse()

    @api.model
    def _may_choose_target(self):
        """Let the user say who stays."""
        return True

    def action_merge(self):
        """Merge as the comparison says, and open the one who stays.

        Whoever does not work with the CRM merges as core lets them.
        """
        if not self.env.user.has_group("crm_enova.crm_enova_group_own"):
            return super().action_merge()
        if not self.partner_ids:
            return super().action_merge()
        action = self._merge_chosen()
        self.current_line_id.unlink()
        self.merge_choices = False
        return self._action_next_screen() if self.line_ids else action
