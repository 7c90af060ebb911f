import { ConnectionLostError } from "@web/core/network/rpc";
import { browser } from "@web/core/browser/browser";
import { uuid } from "@web/core/utils/strings";

const RETRY_DELAYS = [500, 1500, 4000];

/**
 * Sends the steps of scanning one after the other, each with a key of its own. A step that got no
 * answer is sent again with the same key, so it is done once, whether or not the first try arrived.
 */
export class ScanSender {
    /**
     * @param {object} orm
     * @param {{ onWaiting: (waiting: boolean) => void }} hooks
     */
    constructor(orm, { onWaiting }) {
        this.orm = orm;
        this.onWaiting = onWaiting;
        this.queue = Promise.resolve();
    }

    /**
     * @param {number} pickingId
     * @param {() => object} makePayload called when the step's turn comes, with the answers before it known
     * @returns {Promise<object>} the answer of the server
     */
    send(pickingId, makePayload) {
        const result = this.queue.then(() => this.sendNow(pickingId, makePayload()));
        // A failed step must not block the ones after it.
        this.queue = result.catch(() => {});
        return result;
    }

    async sendNow(pickingId, payload) {
        const body = { ...payload, key: `${uuid()}${uuid()}` };
        for (const delay of [...RETRY_DELAYS, null]) {
            try {
                const answer = await this.orm.silent.call("stock.picking", "psms_scan", [[pickingId], body]);
                this.onWaiting(false);
                return answer;
            } catch (error) {
                if (!(error instanceof ConnectionLostError) || delay === null) {
                    this.onWaiting(false);
                    throw error;
                }
                this.onWaiting(true);
                await new Promise((resolve) => browser.setTimeout(resolve, delay));
            }
        }
    }
}
