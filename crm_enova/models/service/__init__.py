from . import enova_document_mixin
from . import enova_activity_type
from . import enova_activity, enova_activity_links, enova_activity_device
from . import enova_activity_issue
from . import account_move, sale_order, sale_order_line
from . import stock_location, stock_quant, stock_picking_type, stock_warehouse
from . import stock_picking, stock_move, stock_move_line, stock_return_picking
from . import enova_service_stage
from . import enova_device, enova_device_reading, enova_device_inspection
from . import repair_order, repair_order_stage, repair_order_work
from . import repair_order_technician, repair_order_protocol
from . import repair_order_notice, repair_order_new
from . import repair_order_issue, repair_order_end, repair_order_money
from . import enova_reservation
from . import enova_document_model, enova_document_model_views, ir_model
from . import res_company, res_config_settings, res_partner
from . import enova_schema
