import {reactive} from "@odoo/owl";
import {deepCopy, omit, pick} from "@web/core/utils/objects";
import {Record} from "@web/model/relational_model/record";
import {RelationalModel} from "@web/model/relational_model/relational_model";
import {getBasicEvalContext, getFieldsSpec} from "@web/model/relational_model/utils";

/** Marks the values of a record of which a part is still to be read. */
const PARTIAL = Symbol("partial");

/**
 * A record of a form that is read in two steps. Until the second one, what comes later
 * has the empty value of its type.
 */
class LaterRecord extends Record {
    _setData(data, params) {
        super._setData(this.model.completed(this, data), params);
    }
}

/**
 * Reads the record of a form in two steps when it is opened. The server says of each
 * form which fields come later (`enova_later`): nothing that shows at once needs them.
 * A record that is there is read again, and saved, as core does it: whole.
 */
export class LaterModel extends RelationalModel {
    static Record = LaterRecord;

    setup(params, services) {
        super.setup(params, services);
        this.laterNames = params.later;
        /** Of the record that is shown: "waiting", "come", or "failed". */
        this.later = reactive({state: ""});
        this.laterTurn = 0;
        this.laterKnown = {resId: false, values: {}, isWhole: false};
    }

    /** What comes later of a record; nothing of a new one, or of a line of a list. */
    laterOf({isRoot, resId, activeFields}) {
        return isRoot && resId
            ? this.laterNames.filter((name) => name in activeFields)
            : [];
    }

    /** Whether all of it has come already. */
    isLaterKnown({resId}) {
        return this.laterKnown.isWhole && this.laterKnown.resId === resId;
    }

    async _loadRecords(config, ...args) {
        const names = this.laterOf(config);
        if (!names.length || this.isLaterKnown(config)) {
            return super._loadRecords(config, ...args);
        }
        const activeFields = omit(config.activeFields, ...names);
        const records = await super._loadRecords({...config, activeFields}, ...args);
        return records.map((record) => ({...record, [PARTIAL]: true}));
    }

    /** Fills what is still to come of the values of a record. */
    completed(record, data) {
        const names = this.laterOf(record.config);
        if (!names.length) {
            return data;
        }
        if (!data[PARTIAL] && names.every((name) => name in data)) {
            this.keepLater(record.resId, names, pick(data, ...names));
            return data;
        }
        if (data[PARTIAL]) {
            this.laterKnown = {resId: record.resId, values: {}, isWhole: false};
            this.later.state = "waiting";
        }
        // else core has read the first part anew, which it had from its cache
        return {
            ...data,
            ...record._getDefaultValues(names),
            ...deepCopy(this.laterKnown.values),
        };
    }

    /** What is on its way of an earlier reading is dropped. */
    keepLater(resId, names, values) {
        const isWhole = names.every((name) => name in values);
        this.laterTurn++;
        this.laterKnown = {resId, values: deepCopy(values), isWhole};
        this.later.state = isWhole ? "come" : "failed";
    }

    /**
     * The second step: reads what comes later, and puts it beside what somebody may
     * have typed. When that fails the form says nothing of it, and asks with the next
     * reading.
     */
    async readLater(record) {
        const names = this.laterOf(record.config);
        if (!names.length || this.isLaterKnown(record)) {
            return;
        }
        const turn = ++this.laterTurn;
        const stored = names.filter((name) => record.fields[name].store);
        const values =
            (await this._fetchLater(record.config, names)) ||
            // what is counted may refuse; what is written down is there all the same
            (await this._fetchLater(record.config, stored));
        // nothing that is under way on the record is disturbed
        await this.mutex.exec(() => {
            if (turn === this.laterTurn) {
                this._putLater(record, names, values || {});
            }
        });
    }

    _putLater(record, names, values) {
        this.keepLater(record.resId, names, values);
        // a list that an onchange has changed meanwhile stays what it made of it
        const isFree = (name) => !Array.isArray(values[name]) || !record._changes[name];
        record._applyValues(pick(values, ...Object.keys(values).filter(isFree)));
    }

    /** Returns nothing when it cannot be read: no right, gone, no connection. */
    async _fetchLater(config, names) {
        const {resModel, resId, activeFields, fields, context} = config;
        const specification = getFieldsSpec(
            pick(activeFields, ...names),
            fields,
            getBasicEvalContext(config)
        );
        try {
            const [values] = await this.orm.silent.webRead(resModel, [resId], {
                context: {bin_size: true, ...context},
                specification,
            });
            return values && pick(values, ...names);
        } catch {
            return undefined;
        }
    }
}
