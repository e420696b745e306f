import io
import os
import tempfile
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..controllers.zip_stream import BLOCK, zip_blocks

names = st.text(
    st.characters(exclude_categories=("C",), exclude_characters="/\\:"),
    min_size=1,
    max_size=40,
)


def unpacked(blocks):
    """Return {name: bytes} of a zip file that came in blocks."""
    with zipfile.ZipFile(io.BytesIO(b"".join(blocks))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@tagged("post_install", "-at_install")
class TestZipStream(BaseCase):
    """What a browser saves is what lay on the disk, however large it was."""

    def _file(self, content):
        with tempfile.NamedTemporaryFile(delete=False) as file:
            file.write(content)
        self.addCleanup(os.unlink, file.name)
        return file.name

    @settings(deadline=None)
    @given(st.dictionaries(names, st.binary(max_size=2000), max_size=6))
    def test_every_name_and_content_comes_out(self, files):
        self.assertEqual(unpacked(zip_blocks(files.items())), files)

    def test_files_and_bytes_beside_each_other(self):
        large = os.urandom(BLOCK * 3 + 17)
        members = [
            ("Umowa żółta.pdf", self._file(b"%PDF")),
            ("empty.txt", self._file(b"")),
            ("nothing.txt", b""),
            ("scan.bin", self._file(large)),
            ("teczka/faktury/FV 1_2026.txt", "zażółć".encode()),
        ]
        found = unpacked(zip_blocks(members))
        self.assertEqual(list(found), [name for name, _source in members])
        self.assertEqual(found["scan.bin"], large)
        self.assertEqual(found["Umowa żółta.pdf"], b"%PDF")
        self.assertEqual(found["empty.txt"], b"")

    def test_a_large_file_is_never_whole_in_memory(self):
        """No more than a block waits, and the first comes before the last is read."""
        path = self._file(os.urandom(BLOCK * 8))
        blocks = zip_blocks([("scan.bin", path), ("again.bin", path)])
        first = [next(blocks), next(blocks)]
        self.assertTrue(any(first))
        sizes = [len(block) for block in [*first, *blocks]]
        self.assertLess(max(sizes), 2 * BLOCK)
        self.assertGreater(sum(sizes), 16 * BLOCK)

    def test_what_is_packed_already_is_not_packed_again(self):
        text = b"the same again " * 5000
        members = [(name, text) for name in ("a.PDF", "b.jpeg", "c.txt", "d")]
        with zipfile.ZipFile(io.BytesIO(b"".join(zip_blocks(members)))) as archive:
            sizes = {info.filename: info.compress_size for info in archive.infolist()}
        self.assertEqual(sizes["a.PDF"], len(text))
        self.assertEqual(sizes["b.jpeg"], len(text))
        self.assertLess(sizes["c.txt"], len(text) / 10)
        self.assertLess(sizes["d"], len(text) / 10)

    def test_nobody_but_the_owner_reads_what_is_unpacked(self):
        with zipfile.ZipFile(io.BytesIO(b"".join(zip_blocks([("a", b"1")])))) as file:
            self.assertEqual(file.getinfo("a").external_attr >> 16, 0o600)

    def test_a_file_that_vanishes_ends_the_download(self):
        """A zip without its end is told by every program that opens it."""
        blocks = zip_blocks([("a.txt", b"1"), ("gone.txt", "/nowhere/gone")])
        received = []
        with self.assertRaises(FileNotFoundError):
            received.extend(blocks)
        with self.assertRaises(zipfile.BadZipFile):
            unpacked(received)

    def test_nothing_is_an_empty_zip(self):
        self.assertEqual(unpacked(zip_blocks([])), {})
