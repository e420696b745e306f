from functools import cache

from odoo import api, models
from odoo.models import fix_import_export_id_paths

from ..contractor.import_run import CONTEXT_KEY, ImportRun, clean, defuse

NAME_LENGTH = 1000


class EnovaActivity(models.Model):
    """Import tasks and events by tens of thousands, through core's own screen."""

    _inherit = "enova.activity"

    @api.model
    def get_import_templates(self):
        """Offer our templates, in the language of the user."""
        folder = "/crm_enova/static/xls"
        name = "activities_pl" if self.env.lang == "pl_PL" else "activities_en"
        return [
            {
                "label": self.env._("Tasks and events (XLSX)"),
                "template": f"{folder}/{name}.xlsx",
            },
            {
                "label": self.env._("Tasks and events (CSV)"),
                "template": f"{folder}/{name}.csv",
            },
            *super().get_import_templates(),
        ]

    @api.model
    def load(self, fields, data):
        """Import rows: contractors by NIP, external id or name, staff by login or name.

        Each assignee gets one notice about all that he is given, when all has gone
        well; nobody hears of an import that is only tested.
        """
        run = ImportRun()
        data = [[clean(cell) for cell in row] for row in data]
        limit = self.env.context.get("_import_limit")
        paths = [fix_import_export_id_paths(field) for field in fields]
        run.references = self._import_references(paths, data[:limit])
        records = self.with_context(**{CONTEXT_KEY: run})
        result = super(EnovaActivity, records).load(fields, data)
        if result["ids"] and not self.env.context.get("enova_import_test"):
            self.browse(dict.fromkeys(run.given)).exists()._notify_assignees()
        return run.finish(result, limit)

    def _notify_assignees(self):
        """Put the notices of an import off until it has succeeded."""
        run = self.env.context.get(CONTEXT_KEY)
        if not run:
            return super()._notify_assignees()
        run.given.extend(self.ids)
        return None

    @api.model
    def _convert_records(self, records, *, log=lambda a: None, savepoint):
        """Check each row before anything is created; stop at the first refused one."""
        run = self.env.context.get(CONTEXT_KEY)
        if not run:
            return super()._convert_records(records, log=log, savepoint=savepoint)
        log = run.watch(log)
        stream = super()._convert_records(records, log=log, savepoint=savepoint)
        # prefetched together: one query tells the companies of all contractors
        partners = self.env["res.partner"].browse(run.ids_of("partner_id"))

        @cache
        def allowed(type_id):
            return self.env["enova.activity.type"].browse(type_id)._allowed_stages()

        def check(_row, new, vals):
            partner = partners.browse(vals.get("partner_id") or ())
            partner = partner.with_prefetch(partners.ids)
            return [
                *self._row_gaps(new, vals),
                *self._row_contradictions(vals, allowed),
                *self._row_foreign_contractor(partner, vals),
            ]

        def filled(stream):
            # a row without stage or assignee begins as one entered by hand
            for dbid, xid, vals, extras in run.sift(stream, log, check):
                if not (dbid or xid):
                    vals = run.without_blanks(self.env, vals)
                yield dbid, xid, vals, extras

        return filled(stream)

    # The model's own constraints say the same as what follows, but each of them would
    # make core create the whole file a second time, record by record.

    @api.model
    def _row_gaps(self, new, vals):
        """Return what a row lacks, as (field, message) pairs."""
        if not vals.get("name") and (new or "name" in vals):
            yield "name", self.env._("The subject is missing.")
        definition = self.env["enova.activity.type"].browse(vals.get("type_id") or ())
        if definition.contractor_required and self._lacks_contractor(new, vals):
            yield (
                "partner_id",
                self.env._("The definition %s needs a contractor.", definition.name),
            )

    @api.model
    def _row_contradictions(self, vals, allowed):
        """Return what cannot be stored in a row, as (field, message) pairs.

        :param allowed: function from a definition's id to the stages that it allows
        """
        definition = self.env["enova.activity.type"].browse(vals.get("type_id") or ())
        stage = self.env["enova.activity.stage"].browse(vals.get("stage_id") or ())
        if len(vals.get("name") or "") > NAME_LENGTH:
            yield (
                "name",
                self.env._(
                    "A subject has at most %s characters. Write the rest into the"
                    " description.",
                    NAME_LENGTH,
                ),
            )
        if stage and definition and stage not in allowed(definition.id):
            yield "stage_id", self._wrong_stage(definition, stage)
        start, stop = vals.get("date_start"), vals.get("date_stop")
        if start and stop and stop < start:
            yield "date_stop", self.env._("The end cannot be before the start.")
        if (vals.get("time_spent") or 0) < 0:
            yield "time_spent", self.env._("The time spent cannot be negative.")

    @api.model
    def _row_foreign_contractor(self, partner, vals):
        """Return what is wrong with a contractor that belongs to one company alone."""
        company = self.env["res.company"].browse(vals.get("company_id") or ())
        company = company or self.env.company
        # sudo: whether the company is a branch of the contractor's, and nothing else
        if partner.company_id and partner.company_id not in company.sudo().parent_ids:
            yield (
                "partner_id",
                self.env._(
                    "The contractor %(contractor)s belongs to the company %(company)s.",
                    contractor=partner.display_name,
                    company=partner.company_id.name,
                ),
            )

    @api.model
    def _lacks_contractor(self, new, vals):
        if "partner_id" not in vals:
            return new and not self.env.context.get("default_partner_id")
        return not vals["partner_id"]

    @api.model
    def _wrong_stage(self, definition, stage):
        return self.env._(
            "The definition %(definition)s does not allow the stage %(stage)s. Allowed:"
            " %(allowed)s.",
            definition=definition.name,
            stage=stage.name,
            allowed=", ".join(definition._allowed_stages().mapped("name")),
        )

    def export_data(self, fields_to_export):
        """Let nothing that came from outside turn into a formula in a spreadsheet."""
        result = super().export_data(fields_to_export)
        result["datas"] = [[defuse(cell) for cell in row] for row in result["datas"]]
        return result
