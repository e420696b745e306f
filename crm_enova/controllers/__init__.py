from . import unsubscribe
from . import vcard
