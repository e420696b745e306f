import {describe, expect, test} from "@odoo/hoot";
import {animationFrame, Deferred} from "@odoo/hoot-mock";
import {
    clickSave,
    contains,
    findComponent,
    MockServer,
    onRpc,
    toggleActionMenu,
    toggleMenuItem,
} from "@web/../tests/web_test_helpers";
import {LaterFormController} from "@crm_enova/later/later_form";
import {come, figure, form, mount, prepare, wire} from "./later_helpers";

describe.current.tags("desktop");
prepare();

test("a record that is there is read anew whole", async () => {
    await mount();
    await animationFrame();
    expect(figure).toHaveText("7");
    MockServer.env.firm.write([1], {orders: 8});
    // an action of a button reads the form again
    await contains("button[name=open_orders]").click();
    expect(wire.asked).toEqual(["at once", "later", "whole"]);
    expect(".o-form-buttonbox").toBeVisible();
    expect(figure).toHaveText("8");
    expect(".o_field_widget[name=since]").toHaveText("Jun 10, 2026");
    expect(".o_field_widget[name=twin_ids] .o_tag").toHaveText("Brewery");
    expect(form).toHaveClass("o_enova_later_come");
});

test("figures that are refused say nothing; the next reading asks again", async () => {
    wire.refused = ["orders"];
    await mount();
    await animationFrame();
    expect(wire.asked).toEqual(["at once", "later", ["twin_ids"]]);
    expect(form).toHaveClass("o_enova_later_failed");
    expect(document.body).toHaveClass("o_enova_later_failed");
    expect(".o_error_dialog, .o_notification").toHaveCount(0);
    expect("button[name=open_orders]").toBeVisible();
    expect(".o_field_widget[name=orders]").not.toBeVisible();
    expect(".o_field_widget[name=word]").not.toBeVisible();
    // what is written down is there
    expect(".o_field_widget[name=twin_ids]").toBeVisible();
    expect(".o_field_widget[name=twin_ids] .o_tag").toHaveText("Brewery");
    wire.refused = [];
    await contains(".o_field_widget[name=note] input").edit("still works");
    await contains("button[name=open_orders]").click();
    await animationFrame();
    expect(form).toHaveClass("o_enova_later_come");
    expect(figure).toHaveText("7");
    expect(document.body).not.toHaveClass("o_enova_later_failed");
    expect(".o_field_widget[name=note] input").toHaveValue("still works");
});

test("refused once more, it is asked for in two steps again", async () => {
    wire.refused = ["orders"];
    await mount();
    await animationFrame();
    wire.asked = [];
    await contains("button[name=open_orders]").click();
    await animationFrame();
    expect(wire.asked).toEqual(["at once", "later", ["twin_ids"]]);
    expect(form).toHaveClass("o_enova_later_failed");
    wire.refused = [];
    await contains(".o_pager_next").click();
    await animationFrame();
    expect(form).toHaveClass("o_enova_later_come");
    expect(figure).toHaveText("3");
});

test("a record that is deleted between the two readings", async () => {
    onRpc("firm", "web_read", ({kwargs, parent}) =>
        "name" in kwargs.specification ? parent() : []
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
    expect(wire.asked).toEqual([]);
    expect(form).toHaveClass("o_enova_later_come");
    await contains(".o_form_button_create").click();
    expect(form).not.toHaveClass("o_enova_later_come");
    expect(".o_field_widget[name=name] input").toHaveValue("");
});

test("a duplicate is read in two steps", async () => {
    await mount();
    await animationFrame();
    wire.asked = [];
    await toggleActionMenu();
    await toggleMenuItem("Duplicate");
    await animationFrame();
    expect(wire.asked).toEqual(["at once", "later"]);
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

test("what core had from its cache, and reads anew, keeps what has come", async () => {
    const gate = new Deferred();
    wire.gates = [Promise.resolve(), gate];
    const view = await mount();
    await animationFrame();
    const {model} = findComponent(view, (c) => c instanceof LaterFormController);
    const anew = {id: 1, name: "Mill II", note: false};
    model.root._setData(anew, {keepChanges: true});
    await animationFrame();
    expect(".o_field_widget[name=name] input").toHaveValue("Mill II");
    expect(form).toHaveClass("o_enova_later_come");
    expect(figure).toHaveText("7");
    expect(".o_field_widget[name=twin_ids] .o_tag").toHaveText("Brewery");
    // nothing has come yet of the next one
    await contains(".o_pager_next").click();
    model.root._setData({...anew, id: 2}, {keepChanges: true});
    await animationFrame();
    expect(form).toHaveClass("o_enova_later_waiting");
    expect(".o_field_widget[name=twin_ids] .o_tag").toHaveCount(0);
    await come(gate);
    expect(figure).toHaveText("3");
});
