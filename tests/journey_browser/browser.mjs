// Demo users in real browsers: one context per person, every console error remembered, pictures kept.
import { accessSync, constants, mkdirSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const ROOT = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "../..");
export const URL_BASE = setting("PSMS_URL");
export const ARTEFACTS = process.env.PSMS_ARTEFACTS || path.join(ROOT, "artefacts");
export const DESK = { width: 1440, height: 900 };
const PATIENCE = 30_000;
export const PHONE = { width: 390, height: 844 };

// what is nobody's fault here; each with its reason
const HARMLESS = [
    // a browser without a display has no push service
    /push service|Notification permission/i,
];

export function setting(name, fallback) {
    const value = process.env[name] ?? fallback;
    if (value === undefined) {
        throw new Error(`${name} is not set: tests/README.md says what this stage is told`);
    }
    return value;
}

function findBrowser() {
    if (process.env.PSMS_CHROMIUM) {
        return process.env.PSMS_CHROMIUM;
    }
    const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    for (const folder of process.env.PATH.split(path.delimiter)) {
        for (const name of names) {
            const candidate = path.join(folder, name);
            try {
                accessSync(candidate, constants.X_OK);
                return candidate;
            } catch {
                // the next one
            }
        }
    }
    throw new Error("no Chromium on PATH: install it (Debian: apt-get install chromium) or set PSMS_CHROMIUM");
}

export async function launch() {
    return chromium.launch({
        executablePath: findBrowser(),
        // root may not use the sandbox; the other flags keep the browser from calling home
        args: [
            "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--no-first-run", "--disable-dev-shm-usage",
        ],
    });
}

export class Visitor {
    /** A signed-in demo user with a page of their own. */
    static async signIn(browser, login, options = {}) {
        const { viewport = DESK, language = "en_US" } = options;
        const context = await browser.newContext({
            viewport,
            locale: language.replace("_", "-"),
            timezoneId: "Asia/Shanghai",
            isMobile: viewport === PHONE,
            hasTouch: viewport === PHONE,
        });
        const page = await context.newPage();
        page.setDefaultTimeout(PATIENCE);
        const visitor = new Visitor(login, page);
        await visitor.enter();
        if (options.language) {
            await visitor.speak(language);
        }
        return visitor;
    }

    constructor(login, page) {
        this.login = login;
        this.page = page;
        this.errors = [];
        page.on("pageerror", (error) => this.note(`page error: ${error.stack || error.message}`));
        page.on("console", (message) => {
            if (message.type() === "error") {
                this.note(`console: ${message.text()} (${message.location().url})`);
            }
        });
        this.asked = new Set();
        page.on("request", (request) => ["xhr", "fetch"].includes(request.resourceType()) && this.asked.add(request));
        for (const end of ["requestfinished", "requestfailed"]) {
            page.on(end, (request) => this.asked.delete(request));
        }
        page.on("framenavigated", (frame) => frame === page.mainFrame() && this.asked.clear());
        page.on("response", (response) => {
            if (response.status() >= 500) {
                this.note(`HTTP ${response.status()} ${response.url()}`);
            }
        });
    }

    note(line) {
        if (!HARMLESS.some((pattern) => pattern.test(line))) {
            this.errors.push(`${this.login}: ${line}`);
        }
    }

    /** Call a method of a model as this user, through the web client's own route. */
    async call(model, method, args = [], kwargs = {}) {
        const answer = await this.page.evaluate(async (params) => {
            const response = await fetch(`/web/dataset/call_kw/${params.model}/${params.method}`, {
                method: "POST",
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "call", params }),
            });
            return response.json();
        }, { model, method, args, kwargs });
        if (answer.error) {
            throw new Error(`${model}.${method}: ${answer.error.data?.message || answer.error.message}`);
        }
        return answer.result;
    }

    async enter() {
        await this.page.goto(`${URL_BASE}/web/login`);
        await this.page.fill("input[name=login]", this.login);
        await this.page.fill("input[name=password]", setting("PSMS_PASSWORD", "psms-demo"));
        await this.page.click("button[type=submit]");
        await this.page.waitForSelector(".o_web_client .o_main_navbar, .o_web_client .o_home_menu");
    }

    /** Change the user's language; a session keeps the one that it began with, so begin another. */
    async speak(language) {
        const [user] = await this.call("res.users", "search", [[["login", "=", this.login]]]);
        await this.call("res.users", "write", [[user], { lang: language }]);
        await this.settled();
        await this.page.context().clearCookies();
        await this.enter();
        await this.settled();
    }

    /** Everything that was asked of the server is answered and drawn. */
    async settled() {
        await this.page.waitForSelector(".o_action_manager > *, .o_home_menu");
        const end = Date.now() + PATIENCE;
        for (let quiet = 0; quiet < 4; ) {
            await this.page.waitForTimeout(100);
            const busy = this.asked.size || (await this.page.locator(".o_loading_indicator, .o_blockUI").count());
            quiet = busy ? 0 : quiet + 1;
            if (Date.now() > end) {
                throw new Error(`still waiting for ${[...this.asked].map((request) => request.url()).join(", ") || "the page"}`);
            }
        }
    }

    async open(address) {
        await this.page.goto(`${URL_BASE}${address}`);
        await this.settled();
    }

    /** Walk the menus as a person does: app, section, entry (XML ids). */
    async menu(app, ...entries) {
        await this.page.click(".o_navbar_apps_menu button, .o_menu_toggle");
        await this.page.click(`a[data-menu-xmlid="${app}"]`);
        await this.settled();
        for (const entry of entries) {
            await this.page.click(`.o_menu_sections [data-menu-xmlid="${entry}"], .o-dropdown--menu [data-menu-xmlid="${entry}"]`);
        }
        await this.settled();
    }

    async shot(name) {
        mkdirSync(ARTEFACTS, { recursive: true });
        await this.page.screenshot({ path: path.join(ARTEFACTS, `${name}.png`) });
    }

    /** Choose a record in a many2one field of the form or the line that is being edited. */
    async choose(field, text) {
        const input = this.page.locator(`.o_field_widget[name=${field}] input`).last();
        await input.fill(text);
        await this.page.locator(".o-autocomplete--dropdown-item", { hasText: text }).first().click();
    }

    async close() {
        await this.page.context().close();
    }
}
