"""A zip file that is sent while it is made: no more than a block of it is in memory."""

import zipfile

BLOCK = 256 * 1024
# Files of these endings are packed already.
PACKED = (
    ".zip",
    ".jpg",
    ".jpeg",
    ".png",
    ".pdf",
    ".docx",
    ".xlsx",
    ".7z",
    ".gz",
    ".mp4",
)


class _Buffer:
    """Where the packer writes, and from where what is ready is taken."""

    def __init__(self):
        self._blocks, self.position = [], 0

    def write(self, block):  # pylint: disable=method-required-super
        self._blocks.append(bytes(block))
        self.position += len(block)
        return len(block)

    def tell(self):
        return self.position

    def flush(self):
        """Nothing waits here."""

    def take(self):
        blocks, self._blocks = self._blocks, []
        return b"".join(blocks)


def zip_blocks(members):
    """Yield the blocks of a zip file.

    :param members: iterable of (name in the zip, path of a file or its bytes); the
        names are clean, and no two are the same
    """
    buffer = _Buffer()
    with zipfile.ZipFile(buffer, "w", allowZip64=True) as archive:
        for name, source in members:
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o600 << 16
            packed = name.lower().endswith(PACKED)
            info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=True) as target:
                for block in _blocks(source):
                    target.write(block)
                    yield buffer.take()
            yield buffer.take()
    yield buffer.take()


def _blocks(source):
    """Yield the blocks of a path, or of bytes."""
    if isinstance(source, bytes):
        yield source
        return
    with open(source, "rb") as file:
        while block := file.read(BLOCK):
            yield block
