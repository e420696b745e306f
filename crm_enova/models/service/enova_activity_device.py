from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EnovaActivity(models.Model):
    """The device that a task or event is about."""

    _inherit = "enova.activity"

    device_id = fields.Many2one(
        "enova.device",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        domain="[('commercial_partner_id', '=?', commercial_partner_id)]",
    )

    @api.constrains("device_id", "partner_id")
    def _check_device_contractor(self):
        """Refuse the device of somebody else, by name."""
        if not self.device_id:
            return  # at a glance; most are about none
        for activity in self:
            owner = activity.device_id.commercial_partner_id
            if owner and owner != activity.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "%(activity)s: the device %(device)s belongs to another"
                        " contractor. Choose one of theirs, or leave it empty.",
                        activity=activity._name_in_notice(),
                        device=activity.device_id.display_name,
                    )
                )

    @api.onchange("device_id")
    def _onchange_device_id(self):
        """Whoever picks the device need not pick whose it is."""
        self.partner_id = self.partner_id or self.device_id.partner_id

    @api.model
    def _filled_from(self):
        """Take over from a device that is a default, too."""
        return super()._filled_from() | {"device_id"}

    @api.model
    def _fill_from_links(self, vals_list):
        """Take the contractor of the device where nobody has given one."""
        result = super()._fill_from_links(vals_list)
        bare = [
            vals
            for vals in vals_list
            if vals.get("device_id") and not vals.get("partner_id")
        ]
        if bare:
            # of one that the user may not read nothing is taken; the guard refuses it
            devices = self.env["enova.device"].browse({v["device_id"] for v in bare})
            owners = {
                device.id: device.partner_id.id
                for device in devices._filtered_access("read")
            }
            for vals in bare:
                if vals["device_id"] in owners:
                    vals["partner_id"] = owners[vals["device_id"]]
        return result

    @api.model
    def _recurring_fields(self):
        """Keep a series at its device."""
        return [*super()._recurring_fields(), "device_id"]

    @api.model
    def _followup_fields(self):
        """Keep what follows at the device."""
        return [*super()._followup_fields(), "device_id"]

    def _apply_effects(self, change):
        """Let an inspection that is done count for its device."""
        super()._apply_effects(change)
        if change.is_new or not change.touches("stage_id", "type_id"):
            return
        done = self.filtered(
            lambda a: a.device_id and a.state == "done" and a.type_id.is_inspection
        )
        if done:
            # sudo: the inspection is done, whatever else its assignee may write
            done.sudo().device_id._finish_inspections()
