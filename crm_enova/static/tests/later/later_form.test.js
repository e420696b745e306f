import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {queryFirst} from "@odoo/hoot-dom";
import {animationFrame, Deferred} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
    clickSave,
    contains,
    defineModels,
    fields,
    makeServerError,
    MockServer,
    models,
    mountView,
    onRpc,
    toggleActionMenu,
    toggleMenuItem,
} from "@web/../tests/web_test_helpers";
import {LaterFormController} from "@crm_enova/later/later_form";
import {LaterModel} from "@crm_enova/later/later_model";
import {registry} from "@web/core/registry";
import {formView} from "@web/views/form/form_view";

describe.current.tags("desktop");

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

defineMailModels();
defineModels([Firm, Activity]);

const LATER = ["orders", "word", "since", "owner_id", "twin_ids"];
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

const form = ".o_form_view";
const figure = ".o_stat_value";
/** What is asked of the server: names of the fields, without those of core. */
let asked = [];
/** Awaited by each second reading, in turn. */
let gates = [];

beforeEach(() => {
    registry.category("views").add(
        "test_later",
        {...formView, Controller: LaterFormController, Model: LaterModel},
        {force: true}
    );
    asked = [];
    gates = [];
    onRpc("firm", "web_read", async ({kwargs, parent}) => {
        const names = Object.keys(kwargs.specification);
        const isLater = names.includes("orders");
        asked.push(isLater ? names.sort() : "at once");
        if (!isLater) {
            expect(names.filter((name) => LATER.includes(name))).toEqual([]);
        }
        // as the server has counted it before it waits
        const answer = await parent();
        if (isLater && gates.length) {
            await gates.shift();
        }
        return answer;
    });
});

const mount = (params = {}) =>
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
async function come(gate, error) {
    if (error) {
        gate.reject(error);
    } else {
        gate.resolve();
    }
    await animationFrame();
    await animationFrame();
}

test("the form stands, then come the figures", async () => {
    const gate = new Deferred();
    gates = [gate];
    await mount();
    expect(".o_field_widget[name=name] input").toHaveValue("Mill");
    expect(form).toHaveClass("o_enova_later_waiting");
    expect(".o-form-buttonbox").not.toBeVisible();
    expect(".o_field_widget[name=word]").not.toBeVisible();
    expect("button[name=open_twins]").toHaveCount(0);
    await come(gate);
    expect(asked).toEqual(["at once", [...LATER].sort()]);
    expect(form).not.toHaveClass("o_enova_later_waiting");
    expect(".o-form-buttonbox").toBeVisible();
    expect(figure).toHaveText("7");
    expect(".o_field_widget[name=word]").toHaveText("known");
    expect(".o_field_widget[name=since]").toHaveText("Jun 10, 2026");
    expect(".o_field_widget[name=owner_id]").toHaveText("Brewery");
    expect(".o_field_widget[name=twin_ids] .o_tag").toHaveText("Brewery");
    expect("button[name=open_twins]").toHaveCount(1);
    expect(".o_form_button_save").not.toBeVisible();
});

test("what is typed meanwhile stays, and the cursor with it", async () => {
    const gate = new Deferred();
    gates = [gate];
    onRpc("firm", "web_save", ({args}) => {
        expect.step(args[1]);
    });
    await mount();
    await contains(".o_field_widget[name=note] input").edit("committed");
    await contains(".o_field_widget[name=name] input").edit("half", {confirm: false});
    const input = queryFirst(".o_field_widget[name=name] input");
    expect(input).toBeFocused();
    await come(gate);
    expect(figure).toHaveText("7");
    expect(input).toBeFocused();
    expect(input).toHaveValue("half");
    expect(".o_field_widget[name=note] input").toHaveValue("committed");
    await clickSave();
    expect.verifySteps([{note: "committed", name: "half"}]);
    expect(figure).toHaveText("7");
});

test("discarding keeps what has come", async () => {
    const gate = new Deferred();
    gates = [gate];
    await mount();
    await contains(".o_field_widget[name=note] input").edit("gone");
    await come(gate);
    await contains(".o_form_button_cancel").click();
    expect(".o_field_widget[name=note] input").toHaveValue("");
    expect(figure).toHaveText("7");
    expect(".o_field_widget[name=word]").toHaveText("known");
});

test("an answer that comes after saving is dropped", async () => {
    const gate = new Deferred();
    gates = [gate];
    await mount();
    MockServer.env.firm.write([1], {orders: 8});
    await contains(".o_field_widget[name=note] input").edit("more");
    await clickSave();
    // saving answers with all of it
    expect(form).toHaveClass("o_enova_later_come");
    expect(figure).toHaveText("8");
    await come(gate);
    expect(".o_field_widget[name=note] input").toHaveValue("more");
    expect(figure).toHaveText("8");
    expect(asked.length).toBe(2);
});

test("from one record to the next, and back before the answer", async () => {
    const [first, second, third] = [new Deferred(), new Deferred(), new Deferred()];
    gates = [first, second, third];
    await mount();
    await contains(".o_pager_next").click();
    expect(".o_field_widget[name=name] input").toHaveValue("Brewery");
    await come(first);
    expect(form).toHaveClass("o_enova_later_waiting");
    expect(".o_field_widget[name=word]").toHaveText("");
    await come(second);
    expect(figure).toHaveText("3");
    expect(".o_field_widget[name=word]").toHaveText("new");
    expect("button[name=open_twins]").toHaveCount(0);
    await contains(".o_pager_previous").click();
    expect(".o-form-buttonbox").not.toBeVisible();
    expect(".o_field_widget[name=word]").toHaveText("");
    await come(third);
    expect(figure).toHaveText("7");
});

test("paging what was changed saves it, and reads the next whole", async () => {
    await mount();
    await animationFrame();
    asked = [];
    await contains(".o_field_widget[name=note] input").edit("more");
    await contains(".o_pager_next").click();
    expect(".o_field_widget[name=name] input").toHaveValue("Brewery");
    expect(figure).toHaveText("3");
    expect(asked).toEqual([]);
    expect(form).toHaveClass("o_enova_later_come");
});

test("read anew, it shows what it knew until the answer", async () => {
    const gate = new Deferred();
    gates = [Promise.resolve(), gate];
    onRpc("firm", "open_orders", () => false);
    await mount();
    await animationFrame();
    expect(figure).toHaveText("7");
    // an action of a button reads the form again
    await contains("button[name=open_orders]").click();
    expect(asked.length).toBe(4);
    expect(".o-form-buttonbox").toBeVisible();
    expect(figure).toHaveText("7");
    expect(".o_field_widget[name=since]").toHaveText("Jun 10, 2026");
    expect(".o_field_widget[name=twin_ids] .o_tag").toHaveText("Brewery");
    await come(gate);
    expect(figure).toHaveText("7");
});

test("a reading that fails says nothing wrong; the next one asks again", async () => {
    const gate = new Deferred();
    gates = [gate, Promise.resolve()];
    onRpc("firm", "open_orders", () => false);
    await mount();
    await come(gate, makeServerError({type: "AccessError"}));
    expect(form).toHaveClass("o_enova_later_failed");
    expect(".o_error_dialog, .o_notification").toHaveCount(0);
    expect("button[name=open_orders]").toBeVisible();
    expect(".o_field_widget[name=orders]").not.toBeVisible();
    expect(".o_field_widget[name=word]").not.toBeVisible();
    await contains(".o_field_widget[name=note] input").edit("still works");
    await contains("button[name=open_orders]").click();
    await animationFrame();
    expect(form).toHaveClass("o_enova_later_come");
    expect(figure).toHaveText("7");
    expect(".o_field_widget[name=note] input").toHaveValue("still works");
});

test("a record that is deleted between the two readings", async () => {
    onRpc("firm", "web_read", ({kwargs}) =>
        "orders" in kwargs.specification ? [] : undefined
    );
    await mount();
    await animationFrame();
    expect(form).toHaveClass("o_enova_later_failed");
    expect(".o_field_widget[name=name] input").toHaveValue("Mill");
    expect(".o_error_dialog, .o_notification").toHaveCount(0);
});

test("a new record waits for nothing", async () => {
    await mount({resId: false});
    expect(form).not.toHaveClass("o_enova_later_waiting");
    expect(".o-form-buttonbox").toBeVisible();
    await contains(".o_field_widget[name=name] input").edit("Bakery");
    await clickSave();
    expect(asked).toEqual([]);
    expect(form).toHaveClass("o_enova_later_come");
    await contains(".o_form_button_create").click();
    expect(form).not.toHaveClass("o_enova_later_come");
    expect(".o_field_widget[name=name] input").toHaveValue("");
});

test("a duplicate is read in two steps", async () => {
    await mount();
    await animationFrame();
    asked = [];
    await toggleActionMenu();
    await toggleMenuItem("Duplicate");
    await animationFrame();
    expect(asked).toEqual(["at once", [...LATER].sort()]);
    expect(figure).toHaveText("7");
});

test("what is not marked is read at once, as in any form", async () => {
    onRpc("firm", "web_read", ({kwargs}) => {
        expect.step(Object.keys(kwargs.specification).includes("orders"));
    });
    await mount({arch: '<form js_class="test_later"><field name="orders" /></form>'});
    await animationFrame();
    expect.verifySteps([true]);
    expect(".o_field_widget[name=orders]").toBeVisible();
});
