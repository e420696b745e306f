from . import enova_project_reason, enova_project_stage, enova_project_type
from . import enova_campaign, enova_campaign_budget
from . import enova_playbook, enova_playbook_line, enova_playbook_line_resource
from . import enova_creator_plan, enova_creator_reach
from . import enova_creator_run, enova_creator_run_end, enova_creator_line
from . import enova_project
from . import (
    enova_project_checks,
    enova_project_create,
    enova_project_documents,
    enova_project_flow,
    enova_project_goal,
    enova_project_money,
    enova_project_progress,
    enova_project_rights,
)
from . import enova_project_resources
from . import enova_campaign_member, enova_campaign_member_facts
from . import enova_campaign_audience, enova_campaign_report, enova_campaign_results
from . import enova_creator_make, enova_creator_reserve
from . import enova_activity, enova_activity_project
from . import enova_document_mixin
from . import account_move, repair_order, sale_order, sale_order_line
from . import stock_move, stock_picking
from . import mailing_trace, partner_merge_project, res_partner
