from . import files, folder
from . import vcard
