"""The file that e-Nadawca, the service of Poczta Polska, imports and exports.

It is the XML that the post's own *electronic posting book* has used since 2009: a
sender, a collection, and letters described by attributes. What is written here keeps to
the public description of its version 1.6 and to what other programs write; the service
itself could not be asked.
"""

import re
import uuid

from lxml import etree

VERSION = "1.6"
SYMBOLS = {"ordinary": "840", "registered": "845"}
# A4 that is folded goes into the smallest size.
FORMAT = "A"
LONGEST = 60
# "ul. Polna 12a/3", "Rynek 4 m. 7", "Zalesie 15"
HOUSE = re.compile(
    r"^(?P<street>.*?)[\s,]+(?P<house>\d+\s?[A-Za-z]?(?:-\d+[A-Za-z]?)?)"
    r"(?:\s*(?:/|\bm\.?\s|\blok\.?\s)\s*(?P<flat>\w+))?$"
)
# A file of somebody else's making is read without following anything that it names.
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def guid(namespace, number):
    """Return the same identifier for the same letter, whenever it is asked.

    :param str namespace: what tells one database from another
    :param int number: of the letter in it
    :return: str
    """
    found = uuid.uuid5(uuid.NAMESPACE_URL, f"crm-enova:{namespace}:{number}")
    return f"{{{str(found).upper()}}}"


def split_street(street):
    """Return street, house and flat of a line of an address.

    :param str street: such as *ul. Polna 12/3*
    :return: tuple of str; what is not understood stays in the first
    """
    found = HOUSE.match((street or "").strip())
    if not found:
        return (street or "").strip(), "", ""
    return found["street"], found["house"].replace(" ", ""), found["flat"] or ""


def written(sender, letters, collection):
    """Return the file for import.

    :param dict sender: ``name``, ``street``, ``zip``, ``city``, ``vat``
    :param letters: dicts of ``guid``, ``name``, ``name2``, ``street``, ``zip``,
        ``city``, ``country``, ``kind``, ``priority``, ``weight``
    :param dict collection: ``guid``, ``name``, ``created`` (ISO)
    :return: bytes
    """
    street, house, flat = split_street(sender.get("street"))
    root = etree.Element(
        "Nadawca",
        Struktura=VERSION,
        Guid=collection["guid"],
        Nazwa=_short(sender["name"]),
        NazwaSkrocona=_short(sender["name"])[:20],
        Ulica=_short(street),
        Dom=house,
        Lokal=flat,
        Miejscowosc=_short(sender.get("city")),
        Kod=_digits(sender.get("zip")),
        NIP=_digits(sender.get("vat")),
        Zrodlo="NADAWCA",
    )
    group = etree.SubElement(
        root,
        "Zbior",
        Guid=collection["guid"],
        Nazwa=_short(collection["name"]),
        DataUtworzenia=collection["created"],
        Opis="",
        IloscPrzesylek=str(len(letters)),
    )
    for letter in letters:
        _write_letter(group, letter)
    return etree.tostring(
        root, encoding="UTF-8", xml_declaration=True, pretty_print=True
    )


def _write_letter(group, letter):
    item = etree.SubElement(group, "Przesylka", Guid=letter["guid"])
    street, house, flat = split_street(letter.get("street"))
    polish = not letter.get("country")
    attributes = [
        ("", "Symbol", SYMBOLS[letter["kind"]]),
        ("Adresat", "Nazwa", _short(letter["name"])),
        ("Adresat", "NazwaII", _short(letter.get("name2"))),
        ("Adresat", "Ulica", _short(street)),
        ("Adresat", "Dom", house),
        ("Adresat", "Lokal", flat),
        ("Adresat", "Miejscowosc", _short(letter.get("city"))),
        ("Adresat", "Kod", _digits(letter.get("zip")) if polish else letter.get("zip")),
        ("Adresat", "Kraj", letter.get("country") or "POLSKA"),
        ("", "Masa", str(letter["weight"])),
        ("", "Ilosc", "1"),
        ("", "Kategoria", "P" if letter["priority"] else "E"),
        ("", "PosteRestante", "N"),
        ("", "EgzBibl", "N"),
        ("", "DlaOciemn", "N"),
        ("", "Strefa", FORMAT),
        ("", "Uslugi", "R" if letter["kind"] == "registered" else ""),
        ("", "Wersja", "1"),
    ]
    for kind, name, value in attributes:
        if value:
            element = etree.SubElement(item, "Atrybut", Typ=kind, Nazwa=name)
            element.text = _clean(value)


def read_numbers(data):
    """Return the numbers that the post has given to letters.

    :param bytes data: file of the post
    :return: dict of numbers by identifier of the letter
    :raises ValueError: when it is no such file
    """
    try:
        root = etree.fromstring(data, PARSER)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from None
    numbers = {}
    for item in root.iter("Przesylka"):
        for attribute in item.iter("Atrybut"):
            number = (attribute.text or "").strip()
            if attribute.get("Nazwa") == "NrNadania" and number:
                numbers[(item.get("Guid") or "").upper()] = number
    return numbers


def _clean(text):
    """Leave out what XML cannot hold."""
    return "".join(c for c in str(text or "") if c >= " " and c not in "\ufffe\uffff")


def _short(text):
    return _clean(text)[:LONGEST].strip()


def _digits(text):
    return "".join(c for c in str(text or "") if c.isdigit())
