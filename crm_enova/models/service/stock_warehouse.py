from odoo import fields, models

ISSUE_TYPES = ("enova_issue_type_id", "enova_return_type_id")
CODES = {"enova_issue_type_id": "RW", "enova_return_type_id": "ZW"}


class StockWarehouse(models.Model):
    """Each warehouse issues parts to service orders, and takes them back."""

    _inherit = "stock.warehouse"

    enova_issue_type_id = fields.Many2one(
        "stock.picking.type",
        string="Internal issue (RW)",
        check_company=True,
        copy=False,
        help="By transfers of this type parts leave the warehouse for service orders.",
    )
    enova_return_type_id = fields.Many2one(
        "stock.picking.type",
        string="Internal return (ZW)",
        check_company=True,
        copy=False,
        help="By transfers of this type parts come back from service orders.",
    )
    enova_consumption_location_id = fields.Many2one(
        related="repair_type_id.default_location_dest_id",
        string="Parts are used up in",
        readonly=False,
        related_sudo=False,
        domain="[('usage', 'in', ('production', 'inventory')),"
        " ('company_id', 'in', (company_id, False))]",
        help="Where parts of service orders go: a place outside the stock. Repairs,"
        " internal issues (RW) and internal returns (ZW) of the warehouse share it.",
    )

    # -- what core makes with a warehouse -------------------------------------------

    def _get_sequence_values(self, name=False, code=False):
        """Number internal issues and returns apart."""
        values = super()._get_sequence_values(name=name, code=code)
        for field, letters in CODES.items():
            letters = self[field].sequence_code or letters
            values[field] = {
                "name": self.env._(
                    "%(warehouse)s Sequence %(code)s",
                    warehouse=name or self.name,
                    code=letters,
                ),
                "prefix": f"{code or self.code}/{letters}/",
                "padding": 5,
                "company_id": self.company_id.id,
            }
        return values

    def _get_picking_type_create_values(self, max_sequence):
        """Issue parts from the shelf to where repairs use them up."""
        data, following = super()._get_picking_type_create_values(max_sequence)
        shelf = self.lot_stock_id.id
        used_up = self.repair_type_id.default_location_dest_id.id
        used_up = used_up or data["repair_type_id"]["default_location_dest_id"]
        shared = {
            "code": "internal",
            "use_create_lots": False,
            "use_existing_lots": True,
            "company_id": self.company_id.id,
        }
        data["enova_issue_type_id"] = {
            **shared,
            "name": self.env._("Internal issues (RW)"),
            "is_internal_issue": True,
            "default_location_src_id": shelf,
            "default_location_dest_id": used_up,
            "sequence_code": CODES["enova_issue_type_id"],
            "sequence": following + 1,
        }
        data["enova_return_type_id"] = {
            **shared,
            "name": self.env._("Internal returns (ZW)"),
            "is_internal_return": True,
            "default_location_src_id": used_up,
            "default_location_dest_id": shelf,
            "sequence_code": CODES["enova_return_type_id"],
            "sequence": following + 2,
        }
        return data, following + 2

    def _get_picking_type_update_values(self):
        """Let them come and go with the warehouse."""
        data = super()._get_picking_type_update_values()
        letters = self.code.replace(" ", "").upper()
        for field, code in CODES.items():
            data[field] = {"active": self.active, "barcode": f"{letters}{code}"}
        return data

    def _create_or_update_sequences_and_picking_types(self):
        """Let what is returned of an issue have the number of a return."""
        made = super()._create_or_update_sequences_and_picking_types()
        issue, back = (
            self.env["stock.picking.type"].browse(made.get(field) or self[field].id)
            for field in ISSUE_TYPES
        )
        if any(field in made for field in ISSUE_TYPES):
            issue.return_picking_type_id = back
            back.return_picking_type_id = issue
        return made

    # -- warehouses that were there before --------------------------------------------

    def _create_issue_types(self):
        """Give warehouses without them their two operation types; nothing else.

        Core's own method would write over what people have set in the other types.
        """
        types = self.env["stock.picking.type"]
        for warehouse in self:
            missing = [field for field in ISSUE_TYPES if not warehouse[field]]
            if not missing:
                continue
            if not warehouse.repair_type_id.default_location_dest_id:
                warehouse._create_missing_locations({})
            last = types.with_context(active_test=False).search(
                [], order="sequence desc", limit=1
            )
            created, _following = warehouse._get_picking_type_create_values(
                last.sequence
            )
            updated = warehouse._get_picking_type_update_values()
            numbered = warehouse._get_sequence_values()
            for field in missing:
                # sudo: counters are the system's
                counter = self.env["ir.sequence"].sudo().create(numbered[field])
                warehouse[field] = types.create(
                    {
                        **created[field],
                        **updated[field],
                        "warehouse_id": warehouse.id,
                        "sequence_id": counter.id,
                    }
                )
            warehouse.enova_issue_type_id.return_picking_type_id = (
                warehouse.enova_return_type_id
            )
            warehouse.enova_return_type_id.return_picking_type_id = (
                warehouse.enova_issue_type_id
            )
            warehouse._name_issue_types()

    def _name_issue_types(self):
        """Name the types in each language of the database, not only in this one."""
        for code, _name in self.env["res.lang"].get_installed():
            spoken = self.with_context(lang=code)
            names = (
                spoken.env._("Internal issues (RW)"),
                spoken.env._("Internal returns (ZW)"),
            )
            for field, name in zip(ISSUE_TYPES, names, strict=True):
                spoken[field].name = name
