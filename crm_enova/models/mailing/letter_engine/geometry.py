"""Where things stand on the paper, in millimetres from its upper left corner.

The presets of envelopes with a window take into account that a folded sheet has play
in its envelope: what lies in the field is seen wherever the sheet has slipped to. They
are for windows of 45 × 90 mm, 20 mm from the side and 15 mm (DL) or 60 mm (C5) from the
bottom; envelopes differ, so every number can be changed.
"""

from dataclasses import asdict, dataclass, fields

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0


def family(font):
    """Return a font as a style names it, with what stands in for it.

    :param str font: its name
    :return: str
    """
    return f"'{font}'" if font == "DejaVu Sans" else f"'{font}',sans-serif"


@dataclass(frozen=True)
class Geometry:
    """The measures of a letter on A4."""

    # the field for the address, and how much of it, from the top, the sender takes
    address_left: float = 20.0
    address_top: float = 45.0
    address_width: float = 85.0
    address_height: float = 45.0
    sender_height: float = 17.7
    address_inset: float = 5.0
    # date and references
    info_left: float = 125.0
    info_top: float = 50.0
    info_width: float = 65.0
    # where the subject begins on the first page
    text_top: float = 98.5
    margin_left: float = 25.0
    margin_right: float = 20.0
    margin_top: float = 30.0
    margin_bottom: float = 27.0
    # marks at the edge; none at 0
    fold_first: float = 105.0
    fold_second: float = 210.0
    hole_mark: float = 148.5
    # by how much this printer is off
    shift_right: float = 0.0
    shift_down: float = 0.0
    font: str = "DejaVu Sans"
    font_size: float = 10.0

    @classmethod
    def of(cls, values):
        """Return the geometry of a dict, without what it does not know.

        :param dict values: by name of field
        :return: Geometry
        """
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in known})

    def asdict(self):
        """Return the measures by their names.

        :return: dict
        """
        return asdict(self)

    @property
    def text_width(self):
        """How wide the text is."""
        return PAGE_WIDTH - self.margin_left - self.margin_right


PRESETS = {
    "din_a": {
        "address_left": 20.0,
        "address_top": 27.0,
        "address_width": 85.0,
        "address_height": 45.0,
        "sender_height": 17.7,
        "info_left": 125.0,
        "info_top": 32.0,
        "info_width": 65.0,
        "text_top": 80.5,
        "fold_first": 87.0,
        "fold_second": 192.0,
        "hole_mark": 148.5,
    },
    "din_b": {
        "address_left": 20.0,
        "address_top": 45.0,
        "address_width": 85.0,
        "address_height": 45.0,
        "sender_height": 17.7,
        "info_left": 125.0,
        "info_top": 50.0,
        "info_width": 65.0,
        "text_top": 98.5,
        "fold_first": 105.0,
        "fold_second": 210.0,
        "hole_mark": 148.5,
    },
    "dl_left": {
        "address_left": 20.0,
        "address_top": 50.0,
        "address_width": 80.0,
        "address_height": 34.0,
        "sender_height": 6.0,
        "info_left": 125.0,
        "info_top": 50.0,
        "info_width": 65.0,
        "text_top": 103.0,
        "fold_first": 99.0,
        "fold_second": 198.0,
        "hole_mark": 0.0,
    },
    "dl_right": {
        "address_left": 110.0,
        "address_top": 50.0,
        "address_width": 80.0,
        "address_height": 34.0,
        "sender_height": 6.0,
        "info_left": 25.0,
        "info_top": 50.0,
        "info_width": 65.0,
        "text_top": 103.0,
        "fold_first": 99.0,
        "fold_second": 198.0,
        "hole_mark": 0.0,
    },
    "c5_left": {
        "address_left": 20.0,
        "address_top": 57.0,
        "address_width": 71.0,
        "address_height": 31.5,
        "sender_height": 6.0,
        "info_left": 125.0,
        "info_top": 57.0,
        "info_width": 65.0,
        "text_top": 98.5,
        "fold_first": 148.5,
        "fold_second": 0.0,
        "hole_mark": 0.0,
    },
    "c5_right": {
        "address_left": 119.0,
        "address_top": 57.0,
        "address_width": 71.0,
        "address_height": 31.5,
        "sender_height": 6.0,
        "info_left": 25.0,
        "info_top": 57.0,
        "info_width": 65.0,
        "text_top": 98.5,
        "fold_first": 148.5,
        "fold_second": 0.0,
        "hole_mark": 0.0,
    },
}
