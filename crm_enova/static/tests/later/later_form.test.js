import {describe, expect, test} from "@odoo/hoot";
import {queryFirst} from "@odoo/hoot-dom";
import {animationFrame, Deferred} from "@odoo/hoot-mock";
import {clickSave, contains, MockServer, onRpc} from "@web/../tests/web_test_helpers";
import {come, figure, form, mount, prepare, wire} from "./later_helpers";

describe.current.tags("desktop");
prepare();

test("the form stands, then come the figures", async () => {
    const gate = new Deferred();
    wire.gates = [gate];
    await mount();
    expect(".o_field_widget[name=name] input").toHaveValue("Mill");
    expect(form).toHaveClass("o_enova_later_waiting");
    expect(".o-form-buttonbox").not.toBeVisible();
    expect(".o_field_widget[name=word]").not.toBeVisible();
    expect("button[name=open_twins]").toHaveCount(0);
    await come(gate);
    expect(wire.asked).toEqual(["at once", "later"]);
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
    wire.gates = [gate];
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
    wire.gates = [gate];
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
    wire.gates = [gate];
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
    expect(wire.asked.length).toBe(2);
});

test("from one record to the next, and back before the answer", async () => {
    const [first, second, third] = [new Deferred(), new Deferred(), new Deferred()];
    wire.gates = [first, second, third];
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
    wire.asked = [];
    await contains(".o_field_widget[name=note] input").edit("more");
    await contains(".o_pager_next").click();
    expect(".o_field_widget[name=name] input").toHaveValue("Brewery");
    expect(figure).toHaveText("3");
    expect(wire.asked).toEqual([]);
    expect(form).toHaveClass("o_enova_later_come");
});

test("a list that an onchange has changed meanwhile stays so", async () => {
    const gate = new Deferred();
    wire.gates = [gate];
    onRpc("firm", "onchange", () => ({
        value: {twin_ids: [[4, 1, {id: 1, display_name: "Mill"}]], word: "guessed"},
    }));
    onRpc("firm", "web_save", ({args}) => {
        expect.step(args[1]);
    });
    await mount();
    await contains(".o_field_widget[name=note] input").edit("more");
    await come(gate);
    expect(".o_field_widget[name=twin_ids] .o_tag").toHaveText("Mill");
    expect(".o_field_widget[name=word]").toHaveText("guessed");
    expect(figure).toHaveText("7");
    await clickSave();
    expect.verifySteps([{note: "more", twin_ids: [[4, 1]]}]);
    expect(".o_field_widget[name=twin_ids] .o_tag").toHaveCount(2);
    expect(".o_field_widget[name=word]").toHaveText("known");
});
