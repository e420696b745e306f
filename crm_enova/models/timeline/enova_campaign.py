from odoo import models


class EnovaCampaign(models.Model):
    _name = "enova.campaign"
    _inherit = ["enova.campaign", "enova.timeline.mixin"]

    def _finish_entries(self, entries):
        """Say whose each entry is as well: a campaign is of many contractors."""
        ids = {}
        for entry in entries:
            ids.setdefault(entry["source"], []).append(entry["id"])
        kinds = self.env["res.partner"]._enova_timeline_sources()
        fields_ = {kind.name: (kind.model, kind.partner_field) for kind in kinds}
        names = {}
        for source, shown in ids.items():
            model, field = fields_[source]
            # sudo: the name on records that the caller reads, as core shows it
            records = self.env[model].sudo().browse(shown)
            if field in records._fields and records._fields[field].type == "many2one":
                names.update({(source, r.id): r[field].name for r in records})
        for entry in entries:
            entry["contractor"] = names.get((entry["source"], entry["id"]), False)
        return super()._finish_entries(entries)
