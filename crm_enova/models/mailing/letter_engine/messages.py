"""How the ERP and a worker talk: JSON, and the bytes that belong to it.

Not pickles: what comes back from a worker that drew something hostile is data, and
cannot become code.
"""

import json
import struct

LENGTH = struct.Struct(">Q")
# No JSON of ours is larger; what is, did not come from us.
LARGEST = 2**31


def pack(document, blobs=()):
    """Return a message as bytes.

    :param document: what JSON can hold
    :param blobs: bytes that come with it, in their order
    :return: list of bytes, to be written one after the other
    """
    head = json.dumps([document, [len(blob) for blob in blobs]]).encode()
    return [LENGTH.pack(len(head)), head, *blobs]


def unpack(stream):
    """Read a message.

    :param stream: binary stream
    :return: pair of the document and a list of bytes
    :raises ValueError: when it ends early
    """
    length = LENGTH.unpack(_exactly(stream, LENGTH.size))[0]
    document, sizes = json.loads(_exactly(stream, length))
    return document, [_exactly(stream, size) for size in sizes]


def _exactly(stream, size):
    if not 0 <= size <= LARGEST:
        raise ValueError("a message out of measure")
    data = stream.read(size)
    if len(data) != size:
        raise ValueError("a message that ends early")
    return data
