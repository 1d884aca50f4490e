/*
 * What /streams tells, asked once a second: every stream there is, or what is
 * wrong between here and fcgi-stream.
 *
 * SPDX-License-Identifier: MIT
 */

import { ask, serverClock } from "./server.js";

const ASK_EVERY_MS = 1000;
const ANSWER_WITHIN_MS = 4000;
/* Each time that the server wants a password the browser opens its dialog. */
const ASK_UNAUTHORIZED_EVERY_MS = 60000;
/* One that has gone is shown as gone for so long; then it is forgotten. */
const REMEMBER_GONE_MS = 60000;

const byName = new Intl.Collator("en", { numeric: true });

/* Whether the server refuses those who bring no password. Opens no dialog. */
async function wantsLogin() {
	try {
		const answer = await ask("streams", {
			credentials: "omit",
			signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
		});
		return answer.status === 401;
	} catch {
		return false;
	}
}

export class Streams {
	#onNews;
	#timer = 0;
	#isRunning = false;
	#isAsking = false;
	#slots = [];
	#seenMs = new Map();

	/* "", "connecting", "offline", "unreachable", "down", "unauthorized". */
	trouble = "connecting";
	/* Whether what is new is that a question got no answer in time. */
	hasTimedOut = false;
	/* The cameras, in the order of their names. */
	pictures = [];

	/* `onNews()` is called after each question. */
	constructor(onNews) {
		this.#onNews = onNews;
	}

	/* Ask now, and once a second from then on. */
	start() {
		this.#isRunning = true;
		this.#askNow();
	}

	stop() {
		this.#isRunning = false;
		clearTimeout(this.#timer);
	}

	find(name) {
		return this.pictures.find((listed) => listed.name === name);
	}

	/* Whether there is a slot, a camera's or another, of this name. */
	has(name) {
		return this.#slots.some((listed) => listed.name === name
			&& listed.state !== "gone");
	}

	async #askNow() {
		clearTimeout(this.#timer);
		if (this.#isAsking)
			return;
		this.#isAsking = true;
		await this.#askOnce();
		this.#isAsking = false;
		if (!this.#isRunning)
			return;
		this.#timer = setTimeout(() => this.#askNow(),
			this.trouble === "unauthorized" ? ASK_UNAUTHORIZED_EVERY_MS
				: ASK_EVERY_MS);
		this.#onNews();
	}

	async #askOnce() {
		const askedMs = performance.now();
		const timeout = AbortSignal.timeout(ANSWER_WITHIN_MS);
		let answer;

		try {
			answer = await ask("streams", { signal: timeout });
			const answeredMs = performance.now();
			if (!answer.ok)
				throw new Error(answer.statusText);
			this.#take(await answer.json(), askedMs, answeredMs);
			this.trouble = "";
		} catch {
			this.trouble = answer ? this.#refusal(answer)
				: await this.#silence(timeout);
		}
	}

	#refusal(answer) {
		return answer.status === 401 ? "unauthorized" : "down";
	}

	/* The error does not tell: WebKit calls a timeout AbortError. */
	async #silence(timeout) {
		if (!navigator.onLine)
			return "offline";
		if (!timeout.aborted)
			return "unreachable";
		this.trouble = "unreachable";
		this.hasTimedOut = true;
		this.#onNews();
		this.hasTimedOut = false;
		/* While the password dialog is open no answer arrives either. */
		return await wantsLogin() ? "unauthorized" : "unreachable";
	}

	#take({ streams, now }, askedMs, answeredMs) {
		const there = streams.filter((listed) => listed.camera);
		const isListed = ({ name }) => there.some((s) => s.name === name);
		const isRemembered = ({ name }) =>
			answeredMs - this.#seenMs.get(name) < REMEMBER_GONE_MS;
		const gone = this.pictures.filter((listed) => !isListed(listed))
			.filter(isRemembered)
			.map((listed) => ({ ...listed, state: "gone", viewers: 0 }));

		serverClock.learn(now, askedMs, answeredMs);
		this.#slots = streams;
		this.pictures = [...there, ...gone].sort((one, other) =>
			byName.compare(one.name, other.name));
		this.#seenMs = new Map(this.pictures.map(({ name, state }) => [name,
			state === "gone" ? this.#seenMs.get(name) ?? answeredMs
				: answeredMs]));
	}
}
