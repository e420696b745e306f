"""Names as they are compared: without accents, punctuation and legal form.

The same key is made twice: in Python record by record, and in SQL for a whole base
when the addon is installed. That is why the letters stand here: core's
`remove_accents` leaves ``ł`` as it is and is Python alone, and PostgreSQL's `unaccent`
is an extension that need not be there and has rules of its own: the keys would differ.
"""

import re

from odoo.tools import SQL

# Upper case too, because lower() of the database may know ASCII alone.
ACCENTED = (
    "ąćęłńóśźżáàâäãåăçčďéèêëěíìîïľňñòôöõőøřšșťțúùûüůűýž"
    "ĄĆĘŁŃÓŚŹŻÁÀÂÄÃÅĂÇČĎÉÈÊËĚÍÌÎÏĽŇÑÒÔÖÕŐØŘŠȘŤȚÚÙÛÜŮŰÝŽ"
)
PLAIN = "acelnoszzaaaaaaaccdeeeeeiiiilnnoooooorssttuuuuuuyz" * 2
# Longest first: whatever is tried first wins.
LEGAL_FORMS = (
    "spolka z ograniczona odpowiedzialnoscia",
    "spolka z o o",
    "sp z o o",
    "spolka komandytowo akcyjna",
    "spolka komandytowa",
    "spolka akcyjna",
    "spolka jawna",
    "spolka cywilna",
    "sp k",
    "sp j",
    "s k a",
    "s a",
    "s c",
    "sa",
    "sc",
    "gmbh",
    "ltd",
    "llc",
    "inc",
)
# Words that say what many companies do; names are told apart by the others.
COMMON_WORDS = (
    "agencja agro apteka auto bar biuro budowlana budowlany bud centrum dom eko export"
    " fabryka firma fundacja gabinet gospodarstwo group grupa handel handlowa handlowe"
    " handlowo handlowy hotel hurtownia import instytut kancelaria market phu polska"
    " polski pphu piekarnia produkcja produkcyjne produkcyjno produkcyjny przychodnia"
    " przedsiebiorstwo restauracja rolne salon serwis sklep spoldzielnia stacja"
    " stolarnia stowarzyszenie system systemy szkola studio trade trans transport"
    " transportowe uslugi uslugowa uslugowe uslugowo uslugowy warsztat wydawnictwo"
    " wytwornia zaklad zaklady zespol"
).split()
_PLAIN_OF = str.maketrans(ACCENTED, PLAIN)
# The blank behind is only looked at: two forms in a row share it.
_LEGAL_FORM = f" ({'|'.join(LEGAL_FORMS)})(?= )"
_NOT_A_WORD = "[^0-9a-z]+"


def name_key(name):
    """Return the name as it is compared.

    :param name: of a company or a person, or a false value
    :return: ``"mlyn lubelski"`` for ``"Młyn Lubelski Sp. z o.o."``; ``False`` where
        nothing is left
    """
    words = re.sub(_NOT_A_WORD, " ", (name or "").translate(_PLAIN_OF).lower())
    return re.sub(_LEGAL_FORM, "", f" {words} ").strip() or False


def name_key_sql(column):
    """Return the SQL expression of the key of a column.

    :param SQL column: of names
    :return: ``SQL``
    """
    return SQL(
        "NULLIF(btrim(regexp_replace(' ' || regexp_replace("
        "lower(translate(%s, %s, %s)), %s, ' ', 'g') || ' ', %s, '', 'g')), '')",
        column,
        ACCENTED,
        PLAIN,
        _NOT_A_WORD,
        _LEGAL_FORM,
    )
