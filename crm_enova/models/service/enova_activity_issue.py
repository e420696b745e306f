from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class EnovaActivity(models.Model):
    """Internal issues (RW) of a task or event, without a service order."""

    _inherit = "enova.activity"

    def action_issue_goods(self):
        """Open the window to issue goods for the task or event.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        self.check_access("write")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_issue_action"
        )
        return {**action, "context": {"default_activity_id": self.id}}

    def _issue_goods(self, place, vals_list):
        """Make an internal issue of goods that a task has taken.

        :param place: in the stock, where they are taken from
        :param list vals_list: of product_id, product_uom_qty, product_uom
        :return: transfer, of the superuser
        """
        self.ensure_one()
        self.check_access("write")
        user = self.env.user
        technician = user.has_group("crm_enova.crm_enova_group_technician")
        if not technician:
            self.env["stock.picking"].check_access("create")
        # sudo: checked above; a technician has no right to transfers of the stock
        pickings = self.env["stock.picking"].sudo().with_company(self.company_id)
        issue = pickings.create(self._issue_vals(place, vals_list))
        issue.action_confirm()
        issue.action_assign()
        return issue

    def _issue_vals(self, place, vals_list):
        """Return the values of an issue; floors above add theirs.

        :param place: where the goods are taken from
        :param vals_list: of the moves
        """
        operation = place.warehouse_id.enova_issue_type_id
        if not operation.active or place.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "%s: choose a place in a warehouse of the same company that has an"
                    " operation type for internal issues (RW).",
                    place.display_name,
                )
            )
        places = {
            "location_id": place.id,
            "location_dest_id": operation.default_location_dest_id.id,
        }
        return {
            **places,
            "picking_type_id": operation.id,
            "partner_id": self.partner_id.id,
            "origin": self.reference,
            "user_id": False,
            "enova_activity_ids": [Command.link(self.id)],
            "move_ids": [Command.create({**vals, **places}) for vals in vals_list],
        }
