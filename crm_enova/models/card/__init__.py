from . import res_partner_card
from . import res_partner_next_contact
from . import res_partner_twins
from . import res_partner_convert
from . import res_partner_card_log
from . import sale_order
from . import res_config_settings
