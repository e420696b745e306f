"""The windows that the walks with axe-core open, and how."""


class WindowsMixin:
    """Windows over the records of the contrast tests."""

    def _wizards(self):
        """Return the windows that a button or an entry of *Action* opens."""
        search = self.env["enova.activity"].search
        tasks, visits = (
            search([("name", "in", names)])
            for names in (("Overdue", "Next"), ("Visit planned", "Visit in_progress"))
        )
        projects = self.env["enova.project"].search([("state", "=", "in_progress")])
        reservation = self.env["enova.reservation"].search(
            [("state", "=", "confirmed")], limit=1
        )
        both = self.contractor | self.other_contractor
        opened = {
            "enova_absence_action": self.user,
            "enova_activity_into_project_action": tasks,
            "enova_activity_reassign_action": tasks,
            "enova_activity_repeat_action": visits[:1],
            "enova_activity_reschedule_action": visits,
            "enova_card_entry_action": self.user,
            "enova_caretaker_assign_action": both,
            "enova_sharing_action": both,
            "enova_creator_action": both,
            "enova_partner_anonymize_action": self.contact,
            "enova_project_close_action": projects,
            "enova_project_into_campaign_action": projects,
            "enova_reservation_repeat_action": reservation,
            "enova_resource_out_action": reservation.resource_id,
            "enova_user_handover_action": self.user_own,
            "base.action_partner_merge": both,
        }
        return [
            self._window(name, records) for name, records in opened.items()
        ] + self._prepared_windows()

    def _window(self, name, records):
        self.assertTrue(records, name)
        action = self.env.ref(name if "." in name else f"crm_enova.{name}")
        chosen = {
            "active_model": records._name,
            "active_ids": records.ids,
            "active_id": records[:1].id,
        }
        return {
            "title": name,
            "action": action.id,
            "options": {"additionalContext": chosen},
        }

    def _prepared_windows(self):
        """Return the windows that a method of the server opens."""
        card = self.env["res.partner"].create(
            {
                "name": "Młyn Lubelski",
                "is_company": True,
                "contractor_status": "card",
                "phone": self.contractor.phone,
                "user_id": self.user.id,
            }
        )
        run = self._run(
            self.user,
            partner_ids=self.contractor,
            playbook_id=self.env["enova.playbook"].search([], limit=1).id,
            campaign_name="Taken back",
        )
        actions = {
            "Convert": card.with_user(self.user).action_convert_card(),
            "Take back": run.with_user(self.user).action_undo(),
        }
        return [
            {"title": title, "action": action, "options": {}}
            for title, action in actions.items()
        ]
