from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EnovaDocumentMixin(models.AbstractModel):
    """The project that a document brings revenue or cost to."""

    _inherit = "enova.document.mixin"

    enova_project_id = fields.Many2one(
        "enova.project",
        string="CRM project",
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="crm_enova.crm_enova_group_own",
    )

    @api.model
    def _links_written(self):
        """Ask for the right to change the project, whose money a document changes."""
        return super()._links_written() | {"enova_project_id"}

    def _may_be_of_another_contractor(self):
        """Whether the document is of somebody else by nature, say a supplier."""
        return False

    @api.constrains("enova_project_id", "partner_id")
    def _check_enova_project_contractor(self):
        """Refuse documents of another contractor than the project's, by name."""
        for document in self:
            project = document.enova_project_id
            contractor = document.enova_contractor_id
            if (
                project
                and contractor
                and contractor != project.commercial_partner_id
                and not document._may_be_of_another_contractor()
            ):
                raise ValidationError(
                    self.env._(
                        "%(document)s is of %(other)s, the project %(project)s of"
                        " %(contractor)s. A project has one contractor.",
                        document=document.display_name,
                        other=contractor.display_name,
                        project=project.display_name,
                        contractor=project.commercial_partner_id.display_name,
                    )
                )

    def _carry_project_on(self, name):
        """Take the project of the document that these have grown out of.

        Not among the first values of a new document: whoever makes it may lack the CRM,
        and with it the field. Nothing comes from a document that they may not read.

        :param str name: the field that tells the document of origin
        """
        readable = self[name]._filtered_access("read")
        # sudo: as above; an id goes from one document to the next
        for document in self.sudo():
            project = (document[name] & readable.sudo()).enova_project_id
            if project and not document.enova_project_id:
                document.enova_project_id = project
