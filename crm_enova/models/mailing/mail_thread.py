from odoo import api, models
from odoo.tools import mail as mail_tools


class MailThread(models.AbstractModel):
    """An answer to an e-mail of a mail merge lands on the addressee's event."""

    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Lead what came to our address for answers to the event that it answers.

        Core has told bounces, loops and forwards apart before. What cannot be told
        from its references is told from who writes; strangers' mail is dropped, as
        nobody has asked them anything.
        """
        events = self.env["enova.activity"].sudo()  # sudo: the gateway's own
        routes = events._routes_of_answers(message_dict, routes or [])
        return super()._message_route_process(message, message_dict, routes)

    @api.model
    def _references_of(self, message_dict):
        """Return the ids of messages that an incoming message refers to."""
        text = " ".join(
            filter(
                None, (message_dict.get("references"), message_dict.get("in_reply_to"))
            )
        )
        return mail_tools.mail_header_msgid_re.findall(text)
