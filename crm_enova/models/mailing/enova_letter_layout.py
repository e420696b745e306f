from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .letter_engine import client
from .letter_engine.geometry import PAGE_HEIGHT, PAGE_WIDTH, PRESETS, Geometry
from .letter_words import install_help

MEASURES = tuple(Geometry().asdict())
# A letter has to be printable: no edge nearer than this, no field smaller.
SMALLEST_FIELD = 15.0


class EnovaLetterLayout(models.Model):
    """Where things stand on a letter: address, date, text, marks, in millimetres.

    A preset fills the measures in; every one of them can be changed afterwards, for
    envelopes and printers differ. See :mod:`.letter_engine.geometry`.
    """

    _name = "enova.letter.layout"
    _description = "Layout of letters"
    _inherit = ["enova.guard.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    preset = fields.Selection(
        [
            ("din_b", "DIN 5008 form B"),
            ("din_a", "DIN 5008 form A"),
            ("dl_left", "DL envelope, window on the left"),
            ("dl_right", "DL envelope, window on the right"),
            ("c5_left", "C5 envelope, window on the left"),
            ("c5_right", "C5 envelope, window on the right"),
        ],
        default="dl_right",
        help="Fills in the measures below; each of them can then be changed.",
    )
    address_left = fields.Float(
        string="Address from the left", default=110.0, help="In millimetres."
    )
    address_top = fields.Float(
        string="Address from the top", default=50.0, help="In millimetres."
    )
    address_width = fields.Float(
        string="Width of the address", default=80.0, help="In millimetres."
    )
    address_height = fields.Float(
        string="Height of the address",
        default=34.0,
        help="In millimetres, with the line of the sender. What lies in this field is"
        " seen through the window.",
    )
    sender_height = fields.Float(
        string="Height of the sender's line",
        default=6.0,
        help="In millimetres, from the top of the field; the address begins below.",
    )
    address_inset = fields.Float(
        string="Address from the edge of its field",
        default=5.0,
        help="In millimetres, on the left.",
    )
    info_left = fields.Float(
        string="Date and number from the left", default=25.0, help="In millimetres."
    )
    info_top = fields.Float(
        string="Date and number from the top", default=50.0, help="In millimetres."
    )
    info_width = fields.Float(
        string="Width of date and number", default=65.0, help="In millimetres."
    )
    text_top = fields.Float(
        string="Text from the top",
        default=103.0,
        help="In millimetres, on the first page; on the others it begins at the upper"
        " margin.",
    )
    margin_left = fields.Float(
        string="Left margin", default=25.0, help="In millimetres."
    )
    margin_right = fields.Float(
        string="Right margin", default=20.0, help="In millimetres."
    )
    margin_top = fields.Float(
        string="Upper margin", default=30.0, help="In millimetres."
    )
    margin_bottom = fields.Float(
        string="Lower margin", default=27.0, help="In millimetres."
    )
    fold_first = fields.Float(
        string="First fold", default=99.0, help="In millimetres; 0 for no mark."
    )
    fold_second = fields.Float(
        string="Second fold", default=198.0, help="In millimetres; 0 for no mark."
    )
    hole_mark = fields.Float(
        string="Mark for punching", help="In millimetres; 0 for no mark."
    )
    shift_right = fields.Float(
        string="Shift to the right",
        help="In millimetres: what this printer prints too far on the left. Print the"
        " calibration sheet to find out.",
    )
    shift_down = fields.Float(
        string="Shift downwards",
        help="In millimetres: what this printer prints too far up.",
    )
    font = fields.Char(
        default="DejaVu Sans",
        required=True,
        help="As it is called on the server; one that is not there is replaced.",
    )
    font_size = fields.Float(default=10.0, required=True, help="In points.")
    letterhead = fields.Selection(
        [("company", "Of the company"), ("paper", "On the paper already")],
        default="company",
        required=True,
        help="On the paper already: nothing is printed above and below the text.",
    )
    marks = fields.Boolean(string="Marks for folding", default=True)
    duplex = fields.Boolean(
        string="On both sides",
        help="Every letter, and each of its enclosures, begins on a sheet of its own.",
    )
    with_salutation = fields.Boolean(
        string="Salutation above the text",
        help="As the form of address of the person says. Leave it out where the text"
        " has the placeholder for it.",
    )
    signature = fields.Html(
        sanitize_attributes=True,
        help="Below the text of every letter, and never alone on a page.",
    )

    @api.constrains(*MEASURES)
    def _check_measures(self):
        """Refuse what does not fit onto the paper."""
        for layout in self:
            layout._check_on_paper()

    def _check_on_paper(self):
        """Refuse one layout that does not fit; see :meth:`_check_measures`."""
        self.ensure_one()
        checks = {
            "address_width": SMALLEST_FIELD
            <= self.address_width
            <= PAGE_WIDTH - self.address_left,
            "address_height": SMALLEST_FIELD
            <= self.address_height
            <= PAGE_HEIGHT - self.address_top,
            "sender_height": 0 <= self.sender_height <= self.address_height - 10,
            "address_inset": 0 <= self.address_inset <= self.address_width - 10,
            "address_left": self.address_left >= 0,
            "address_top": self.address_top >= 0,
            "info_left": 0 <= self.info_left <= PAGE_WIDTH - 10,
            "info_top": 0 <= self.info_top <= PAGE_HEIGHT - 10,
            "info_width": 10 <= self.info_width <= PAGE_WIDTH,
            "text_top": self.margin_top <= self.text_top <= PAGE_HEIGHT / 2,
            "margin_left": 5 <= self.margin_left <= 60,
            "margin_right": 5 <= self.margin_right <= 60,
            "margin_top": 5 <= self.margin_top <= 80,
            "margin_bottom": 10 <= self.margin_bottom <= 80,
            "fold_first": 0 <= self.fold_first <= PAGE_HEIGHT,
            "fold_second": 0 <= self.fold_second <= PAGE_HEIGHT,
            "hole_mark": 0 <= self.hole_mark <= PAGE_HEIGHT,
            "shift_right": abs(self.shift_right) <= 20,
            "shift_down": abs(self.shift_down) <= 20,
            "font_size": 6 <= self.font_size <= 20,
        }
        for name, fits in checks.items():
            if not fits:
                raise ValidationError(
                    self.env._(
                        "%(layout)s: %(measure)s cannot be %(value)s: it would not fit"
                        " onto A4 paper.",
                        layout=self.name,
                        measure=self._fields[name]._description_string(self.env),
                        value=self[name],
                    )
                )

    @api.onchange("preset")
    def _onchange_preset(self):
        """Fill in the measures of the preset."""
        for name, value in PRESETS.get(self.preset, {}).items():
            self[name] = value

    @api.model_create_multi
    def create(self, vals_list):
        """Complete what a preset says, where only its name is given."""
        return super().create(
            [{**PRESETS.get(vals.get("preset"), {}), **vals} for vals in vals_list]
        )

    def _geometry(self):
        """Return the measures as the engine takes them.

        :return: dict
        """
        self.ensure_one()
        # a font is a name, and nothing that could end the style that it stands in
        font = "".join(c for c in self.font if c.isalnum() or c in " -_")
        return {**{name: self[name] for name in MEASURES}, "font": font}

    @api.model
    def _default_layout(self, company):
        """Return the first layout of a company, made if there is none.

        :param company: whose letters they are
        """
        found = self.search([("company_id", "=", company.id)], limit=1)
        if found:
            return found
        # sudo: without any layout nobody could print, and it holds nothing but the
        # measures of an envelope
        return self.sudo().create(
            {
                "name": self.env._("DL envelope, window on the right"),
                "preset": "dl_right",
                "company_id": company.id,
            }
        )

    def action_print_calibration(self):
        """Print the sheet that tells by how much a printer is off.

        :return: dict, the action that downloads it
        """
        self.ensure_one()
        self.check_access("read")
        words = {
            "window": self.env._("Seen through the window: %s", self.name),
            "help": self.env._(
                "Print at 100 %, without fitting to the page. Lay a ruler along both"
                " scales: where it shows less than is printed beside a mark, the"
                " printer prints too far to the left, or up. Enter the difference as"
                " the shift of the layout, and print again. Then fold at the marks and"
                " put the sheet into an envelope: the whole inner frame must be seen"
                " wherever the sheet slips to."
            ),
        }
        try:
            drawn = client.run(
                {
                    "kind": "calibration",
                    "geometry": self._geometry(),
                    "words": words,
                }
            )
        except client.EngineMissing:
            raise UserError(install_help(self.env)) from None
        name = self.env._("Calibration sheet %s.pdf", self.name)
        return self._download(name, drawn.file)

    def _download(self, name, data):
        """Return the action that downloads a file that nobody keeps.

        It belongs to whoever asked for it, and the system tidies it up with them.
        """
        return self.env["enova.letter.file"]._offer(name, data)
