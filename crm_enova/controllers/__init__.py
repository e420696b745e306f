from . import unsubscribe
from . import files
from . import folder
from . import vcard
from . import service
