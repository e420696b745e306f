from . import enova_document_mixin
from . import enova_activity, enova_activity_links
from . import account_move, sale_order, stock_picking
from . import enova_service_stage, enova_device
from . import repair_order, repair_order_stage, repair_order_work
from . import enova_reservation
from . import enova_document_model, enova_document_model_views, ir_model
from . import res_company, res_partner
