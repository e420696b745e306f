from . import folder, vcard
