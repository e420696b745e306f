import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq

# How long a link lives unless somebody chooses another day, and at most.
USUAL_DAYS, MOST_DAYS = 14, 366
MOST_FILES = 50
TOKEN_BYTES = 32


class EnovaAttachmentLink(models.Model):
    """A link by which a client without account downloads chosen files.

    It gives no more than whoever made it may read at that moment: when they leave, or
    lose the right to a file, the link gives nothing. It ends on a day, can be revoked,
    and counts what was downloaded. Opening it changes nothing, so that the scanners of
    mail servers are not counted; only the button does.
    """

    _name = "enova.attachment.link"
    _inherit = ["enova.guard.mixin"]
    _description = "Link for the client"
    _rec_name = "purpose"
    _order = "id desc"

    purpose = fields.Char(
        string="For",
        required=True,
        default=lambda self: self.env._("Files"),
        help="What the client reads above the files.",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "enova_attachment_link_rel",
        "link_id",
        "attachment_id",
        string="Files",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contractor",
        compute="_compute_partner_id",
        store=True,
        index="btree_not_null",
    )
    token = fields.Char(
        readonly=True, copy=False, required=True, default=lambda self: _token()
    )
    url = fields.Char(string="Link", compute="_compute_url")
    expires = fields.Date(
        required=True,
        string="Valid until",
        default=lambda self: fields.Date.add(
            fields.Date.context_today(self), days=USUAL_DAYS
        ),
    )
    revoked = fields.Boolean(readonly=True, copy=False)
    download_count = fields.Integer(string="Downloads", readonly=True, copy=False)
    last_download = fields.Datetime(readonly=True, copy=False)
    is_open = fields.Boolean(string="Works", compute="_compute_is_open")
    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company
    )

    @api.depends("attachment_ids")
    def _compute_partner_id(self):
        """Say whose files they are, where they are of one contractor."""
        for link in self:
            # sudo: the contractor of files that stand on a link the caller has made
            partners = link.sudo().attachment_ids.enova_partner_id
            link.partner_id = partners if len(partners) == 1 else False

    @api.depends("token")
    def _compute_url(self):
        """Return the address that is given to the client."""
        for link in self:
            path = f"/crm_enova/files/{link._origin.id}/{link.token}"
            link.url = link.get_base_url() + path if link._origin.id else False

    @api.depends("expires", "revoked")
    def _compute_is_open(self):
        """Tell whether a client gets anything by it today."""
        today = fields.Date.context_today(self)
        for link in self:
            link.is_open = not link.revoked and bool(link.expires >= today)

    @api.constrains("expires", "attachment_ids")
    def _check_link(self):
        """Refuse links without files, and links that live for years."""
        last = fields.Date.add(fields.Date.context_today(self), days=MOST_DAYS)
        for link in self:
            # sudo: how many there are, also those one may not read any more
            if not 0 < len(link.sudo().attachment_ids) <= MOST_FILES:
                raise UserError(
                    self.env._(
                        "A link is to at least one file, and to %s at most.", MOST_FILES
                    )
                )
            if link.expires > last:
                raise UserError(
                    self.env._("A link can be valid for %s days at most.", MOST_DAYS)
                )

    @api.model
    def _window(self):
        """Return the action that opens the window of a link."""
        view = self.env.ref("crm_enova.enova_attachment_link_view_form_window")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Link for the client"),
            "res_model": self._name,
            "view_mode": "form",
            "views": [(view.id, "form")],
            "target": "new",
        }

    def action_make(self):
        """Show the link that has just been made, to be copied.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        self.check_access("read")
        return {**self._window(), "res_id": self.id}

    def action_revoke(self):
        """Make the link useless from now on."""
        self.check_access("write")
        self._as_system().write({"revoked": True})

    # -- what the client gets ----------------------------------------------------------

    @api.model
    def _of_token(self, link_id, token):
        """Return the link of an address, as superuser, or nothing.

        Whatever is wrong with it, the answer is the same.

        :param int link_id: from the address
        :param str token: from the address
        """
        # sudo: the token is the right to see this one row
        link = self.sudo().browse(link_id).exists()
        # it ends with the day where its author is; the client has no time zone
        link = link.with_context(tz=link.create_uid.tz)
        known = link.token or _token()
        if not consteq(known.encode(), (token or "").encode()) or not link.is_open:
            return self.sudo().browse()
        return link

    def _files(self):
        """Return the files that whoever made the link may still read, as superuser."""
        author = self.create_uid
        if not author.active:
            return self.env["ir.attachment"]
        files = self.attachment_ids.with_user(author)
        # the companies that the author may work in, as in their own session
        files = files.with_context(allowed_company_ids=author.company_ids.ids)
        return files._filtered_access("read").sudo().with_env(self.env)

    def _count_download(self):
        """Count a download; two at once are both counted."""
        self.env.cr.execute(
            "UPDATE enova_attachment_link SET download_count = COALESCE(download_count,"
            " 0) + 1, last_download = now() AT TIME ZONE 'UTC' WHERE id = %s",
            [self.id],
        )
        self.invalidate_recordset(["download_count", "last_download"])


def _token():
    return secrets.token_urlsafe(TOKEN_BYTES)
