from datetime import timedelta

from odoo.fields import Command

from .enova_demo_tables import Tables

# What brings an order to the state of its stage, step by step.
STEPS = {
    "new": (),
    "accepted": ("action_validate",),
    "parts": ("action_validate",),
    "repair": ("action_validate", "action_repair_start"),
    "client": ("action_validate", "action_repair_start"),
    "ready": ("action_validate", "action_repair_start", "action_repair_end"),
    "returned": ("action_validate", "action_repair_start", "action_repair_end"),
    "cancelled": ("action_repair_cancel",),
}


class Devices(Tables):
    """The clients' machines, and what was and is being repaired."""

    def _load_devices(self, users, contractors, products):
        """Return the demo devices by key, with the readings of their meters."""
        prepared = {}
        for row in self._rows("devices"):
            product = products.get(row["product"])
            sold = self._day(row["sold"]) if row["sold"] else False
            values = {
                "name": row["name"],
                "partner_id": contractors[row["contractor"]].id,
                "technician_id": users["serwis"].id,
                "model": row["model"],
                "product_id": product.id if product else False,
                "serial_number": row["serial"],
                "sold_on": sold,
                "inspection_months": int(row["months"] or 0),
                "inspection_hours": float(row["hours"] or 0),
                "last_inspection": self._day(row["last"]) if row["last"] else False,
            }
            if sold and row["warranty"]:
                values["warranty_until"] = sold + timedelta(days=int(row["warranty"]))
            if row["meter"]:
                reading = {"date": self._day(-5), "value": float(row["meter"])}
                values["reading_ids"] = [Command.create(reading)]
            prepared[row["key"]] = values
        return self._create_missing("enova.device", "device", prepared)

    def _load_repairs(self, users, devices, products):
        """Return the demo service orders by key, each brought to its stage."""
        # demo data comes before the hook that gives warehouses their internal issues
        self.env["stock.warehouse"].search([])._create_issue_types()
        known = self._existing("repair.order", "repair")
        rows = self._rows("service")
        prepared = {
            row["key"]: {
                **{name: row[name] for name in ("fault", "condition")},
                **{name: row[name] for name in ("diagnosis", "solution")},
                "device_id": devices[row["device"]].id,
                "user_id": users["serwis"].id,
                "technician_ids": [Command.set(users["serwis"].ids)],
                "schedule_date": self._moment(row["day"], 60),
                "date_deadline": self._moment(row["promised"], 360),
                "hour_rate": 180,
                "hour_cost": 70,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "repair_line_type": "add",
                        }
                    )
                    for product, quantity in self._goods(row["parts"], products)
                ],
            }
            for row in rows
        }
        repairs = self._create_missing("repair.order", "repair", prepared)
        for row in rows:
            if row["key"] not in known:
                self._advance_repair(row, repairs[row["key"]])
        return repairs

    def _advance_repair(self, row, repair):
        """Bring a service order to a stage, and enter the work that was done."""
        for step in STEPS[row["stage"]]:
            if step == "action_repair_end":
                for move in repair.move_ids:
                    move.quantity = move.product_uom_qty
                    move.picked = True
            getattr(repair, step)()
        if row["stage"] == "repair":
            repair.action_issue_parts()
        issues = repair.issue_ids.filtered(lambda issue: issue.state == "done")
        moment = self._moment(min(int(row["promised"]), -1), 300)
        # a transfer stands in a history on the day of its moves
        issues.move_ids.date = moment
        issues.date_done = moment
        stage = self.env.ref(f"crm_enova.enova_service_stage_{row['stage']}")
        repair.enova_stage_id = stage
