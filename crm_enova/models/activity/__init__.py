from . import enova_activity_stage, enova_activity_tag, enova_activity_type
from . import (
    enova_activity_mail,
    enova_activity_requirement,
    enova_activity_transition,
    enova_recurrence_rule,
    working_days,
)
from . import enova_activity, enova_activity_recurrence
from . import (
    enova_activity_appointment,
    enova_activity_board,
    enova_activity_bulk,
    enova_activity_calendar,
    enova_activity_days,
    enova_activity_flow,
    enova_activity_followup,
    enova_activity_import,
    enova_activity_notices,
    enova_activity_people,
    enova_activity_reminder,
    enova_activity_search,
    enova_activity_series,
    enova_activity_time,
    enova_activity_undo,
)
from . import base_import, calendar_attendee, calendar_event, mail_activity
from . import res_partner, res_partner_card, res_partner_figures
from . import res_partner_next_contact, res_users
from . import enova_color_rule, partner_merge_event
