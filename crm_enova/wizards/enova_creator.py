from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..models.base.moment import zone_of

# Up to so many contractors are made in one transaction, all or nothing.
AT_ONCE = 2000


class EnovaCreator(models.TransientModel):
    """One window that sets a campaign, projects and tasks up for many contractors."""

    _name = "enova.creator"
    _inherit = ["enova.creator.plan", "enova.audience"]
    _description = "Creator"

    campaign_name = fields.Char(
        string="New campaign", help="One of this name that is there already is used."
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    can_create = fields.Boolean(compute="_compute_preview")

    @api.model
    def _refuse_campaigns(self):
        return self.env._(
            "The creator works for one campaign at a time. Choose one campaign."
        )

    @api.model
    def _prepare_campaign(self, campaign):
        """Propose whom the campaign is for, where it has no members yet."""
        values = super()._prepare_campaign(campaign)
        if not campaign.member_ids:
            values["audience"] = "domain"
        if campaign.audience_domain:
            values["partner_domain"] = campaign.audience_domain
        return values

    @api.onchange("playbook_id")
    def _onchange_playbook_id(self):
        """Show what the playbook says; what somebody has typed stays."""
        known = self.env["enova.playbook"].search([("active", "=", True)])
        if not self.project_name or self.project_name in known.mapped("project_name"):
            self.project_name = self.playbook_id.project_name
        if not self.goal or self.goal in known.mapped("goal"):
            self.goal = self.playbook_id.goal

    @api.onchange("campaign_id")
    def _onchange_campaign_id(self):
        """It is either a campaign that is there, or a new one."""
        if self.campaign_id:
            self.campaign_name = False
            self.company_id = self.campaign_id.company_id

    # -- for whom ----------------------------------------------------------

    def _contractors(self):
        """Return the contractors of what was chosen, and the people chosen of them.

        Of what the user may not read there is nothing: a run names whom it leaves out.

        :return: recordset without double ones, and a dict of ids of persons
        """
        chosen = self._chosen().with_context(active_test=False)._filtered_access("read")
        # sudo: the id of the company alone
        pairs = [(p.id, p.sudo().commercial_partner_id.id) for p in chosen]
        contacts = {}
        for partner, contractor in pairs:
            if partner != contractor:
                contacts.setdefault(contractor, partner)
        unique = dict.fromkeys(contractor for _partner, contractor in pairs)
        return self.env["res.partner"].browse(unique), contacts

    # -- what --------------------------------------------------------------

    def _check_plan(self):
        """Refuse a window that says too little.

        :raises UserError: naming what is missing
        """
        if self.audience == "projects":
            if not (self.playbook_id.line_ids or self.mailing_type):
                raise UserError(
                    self.env._("Choose a playbook with tasks for the projects.")
                )
        elif not (
            self._makes_projects()
            or self.campaign_id
            or self.campaign_name
            or self.mailing_type
        ):
            raise UserError(
                self.env._(
                    "Say what to make: choose a playbook, name a project, choose a"
                    " campaign, or write a mail merge."
                )
            )
        return super()._check_plan()

    def _campaign(self):
        """Return the campaign: chosen, found by its name, or new."""
        campaign = self._plan_campaign()
        if campaign or not (self.campaign_name or "").strip():
            return campaign
        return self.env["enova.campaign"].create(
            {
                "title": self.campaign_name.strip(),
                "goal": self.goal,
                "company_id": self.company_id.id,
                "date_start": self.date_start,
            }
        )

    def _plan_campaign(self):
        """Return the campaign that is chosen, or that the name would find."""
        title = (self.campaign_name or "").strip()
        if self.campaign_id or not title:
            return self.campaign_id
        domain = [("title", "=", title), ("company_id", "=", self.company_id.id)]
        return self.env["enova.campaign"].search(domain, limit=1)

    def action_create(self):
        """Write everything everywhere: campaign, members, projects and tasks.

        Up to 2,000 contractors in one transaction, all or nothing; beyond it in the
        background, batch by batch, with a progress bar, pause and resume.

        :return: an action that opens the run
        :raises UserError: when there is nobody to make anything for, or the plan
            cannot be made; nothing has been made then
        """
        self.ensure_one()
        self._check_plan()
        in_projects = self.audience == "projects"
        projects = (
            self.project_ids._origin if in_projects else self.project_ids.browse()
        )
        partners, contacts = self.env["res.partner"], {}
        if not in_projects:
            partners, contacts = self._contractors()
        if not (partners or projects):
            raise UserError(self.env._("Nobody is chosen. Choose for whom first."))
        self._wait_for_others()
        # sudo: nobody writes a run directly: it acts with its user's rights
        runs = self.env["enova.creator.run"].sudo()
        run = runs.create(self._prepare_run(in_projects))
        run._fill(partners, contacts, projects)
        if len(partners) + len(projects) <= AT_ONCE:
            run._process_at_once()
        else:
            run._trigger()
        return run.sudo(False)._get_records_action()

    def _wait_for_others(self):
        """Let one creator of a campaign or a playbook begin after the other.

        A row is written, so that PostgreSQL refuses the second, the server tries it
        again, and it then sees what the first has made. A campaign that is new has no
        row yet: the one of its company stands for it.
        """
        target = self._plan_campaign() or self.playbook_id
        if (self.campaign_name or "").strip() and not self._plan_campaign():
            target = self.company_id
        if target:
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET write_date = now() AT TIME ZONE 'UTC' WHERE id = %s",
                    SQL.identifier(target._table),
                    target.id,
                )
            )

    def _prepare_run(self, in_projects):
        """Return the values of the run: the plan, and whose it is."""
        known = self._plan_campaign()
        campaign = self._campaign()
        name = self.playbook_id.name or self.project_name or campaign.title
        name = name or self.mailing_subject
        if campaign and campaign.title != name:
            name = f"{campaign.title}: {name}"
        return {
            "name": name,
            "user_id": self.env.uid,
            "lang": self.env.lang,
            "tz": str(zone_of(self.env.user, self.env)),
            "in_projects": in_projects,
            "playbook_id": self.playbook_id.id,
            "campaign_id": campaign.id,
            "campaign_made": campaign != known,
            "project_name": self.project_name,
            "goal": self.goal,
            "date_start": self.date_start,
            "assign_to": self.assign_to,
            "responsible_id": self.responsible_id.id,
            "company_id": self.company_id.id,
            "need_address": self.need_address,
            "consent": self.consent,
            "consent_purpose_id": self.consent_purpose_id.id,
            "mailing_type": self.mailing_type,
            "mailing_subject": self.mailing_subject,
            "mailing_body": self.mailing_body,
            "mailing_purpose": self.mailing_purpose,
        }
