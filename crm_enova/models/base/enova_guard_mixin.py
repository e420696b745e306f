from collections import defaultdict

from odoo import api, models, tools
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tools import SQL

from .cells import clean, defuse
from .context import SYSTEM

ADDON = "crm_enova"
MANUAL_PREFIX = "x_enova_"
LINKS = ("many2one", "many2many", "one2many")
# Commands by which a field of many records comes to hold one that is there already.
BY_ID = (Command.UPDATE, Command.LINK)


class EnovaGuardMixin(models.AbstractModel):
    """What a client writes leads to nothing that the client may not see.

    The last in ``_inherit``, so that it stands between the steps of a model and core:
    it sees what a record is *about to* hold, after defaults and proposals, and before
    constraints and core's check of companies, which name records as superuser.

    * A link may lead to what the user may read, to what the record holds already, and
      to what a readable record that is named beside it shows.
    * Where a link writes into its target (:meth:`_links_written`), the target must be
      the user's to write.
    * What is stored and read-only is the system's: see :meth:`_as_system`.
    * Defaults that break one of these are ignored; a copy leaves them out.

    On core's models the fields of this addon alone are guarded.
    """

    _name = "enova.guard.mixin"
    _description = "Guard of links and of what the system keeps"

    # -- knobs ---------------------------------------------------------------------

    @api.model
    def _links_written(self):
        """Return the names of links by which this record changes its target.

        Floors above add theirs.
        """
        return set()

    @api.model
    def _access_deciding_fields(self):
        """Return the fields whose change must not lock out whoever makes it."""
        return {"company_id", "active"}

    @api.model
    def _access_ceding_fields(self):
        """Return the fields by which a record is handed over, which may cost access."""
        return {"user_id", "partner_id"}

    def _as_system(self):
        """Return the records as the system writes them: read-only fields, too.

        Rights and rules stay those of the user. Its values never come from a client.
        """
        return self.with_context(**SYSTEM.on)

    # -- which fields --------------------------------------------------------------

    @api.model
    @tools.ormcache("self._name")
    def _guarded_fields(self):
        """Return the names of our links, and of our fields that the system keeps.

        :return: pair of tuples
        """
        whole = self._is_ours()
        links, kept = [], set()
        for name, field in self._fields.items():
            ours = field._module == ADDON or name.startswith(MANUAL_PREFIX)
            if not (whole or ours) or name in models.MAGIC_COLUMNS:
                continue
            many = field.type in ("one2many", "many2many")
            chatter = many and (field.comodel_name or "").startswith("mail.")
            if field.type in LINKS and not chatter:
                links.append(name)
            # a window holds what its action gives it, and nothing that is counted
            lasting = not self._transient and not field.inherited
            if ours and lasting and field.store and field.readonly:
                kept.add(name)
        return tuple(links), frozenset(kept)

    @api.model
    def _has_field_access(self, field, operation):
        """Keep what the system writes from clients."""
        if not super()._has_field_access(field, operation):
            return False
        if operation != "write" or self.env.su or SYSTEM.is_on(self.env):
            return True
        return field.name not in self._guarded_fields()[1]

    # -- the roads -----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Ignore defaults of the context for what the system keeps."""
        kept = () if self.env.su else self._guarded_fields()[1]
        ignored = [key for key in self.env.context if key[8:] in kept and _default(key)]
        if not ignored:
            return super().create(vals_list)
        context = {k: v for k, v in self.env.context.items() if k not in ignored}
        clean = self.with_env(self.env(context=context))
        return super(EnovaGuardMixin, clean).create(vals_list).with_env(self.env)

    @api.model
    def _prepare_create_values(self, vals_list):
        """Check the links of complete values."""
        prepared = super()._prepare_create_values(vals_list)
        self.browse()._check_links(prepared)
        self._check_reach(prepared)
        return prepared

    def write(self, vals):
        """Check the links that are written, and that they can be taken back."""
        self._check_links([vals])
        self._check_reach([vals])
        result = super().write(vals)
        self._check_still_writable(vals)
        return result

    @api.model
    def default_get(self, fields):
        """Leave out what the user may not give, wherever the default comes from."""
        defaults = super().default_get(fields)
        if self.env.su:
            return defaults
        stored = self.env["ir.default"]._get_model_defaults(self._name)
        for name in self._guarded_fields()[1] & defaults.keys():
            if f"default_{name}" in self.env.context or name in stored:
                field = self._fields[name]
                defaults.pop(name)
                if field.default:
                    defaults[name] = field.default(self)
        return self._without_forbidden(defaults)

    def copy_data(self, default=None):
        """Leave out what whoever copies may not give to a new record."""
        copies = super().copy_data(default)
        if self.env.su:
            return copies
        kept = () if SYSTEM.is_on(self.env) else self._guarded_fields()[1]
        given = default or {}
        return [
            # not self: that the original holds it gives a copy no right to it
            vals
            and self.browse()._without_forbidden(
                {k: v for k, v in vals.items() if k in given or k not in kept},
                but=given,
            )
            for vals in copies
        ]

    def onchange(self, values, field_names, fields_spec):
        """Refuse links that the form could not be saved with; it would show them."""
        if not self.env.su:
            links = self._guarded_fields()[0]
            derived = [n for n in links if n in values and self._fields[n].readonly]
            given = {k: v for k, v in values.items() if k not in derived}
            self._check_links([given])
            self._check_reach([{n: given[n] for n in field_names if n in given}])
            # a derived link that the user may not see is shown to nobody as empty
            found = self._forbidden_links([values], with_kept=True)
            hidden = {name for _position, name, _id in found} & set(derived)
            values = {**values, **dict.fromkeys(hidden, False)}
        return super().onchange(values, field_names, fields_spec)

    def export_data(self, fields_to_export):
        """Let nothing that came from outside turn into a formula in a spreadsheet."""
        result = super().export_data(fields_to_export)
        if self._is_ours():
            rows = result["datas"]
            result["datas"] = [[defuse(cell) for cell in row] for row in rows]
        return result

    @api.model
    def load(self, fields, data):
        """Read back what an export has defused."""
        if self._is_ours():
            data = [[clean(cell) for cell in row] for row in data]
        return super().load(fields, data)

    @api.model
    def _is_ours(self):
        """Tell whether the model is one of the addon's own."""
        return self._original_module == ADDON or self._name.startswith("enova.")

    # -- the check -----------------------------------------------------------------

    @api.model
    def _check_reach(self, vals_list):
        """Refuse values that nothing can be counted with.

        :param list vals_list: values of new records, or of a write
        :raises UserError: naming the field
        """

    def _check_links(self, vals_list):
        """Refuse links of any of the values that the user may not set.

        One query for each model that is linked to, however many values there are.

        :param list vals_list: values of new records, or of a write to ``self``
        :raises AccessError: naming the field, and nothing of the target
        """
        if self.env.su:
            return
        for _position, name, _id in self._forbidden_links(vals_list):
            raise AccessError(
                self.env._(
                    "%(field)s: choose something that you may see, and change where it"
                    " changes with this. What is chosen now does not exist, or is not"
                    " yours to use.",
                    field=self._fields[name]._description_string(self.env),
                )
            )

    @api.model
    def _without_forbidden(self, vals, beside=None, but=()):
        """Return values without the links that the user may not set.

        :param dict beside: further values that are named with them
        :param but: names that stay, for somebody has given them; they are checked later
        """
        found = self._forbidden_links([{**(beside or {}), **vals}])
        forbidden = defaultdict(set)
        for _position, name, id_ in found:
            if name in vals and name not in but:
                forbidden[name].add(id_)
        if not forbidden:
            return vals
        kept = {name: value for name, value in vals.items() if name not in forbidden}
        for name, ids in forbidden.items():
            if self._fields[name].type != "many2one":
                kept[name] = [_without(command, ids) for command in vals[name]]
                kept[name] = [command for command in kept[name] if command]
        return kept

    def _forbidden_links(self, vals_list, with_kept=False):
        """Return which links the user may not set.

        :param bool with_kept: also those that the system keeps, which a write refuses
            by ``_has_field_access``, and a form only shows
        :return: list of (position in the values, name of the field, id)
        """
        links, kept = self._guarded_fields()
        by_model = defaultdict(lambda: defaultdict(list))
        for name in links:
            if name in kept and not with_kept:
                continue
            field = self._fields[name]
            wanted = by_model[field.comodel_name]
            if field.type == "many2one":
                for position, vals in enumerate(vals_list):
                    id_ = vals.get(name)
                    if id_:
                        wanted[_id_of(id_)].append((position, name))
            else:
                for position, vals in enumerate(vals_list):
                    value = vals.get(name)
                    for id_ in _ids_of(value) if value else ():
                        wanted[id_].append((position, name))
        written = self._links_written()
        found = []
        for model, wanted in by_model.items():
            found += self._forbidden_ids(model, wanted, written)
        if found:
            found = [row for row in found if not self._is_known(vals_list, *row)]
        return found

    @api.model
    def _forbidden_ids(self, model, wanted, written):
        """Return (position, name, id) of what may not be read, or not be written."""
        # a foreign key refuses what is no id; a name of a new record stands for none
        ids = [id_ for id_ in wanted if isinstance(id_, int)]
        if not ids:
            return []
        targets = self.env[model].browse(ids)
        # who they are, and where they work, everybody knows of themselves
        own = {"res.users": (self.env.uid,), "res.company": self.env.companies._ids}
        readable = set(own.get(model, ()))
        unknown = targets.filtered(lambda target: target.id not in readable)
        readable |= set(unknown and unknown._filtered_access("read")._ids)
        writable = None
        found = []
        for id_ in ids:
            for position, name in wanted[id_]:
                allowed = id_ in readable
                if allowed and name in written:
                    if writable is None:
                        writable = set(targets._filtered_access("write")._ids)
                    allowed = id_ in writable
                if not allowed:
                    found.append((position, name, id_))
        return found

    def _is_known(self, vals_list, position, name, id_):
        """Tell whether the record holds a link already, or one beside it shows it.

        Asked of the few that the user may not read.
        """
        if self and _hold(self, self._fields[name], id_):
            return True
        if name in self._links_written():
            return False
        comodel = self._fields[name].comodel_name
        for beside in self._named_beside(vals_list[position], name):
            for field in beside._fields.values():
                shows = field.type in LINKS and field.comodel_name == comodel
                if not (shows and field.store and field.type != "one2many"):
                    continue
                if beside._has_field_access(field, "read") and _hold(
                    beside, field, id_
                ):
                    return True
        return False

    def _named_beside(self, vals, name):
        """Yield the readable records that other links of the same values lead to."""
        # sudo: what the record itself names; only what is readable is looked at
        record = self[:1].sudo()
        for other in self._guarded_fields()[0]:
            if other == name:
                continue
            field = self._fields[other]
            if other in vals:
                value = vals[other]
                ids = [_id_of(value)] if field.type == "many2one" else _ids_of(value)
            else:
                ids = record[other]._ids if field.store else ()
            ids = [id_ for id_ in ids if isinstance(id_, int) and id_]
            records = self.env[field.comodel_name].browse(ids)
            yield from records._filtered_access("read") if records else ()

    def _check_still_writable(self, names):
        """Refuse a write by which its author loses the right to it, unless it is given.

        :param names: of the fields that have been written
        :raises AccessError: when the author could not write it a second time
        """
        if self.env.su or self._transient or not self._is_ours():
            return
        decided = not self._access_deciding_fields().isdisjoint(names)
        if not decided or not self._access_ceding_fields().isdisjoint(names):
            return
        self.flush_recordset()
        if self._filtered_access("write") != self:
            raise AccessError(
                self.env._(
                    "You would lock yourself out: after this change you could not"
                    " change it again. Ask the assignee, or hand it over first."
                )
            )


def _hold(records, field, id_):
    """Tell whether all of some records hold a link to this very id.

    Links to many are asked of the database: read as superuser they would stay in the
    cache, which the user's own reads share.
    """
    if field.type == "many2one":
        # sudo: one id is compared, of records that the user writes or reads
        return all(id_ == record[field.name].id for record in records.sudo())
    if not (field.store or getattr(field, "inverse_name", None)):
        return False
    env = records.env
    if field.type == "one2many":
        # sudo: as above
        target = env[field.comodel_name].sudo().browse(id_)
        # a record, or its id alone where the link names its model beside it
        holder = target[field.inverse_name]
        return len(records) == 1 and records.id in (getattr(holder, "id", holder),)
    rows = env.execute_query(
        SQL(
            "SELECT DISTINCT %s FROM %s WHERE %s = %s AND %s IN %s",
            SQL.identifier(field.column1),
            SQL.identifier(field.relation),
            SQL.identifier(field.column2),
            id_,
            SQL.identifier(field.column1),
            tuple(records.ids) or (0,),
        )
    )
    return len(rows) == len(records)


def _default(key):
    return key.startswith("default_")


def _id_of(value):
    """Return the id of a many2one's value, however a client writes it."""
    if isinstance(value, int):
        return value
    if isinstance(value, models.BaseModel):
        return value.id
    if isinstance(value, dict):
        return value.get("id")
    return value[0] if isinstance(value, (list, tuple)) and value else value


def _ids_of(value):
    """Yield the ids of records that are there, of a value of many records."""
    if isinstance(value, models.BaseModel):
        yield from value.ids
        return
    for command in value or ():
        if isinstance(command, int):
            yield command
        elif not isinstance(command, (list, tuple)) or not command:
            continue
        elif command[0] in BY_ID:
            yield command[1]
        elif command[0] == Command.SET:
            yield from command[2]


def _without(command, ids):
    """Return a command without some ids; nothing where nothing is left of it."""
    if isinstance(command, int):
        return None if command in ids else command
    if command[0] in BY_ID and command[1] in ids:
        return None
    if command[0] == Command.SET:
        return Command.set([id_ for id_ in command[2] if id_ not in ids])
    return command
