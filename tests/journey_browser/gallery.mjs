// Pictures for people: the first screen of each role and the screens of PSMS, in both languages, at the desk and
// on the phone. No assertion but a clean console. Usage: node gallery.mjs [login ...]
import { DESK, launch, PHONE, setting, Visitor } from "./browser.mjs";

setting("PSMS_DB");

// login -> the screens of the role beside its first one: name, address
const ROLES = {
    planner: [["board", "/odoo/psms-item-board"], ["planned-orders", "/odoo/psms-planned-orders"], ["clear-to-build", "/odoo/psms-clear-to-build"],
        ["master-schedule", "/odoo/psms-master-schedule"], ["what-if", "/odoo/psms-what-if"], ["dashboard", "/odoo/psms-dashboard"]],
    store: [["scan", "/odoo/action-psms_stock.action_psms_stock_scan"]],
    supervisor: [["classes", "/odoo/psms-classes"], ["slotting", "/odoo/psms-slotting"], ["bins", "/odoo/psms-bins"], ["counts", "/odoo/psms-counts"],
        ["slow-stock", "/odoo/psms-slow-stock"], ["trace", "/odoo/psms-trace"], ["corrections", "/odoo/psms-corrections"]],
    operator: [["production", "/odoo/action-mrp.mrp_production_action"]],
    inspector: [],
    sales: [["orders", "/odoo/sales"], ["timeline", latestOrder], ["customers", "/odoo/psms-customer-life-cycle"]],
    accountant: [["invoices", "/odoo/action-account.action_move_out_invoice_type"]],
    manager: [["dashboard", "/odoo/psms-dashboard"]],
    admin: [["settings", "/odoo/settings"]],
};
const SCREENS = [["desk", DESK], ["phone", PHONE]];

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
            if (found) {
                await visitor.open(found);
                await visitor.shot(name(screen));
            } else {
                console.log(`no record for ${name(screen)}`);
            }
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
