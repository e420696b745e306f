from odoo import api, models
from odoo.modules.module import get_module_icon

COUNTS = ("total_count", "overdue_count", "today_count", "planned_count")


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _get_activity_groups(self):
        """Show reminders on letters apart from those on e-mails."""
        groups = super()._get_activity_groups()
        mailings = [g for g in groups if g.get("model") == "mailing.mailing"]
        if not mailings:
            return groups
        letters = self._letter_reminders()
        if not letters:
            return groups
        self._take_letters_out(mailings, letters)
        shown = [g for g in groups if g not in mailings or any(map(g.get, COUNTS))]
        return [*shown, self._letter_group(mailings[0], letters)]

    @api.model
    def _letter_reminders(self):
        """Return how urgent the user's reminders on letters are, by id of mailing."""
        reminders = self.env["mail.activity"].search(
            [("user_id", "=", self.env.uid), ("res_model", "=", "mailing.mailing")]
        )
        mailings = self.env["mailing.mailing"].browse(set(reminders.mapped("res_id")))
        letters = mailings.exists()._filtered_access("read")._letters()
        urgency = {}
        for reminder in reminders.filtered(lambda r: r.res_id in letters._ids):
            states = urgency.setdefault(reminder.res_id, set())
            states.add(reminder.state)
        return {
            id_: next(s for s in ("overdue", "today", "planned") if s in states)
            for id_, states in urgency.items()
            if states & {"overdue", "today", "planned"}
        }

    @api.model
    def _take_letters_out(self, groups, letters):
        """Take letters out of the counts of e-mails, where they are among them.

        Another addon may have a group for each type already; that of letters is ours.
        """
        for group in groups:
            ids = set(group.get("res_ids") or letters)
            for id_ in ids & letters.keys():
                for name in _counts_of(letters[id_]):
                    group[name] = max(group.get(name, 0) - 1, 0)

    @api.model
    def _letter_group(self, like, letters):
        """Return the group of letters, as core describes one."""
        group = {**like, **dict.fromkeys(COUNTS, 0)}
        for state in letters.values():
            for name in _counts_of(state):
                group[name] += 1
        group.pop("res_ids", None)
        return {
            **group,
            "name": self.env._("Letters"),
            "icon": get_module_icon("crm_enova"),
            "domain": [("mailing_type", "=", "letter")],
            "view_type": "list",
        }


def _counts_of(state):
    """Return the counters that one reminder is in."""
    return [f"{state}_count", *(["total_count"] if state != "planned" else [])]
