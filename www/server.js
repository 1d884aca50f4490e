/*
 * Asking the web server: addresses, answers, and its clock.
 *
 * SPDX-License-Identifier: MIT
 */

const CLOCK_SAMPLES = 30;
const CLOCK_DRIFT_MS = 20;

/* Relative, so that the page works below any path; and without the name and
 * password of http://name:password@host/, with which nothing may be fetched. */
export function address(path) {
	return new URL(path, location.origin + location.pathname).href;
}

/* fetch(), and never an old answer. */
export function ask(path, options) {
	return fetch(address(path), { cache: "no-store", ...options });
}

/* Whether requests share one connection; over HTTP/1.1 a browser opens only
 * six to a host, and each moving picture occupies one. */
export function sharesConnection() {
	const [navigation] = performance.getEntriesByType("navigation");
	return ["h2", "h3"].includes(navigation?.nextHopProtocol);
}

/*
 * The server's clock as seen from here. Frames carry the time of their capture
 * by that clock, and the clock of a telephone may be minutes off.
 *
 * An answer that took 40 ms tells the time to within 20 ms, so the quickest
 * one of late is believed; one that contradicts it (a clock was set, or a
 * laptop slept) makes it forgotten.
 */
export class ServerClock {
	#samples = [];
	#best = { aheadMs: Date.now() - performance.now(), errorMs: Infinity };

	learn(serverSeconds, askedMs, answeredMs) {
		const sample = {
			aheadMs: 1000 * serverSeconds - (askedMs + answeredMs) / 2,
			errorMs: (answeredMs - askedMs) / 2,
		};
		const agrees = (other) => Math.abs(other.aheadMs - sample.aheadMs)
			<= other.errorMs + sample.errorMs + CLOCK_DRIFT_MS;

		this.#samples = this.#samples.filter(agrees).slice(1 - CLOCK_SAMPLES);
		this.#samples.push(sample);
		this.#best = this.#samples.reduce((best, other) =>
			other.errorMs < best.errorMs ? other : best);
	}

	/* How long ago the server's clock showed `seconds` since 1970. */
	ageMs(seconds) {
		return performance.now() + this.#best.aheadMs - 1000 * seconds;
	}
}

export const serverClock = new ServerClock();
