import {beforeEach, expect} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
    makeServerError,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {LaterFormController} from "@crm_enova/later/later_form";
import {LaterModel} from "@crm_enova/later/later_model";
import {registry} from "@web/core/registry";
import {formView} from "@web/views/form/form_view";

class Firm extends models.Model {
    name = fields.Char();
    note = fields.Char();
    orders = fields.Integer({readonly: true, store: false});
    word = fields.Char({readonly: true, store: false});
    since = fields.Date({readonly: true, store: false});
    owner_id = fields.Many2one({relation: "firm", readonly: true, store: false});
    twin_ids = fields.Many2many({relation: "firm"});

    _records = [
        {
            id: 1,
            name: "Mill",
            orders: 7,
            word: "known",
            since: "2026-06-10",
            owner_id: 2,
            twin_ids: [2],
        },
        {id: 2, name: "Brewery", orders: 3, word: "new"},
    ];
}

/** Asked by the reminders, on every page. */
class Activity extends models.Model {
    _name = "enova.activity";

    enova_reminders() {
        return [];
    }
}

export const LATER = ["orders", "word", "since", "owner_id", "twin_ids"];
const ARCH = `
    <form js_class="test_later" enova_later="${LATER.join(" ")}">
        <sheet>
            <div name="button_box" class="oe_button_box">
                <button type="object" name="open_orders" class="oe_stat_button">
                    <field name="orders" widget="statinfo" class="o_enova_later o_enova_counted" />
                </button>
                <button
                    type="object"
                    name="open_twins"
                    class="oe_stat_button"
                    invisible="not twin_ids"
                />
            </div>
            <field name="name" />
            <field name="note" on_change="1" required="orders > 100" readonly="word == 'closed'" />
            <field name="word" class="o_enova_later o_enova_counted" />
            <field name="since" class="o_enova_later o_enova_counted" />
            <field name="owner_id" class="o_enova_later o_enova_counted" />
            <field name="twin_ids" widget="many2many_tags" class="o_enova_later" />
        </sheet>
    </form>`;

export const form = ".o_form_view";
export const figure = ".o_stat_value";
/**
 * What is asked of the server; what each second reading waits for, in turn; and which
 * of them are refused.
 */
export const wire = {};

async function readInSteps({kwargs, parent}) {
    const names = Object.keys(kwargs.specification);
    const later = names.filter((name) => LATER.includes(name));
    if (names.includes("name")) {
        expect([0, LATER.length]).toInclude(later.length);
        wire.asked.push(later.length ? "whole" : "at once");
        return parent();
    }
    wire.asked.push(later.length === LATER.length ? "later" : later);
    // as the server has counted it before it waits
    const answer = await parent();
    await wire.gates.shift();
    if (later.some((name) => wire.refused.includes(name))) {
        throw makeServerError({type: "AccessError"});
    }
    return answer;
}

/** In each file of tests. */
export function prepare() {
    defineMailModels();
    defineModels([Firm, Activity]);
    beforeEach(() => {
        const view = {...formView, Controller: LaterFormController, Model: LaterModel};
        registry.category("views").add("test_later", view, {force: true});
        Object.assign(wire, {asked: [], gates: [], refused: []});
        onRpc("firm", "web_read", readInSteps);
        onRpc("firm", "open_orders", () => false);
    });
}

export const mount = (params = {}) =>
    mountView({
        type: "form",
        resModel: "firm",
        resId: 1,
        resIds: [1, 2],
        arch: ARCH,
        actionMenus: {},
        ...params,
    });

/** Lets an answer come. */
export async function come(gate) {
    gate.resolve();
    await animationFrame();
    await animationFrame();
}
