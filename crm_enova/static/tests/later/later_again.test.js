import {describe, expect, test} from "@odoo/hoot";
import {animationFrame, Deferred} from "@odoo/hoot-mock";
import {
    clickSave,
    contains,
    makeServerError,
    onRpc,
    toggleActionMenu,
    toggleMenuItem,
} from "@web/../tests/web_test_helpers";
import {come, figure, form, LATER, mount, prepare, wire} from "./later_helpers";

describe.current.tags("desktop");
prepare();

test("read anew, it shows what it knew until the answer", async () => {
    const gate = new Deferred();
    wire.gates = [Promise.resolve(), gate];
    await mount();
    await animationFrame();
    expect(figure).toHaveText("7");
    // an action of a button reads the form again
    await contains("button[name=open_orders]").click();
    expect(wire.asked.length).toBe(4);
    expect(".o-form-buttonbox").toBeVisible();
    expect(figure).toHaveText("7");
    expect(".o_field_widget[name=since]").toHaveText("Jun 10, 2026");
    expect(".o_field_widget[name=twin_ids] .o_tag").toHaveText("Brewery");
    await come(gate);
    expect(figure).toHaveText("7");
});

test("a reading that fails says nothing wrong; the next one asks again", async () => {
    const gate = new Deferred();
    wire.gates = [gate, Promise.resolve()];
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
    expect(wire.asked).toEqual(["at once", [...LATER].sort()]);
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
