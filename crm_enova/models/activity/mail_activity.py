from collections import defaultdict

from odoo import api, fields, models

from ..base.arguments import read_arguments, whole

ROWS_SHOWN = 10
LARGEST_PAGE = 80


class MailActivity(models.Model):
    """The ERP's own reminders, as they show beside my tasks; nothing is copied."""

    _inherit = "mail.activity"

    @api.model
    @api.readonly
    @read_arguments(limit=whole(1, LARGEST_PAGE))
    def enova_my_reminders(self, limit=ROWS_SHOWN):
        """Return the caller's open reminders, the most urgent first.

        :param int limit: how many, 80 at most
        :return: dict of ``rows`` (``id``, ``icon``, ``type``, ``summary``,
            ``document``, ``deadline`` as an ISO date, ``state``) and of the whole
            ``count``; the name of a document that they may not read is left out
        """
        mine = [("user_id", "=", self.env.uid)]
        reminders = self.search(mine, limit=limit)
        names = reminders._enova_document_names()
        full = len(reminders) == limit
        return {
            "rows": [reminder._enova_row(names) for reminder in reminders],
            "count": self.search_count(mine) if full else len(reminders),
        }

    def _enova_document_names(self):
        """Return the names of the documents that the user may read.

        The stored ``res_name`` will not do: it is written by the superuser.

        :return: dict of names by model and id
        """
        ids_by_model = defaultdict(set)
        for reminder in self:
            if reminder.res_model in self.env:
                ids_by_model[reminder.res_model].add(reminder.res_id)
        names = {}
        for model, ids in ids_by_model.items():
            documents = self.env[model].with_context(active_test=False)
            if documents.has_access("read"):
                for document in documents.search([("id", "in", list(ids))]):
                    names[model, document.id] = document.display_name
        return names

    def _enova_row(self, names):
        today = fields.Date.context_today(self)
        late = self.date_deadline < today
        due = "today" if self.date_deadline == today else "upcoming"
        return {
            "id": self.id,
            "icon": self.icon or "fa-tasks",
            "type": self.activity_type_id.name or False,
            "summary": self.summary or self.activity_type_id.name or False,
            "document": names.get((self.res_model, self.res_id), False),
            "deadline": self.date_deadline.isoformat(),
            "state": "overdue" if late else due,
        }
