"""Joins PDF files of our own press: the batches of a run, as one file.

Much faster than a library that reads and understands every object, and it holds no
more than the files themselves: objects are copied as they are and get new numbers.
Files of another making are joined by ``pypdf``.
"""

import io
import re
import zlib

# Strings are passed over: what looks like a reference in one is none.
REFERENCE = re.compile(rb"\((?:\\.|[^()\\])*\)|(?<![\w.])(\d+) 0 R\b", re.S)
WIDTHS = re.compile(rb"/W\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s*\]")
STREAM = b"stream\n"


class ForeignFile(Exception):
    """A file that was not made by our press."""


def joined(files):
    """Return one PDF file of several, in their order.

    :param files: list of bytes
    :return: bytes
    """
    try:
        return _Joint(files).finish()
    except (ForeignFile, ValueError, IndexError, KeyError, zlib.error):
        return _joined_by_library(files)


def _joined_by_library(files):
    from pypdf import PdfWriter  # few runs have enclosures, and all would wait for it

    writer = PdfWriter()
    for file in files:
        writer.append(io.BytesIO(file))
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


class _Joint:
    """The new file: 1 is its catalogue, 2 the root of its pages."""

    def __init__(self, files):
        self._parts = [b"%PDF-1.7\n%\xb5\xed\xae\xfb\n"]
        self._length = len(self._parts[0])
        self._offsets = {}
        self._next = 3
        self._trees = []
        self._count = 0
        for file in files:
            self._add(_Source(file))

    def _add(self, source):
        base = self._next - 1
        for number, body in source.objects():
            if number == source.tree:
                body = body.replace(b"<<", b"<< /Parent 2 0 R", 1)
                # the new number of the parent must not be counted on
                head, tail = body.split(b"/Parent 2 0 R", 1)
                body = _shifted(head, base) + b"/Parent 2 0 R" + _shifted(tail, base)
                self._trees.append(base + number)
            else:
                head, separator, data = body.partition(STREAM)
                body = _shifted(head, base) + separator + data
            self._write(base + number, body)
        self._count += source.count
        self._next = base + source.size

    def _write(self, number, body):
        self._offsets[number] = self._length
        part = b"%d 0 obj\n%b\nendobj\n" % (number, body)
        self._parts.append(part)
        self._length += len(part)

    def finish(self):
        """Return the file."""
        kids = b" ".join(b"%d 0 R" % number for number in self._trees)
        self._write(1, b"<< /Type /Catalog /Pages 2 0 R >>")
        tree = b"<< /Type /Pages /Kids [%b] /Count %d >>"
        self._write(2, tree % (kids, self._count))
        rows = [b"0000000000 65535 f \n"]
        for number in range(1, self._next):
            offset = self._offsets.get(number)
            # a number that no object has taken over
            free = b"0000000000 65535 f \n"
            rows.append(free if offset is None else b"%010d 00000 n \n" % offset)
        head = b"xref\n0 %d\n" % len(rows)
        trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        tail = trailer % (len(rows), self._length)
        return b"".join([*self._parts, head, *rows, tail])


class _Source:
    """The objects of a file that cairo has written."""

    def __init__(self, data):
        self._data = data
        start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
        table = data[start:]
        if b"cairo" not in data[-200_000:] and not re.match(rb"\d+ 0 obj", table):
            raise ForeignFile
        head = table.partition(STREAM)[0]
        if b"/XRef" not in head or b"/Index" in head or b"/Prev" in head:
            raise ForeignFile
        self.size = _number(head, rb"/Size\s+(\d+)")
        root = _number(head, rb"/Root\s+(\d+) 0 R")
        self._skipped = {root, _number(head, rb"/Info\s+(\d+) 0 R")}
        self._places, self._packed = self._entries(head, table)
        self._skipped.add(int(table.split(None, 1)[0]))
        bodies = dict(self._all())
        self.tree = _number(bodies[root], rb"/Pages\s+(\d+) 0 R")
        self.count = _number(bodies[self.tree], rb"/Count\s+(\d+)")
        self._bodies = bodies

    def _entries(self, head, table):
        """Return offsets by number, and (stream, index) of packed ones by number."""
        widths = [int(width) for width in WIDTHS.search(head).groups()]
        data = zlib.decompressobj().decompress(table.partition(STREAM)[2])
        step = sum(widths)
        places, packed = {}, {}
        for number in range(self.size):
            row = data[number * step : (number + 1) * step]
            kind, first, second = (
                int.from_bytes(row[sum(widths[:n]) : sum(widths[: n + 1])], "big")
                for n in range(3)
            )
            if kind == 1:
                places[number] = first
            elif kind == 2:
                packed[number] = (first, second)
        return places, packed

    def _all(self):
        """Yield number and body of every object, packed ones as plain ones."""
        order = sorted(self._places.items(), key=lambda item: item[1])
        ends = [offset for _number, offset in order[1:]] + [len(self._data)]
        streams = {stream for stream, _index in self._packed.values()}
        for (number, offset), end in zip(order, ends, strict=True):
            raw = self._data[offset:end]
            body = raw.partition(b"obj\n")[2]
            body = body[: body.rindex(b"endobj")].rstrip(b"\r\n")
            if number in streams:
                yield from self._unpacked(body)
                self._skipped.add(number)
            yield number, body

    @staticmethod
    def _unpacked(body):
        head, _separator, data = body.partition(STREAM)
        text = zlib.decompressobj().decompress(data)
        first = _number(head, rb"/First\s+(\d+)")
        numbers = [int(word) for word in text[:first].split()]
        starts = [first + start for start in numbers[1::2]]
        for number, start, end in zip(
            numbers[::2], starts, [*starts[1:], len(text)], strict=True
        ):
            yield number, text[start:end].strip()

    def objects(self):
        """Yield number and body of what is taken over."""
        for number, body in self._bodies.items():
            if number not in self._skipped:
                yield number, body


def _number(text, pattern):
    found = re.search(pattern, text)
    if not found:
        raise ForeignFile
    return int(found[1])


def _shifted(text, base):
    return REFERENCE.sub(
        lambda found: b"%d 0 R" % (int(found[1]) + base) if found[1] else found[0],
        text,
    )
