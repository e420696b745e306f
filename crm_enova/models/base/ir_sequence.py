from odoo import fields, models
from odoo.tools import SQL

from .number_pattern import DIGITS, OFFERED, YEAR, unknown_pieces


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    def _next_batch(self, count):
        """Draw many numbers at once, in as many queries as one number takes.

        Core draws them one by one, which is most of the time of a bulk creation.

        :param int count: how many numbers are wanted
        :return: list of ``count`` formatted numbers, ascending
        """
        self.ensure_one()
        source = self._get_current_sequence(fields.Date.context_today(self))
        if self.implementation == "no_gap":
            numbers = source._reserve_no_gap(count, self.number_increment)
        else:
            name = f"ir_sequence_{self.id:03d}"
            if source != self:
                name += f"_{source.id:03d}"
            rows = self.env.execute_query(
                SQL("SELECT nextval(%s) FROM generate_series(1, %s)", name, count)
            )
            numbers = [row[0] for row in rows]
        date_range = source.date_from if source != self else None
        prefix, suffix = self._get_prefix_suffix(date_range=date_range)
        return [f"{prefix}{number:0{self.padding}d}{suffix}" for number in numbers]

    def _enova_pattern_problem(self, prefix, digits):
        """Return in words why no number can be made like this, or ``False``.

        :param str prefix: what the numbers are to begin with
        :param int digits: how many digits follow
        """
        wrong = unknown_pieces(prefix)
        if wrong:
            return self.env._(
                "%(prefix)s cannot begin a number: %(wrong)s stands for nothing. Known"
                " are: %(known)s.",
                prefix=prefix,
                wrong=", ".join(wrong),
                known=", ".join(OFFERED),
            )
        least, most = DIGITS
        taken_over = self and digits == self.padding
        if not (taken_over or least <= digits <= most):
            return self.env._(
                "A number cannot have %(digits)s digits. Choose %(least)s to %(most)s.",
                digits=digits,
                least=least,
                most=most,
            )
        return False

    def _enova_preview(self, prefix, digits, day):
        """Return how a number would look; none is drawn.

        :param str prefix: what it would begin with
        :param int digits: how many digits would follow
        :param day: the day it would be drawn on
        """
        draft = self.new({"prefix": prefix, "suffix": self.suffix})
        text, suffix = draft._get_prefix_suffix(date_range=day)
        source = self
        if YEAR in prefix or (self.use_date_range and prefix == self.prefix):
            # a year of which nothing has been numbered yet begins with 1
            source = self.date_range_ids.filtered(
                lambda span: span.date_from <= day <= span.date_to
            )[:1]
        number = source.number_next_actual if source else 1
        return f"{text}{number:0{digits}d}{suffix}"

    def _reserve_no_gap(self, count, increment):
        return _reserve_no_gap(self, count, increment)


class IrSequenceDateRange(models.Model):
    _inherit = "ir.sequence.date_range"

    def _reserve_no_gap(self, count, increment):
        return _reserve_no_gap(self, count, increment)


def _reserve_no_gap(record, count, increment):
    """Move a gapless counter by ``count`` numbers and return them.

    The row stays locked until the end of the transaction, as core's own does, so that
    no other transaction can take a number in between.
    """
    record.flush_recordset(["number_next"])
    [(following,)] = record.env.execute_query(
        SQL(
            "UPDATE %s SET number_next = number_next + %s WHERE id = %s"
            " RETURNING number_next",
            SQL.identifier(record._table),
            count * increment,
            record.id,
        )
    )
    record.invalidate_recordset(["number_next"])
    first = following - count * increment
    return list(range(first, following, increment))
