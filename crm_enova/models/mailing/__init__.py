from . import enova_placeholder
from . import mailing_mailing
from . import mailing_mailing_freeze, mailing_mailing_run, mailing_mailing_types
from . import mailing_mailing_text, mailing_mailing_values, mailing_mailing_views
from . import mailing_trace, mailing_trace_report
from . import enova_activity, res_partner, res_users
from . import enova_campaign, utm_campaign, utm_medium
from . import enova_creator_plan, enova_creator_run, enova_playbook_line
from . import mail_compose_message, partner_merge_mailing
from . import enova_mailing_attempt, enova_activity_answers, mail_mail, mail_thread
from . import mailing_mailing_sending
from . import enova_consent, ir_mail_server, res_config_settings
from . import res_company
from . import enova_letter_layout, enova_letter_file, ir_attachment
from . import enova_letter_run, enova_letter_run_draw
from . import enova_letter_batch, enova_letter_batch_post, enova_letter_line
from . import mailing_mailing_print, mailing_mailing_enclosures
from . import mailing_mailing_preview
from . import enova_activity_letter
