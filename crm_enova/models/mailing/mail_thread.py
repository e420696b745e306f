"""What comes in and was written by nobody is a note on its event, and no answer."""

from odoo import api, models
from odoo.tools import email_normalize

from ..base.context import AUTOMATIC
from .automatic import is_absence, is_automatic

# How what a program has answered stands on an event: as a note, and no news.
AS_NOTE = {"is_internal": True, "message_type": "auto_comment"}
EVENT = "enova.activity"


# The ERP keeps the first docstring of a model as its description, also for each that
# inherits it, and an uninstall would leave ours there: so this class has none.
class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Keep what is automatic from counting as an answer of our addressees."""
        if not routes or not is_automatic(message):
            return super()._message_route_process(message, message_dict, routes)
        thread = super(MailThread, self.with_context(**AUTOMATIC.on))
        events = [route for route in routes if route[0] == EVENT]
        others = [route for route in routes if route[0] != EVENT]
        thread_id = False
        # core takes out of the values what it has used
        if others:
            thread_id = thread._message_route_process(message, {**message_dict}, others)
        if events:
            values = {**message_dict, **AS_NOTE}
            thread_id = thread._message_route_process(message, values, events)
        return thread_id

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """Note that an addressee is away: their address is right.

        Programs answer to the address to which e-mails are returned.
        """
        sender = email_normalize(message_dict["email_from"])
        event = self.env[EVENT]
        if is_absence(email_message, sender):
            event = event._answered_event(message_dict)
        if not event:
            return super()._routing_handle_bounce(email_message, message_dict)
        names = ("subject", "body", "email_from", "message_id", "attachments", "date")
        values = {name: message_dict[name] for name in names if name in message_dict}
        note = self.env.ref("mail.mt_note").id
        poster = event.with_user(self.env.ref("base.user_root"))
        poster = poster.with_context(mail_post_autofollow_author_skip=True)
        poster.message_post(subtype_id=note, **values, **AS_NOTE)
        return None
