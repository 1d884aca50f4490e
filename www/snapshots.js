/*
 * Pictures that do not move by themselves: each is asked for again and again,
 * the one that is due longest first, over two connections for all of them.
 *
 * SPDX-License-Identifier: MIT
 */

import { ask } from "./server.js";
import { retryAfterMs } from "./stream.js";

const LANES = 2;
const ANSWER_WITHIN_MS = 5000;
/* After an answer that did not come. */
const AFTER_FAILURE_MS = 2000;

/* Everyone who polls now. */
const pollers = new Set();
let busyLanes = 0;
let timer = 0;

/* Let whoever is due have the free lanes. */
function serve() {
	const waiting = [...pollers].filter((poller) => !poller.isAsking)
		.sort((one, other) => one.dueMs - other.dueMs);

	clearTimeout(timer);
	for (const poller of waiting) {
		const waitMs = poller.dueMs - performance.now();
		if (busyLanes === LANES)
			return;
		if (waitMs > 0) {
			timer = setTimeout(serve, waitMs);
			return;
		}
		busyLanes++;
		poller.askOnce().finally(() => {
			busyLanes--;
			serve();
		});
	}
}

export class SnapshotPoller {
	#path;
	#everyMs;
	#onFrame;
	#onRefused;
	#end = new AbortController();
	#tag = "";

	dueMs = 0;
	isAsking = false;

	/* Calls back as Stream does, at most once in `everyMs`. */
	constructor(name, everyMs, onFrame, onRefused) {
		this.#path = `snapshot/${encodeURIComponent(name)}`;
		this.#everyMs = everyMs;
		this.#onFrame = onFrame;
		this.#onRefused = onRefused;
		pollers.add(this);
		serve();
	}

	/* No frame comes after this. */
	stop() {
		pollers.delete(this);
		this.#end.abort();
	}

	/* Never throws; sees to `dueMs`. */
	async askOnce() {
		const abort = new AbortController();
		const stop = () => abort.abort();
		const timeout = setTimeout(stop, ANSWER_WITHIN_MS);

		this.isAsking = true;
		this.#end.signal.addEventListener("abort", stop, { once: true });
		this.dueMs = performance.now() + this.#everyMs;
		try {
			await this.#take(await ask(this.#path, {
				signal: abort.signal,
				headers: this.#tag ? { "If-None-Match": this.#tag } : {},
			}));
		} catch {
			/* The way is broken; /streams tells what is wrong. */
			this.dueMs = performance.now() + AFTER_FAILURE_MS;
		}
		clearTimeout(timeout);
		this.#end.signal.removeEventListener("abort", stop);
		this.isAsking = false;
	}

	async #take(answer) {
		if (answer.status === 304)
			return;
		if (!answer.ok) {
			const retryMs = retryAfterMs(answer) || AFTER_FAILURE_MS;
			this.dueMs = performance.now() + retryMs;
			this.#onRefused(answer.status, retryMs);
			return;
		}
		const bytes = new Uint8Array(await answer.arrayBuffer());
		if (this.#end.signal.aborted)
			return;
		this.#tag = answer.headers.get("ETag") ?? "";
		this.#onFrame({
			bytes,
			mediaType: answer.headers.get("Content-Type"),
			captured: Number(answer.headers.get("X-Timestamp")),
			serial: Number(answer.headers.get("X-Frame-Serial")),
		});
	}
}
