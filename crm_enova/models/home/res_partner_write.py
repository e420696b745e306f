from odoo import api, models

# Name, icon, method of the partner (none: the client's own), and of which model one
# must have the right to create.
WRITINGS = (
    ("email", "fa-envelope-o", "action_write_enova_email", "mail.compose.message"),
    ("quotation", "fa-shopping-cart", "action_new_enova_quotation", "sale.order"),
    ("service", "fa-wrench", "action_new_enova_service_order", "repair.order"),
    ("letter", "fa-print", "action_write_enova_letter", "enova.mail.merge"),
    ("file", "fa-paperclip", False, False),
    ("folder", "fa-folder-open-o", "action_add_to_enova_folder", "enova.folder.add"),
    (
        "reservation",
        "fa-calendar-check-o",
        "action_new_enova_reservation",
        "enova.reservation",
    ),
    ("creator", "fa-magic", "action_open_enova_creator", "enova.creator"),
)
# Those that stand beside the contacts; the others under *More*.
MAIN = ("email", "quotation")
# Those that leave something on the contractor itself.
WRITE_NEEDED = ("email", "file")


class ResPartner(models.Model):
    """What one may write, make or plan from the page of a contractor."""

    _inherit = "res.partner"

    @api.readonly
    def enova_writings(self):
        """Return the buttons of the bar that the caller has a right to.

        :return: list of dicts of ``name``, ``label``, ``icon``, ``main`` (whether it
            stands beside the others or under *More*) and ``method`` of the partner,
            which returns the action to run; a method ``False`` is the client's own
        :raises AccessError: when one may not read the partner
        """
        self.ensure_one()
        self.check_access("read")
        return [writing for writing, allowed in self._enova_writings() if allowed]

    def _enova_writings(self):
        """Return pairs of a button and whether it is there; an addon appends."""
        labels = {
            "email": self.env._("E-mail"),
            "quotation": self.env._("Quotation"),
            "service": self.env._("Service order"),
            "letter": self.env._("Letter"),
            "file": self.env._("Attachment"),
            "folder": self.env._("Add to folder"),
            "reservation": self.env._("Reserve"),
            "creator": self.env._("Creator"),
        }
        may_write = self.has_access("write")
        return [
            (
                {
                    "name": name,
                    "label": labels[name],
                    "icon": icon,
                    "main": name in MAIN,
                    "method": method,
                },
                (may_write or name not in WRITE_NEEDED)
                and (not model or self._may_create(model)),
            )
            for name, icon, method, model in WRITINGS
        ]

    @api.model
    def _may_create(self, model):
        return model in self.env and self.env[model].has_access("create")

    def _enova_new(self, model, title, **context):
        """Return the action that opens a new record of a model beside the page."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "views": [[False, "form"]],
            "target": "current",
            "context": context,
        }

    def action_write_enova_email(self):
        """Open an e-mail to the contractor, or where they have none, to whom to ask.

        It is sent by the ERP, stands on the contractor, and so in the history.

        :return: dict, the action that the client runs next
        """
        action = self._enova_new(
            "mail.compose.message",
            self.env._("E-mail"),
            default_model=self._name,
            default_res_ids=self.ids,
            default_composition_mode="comment",
            default_partner_ids=self._enova_addressee().ids,
            default_subtype_xmlid="mail.mt_comment",
            mail_post_autofollow=False,
        )
        return {**action, "target": "new"}

    def _enova_addressee(self):
        """Return who gets an e-mail that is written from this page."""
        if self.email:
            return self
        person = self._head_person(self.commercial_partner_id)
        return person if person.email else self.browse()

    def action_new_enova_quotation(self):
        """Open an empty quotation for the contractor.

        :return: dict, the action that the client runs next
        """
        return self._enova_new(
            "sale.order", self.env._("Quotation"), default_partner_id=self.id
        )

    def action_new_enova_reservation(self):
        """Open an empty reservation for the contractor.

        :return: dict, the action that the client runs next
        """
        return self._enova_new(
            "enova.reservation",
            self.env._("Reservation"),
            default_partner_id=self.id,
            default_calendar_entry=True,
        )

    def action_write_enova_letter(self):
        """Open a letter to the contractor, with layout, text and printing.

        :return: dict, the action that the client runs next
        """
        action = self._enova_window("crm_enova.enova_mail_merge_action")
        context = {**action["context"], "default_channel": "letter"}
        return {**action, "context": context}

    def action_add_to_enova_folder(self):
        """Open the window that puts the contractor into a folder.

        :return: dict, the action that the client runs next
        """
        return self._enova_window("crm_enova.enova_folder_add_action_res_partner")

    def action_open_enova_creator(self):
        """Open the creator for the contractor.

        :return: dict, the action that the client runs next
        """
        return self._enova_window("crm_enova.enova_creator_action")

    def _enova_window(self, xml_id):
        """Return a window of ours as it opens with this contractor selected."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        chosen = {
            "active_model": self._name,
            "active_id": self.id,
            "active_ids": self.ids,
        }
        return {**action, "context": chosen}
