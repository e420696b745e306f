from . import enova_resource_category
from . import enova_resource, enova_resource_checks, enova_resource_slots
from . import enova_reservation, enova_reservation_days, enova_reservation_cost

# the later ones call the earlier ones by super(): who writes units first, who asks last
from . import enova_reservation_units
from . import enova_reservation_book
from . import enova_reservation_clash, enova_reservation_flow, enova_reservation_rights
from . import enova_reservation_notices, enova_reservation_calendar
from . import enova_reservation_links, enova_reservation_series
from . import enova_reservation_history, enova_reservation_elsewhere, enova_resource_out
from . import calendar_event, calendar_event_book
from . import enova_activity
from . import enova_resource_board, enova_resource_today, ir_actions, ir_ui_view
from . import res_partner
