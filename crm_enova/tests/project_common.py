"""What the tests of projects, campaigns and creators share."""

from odoo.fields import Command

from .common import CrmEnovaCase


class ProjectMixin:
    """Definitions by name, and ways to make projects, campaigns and templates."""

    @classmethod
    def _set_up_projects(cls):
        ref = cls.env.ref
        cls.project_sale = ref("crm_enova.enova_project_type_sale")
        cls.project_other = ref("crm_enova.enova_project_type_other")
        for state in ("planned", "in_progress", "offer", "won", "lost", "dropped"):
            stage = ref(f"crm_enova.enova_project_stage_{state}")
            setattr(cls, f"project_stage_{state}", stage)
        cls.reason = ref("crm_enova.enova_project_reason_price")

    @classmethod
    def _project(cls, **values):
        """Create one project of the contractor, of nobody unless told otherwise."""
        prepared = {
            "name": "Project",
            "partner_id": cls.contractor.id,
            "user_id": False,
            **values,
        }
        return cls.env["enova.project"].create(prepared)

    @classmethod
    def _campaign(cls, **values):
        return cls.env["enova.campaign"].create({"title": "Wiosna", **values})

    @classmethod
    def _playbook(cls, *lines, **values):
        """Create a template with lines of (subject, offset, further values)."""
        prepared = {
            "name": "Przegląd",
            "project_name": "Przegląd {year}: {contractor}",
            "goal": "Podpisać umowę z {contractor}",
            **values,
        }
        prepared["line_ids"] = [
            Command.create(
                {
                    "name": name,
                    "type_id": cls.type_task.id,
                    "day_offset": offset,
                    "sequence": place,
                    **(further[0] if further else {}),
                }
            )
            for place, (name, offset, *further) in enumerate(lines)
        ]
        return cls.env["enova.playbook"].create(prepared)

    def _creator(self, user=None, **values):
        """Open the creator as a user; values as the window would store them."""
        prepared = dict(values)
        if "partner_ids" in prepared:
            prepared["partner_ids"] = [Command.set(prepared["partner_ids"].ids)]
        if "project_ids" in prepared:
            prepared["project_ids"] = [Command.set(prepared["project_ids"].ids)]
        user = user or self.user_all
        return self.env["enova.creator"].with_user(user).create(prepared)

    def _run(self, user=None, **values):
        """Run the creator; return the run, as the superuser."""
        action = self._creator(user, **values).action_create()
        return self.env["enova.creator.run"].browse(action["res_id"])


class ProjectCase(ProjectMixin, CrmEnovaCase):
    """Base of the tests that need no browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_projects()


class DocumentMixin:
    """A project, and ways to make documents of it; a pump costs 60 and sells at 100."""

    @classmethod
    def _set_up_documents(cls):
        cls.project = cls._project(planned_revenue=5000, planned_cost=100)
        cls.pump = cls.env["product.product"].create(
            {
                "name": "Pump",
                "is_storable": True,
                "list_price": 100,
                "standard_price": 60,
                "invoice_policy": "order",
                "taxes_id": False,
                "supplier_taxes_id": False,
            }
        )
        warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.stock = warehouse.lot_stock_id
        cls.env["stock.quant"]._update_available_quantity(cls.pump, cls.stock, 50)

    def _order(self, quantity=2, **values):
        return self.env["sale.order"].create(
            {
                "partner_id": self.contractor.id,
                "enova_project_id": self.project.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.pump.id, "product_uom_qty": quantity}
                    )
                ],
                **values,
            }
        )

    def _invoice(self, amount, kind="out_invoice", **values):
        line = {"name": "x", "price_unit": amount, "tax_ids": [Command.clear()]}
        return self.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": self.contractor.id,
                "invoice_date": "2026-03-02",
                "enova_project_id": self.project.id,
                "invoice_line_ids": [Command.create(line)],
                **values,
            }
        )

    def _service_order(self, quantity=2):
        part = {
            "product_id": self.pump.id,
            "product_uom_qty": quantity,
            "repair_line_type": "add",
        }
        return self.env["repair.order"].create(
            {
                "product_id": self.pump.id,
                "partner_id": self.contractor.id,
                "enova_project_id": self.project.id,
                "move_ids": [Command.create(part)],
            }
        )
