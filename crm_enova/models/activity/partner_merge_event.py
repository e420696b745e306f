from markupsafe import Markup

from odoo import models

# Lines of a field's replaced value that the event repeats.
TOLD_LENGTH = 500


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """A merge stands in the contractor's history: what moved, and what was replaced."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _log_merge_operation(self, src_partners, dst_partner):
        """Write the event "Merged" onto the kept contractor."""
        result = super()._log_merge_operation(src_partners, dst_partner)
        contractor = dst_partner.commercial_partner_id
        names = ", ".join(src_partners.mapped("display_name"))
        # sudo: who may merge contacts need not work with the CRM; the event holds
        # counts, without private records, and values that they may read.
        activities = self.env["enova.activity"].sudo()
        activities = activities.with_context(mail_auto_subscribe_no_notify=True)
        activities.create(
            {
                "name": self.env._("Merged: %s", names)[:1000],
                "type_id": self.env.ref(
                    "crm_enova.enova_activity_type_event_merged"
                ).id,
                "partner_id": contractor.id,
                "contact_id": dst_partner != contractor and dst_partner.id,
                "user_id": self.env.uid,
                "assigned_by_id": self.env.uid,
                "company_id": (dst_partner.company_id or self.env.company).id,
                "description": self._merge_story(),
            }
        )
        return result

    def _merge_story(self):
        """Return what one merge did, as markup."""
        report = self._merge_report()
        blocks = []
        moved = self._moved_lines(report.get("counts", {}))
        if moved:
            blocks.append((self.env._("Moved:"), moved))
        for name, values in [*report.get("rows", ()), *report.get("replaced", ())]:
            lines = [f"{label}: {value[:TOLD_LENGTH]}" for label, value in values]
            if lines:
                blocks.append((self.env._("%s had also:", name), lines))
        return Markup().join(
            Markup("<p>{title}</p><ul>{items}</ul>").format(
                title=title,
                items=Markup().join(
                    Markup("<li>{}</li>").format(line) for line in lines
                ),
            )
            for title, lines in blocks
        )

    def _moved_lines(self, counts):
        """Return how many records of each model moved; relations have no name."""
        names = {}
        for name, model in self.env.registry.items():
            if model._auto and not model._abstract and not model._transient:
                names.setdefault(model._table, name)
        models = {
            names[table]: n for table, n in counts.items() if n and table in names
        }
        # sudo: names of models, not of records
        described = self.env["ir.model"].sudo().search([("model", "in", list(models))])
        return [f"{model.name}: {models[model.model]}" for model in described]
