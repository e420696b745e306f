from . import enova_resource_category
from . import enova_resource, enova_resource_checks, enova_resource_slots
from . import enova_reservation

# the later ones call the earlier ones by super(): who writes units first, who asks last
from . import enova_reservation_units
from . import enova_reservation_book
from . import enova_reservation_clash, enova_reservation_flow, enova_reservation_rights
from . import enova_activity
