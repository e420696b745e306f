from dataclasses import dataclass, field

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..activity.enova_activity_stage import OPEN_STATES
from ..contractor.partner_merge_links import links_to

# Where a row says nothing of a change: who follows it, how an export calls it.
NO_CHANGE = ("mail_followers", "ir_model_data", "enova_creator_line")
# What a person, or an e-mail to one, leaves; notices to colleagues are not among them.
WRITTEN = ("email", "comment", "email_outgoing", "auto_comment")


@dataclass
class Undo:
    """What taking a run back would remove, and what stays.

    :ivar dict made: all that the run has made and that is there, by model
    :ivar dict keys: which share of the run a record is part of
    :ivar campaign: the campaign that goes with it, or an empty recordset
    :ivar dict kept: reasons by key of a contractor's or a project's share of the run
    :ivar str campaign_kept: the reason why a campaign of its own stays
    """

    made: dict
    keys: dict
    campaign: object
    kept: dict = field(default_factory=dict)
    campaign_kept: str = ""

    def removed(self, model):
        """Return what goes of a model, all of a share or nothing of it.

        :param str model: one of those that a run makes
        :return: records, as the superuser
        """
        return self.made[model].filtered(
            lambda record: self.keys[record] not in self.kept
        )

    @property
    def is_whole(self):
        """Whether nothing stays."""
        return not (self.kept or self.campaign_kept)


class EnovaCreatorRun(models.Model):
    """A run taken back: what it has made goes, unless somebody went on with it.

    What it has made for one contractor, or in one project, goes as a whole or not at
    all. A row that was written after the transaction that made it has been changed; so
    has one that anything points to which the run has not made itself.
    """

    _inherit = "enova.creator.run"

    campaign_made = fields.Boolean(readonly=True, help="The campaign is its own.")
    undone_by_id = fields.Many2one(
        "res.users", string="Taken back by", readonly=True, ondelete="set null"
    )
    undone_date = fields.Datetime(string="Taken back on", readonly=True)
    undone_note = fields.Text(string="What was removed", readonly=True)

    def action_undo(self):
        """Open the window that says what would go, and asks.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        self._check_undoable()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_creator_undo_action"
        )
        return {**action, "context": {"default_run_id": self.id}}

    def _check_undoable(self):
        """Refuse a run of others, one that goes on, and one that is taken back.

        :raises AccessError: for who neither began it nor is a manager
        :raises UserError: saying in which state it is
        """
        self.check_access("read")
        if self.state == "running":
            raise UserError(
                self.env._("%s is in progress. Pause it first.", self.name),
            )
        if self.state == "undone":
            raise UserError(self.env._("%s has been taken back already.", self.name))

    @api.model
    def _undo_reasons(self):
        """Return why something stays, in words."""
        return {
            "changed": self.env._("changed since"),
            "told": self.env._("somebody has written, or been written to"),
            "linked": self.env._("something else belongs to it by now"),
        }

    # -- what it has made ----------------------------------------------------

    def _made(self):
        """Return what the run has made and is there, by model; archived ones too."""
        domain = [("creator_run_id", "=", self.id)]
        made = {}
        for model in ("enova.project", "enova.activity", "enova.campaign.member"):
            # sudo: what it has made, whoever may see it by now; of what stays only
            # that is named which the reader may read
            records = self.env[model].sudo().with_context(active_test=False)
            made[model] = records.search(domain, order="id")
        tasks = made["enova.activity"]
        # sudo: as above
        reservations = self.env["enova.reservation"].sudo()
        # a reservation that was added later is somebody's own
        made["enova.reservation"] = reservations.search(
            [("activity_id", "in", tasks.ids)], order="id"
        ).filtered(lambda booked: booked.create_date == booked.activity_id.create_date)
        return made

    def _shares(self, made):
        """Return the key of the share that each record is part of.

        :return: dict of ids by record: of the contractor, or of the project where the
            run made tasks in projects that were there
        """
        keys = {}
        for project in made["enova.project"]:
            keys[project] = project.commercial_partner_id.id
        for task in made["enova.activity"]:
            name = "project_id" if self.in_projects else "commercial_partner_id"
            keys[task] = task[name].id
        for member in made["enova.campaign.member"]:
            keys[member] = member.partner_id.id
        for booked in made["enova.reservation"]:
            keys[booked] = keys[booked.activity_id]
        return keys

    def _undo_plan(self):
        """Return what would go and what stays; constant queries for any number."""
        self.env.flush_all()
        made = self._made()
        undo = Undo(made, self._shares(made), self.env["enova.campaign"])
        for records in made.values():
            for id_, reason in self._touched(records, made).items():
                key = undo.keys[records.browse(id_)]
                undo.kept.setdefault(key, reason)
        self._keep_members(undo)
        if self.campaign_made and self.campaign_id:
            self._plan_campaign_undo(undo)
        return undo

    def _keep_members(self, undo):
        """Leave in the campaign who has another project in it."""
        members, projects = (
            undo.made["enova.campaign.member"],
            undo.made["enova.project"],
        )
        # sudo: whether there is one
        groups = (
            self.env["enova.project"]
            .sudo()
            .with_context(active_test=False)
            ._read_group(
                [
                    ("campaign_id", "in", members.campaign_id.ids),
                    ("commercial_partner_id", "in", members.partner_id.ids),
                    ("id", "not in", projects.ids),
                ],
                ["commercial_partner_id"],
            )
        )
        elsewhere = {partner.id for (partner,) in groups}
        undo.made["enova.campaign.member"] = members.filtered(
            lambda member: member.partner_id.id not in elsewhere
        )

    def _plan_campaign_undo(self, undo):
        """Let its own campaign go, if nothing but what goes is in it."""
        # sudo: as in _made
        campaign = self.campaign_id.sudo()
        gone = {model: undo.removed(model) for model in undo.made}
        gone.update({"enova.creator.run": self, "enova.campaign": campaign})
        utm = campaign.campaign_id
        reasons = {**self._touched(campaign, gone), **self._links_from(utm, gone)}
        if reasons:
            undo.campaign_kept = next(iter(reasons.values()))
        else:
            undo.campaign = campaign

    # -- what has been changed since -----------------------------------------

    def _touched(self, records, made):
        """Return why records have to stay, by id.

        :param dict made: what may point to them, by model
        """
        if not records:
            return {}
        reasons = self._links_from(records, made)
        if records._name == "enova.activity":
            reasons.update(dict.fromkeys(self._written_to(records), "told"))
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE id = ANY(%s) AND write_date > create_date",
                SQL.identifier(records._table),
                records.ids,
            )
        )
        reasons.update(dict.fromkeys((row[0] for row in rows), "changed"))
        return reasons

    def _written_to(self, tasks):
        """Return the ids of tasks whose definition wrote to the contractor at once.

        The queue deletes what it has sent; runs in the background send nothing.
        """
        lines = self.env["enova.activity.mail"]._by_moment()
        writing = {
            type_id
            for (type_id, moment), pairs in lines.items()
            if moment == "create" and "contractor" in dict(pairs)
        }
        told = tasks.filtered(
            lambda task: (
                task.type_id.id in writing and task.create_date == self.create_date
            )
        )
        return {task.id for task in told._mail_addressees("contractor")}

    def _links_from(self, records, made):
        """Return the ids that anything else points to, with the reason.

        :param dict made: what may point to them, by model
        """
        but = {found._table: found.ids for found in made.values()}
        passing = self._passing_tables()
        reasons = {}
        for table, links in links_to(self.env, records._name).items():
            if table in passing or table in NO_CHANGE:
                continue
            told = table == "mail_message"
            for link in links:
                query = self._link_query(link, records, but.get(table))
                for (id_,) in self.env.execute_query(query):
                    reasons[id_] = "told" if told else "linked"
        return reasons

    def _passing_tables(self):
        """Return the tables of windows: what stands there belongs to nothing."""
        tables = set()
        for model in self.env.registry.models.values():
            if model._transient:
                tables.add(model._table)
                tables.update(
                    column.relation
                    for column in model._fields.values()
                    if column.type == "many2many" and column.store
                )
        return tables

    def _link_query(self, link, records, but):
        """Return the query for ids of records that a column points to."""
        column, wanted = SQL.identifier(link.column), records.ids
        target = column
        if link.text:
            wanted = [f"{records._name},{id_}" for id_ in wanted]
            target = SQL("split_part(%s, ',', 2)::int", column)
        conditions = [SQL("%s = ANY(%s)", column, wanted)]
        if link.condition:
            conditions.append(link.condition)
        if but:
            conditions.append(SQL("id <> ALL(%s)", but))
        if link.table == "mail_message":
            conditions.append(SQL("message_type IN %s", WRITTEN))
        if link.table == "calendar_event":
            # the entry of a task goes with it
            conditions.append(SQL("write_date > create_date"))
        return SQL(
            "SELECT DISTINCT %s FROM %s WHERE %s",
            target,
            SQL.identifier(link.table),
            SQL(" AND ").join(conditions),
        )

    # -- taking it back --------------------------------------------------------

    def _undo(self, partly=False):
        """Remove what nobody has gone on with.

        :param bool partly: whether to go on though something stays
        :raises UserError: where something would stay and nobody has agreed to that
        """
        self.ensure_one()
        self._check_undoable()
        # sudo: whoever began it takes back what it made and nobody has touched since;
        # the rows of a run are written by nobody directly
        run = self.sudo()
        run.lock_for_update()
        undo = run._undo_plan()
        if not (undo.is_whole or partly):
            raise UserError(
                self.env._(
                    "Something of %s has been changed since. Look at what would stay,"
                    " and remove only what is untouched.",
                    self.name,
                )
            )
        gone = {model: undo.removed(model) for model in undo.made}
        note = "\n".join(self._undo_counts(undo))
        people = self._undo_people(undo)
        lines = run.line_ids.filtered(
            lambda line: line.state == "made" and line._share_key() not in undo.kept
        )
        lines.state = "undone"
        gone["enova.reservation"].unlink()
        gone["enova.activity"].unlink()
        gone["enova.campaign.member"].unlink()
        gone["enova.project"].unlink()
        undo.campaign.unlink()
        run.write(
            {
                "state": "undone",
                "error": False,
                "undone_by_id": self.env.uid,
                "undone_date": fields.Datetime.now(),
                "undone_note": note,
            }
        )
        self._tell_undone(people)

    def _undo_counts(self, undo):
        """Return how much of each kind goes, a text for each."""
        sizes = {model: len(undo.removed(model)) for model in undo.made}
        projects, tasks = sizes["enova.project"], sizes["enova.activity"]
        booked, members = sizes["enova.reservation"], sizes["enova.campaign.member"]
        texts = {
            self.env._("Projects: %s", projects): projects,
            self.env._("Tasks and events: %s", tasks): tasks,
            self.env._("Reservations: %s", booked): booked,
            self.env._("Members of the campaign: %s", members): members,
        }
        counts = [text for text, size in texts.items() if size]
        if undo.campaign:
            counts.append(self.env._("The campaign: %s", undo.campaign.title))
        return counts

    def _undo_people(self, undo):
        """Return how many of the tasks that go each of the others has, by user."""
        tasks = undo.removed("enova.activity")
        pending = tasks.filtered(lambda task: task.state in OPEN_STATES)
        return {
            user: len(own)
            for user, own in pending.grouped("user_id").items()
            if user.active and user != self.env.user
        }

    def _tell_undone(self, people):
        """Tell those who were given tasks that these are gone; one message each."""
        for user, count in people.items():
            threads = self.env["mail.thread"].with_context(lang=user.lang)
            threads.message_notify(
                partner_ids=user.partner_id.ids,
                subject=threads.env._("Taken back: %s", self.name),
                body=threads.env._(
                    "Tasks of yours that are gone: %(count)s. %(user)s has taken the"
                    " run of the creator back.",
                    count=count,
                    user=self.env.user.name,
                ),
                email_layout_xmlid="mail.mail_notification_light",
            )
