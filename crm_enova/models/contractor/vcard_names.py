"""The names that properties of a vCard have, and how those without a field are told."""

# RFC 2426, 6350, 6474, 6715, 8605, 9554, and version 2.1
KNOWN = frozenset(
    """
    ADR AGENT ANNIVERSARY BDAY BEGIN BIRTHPLACE CALADRURI CALURI CATEGORIES CLASS
    CLIENTPIDMAP CONTACT-URI CREATED DEATHDATE DEATHPLACE DEFAULT-LANGUAGE EMAIL END
    EXPERTISE FBURL FN GENDER GEO GRAMGENDER HOBBY IMPP INTEREST JSPROP KEY KIND LABEL
    LANG LANGUAGE LOGO MAILER MEMBER N NAME NICKNAME NIP NOTE ORG ORG-DIRECTORY PHOTO
    PRODID PROFILE PRONOUNS RELATED REV ROLE SOCIALPROFILE SORT-STRING SOUND SOURCE TEL
    TITLE TZ UID URL VERSION XML
    """.split()
)

NIP_NAMES = frozenset(
    {"X-NIP", "NIP", "X-VAT", "X-VATIN", "X-VAT-NUMBER", "X-TAX-ID", "X-TAXID"}
)

# What the property is told as, where one of the standard says the same.
TOLD_AS = {
    "BDAY": "birthday",
    "NICKNAME": "nickname",
    "ROLE": "role",
    "IMPP": "messenger",
    "X-MS-IMADDRESS": "messenger",
    "LABEL": "address_label",
    "KIND": "kind",
    "ANNIVERSARY": "anniversary",
    "X-ANNIVERSARY": "anniversary",
    "X-EVOLUTION-ANNIVERSARY": "anniversary",
    "X-WEDDING-ANNIVERSARY": "anniversary",
    "X-ABDATE": "date",
    "BIRTHPLACE": "birthplace",
    "DEATHDATE": "deathdate",
    "DEATHPLACE": "deathplace",
    "GENDER": "gender",
    "X-GENDER": "gender",
    "LANG": "language",
    "LANGUAGE": "language",
    "TZ": "time_zone",
    "GEO": "location",
    "AGENT": "agent",
    "X-ASSISTANT": "agent",
    "X-EVOLUTION-ASSISTANT": "agent",
    "MEMBER": "member",
    "RELATED": "relative",
    "X-ABRELATEDNAMES": "relative",
    "X-SPOUSE": "spouse",
    "X-EVOLUTION-SPOUSE": "spouse",
    "X-MANAGER": "manager",
    "X-EVOLUTION-MANAGER": "manager",
    "EXPERTISE": "expertise",
    "HOBBY": "hobby",
    "INTEREST": "interest",
    "SOCIALPROFILE": "social",
    "X-SOCIALPROFILE": "social",
    "SOUND": "pronunciation",
    "X-PHONETIC-FIRST-NAME": "pronunciation",
    "X-PHONETIC-MIDDLE-NAME": "pronunciation",
    "X-PHONETIC-LAST-NAME": "pronunciation",
    "X-PHONETIC-ORG": "pronunciation",
    "X-MAIDENNAME": "maiden_name",
    "REV": "changed",
    "PRONOUNS": "pronouns",
}

# The name of the service stands in the name of the property.
MESSENGERS = (
    "AIM|CYWORLD|DISCORD|FACEBOOK|GADUGADU|GADU-GADU|GG|GOOGLE-TALK|GROUPWISE|GTALK|ICQ"
    "|IRC|JABBER|KAKAOTALK|KIK|LINE|MSN|NAVER|QQ|SIGNAL|SINA-WEIBO|SIP|SKYPE"
    "|SKYPE-USERNAME|TELEGRAM|THREEMA|TWITTER|VIBER|WECHAT|WHATSAPP|XMPP|YAHOO|ZOOM"
).split("|")
SERVICES = {f"X-{name}": name.removesuffix("-USERNAME") for name in MESSENGERS}

# Of the file, not of whom it is about: told where a card is made, not where it is
# filled in, since they change with every copy.
OF_THE_FILE = frozenset({"UID", "changed", "PRODID", "SOURCE", "CREATED", "PROFILE"})

# Android: X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Anna;14;;
ANDROID = {
    "nickname": "nickname",
    "contact_event": "date",
    "relation": "relative",
    "im": "messenger",
    "sip_address": "messenger",
}
ANDROID_EVENTS = {"1": "anniversary", "3": "birthday"}
ANDROID_RELATIVES = dict(
    zip(
        map(str, range(1, 15)),
        (
            "assistant brother child domestic-partner father friend manager mother"
            " parent partner referred-by relative sister spouse"
        ).split(),
        strict=True,
    )
)

# Apple writes its own labels so: _$!<Anniversary>!$_
APPLE_START, APPLE_END = "_$!<", ">!$_"

# Words of a property that say nothing about its value, or what its field says already.
SILENT_WORDS = frozenset(
    """
    PREF VOICE INTERNET TEXT TEXTPHONE MSG VIDEO X400 DOM INTL POSTAL PARCEL BASE64 B
    QUOTED-PRINTABLE 7BIT 8BIT JPEG PNG GIF CELL FAX MOBILE IPHONE HOMEPAGE MAIN OTHER
    URI
    """.split()
)
# They are told with what stands in the notes, but need no note of their own.
PLAIN_WORDS = frozenset({"HOME", "WORK"})

# Parameters that describe how a value is written.
TECHNICAL = frozenset(
    """
    TYPE VALUE ENCODING CHARSET LANGUAGE PREF PID ALTID MEDIATYPE CALSCALE SORT-AS INDEX
    PROP-ID CREATED DERIVED SCRIPT PHONETIC JSPTR X-SERVICE-TYPE SERVICE-TYPE LEVEL CC
    X-EVOLUTION-UI-SLOT X-COUCHDB-UUID
    """.split()
)
# Parameters whose values are a label.
LABELLING = ("TYPE", "X-SERVICE-TYPE", "SERVICE-TYPE", "LEVEL")
