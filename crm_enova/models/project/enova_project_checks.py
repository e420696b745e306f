from odoo import api, models
from odoo.exceptions import ValidationError

from ..contractor.names import names_shown
from ..service.enova_activity import DOCUMENT_FIELDS


class EnovaProject(models.Model):
    """A project has one contractor, and all that is in it is his."""

    _inherit = "enova.project"

    @api.constrains("partner_id")
    def _check_contractor(self):
        """Refuse another contractor while something of the present one is in it."""
        for name in ("enova_activity_ids", *DOCUMENT_FIELDS):
            for project in self.filtered(name):
                wrong = project._of_another_contractor(project[name])
                if wrong:
                    raise ValidationError(
                        self.env._(
                            "%(project)s cannot be of %(contractor)s: what is in it is"
                            " of %(other)s (%(names)s). Take that out first.",
                            project=project.display_name,
                            contractor=project.commercial_partner_id.display_name,
                            other=project._contractors_of(wrong).display_name,
                            names=names_shown(wrong),
                        )
                    )

    @api.model
    def _contractors_of(self, records):
        """Return the contractor of the first of some activities or documents."""
        name = "enova_contractor_id"
        if name not in records._fields:
            name = "commercial_partner_id"
        return records[:1][name]

    def _of_another_contractor(self, records):
        """Return those of some activities or documents that belong to somebody else."""
        self.ensure_one()
        own = self.commercial_partner_id
        return records.filtered(
            lambda record: (
                self._contractors_of(record) not in (own, own.browse())
                and not (
                    record._name != "enova.activity"
                    and record._may_be_of_another_contractor()
                )
            )
        )
