from . import ir_sequence, enova_definition, enova_defined
from . import enova_activity_stage, enova_activity_tag, enova_activity_type
from . import (
    enova_activity_mail,
    enova_activity_requirement,
    enova_activity_transition,
    enova_activity_type_proposals,
    enova_activity_type_reminder,
    enova_recurrence_rule,
    working_days,
)
from . import enova_activity, enova_activity_recurrence
from . import (
    enova_activity_assign,
    enova_activity_calendar,
    enova_activity_chain,
    enova_activity_checks,
    enova_activity_dates,
    enova_activity_due,
    enova_activity_flow,
    enova_activity_import,
    enova_activity_lookup,
    enova_activity_mailing,
    enova_activity_moves,
    enova_activity_numbering,
    enova_activity_proposals,
    enova_activity_quick_log,
    enova_activity_remind,
    enova_activity_reminder,
    enova_activity_required,
    enova_activity_reschedule,
    enova_activity_rights,
    enova_activity_series,
    enova_activity_substitute,
)
from . import base_import, calendar_event, ir_fields_converter, mail_activity
from . import res_partner, res_users
from . import partner_merge_event
