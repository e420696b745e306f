from odoo import api, fields, models


class EnovaPin(models.Model):
    """An entry of a history that somebody has pinned over it.

    Nobody has access: which entries are pinned is read with the history, where each
    source decides what the reader may see of them. It stores no name.
    """

    _name = "enova.pin"
    _description = "Pinned entry of a history"
    _rec_name = "res_model"
    _order = "id desc"

    partner_id = fields.Many2one(
        "res.partner", string="Contractor", required=True, ondelete="cascade"
    )
    res_model = fields.Char(string="Model", required=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True
    )

    _once = models.UniqueIndex(
        "(partner_id, res_model, res_id)", "It has been pinned already."
    )
    _target_idx = models.Index("(res_model, res_id)")

    @api.autovacuum
    def _gc_pins(self):
        """Forget the pins of what has been deleted; until then they do not show."""
        groups = self._read_group([], ["res_model"], ["res_id:array_agg"])
        for model, ids in groups:
            # what an application has that is not there now may come back with it
            if model in self.env:
                there = self.env[model].browse(set(ids)).exists()
                lost = set(ids) - set(there.ids)
                gone = [("res_model", "=", model), ("res_id", "in", list(lost))]
                self.search(gone).unlink()
