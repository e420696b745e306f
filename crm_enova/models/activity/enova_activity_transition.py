from odoo import api, fields, models, tools


class EnovaActivityTransition(models.Model):
    """Where a task or event of a definition may go from one stage."""

    _name = "enova.activity.transition"
    _inherit = ["enova.cached.mixin", "enova.guard.mixin"]
    _description = "Allowed next stages"
    _order = "stage_sequence, id"
    _rec_name = "stage_id"

    type_id = fields.Many2one(
        "enova.activity.type", required=True, index=True, ondelete="cascade"
    )
    stage_id = fields.Many2one(
        "enova.activity.stage",
        string="From the stage",
        required=True,
        index=True,
        ondelete="cascade",
    )
    stage_sequence = fields.Integer(related="stage_id.sequence", store=True)
    next_stage_ids = fields.Many2many(
        "enova.activity.stage",
        string="May go to",
        help="Nothing chosen: it stays where it is.",
    )

    _one_line_per_stage = models.Constraint(
        "UNIQUE (type_id, stage_id)",
        "Each stage has one line of its own: add the next stages there.",
    )

    @api.model
    @tools.ormcache()
    def _next_stages(self):
        """Return what is allowed, for all definitions that restrict anything.

        A stage without a line leads to every stage of its definition.

        :return: dict of frozensets of stage ids by (definition id, stage id)
        """
        # sudo: configuration that every user of the CRM may read; the answer is shared
        lines = self.sudo().search_fetch(
            [("id", "!=", False)], ["type_id", "stage_id", "next_stage_ids"]
        )
        return {
            (line.type_id.id, line.stage_id.id): frozenset(line.next_stage_ids.ids)
            for line in lines
        }
