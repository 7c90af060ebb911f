// The main job in real browsers, by the people who do it: sell, plan, release, buy, receive, make, look.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { launch, Visitor } from "./browser.mjs";

const DAYS_TO_DELIVERY = 40;
const PIECES = 30;

describe("order to cash in the browser", () => {
    let browser;
    const people = {};
    const story = {};

    async function person(login) {
        people[login] ??= await Visitor.signIn(browser, login);
        return people[login];
    }

    before(async () => {
        browser = await launch();
    });

    afterEach(async (context) => {
        const errors = Object.values(people).flatMap((visitor) => visitor.errors.splice(0));
        if (context.error || errors.length) {
            for (const visitor of Object.values(people)) {
                await visitor.shot(`failed-${visitor.login}`);
            }
        }
        assert.deepEqual(errors, [], "errors in a browser");
    });

    after(async () => {
        await browser?.close();
    });

    it("the planner knows what is made of what", async () => {
        const planner = await person("planner");
        const bills = await planner.call("mrp.bom", "search_read", [
            [["type", "=", "normal"], ["product_tmpl_id.sale_ok", "=", true], ["product_tmpl_id.psms_planned", "=", true]],
            ["product_tmpl_id"],
        ]);
        assert.ok(bills.length, "no finished good with a bill of materials");
        const goods = await planner.call("product.product", "search_read", [
            [["product_tmpl_id", "in", bills.map((bill) => bill.product_tmpl_id[0])], ["product_tmpl_id.attribute_line_ids", "=", false]],
            ["name", "qty_available", "incoming_qty"],
        ], { order: "id" });
        const there = (good) => Math.max(0, good.qty_available) + good.incoming_qty;
        goods.sort((one, other) => there(one) - there(other));
        story.product = goods[0];
        story.quantity = Math.floor(there(story.product)) + PIECES;
    });

    it("the salesperson quotes and confirms", async () => {
        const sales = await person("sales");
        const { page } = sales;
        const [customer] = await sales.call("res.partner", "search_read", [
            [["customer_rank", ">", 0], ["is_company", "=", true]], ["name"],
        ], { order: "id", limit: 1 });
        await sales.open("/odoo/sales/new");
        await sales.choose("partner_id", customer.name);
        await page.getByRole("button", { name: "Add a product" }).or(page.getByRole("link", { name: "Add a product" })).first().click();
        await sales.choose("product_template_id", story.product.name);
        const quantity = page.locator(".o_selected_row .o_field_widget[name=product_uom_qty] input");
        await quantity.fill(String(story.quantity));
        await quantity.press("Tab");
        await sales.settled(); // a click while the line is drawn anew is lost
        await page.click(".o_form_button_save");
        await page.waitForSelector(".o_form_saved");
        await sales.settled();
        story.order = Number(page.url().match(/\/(\d+)(\?|$)/)[1]);
        // the widget of a date and time is Odoo's own: what matters here is the date
        const delivery = new Date(Date.now() + DAYS_TO_DELIVERY * 86_400_000).toISOString().slice(0, 10);
        await sales.call("sale.order", "write", [[story.order], { commitment_date: `${delivery} 04:00:00` }]);
        await sales.open(`/odoo/sales/${story.order}`);
        await page.click("button[name=action_confirm]:visible");
        await page.waitForSelector(".o_statusbar_status button.o_arrow_button_current[data-value=sale]");
        await sales.settled();
        const [order] = await sales.call("sale.order", "read", [[story.order], ["name", "state"]]);
        assert.equal(order.state, "sale");
        story.orderName = order.name;
        // the timeline of the order stands where the order stands
        for (const step of ["quoted", "confirmed"]) {
            await page.waitForSelector(`.o_psms_timeline [data-step=${step}][data-state=done]`);
        }
        assert.notEqual(await page.getAttribute(".o_psms_timeline [data-step=shipped]", "data-state"), "done");
        await sales.shot("journey-1-sales-order");
    });

    it("the planner runs the plan from the menu", async () => {
        const planner = await person("planner");
        const { page } = planner;
        await planner.menu("mrp.menu_mrp_root", "mrp.mrp_planning_menu_root", "psms_production.menu_psms_planned_orders");
        const before = await planner.call("psms.plan", "search", [[]], { order: "id desc", limit: 1 });
        await page.getByRole("button", { name: "Run plan" }).first().click();
        await page.waitForSelector(".o_notification:has-text('The plan is ready')");
        await planner.settled();
        const after = await planner.call("psms.plan", "search", [[]], { order: "id desc", limit: 1 });
        assert.ok(after[0] > (before[0] ?? 0));
        await page.waitForSelector(".o_list_view .o_data_row");
        await planner.shot("journey-2-planned-orders");
        story.planned = await planner.call("psms.planned.order", "search_read", [
            [["plan_id", "=", after[0]], ["trigger_names", "ilike", story.orderName]],
            ["product_id", "source", "quantity", "need_date", "due_date", "release_date"],
        ]);
        assert.ok(story.planned.length, "nothing is planned for the order");
    });

    it("the planner selects and releases", async () => {
        const planner = await person("planner");
        const { page } = planner;
        // everything for the part that is bought without lots, so that the receipt is short
        const parts = await planner.call("psms.planned.order", "search_read", [
            [["plan_id.state", "=", "current"], ["state", "=", "planned"], ["source", "=", "buy"],
                ["product_id.tracking", "=", "none"], ["product_id.barcode", "!=", false]],
            ["product_id", "quantity"],
        ], { order: "release_date, id" });
        assert.ok(parts.length, "no planned purchase of a part without lots");
        story.part = parts[0];
        await page.fill(".o_searchview_input", story.part.product_id[1].replace(/^\[.*?\] /, ""));
        await page.locator(".o_searchview_autocomplete .o-dropdown-item, .o_searchview_autocomplete li").first().click();
        await planner.settled();
        await page.locator(".o_list_view thead .o_list_record_selector input").check();
        await page.locator(".o_control_panel button:has-text('Release'), .o_list_buttons button:has-text('Release')").first().click();
        await page.waitForSelector(".o_notification:has-text('released')");
        await planner.settled();
        await planner.shot("journey-3-released");
        const [part] = await planner.call("psms.planned.order", "read", [[story.part.id], ["state", "purchase_id"]]);
        assert.equal(part.state, "released");
        [story.purchase] = part.purchase_id;
    });

    it("the planner confirms the purchase", async () => {
        const planner = await person("planner");
        await planner.open(`/odoo/purchase/${story.purchase}`);
        await planner.page.click("button[name=button_confirm]:visible");
        await planner.page.waitForSelector(".o_statusbar_status button.o_arrow_button_current[data-value=purchase]");
        await planner.settled();
        await planner.shot("journey-4-purchase");
        const [purchase] = await planner.call("purchase.order", "read", [[story.purchase], ["picking_ids", "state"]]);
        assert.equal(purchase.state, "purchase");
        [story.receipt] = purchase.picking_ids;
    });

    it("the store keeper receives by scanning", async () => {
        const store = await person("store");
        const { page } = store;
        const [receipt] = await store.call("stock.picking", "read", [[story.receipt], ["name"]]);
        await store.menu("stock.menu_stock_root", "psms_stock.menu_psms_stock_scan");
        await scan(store, receipt.name);
        await page.waitForSelector(".o_psms_scan_transfer");
        const { lines } = await store.call("stock.picking", "psms_scan_state", [[story.receipt]]);
        for (const line of lines) {
            await scan(store, line.barcode);
            await page.click(".o_psms_scan_at_hand button[name=all]");
            await store.settled();
        }
        await store.shot("journey-5-scanned");
        await page.locator(".o_psms_scan_transfer button[name=validate]").click();
        await page.waitForSelector(".o_psms_scan_transfer button[name=next]");
        await store.settled();
        await store.shot("journey-6-received");
        const [done] = await store.call("stock.picking", "read", [[story.receipt], ["state"]]);
        assert.equal(done.state, "done");
    });

    it("the operator produces an order whose parts are there", async (context) => {
        const operator = await person("operator");
        const { page } = operator;
        const [order] = await operator.call("mrp.production", "search_read", [
            [["state", "=", "confirmed"], ["reservation_state", "=", "assigned"], ["product_tracking", "!=", "serial"]],
            ["name"],
        ], { order: "id", limit: 1 });
        if (!order) {
            context.skip("no manufacturing order has all its parts in this database");
            return;
        }
        await operator.menu("mrp.menu_mrp_root", "mrp.menu_mrp_manufacturing", "mrp.menu_mrp_production_action");
        await page.locator(".o_searchview_facet .o_facet_remove").first().click();
        await page.fill(".o_searchview_input", order.name);
        await page.keyboard.press("Enter");
        await page.locator(".o_data_row", { hasText: order.name }).first().click();
        await page.click("button[name=button_mark_done]:visible");
        await page.waitForSelector(".o_statusbar_status button.o_arrow_button_current[data-value=done]");
        await operator.settled();
        await operator.shot("journey-7-produced");
        const [done] = await operator.call("mrp.production", "read", [[order.id], ["state"]]);
        assert.equal(done.state, "done");
    });

    it("the manager sees the four indicators and opens one", async () => {
        const manager = await person("manager");
        await manager.open("/odoo/psms-dashboard");
        for (const code of ["fulfilment", "turnover", "efficiency", "margin"]) {
            await manager.page.waitForSelector(`.o_psms_card[data-code=${code}] .o_psms_number`);
        }
        await manager.shot("journey-8-dashboard");
        await manager.page.click(".o_psms_card[data-code=fulfilment] .o_psms_value");
        await manager.page.waitForSelector(".o_list_view .o_data_row");
        await manager.settled();
        await manager.shot("journey-9-drill-down");
    });

    async function scan(visitor, code) {
        const input = visitor.page.locator(".o_psms_scan_input input");
        await input.fill(code);
        await input.press("Enter");
        await visitor.settled();
    }
});
