from . import unsubscribe
from . import vcard
from . import service, vcard
