import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts, queryOne, queryText } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    getFacetTexts,
    getService,
    models,
    mountWithCleanup,
    onRpc,
    toggleMenuItem,
    toggleSearchBarMenu,
} from "@web/../tests/web_test_helpers";
import { registry } from "@web/core/registry";
import { WebClient } from "@web/webclient/webclient";

defineMailModels();

const WORDS = { done: "The plan is ready", here: "Calculate now", cancel: "Cancel the run" };

function answer(state, progress = 0, more = {}) {
    return { id: 7, state, progress, step: "Calculating", message: "", ...more };
}

/** Open the dialog; the server gives these answers one after the other, the last one again and again. */
async function follow(answers, params = {}) {
    onRpc("psms.example", "*", ({ args, method }) => {
        expect.step(`${method} ${args[0]}`);
        return answers.length > 1 ? answers.shift() : answers[0];
    });
    registry.category("actions").add("what_follows", () => expect.step("what follows"));
    await mountWithCleanup(WebClient);
    await reopen(params);
}

async function reopen(params) {
    const next = { type: "ir.actions.client", tag: "what_follows" };
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "psms_job",
        target: "new",
        name: "Material plan",
        params: { model: "psms.example", run: answer("queued"), words: WORDS, next, back: null, ...params },
    });
    await animationFrame();
}

async function pass(ms) {
    await advanceTime(ms);
    await animationFrame();
    await animationFrame();
}

test("it shows how far the work is and goes on when it is done", async () => {
    await follow([answer("running", 40), answer("done", 100, { message: "12 orders" })]);
    expect(".o_psms_job").toHaveText(/Waiting for a background worker/);
    await pass(600);
    expect(".o_psms_job").toHaveText(/Calculating/);
    expect(queryOne(".o_psms_job [role=progressbar]").getAttribute("aria-valuenow")).toBe("40");
    await pass(600);
    expect.verifySteps(["status 7", "status 7", "what follows"]);
    expect(".o_dialog").toHaveCount(0);
    expect(".o_notification").toHaveText(/The plan is ready/);
    expect(".o_notification").toHaveText(/12 orders/);
    await pass(60000);
    expect.verifySteps([]);
});

test("where no worker takes it up a person may have it done here, step by step", async () => {
    await follow([answer("queued")]);
    await pass(600);
    expect("button:contains('Calculate now')").toHaveCount(0);
    await pass(6000);
    expect.verifySteps(["status 7", "status 7"]);
    await click("button:contains('Calculate now')");
    await animationFrame();
    expect.verifySteps(["run_here 7"]);
    expect(".o_psms_job").toHaveText(/This is being done/);
    await pass(600);
    expect.verifySteps(["run_here 7"]);
});

test("what is cancelled or fails says why", async () => {
    await follow([answer("cancelled", 0, { message: "The previous plan stays." })]);
    await click("button:contains('Cancel the run')");
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["cancel 7"]);
    expect(queryText(".o_psms_job p")).toBe("The previous plan stays.");
    expect(queryAllTexts(".o_psms_job button")).toEqual(["Close"]);
    await pass(60000);
    expect.verifySteps([]);
});

test("with its dialog closed the work goes on, and its end is told", async () => {
    await follow([answer("running", 10), answer("running", 20), answer("done", 100)]);
    expect("button:contains('Close')").toBeFocused({ message: "who presses Enter cancels nothing" });
    await click("button:contains('Close')");
    await animationFrame();
    await animationFrame();
    expect(".o_dialog").toHaveCount(0);
    await pass(5000);
    await reopen();
    await pass(600);
    await getService("action").doAction({ type: "ir.actions.act_window_close" });
    await animationFrame();
    expect.verifySteps(["status 7", "status 7"]);
    await pass(5000);
    expect.verifySteps(["status 7"]);
    expect(".o_notification").toHaveCount(1);
    expect(".o_notification").toHaveText(/The plan is ready/);
    await click(".o_notification button:contains('Open')");
    await animationFrame();
    expect.verifySteps(["what follows"]);
});

test("what opens a window waits for a click", async () => {
    await follow([answer("done", 100)], { words: { ...WORDS, open: "Open the labels" } });
    await pass(600);
    expect.verifySteps(["status 7"]);
    await click("button:contains('Open the labels')");
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["what follows"]);
});

test("a server that is away for a moment is asked again", async () => {
    await follow([new Response("", { status: 502 }), answer("running", 50)]);
    await pass(600);
    await pass(600);
    expect.verifySteps(["status 7"]);
    await pass(5000);
    expect.verifySteps(["status 7"]);
    expect(".o_psms_job").toHaveText(/Calculating/);
});

class Example extends models.Model {
    _name = "psms.example";

    name = fields.Char();

    _records = [
        { id: 1, name: "Motor" },
        { id: 2, name: "Screw" },
    ];

    _views = {
        list: `<list><header><button name="calculate" type="object" string="Calculate" display="always"/></header><field name="name"/></list>`,
        form: `<form><header><button name="calculate" type="object" string="Calculate"/></header><field name="name"/></form>`,
        search: `<search><filter name="screws" string="Screws" domain="[('name', '=', 'Screw')]"/></search>`,
    };
}

/** A list with a filter that was set by hand, and work of its button that nothing follows. */
async function calculateFromList(...answers) {
    onRpc("psms.example", "calculate", () => ({
        type: "ir.actions.client",
        tag: "psms_job",
        target: "new",
        name: "Material plan",
        params: { model: "psms.example", run: answer("queued"), words: WORDS, next: null, back: null },
    }));
    onRpc("psms.example", "status", () => (answers.length > 1 ? answers.shift() : answers[0]));
    onRpc("psms.example", "web_search_read", ({ kwargs }) => expect.step(`search ${JSON.stringify(kwargs.domain)}`));
    defineModels([Example]);
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.act_window",
        name: "Examples",
        res_model: "psms.example",
        views: [
            [false, "list"],
            [false, "form"],
        ],
    });
    await toggleSearchBarMenu();
    await toggleMenuItem("Screws");
    expect.verifySteps(["search []", `search [["name","=","Screw"]]`]);
    await contains(".o_list_view button:contains('Calculate')").click();
    await animationFrame();
    expect(".o_psms_job").toHaveCount(1);
}

test.tags("desktop");
test("the view behind loads its records anew in place, with its filters", async () => {
    await calculateFromList(answer("done", 100));
    const list = queryOne(".o_list_view");
    await pass(600);
    expect(".o_dialog").toHaveCount(0);
    expect.verifySteps([`search [["name","=","Screw"]]`]);
    expect(queryOne(".o_list_view")).toBe(list, { message: "the same view, not a new one" });
    expect(".o_notification").toHaveText(/The plan is ready/);
    expect(".o_notification button:contains('Show the result')").toHaveCount(0);
    expect(getFacetTexts()).toEqual(["Screws"]);
});

test.tags("desktop");
test("with its dialog closed it is shown on request, with the filters of the view", async () => {
    await calculateFromList(answer("running", 10), answer("done", 100));
    await click(".o_psms_job button:contains('Close')");
    await pass(0);
    expect.verifySteps([`search [["name","=","Screw"]]`]);
    await pass(5000);
    await pass(5000);
    expect.verifySteps([]);
    expect(".o_notification").toHaveText(/The plan is ready/);
    await click(".o_notification button:contains('Show the result')");
    await pass(0);
    expect.verifySteps([`search [["name","=","Screw"]]`]);
    expect(getFacetTexts()).toEqual(["Screws"]);
});

test.tags("desktop");
test("what is being written elsewhere meanwhile stays as it is", async () => {
    await calculateFromList(answer("running", 10), answer("done", 100));
    await click(".o_psms_job button:contains('Close')");
    await pass(0);
    expect.verifySteps([`search [["name","=","Screw"]]`]);
    await contains(".o_data_row .o_data_cell").click();
    await contains(".o_form_view .o_field_widget[name=name] input").edit("Bolt", { confirm: false });
    await pass(5000);
    await pass(5000);
    expect(".o_notification").toHaveText(/The plan is ready/);
    expect(".o_notification button:contains('Show the result')").toHaveCount(0);
    expect(".o_form_view .o_field_widget[name=name] input").toHaveValue("Bolt");
});
