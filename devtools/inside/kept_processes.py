"""Processes that outlive a class of tests.

The ERP's tests end after each class whatever runs beneath them, so that nothing is left
behind. What is to serve several classes says so here, and is ended by whoever began it.
"""

import psutil

_kept = set()


class Process(psutil.Process):
    """A process whose children are those that do not stay."""

    def children(self, recursive=False):
        """Return the processes beneath, without those kept.

        :param recursive: whether to look beneath these, too
        :return: list of processes
        """
        return [
            child for child in super().children(recursive) if child.pid not in _kept
        ]


class Processes:
    """What the ERP's tests know as ``psutil``, but for the children that stay."""

    Process = Process

    def __getattr__(self, name):
        return getattr(psutil, name)


def keep(pid):
    """Let a process stay.

    :param int pid: of a child of this process
    """
    _kept.add(pid)


def use():
    """Let the ERP's tests end no process that is kept."""
    # the ERP cannot be imported before it is set up
    from odoo.tests import common

    common.psutil = Processes()
