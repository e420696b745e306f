"""Ports of servers that start in this process."""

import socket

_holders = []


def kept_port():
    """Return a free port, bound without listening until this process ends.

    The ERP's server may still listen there, since both allow to use the address
    again, while the system gives the port to nobody else who asks for any.

    :return: int
    """
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    holder.bind(("127.0.0.1", 0))
    _holders.append(holder)
    return holder.getsockname()[1]
