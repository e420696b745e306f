from . import enova_document_mixin
from . import enova_activity, enova_activity_links, enova_activity_issue
from . import account_move, sale_order, sale_order_line
from . import stock_location, stock_picking_type, stock_warehouse
from . import stock_picking, stock_move, stock_return_picking
from . import enova_service_stage, enova_device
from . import repair_order, repair_order_stage, repair_order_work
from . import repair_order_issue, repair_order_end, repair_order_money
from . import enova_reservation
from . import enova_document_model, enova_document_model_views, ir_model
from . import res_company, res_partner
