/*
 * The values of a JSON slot, as /events/NAME sends them.
 *
 * An EventSource comes back by itself after a broken connection, but not after
 * a refusal (the responder is away, or there is no such slot any more).
 *
 * SPDX-License-Identifier: MIT
 */

import { address } from "./server.js";

const AFTER_REFUSAL_MS = 3000;

export class Values {
	#url;
	#onValue;
	#source = null;
	#timer = 0;

	/* `onValue({ slot, serial, captured, value })` for each of them. */
	constructor(slot, onValue) {
		this.#url = address(`events/${encodeURIComponent(slot)}`);
		this.#onValue = onValue;
		this.#open();
	}

	/* No value comes after this. */
	close() {
		clearTimeout(this.#timer);
		this.#source.close();
	}

	#open() {
		this.#source = new EventSource(this.#url);
		this.#source.addEventListener("value", ({ data }) => {
			this.#onValue(JSON.parse(data));
		});
		this.#source.addEventListener("error", () => {
			if (this.#source.readyState !== EventSource.CLOSED)
				return;
			clearTimeout(this.#timer);
			this.#timer = setTimeout(() => this.#open(), AFTER_REFUSAL_MS);
		});
	}
}
