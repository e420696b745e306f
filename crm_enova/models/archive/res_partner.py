from odoo import api, models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _enova_watched_fields(self):
        """Ask, when the company above changes, for what they belonged to."""
        watched = super()._enova_watched_fields()
        names = {"commercial_partner_id", *watched.get("parent_id", ())}
        return {
            **watched,
            "parent_id": names,
            "is_company": {"commercial_partner_id", *watched.get("is_company", ())},
        }

    def _enova_apply_effects(self, change):
        """Take the files along where somebody comes to belong to another company."""
        super()._enova_apply_effects(change)
        if change.is_new or not change.touches("parent_id", "is_company"):
            return
        # sudo: whoever may write them need not read them
        moved = change.altered(self.sudo(), "commercial_partner_id")
        if moved:
            partners = moved.with_context(active_test=False)
            below = partners.search(Domain("id", "child_of", moved.ids))
            self.env["ir.attachment"]._enova_follow_partners(below)

    def action_open_enova_files(self):
        """Open the files about the contractor, of whatever record.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        self.check_access("read")
        contractor = self.commercial_partner_id
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.ir_attachment_action_archive"
        )
        return {
            **action,
            "domain": [("enova_partner_id", "=", contractor.id)],
            "context": {"enova_model": self._name, "enova_id": self.id},
        }
