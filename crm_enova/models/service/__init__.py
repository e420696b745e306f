from . import enova_document_mixin
from . import (
    enova_activity,
    enova_activity_links,
    enova_activity_new_document,
    enova_activity_of_document,
)
from . import account_move, repair_order, sale_order, stock_picking
from . import repair_order_resources
from . import (
    enova_document_model,
    enova_document_model_switch,
    enova_document_model_views,
    ir_model,
)
from . import res_partner
