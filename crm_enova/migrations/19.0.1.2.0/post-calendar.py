"""Tell apart who was invited to the entries of tasks, and who only takes part."""


def migrate(cr, version):
    """Take for invited whoever was ever written to about the entry."""
    if not version:
        return
    cr.execute(
        """
        UPDATE calendar_attendee AS attendee
           SET enova_uninvited = TRUE
          FROM calendar_event AS event
         WHERE event.id = attendee.event_id
           AND event.enova_activity_id IS NOT NULL
           AND NOT EXISTS (
               SELECT FROM mail_message AS message
                 JOIN mail_notification AS notification
                   ON notification.mail_message_id = message.id
                WHERE message.model = 'calendar.event'
                  AND message.res_id = event.id
                  AND notification.res_partner_id = attendee.partner_id)
        """
    )
