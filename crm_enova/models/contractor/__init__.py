from . import enova_merge_choice, enova_of_partner
from . import enova_caretaker, enova_consent, enova_partner_phone
from . import enova_sharing_rule
from . import res_partner
from . import (
    res_partner_caretaker,
    res_partner_card,
    res_partner_consent,
    res_partner_duplicates,
    res_partner_entry,
    res_partner_import,
    res_partner_known,
    res_partner_name,
    res_partner_notes,
    res_partner_own,
    res_partner_phone,
    res_partner_search,
    res_partner_sharing,
    res_partner_vcard,
)
from . import base_import, ir_actions, ir_fields_converter, mail_blacklist, sale_order
from . import enova_schema
from . import res_company, res_config_settings, res_users
from . import base_partner_merge_automatic_wizard
from . import partner_merge_caretaker, partner_merge_computes
