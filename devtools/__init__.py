"""The developer command behind ``./dev``; standard library only.

One file per idea: where things live (``paths``), what a step looks like on the
screen (``console``), how steps exclude each other and finish whole (``once``),
then the things themselves, from the ground up: Debian packages (``system``),
the ERP's sources (``apt_sources``, ``odoo_tree``), virtual environments
(``venvs``), PostgreSQL (``postgres``), databases made from templates
(``databases``), and one file per command.
"""
