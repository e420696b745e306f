from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

TASK_TYPE = "crm_enova.enova_activity_type_task_todo"
# Entries that one turn of the nightly job takes.
BATCH = 500
MAX_NAMED = 10
# What ended longer ago, without anybody having been told, is history that was entered.
OLD_NEWS = timedelta(days=7)


class EnovaAttachment(models.Model):
    """What is valid, what ends, and what has to be kept: three things apart."""

    _inherit = "enova.attachment"

    reminder_days = fields.Integer(related="category_id.reminder_days")
    # the end that somebody has been reminded of; another end is another reminder
    reminded_for = fields.Date(readonly=True, copy=False)
    reminder_id = fields.Many2one(
        "enova.activity",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The task that was given before it ends.",
    )
    validity = fields.Selection(
        [
            ("open", "Without an end"),
            ("valid", "Valid"),
            ("soon", "Ends soon"),
            ("expired", "Expired"),
        ],
        compute="_compute_validity",
        search="_search_validity",
    )
    may_go = fields.Boolean(
        string="May be deleted",
        compute="_compute_may_go",
        search="_search_may_go",
        help="The day until which it had to be kept is over.",
    )

    @api.depends("valid_until", "category_id.reminder_days")
    def _compute_validity(self):
        """Compare the end with the reader's today."""
        today = fields.Date.context_today(self)
        for entry in self:
            end = entry.valid_until
            if not end:
                entry.validity = "open"
            elif end < today:
                entry.validity = "expired"
            elif end - timedelta(days=entry._reminded_days()) <= today:
                entry.validity = "soon"
            else:
                entry.validity = "valid"

    def _reminded_days(self):
        """Return how long before the end somebody is reminded."""
        category = self.category_id
        return category.reminder_days if category else 30

    @api.model
    def _search_validity(self, operator, value):
        """Search by the end; what ends soon is told by each category."""
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        soon = self._due_domain(today) & Domain("valid_until", ">=", today)
        running = Domain("valid_until", ">=", today)
        domains = {
            "open": Domain("valid_until", "=", False),
            "expired": Domain("valid_until", "<", today),
            "soon": soon,
            "valid": running & ~soon,
        }
        return Domain.OR(domains.get(key, Domain.FALSE) for key in value)

    @api.model
    def _due_domain(self, today):
        """Return the condition that the days before the end have begun."""
        # sudo: the days of all categories, archived ones too
        categories = self.env["enova.attachment.category"].sudo()
        categories = categories.with_context(active_test=False).search([("id", ">", 0)])
        by_days = categories.grouped("reminder_days")
        plain = Domain("category_id", "=", False)
        domains = [plain & Domain("valid_until", "<=", today + timedelta(days=30))]
        for days, found in by_days.items():
            of_them = Domain("category_id", "in", found.ids)
            end = today + timedelta(days=days)
            domains.append(of_them & Domain("valid_until", "<=", end))
        return Domain.OR(domains)

    @api.depends("keep_until")
    def _compute_may_go(self):
        """Compare the day with the reader's today."""
        today = fields.Date.context_today(self)
        for entry in self:
            entry.may_go = bool(entry.keep_until) and entry.keep_until < today

    @api.model
    def _search_may_go(self, operator, value):
        """Search what the law or the company does not ask to keep any more."""
        if operator != "in":
            return NotImplemented
        domain = Domain("keep_until", "<", fields.Date.context_today(self))
        return domain if True in value else ~domain

    # -- what is kept ------------------------------------------------------------------

    @api.model
    def _kept_entries(self, files):
        """Return the entries that forbid the deletion of some files today.

        :param files: attachments, present or earlier versions
        """
        self.flush_model(["attachment_id", "keep_until"])
        files.flush_model(["res_model", "res_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM enova_attachment
                 WHERE keep_until >= %s
                   AND (attachment_id = ANY(%s) OR id IN (
                       SELECT res_id FROM ir_attachment
                        WHERE id = ANY(%s) AND res_model = 'enova.attachment'))
              ORDER BY keep_until DESC, id
                """,
                fields.Date.context_today(self),
                files.ids,
                files.ids,
            )
        )
        # sudo: what has to be kept is kept from everybody, whatever they may see
        return self.sudo().browse(row[0] for row in rows)

    @api.model
    def _check_not_kept(self, files):
        """Refuse to delete files that have to be kept.

        :raises UserError: naming them, and until when
        """
        kept = self._kept_entries(files)
        if kept:
            raise UserError(
                self.env._(
                    "These attachments have to be kept and cannot be deleted, nor can"
                    " the record that they are attached to:\n%s\nOnly a manager can"
                    " choose an earlier day in the register.",
                    "\n".join(kept._kept_lines()),
                )
            )

    @api.model
    def _check_content_kept(self, files):
        """Refuse to put other content into files that have to be kept, and versions.

        :raises UserError: naming the file and what to do instead
        """
        # sudo: where they are attached
        kept = files.sudo().filtered(lambda file: file.res_model == self._name)
        kept = kept or self._kept_entries(files).attachment_id & files.sudo()
        if kept:
            raise UserError(
                self.env._(
                    "%s has to be kept as it is. Put another file in its place by"
                    " Replace, so that this one stays among the versions.",
                    kept[0].name,
                )
            )

    def _kept_lines(self):
        """Return a line for each entry: what it is, and until when it is kept.

        Of what the reader may not see, the day alone.
        """
        readable = set(self.with_env(self.env(su=False))._filtered_access("read")._ids)
        lines = []
        for entry in self[:MAX_NAMED]:
            seen = entry.id in readable
            name = entry.name if seen else self.env._("An attachment")
            lines.append(
                self.env._(
                    "%(name)s: until %(day)s",
                    name=name,
                    day=format_date(self.env, entry.keep_until),
                )
            )
        if len(self) > MAX_NAMED:
            lines.append(self.env._("and %s more", len(self) - MAX_NAMED))
        return lines

    def _check_keeping(self, vals):
        """Let managers alone shorten how long something is kept.

        :param dict vals: about to be written
        :raises UserError: naming the entry
        """
        if "keep_until" not in vals or self.env.su:
            return
        if self.env.user.has_group("crm_enova.crm_enova_group_manager"):
            return
        wanted = fields.Date.to_date(vals["keep_until"])
        for entry in self:
            present = entry.keep_until
            if present and (not wanted or wanted < present):
                raise UserError(
                    self.env._(
                        "%(name)s is kept until %(day)s. Only a manager can choose an"
                        " earlier day.",
                        name=entry.name,
                        day=format_date(self.env, present),
                    )
                )

    # -- what ends ---------------------------------------------------------------------

    @api.model
    def _cron_validity(self):
        """Remind of what ends, and end what is over, a batch at a time."""
        progress = self.env["ir.cron"]._commit_progress
        due = self._to_remind().try_lock_for_update()
        due._remind()
        ended = self._to_end().try_lock_for_update() if not due else self.browse()
        ended._as_system().write({"state": "ended"})
        done = len(ended) + len(due)
        more = len(self._to_end() | self._to_remind()) if done else 0
        progress(done, remaining=more)

    @api.model
    def _to_end(self):
        """Return a batch of what is in force though its last day is over."""
        today = fields.Date.context_today(self)
        domain = [("state", "=", "in_force"), ("valid_until", "<", today)]
        return self.search(domain, limit=BATCH, order="id")

    @api.model
    def _to_remind(self):
        """Return a batch of what ends soon, and nobody has been reminded of."""
        today = fields.Date.context_today(self)
        domain = Domain("state", "=", "in_force") & self._due_domain(today)
        domain &= Domain("valid_until", ">=", today - OLD_NEWS)
        domain &= Domain.custom(to_sql=_not_reminded)
        return self.search(domain, limit=BATCH, order="id")

    def _remind(self):
        """Give one task for each, to whoever is responsible; all of them at once."""
        if not self:
            return
        definition = self.env.ref(TASK_TYPE)
        tasks = self.env["enova.activity"].create(
            [entry._values_of_task(definition) for entry in self]
        )
        for entry, task in zip(self, tasks, strict=True):
            entry._as_system().write(
                {"reminder_id": task.id, "reminded_for": entry.valid_until}
            )

    def _values_of_task(self, definition):
        """Return the values of the task before the end of one entry."""
        # of another company than their contractor's no task can be
        company = self.partner_id.company_id or self.company_id or self.env.company
        user = self._reminded_user(company)
        lang = user.lang or self.env.lang
        entry = self.with_context(lang=lang)
        return {
            "name": entry.env._(
                "%(title)s ends on %(day)s",
                title=self.name,
                day=format_date(entry.env, self.valid_until, lang_code=lang),
            ),
            "type_id": definition.id,
            "partner_id": self.partner_id.id,
            "user_id": user.id,
            "assigned_by_id": False,
            "company_id": company.id,
            "date_deadline": self.valid_until,
        }

    def _reminded_user(self, company):
        """Return who is responsible, else the caretaker on duty; nobody of elsewhere.

        :param company: that of the task
        """
        partner = self.partner_id.with_company(company)
        for user in (self.user_id.filtered("active"), partner.acting_user_id):
            if company in user.company_ids:
                return user
        return self.user_id.browse()


def _not_reminded(model, alias, query):
    """Return the condition that another end was reminded of, or none."""
    return SQL(
        "%s IS DISTINCT FROM %s",
        model._field_to_sql(alias, "reminded_for", query),
        model._field_to_sql(alias, "valid_until", query),
    )
