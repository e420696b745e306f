from . import enova_project_reason, enova_project_stage, enova_project_type
from . import enova_campaign, enova_campaign_budget, enova_campaign_results
from . import enova_campaign_member
from . import enova_playbook, enova_playbook_line
from . import enova_creator_plan, enova_creator_plan_make
from . import enova_creator_run, enova_creator_run_undo, enova_creator_line
from . import enova_project
from . import enova_project_flow, enova_project_money, enova_project_progress
from . import enova_project_forecast
from . import enova_activity, enova_activity_type, enova_reservation
from . import enova_document_mixin
from . import account_move, repair_order, sale_order, sale_order_line
from . import stock_move, stock_picking
from . import mailing_trace, partner_merge_project, res_partner, utm_campaign
