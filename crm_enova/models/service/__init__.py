from . import enova_activity
from . import enova_document_mixin
from . import account_move, repair_order, sale_order, stock_picking
