from . import unsubscribe
from . import files
from . import vcard
from . import service
