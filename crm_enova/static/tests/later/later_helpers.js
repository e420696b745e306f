import {beforeEach, expect} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
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
    orders = fields.Integer({readonly: true});
    word = fields.Char({readonly: true});
    since = fields.Date({readonly: true});
    owner_id = fields.Many2one({relation: "firm", readonly: true});
    twin_ids = fields.Many2many({relation: "firm", readonly: true});

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
                    <field name="orders" widget="statinfo" class="o_enova_later" />
                </button>
                <button
                    type="object"
                    name="open_twins"
                    class="oe_stat_button"
                    invisible="not twin_ids"
                />
            </div>
            <field name="name" />
            <field name="note" required="orders > 100" readonly="word == 'closed'" />
            <field name="word" class="o_enova_later" />
            <field name="since" class="o_enova_later" />
            <field name="owner_id" class="o_enova_later" />
            <field name="twin_ids" widget="many2many_tags" class="o_enova_later" />
        </sheet>
    </form>`;

export const form = ".o_form_view";
export const figure = ".o_stat_value";
/** What is asked of the server, and what each second reading waits for, in turn. */
export const wire = {asked: [], gates: []};

async function readInSteps({kwargs, parent}) {
    const names = Object.keys(kwargs.specification);
    const isLater = names.includes("orders");
    wire.asked.push(isLater ? names.sort() : "at once");
    if (!isLater) {
        expect(names.filter((name) => LATER.includes(name))).toEqual([]);
    }
    // as the server has counted it before it waits
    const answer = await parent();
    if (isLater && wire.gates.length) {
        await wire.gates.shift();
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
        Object.assign(wire, {asked: [], gates: []});
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
export async function come(gate, error) {
    if (error) {
        gate.reject(error);
    } else {
        gate.resolve();
    }
    await animationFrame();
    await animationFrame();
}
