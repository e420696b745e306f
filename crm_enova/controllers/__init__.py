from . import service, vcard
