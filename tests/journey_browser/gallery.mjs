// Pictures for people: the first screen of each role and the screens of PSMS, in both languages, at the desk and
// on the phone. No assertion but a clean console. Usage: node gallery.mjs [login ...]
import { DESK, launch, PHONE, setting, Visitor } from "./browser.mjs";

setting("PSMS_DB");

// login -> the screens of the role beside its first one: name, address
const ROLES = {
    planner: [["board", "/odoo/psms-item-board"], ["planned-orders", "/odoo/psms-planned-orders"], ["clear-to-build", "/odoo/psms-clear-to-build"],
        ["master-schedule", "/odoo/psms-master-schedule"], ["what-if", "/odoo/psms-what-if"], ["dashboard", "/odoo/psms-dashboard"]],
    store: [["scan", "/odoo/action-psms_stock.action_psms_stock_scan"], ["counting", counting], ["count-requests", "/odoo/psms-count-requests"]],
    supervisor: [
        ["zones", "/odoo/psms-warehouse-zones"], ["zone", first("psms-warehouse-zones", "psms.stock.zone")], ["bins", "/odoo/psms-bins"],
        ["make-bins", dialog("psms_stock.action_psms_stock_bin_wizard")], ["pick-faces", "/odoo/psms-pick-faces"],
        ["in-transit", "/odoo/psms-in-transit"], ["transit", dialog("psms_stock.action_psms_stock_transit_wizard")],
        ["classes", "/odoo/psms-classes"], ["slotting", "/odoo/psms-slotting"], ["unique-numbers", "/odoo/psms-unique-numbers"],
        ["corrections", "/odoo/psms-corrections"], ["scans", "/odoo/psms-scans"],
        ["release-waves", dialog("psms_picking.action_psms_wave_release")], ["releases", "/odoo/psms-pick-releases"],
        ["release-rules", "/odoo/psms-release-rules"], ["batch", first("batch-transfers", "stock.picking.batch")],
        ["pick-exceptions", "/odoo/psms-pick-exceptions"],
        ["counts", "/odoo/psms-counts"], ["count", first("psms-counts", "psms.count")], ["count-lines", "/odoo/psms-count-lines"],
        ["count-plans", "/odoo/psms-count-plans"], ["count-plan", first("psms-count-plans", "psms.count.plan")],
        ["accuracy", "/odoo/psms-inventory-accuracy"],
        ["stock-age", "/odoo/action-psms_ageing.action_psms_age_open"], ["slow-stock", "/odoo/psms-slow-stock"],
        ["slow-item", first("psms-slow-stock", "psms.age.item")], ["age-policies", "/odoo/action-psms_ageing.action_psms_age_policy"],
        ["label-templates", "/odoo/psms-label-templates"], ["label-template", first("psms-label-templates", "psms.label.template")],
        ["trace", "/odoo/psms-trace"], ["recalls", "/odoo/psms-recalls"], ["recall", first("psms-recalls", "psms.recall")],
    ],
    operator: [["production", "/odoo/action-mrp.mrp_production_action"]],
    inspector: [],
    sales: [["orders", "/odoo/sales"], ["timeline", latestOrder], ["customers", "/odoo/psms-customer-life-cycle"]],
    accountant: [["invoices", "/odoo/action-account.action_move_out_invoice_type"]],
    manager: [["dashboard", "/odoo/psms-dashboard"]],
    admin: [["settings", "/odoo/settings"], ["settings-inventory", settingsOf("stock")], ["settings-psms", settingsOf("psms_base")]],
};
// instead of an address: the screen is open already
const HERE = "";
const SCREENS = [["desk", DESK], ["phone", PHONE]];

/** The form of the first record of a list. */
function first(path, model) {
    return async (visitor) => {
        const [record] = await visitor.call(model, "search", [[]], { limit: 1 });
        return record ? `/odoo/${path}/${record}` : null;
    };
}

/** A dialog, over the screen that was open before; it has no address of its own. */
function dialog(action) {
    return async (visitor) => {
        await visitor.page.evaluate((name) => odoo.__WOWL_DEBUG__.root.env.services.action.doAction(name), action);
        await visitor.page.waitForSelector(".modal .o_form_view");
        await visitor.settled();
        return HERE;
    };
}

function settingsOf(app) {
    return async (visitor) => {
        await visitor.page.click(`.settings_tab [data-key="${app}"]`);
        return HERE;
    };
}

async function counting(visitor) {
    const [count] = await visitor.call("psms.count", "search", [[["state", "=", "counting"]]], { limit: 1 });
    return count ? `/odoo/psms-counts/${count}/psms-counting` : null;
}

async function latestOrder(visitor) {
    const [order] = await visitor.call("sale.order", "search", [[["state", "=", "sale"]]], { limit: 1, order: "id desc" });
    return order ? `/odoo/sales/${order}` : null;
}

async function visit(browser, login, language, [size, viewport]) {
    const visitor = await Visitor.signIn(browser, login, { viewport, language });
    const name = (screen) => `gallery-${login}-${screen}-${language}-${size}`;
    try {
        await visitor.settled();
        await visitor.shot(name("home"));
        for (const [screen, address] of ROLES[login]) {
            const found = typeof address === "function" ? await address(visitor) : address;
            if (found === null) {
                console.log(`no record for ${name(screen)}`);
                continue;
            }
            if (found !== HERE) {
                await visitor.open(found);
            }
            await visitor.shot(name(screen));
        }
    } catch (error) {
        visitor.errors.push(`${name("")}: ${error.message}`);
    }
    await visitor.close();
    return visitor.errors;
}

const wanted = process.argv.slice(2).length ? process.argv.slice(2) : Object.keys(ROLES);
const browser = await launch();
const errors = [];
try {
    for (const login of wanted) {
        for (const language of ["zh_CN", "en_US"]) {
            for (const screen of SCREENS) {
                errors.push(...(await visit(browser, login, language, screen)));
            }
        }
        console.log(`${login}: done`);
    }
} finally {
    await browser.close();
}
for (const error of errors) {
    console.log(error);
}
console.log(`gallery: ${errors.length} errors in a browser`);
process.exitCode = errors.length ? 1 : 0;
