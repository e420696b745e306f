from . import files
from . import vcard
