from odoo import api, models


class RepairOrder(models.Model):
    """Where new service orders and their visits come from, and what they are called."""

    _inherit = "repair.order"

    @api.depends("partner_id.name")
    @api.depends_context("enova_with_client")
    def _compute_display_name(self):
        """Say whose order it is where a screen shows the name and nothing else."""
        result = super()._compute_display_name()
        if self.env.context.get("enova_with_client"):
            for order in self:
                # sudo: the client's name, which the order shows to its readers anyway
                client = order.partner_id.sudo().name
                if client:
                    order.display_name = f"{order.name} {client}"
        return result

    @api.model
    def _action_new(self, **context):
        """Return the action that opens an empty service order.

        :param context: defaults, and further keys of the context
        """
        form = self.env.ref("crm_enova.repair_order_view_form_service")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New service order"),
            "res_model": self._name,
            "view_mode": "form",
            "views": [(form.id, "form")],
            "context": context,
        }

    def action_new_visit(self):
        """Open a new visit of a technician at the client, tied to the order.

        A van and tools are reserved on the visit itself.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        self.check_access("write")
        # sudo: no rights are needed to know the definition that comes with the addon
        definition = self.env.ref(
            "crm_enova.enova_activity_type_task_service", raise_if_not_found=False
        )
        technician = self.technician_ids[:1] or self.user_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New visit"),
            "res_model": "enova.activity",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {
                "default_type_id": definition.id if definition else False,
                "default_name": self.env._("Service: %s", self.name),
                "default_partner_id": self.partner_id.commercial_partner_id.id,
                "default_contact_id": self.contact_id.id,
                "default_device_id": self.device_id.id,
                "default_user_id": technician.id or self.env.uid,
                "default_service_order_ids": self.ids,
                "default_company_id": self.company_id.id,
                "default_description": self.fault,
            },
        }

    def action_open_device(self):
        """Open the device, with all that was done to it.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "enova.device",
            "res_id": self.device_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
