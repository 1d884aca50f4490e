/*
 * One /video answer, followed for as long as it is wanted: frames come out, and
 * when it ends, falls silent or is refused it is asked for again.
 *
 * SPDX-License-Identifier: MIT
 */

import { MultipartReader } from "./multipart.js";
import { ask } from "./server.js";

const FIRST_BACKOFF_MS = 1000;
const LAST_BACKOFF_MS = 10000;
const LONGEST_RETRY_S = 60;
/* fcgi-stream repeats even a silent camera's last frame every 5 s: what brings
 * nothing for longer is a connection that nobody has ended. */
const SILENCE_MS = 8000;

/* When to come again after a refusal, in milliseconds; 0 when it is not said.
 * Whoever asks without a password makes the browser open its dialog. */
export function retryAfterMs(answer) {
	const seconds = answer.status === 401 ? LONGEST_RETRY_S
		: Number(answer.headers.get("Retry-After"));
	return seconds > 0 ? 1000 * Math.min(seconds, LONGEST_RETRY_S) : 0;
}

/* A browser that lets no script read an answer without an end, a proxy that
 * keeps it back: after so many streams that were not refused and brought no
 * frame, with none that did, there are none to be had here. */
const FRUITLESS_MAX = 2;
let fruitless = 0;
let hasEverRead = false;

/* Whether streams can be read here; else there are snapshots. */
export function streamsAreReadable() {
	return hasEverRead || fruitless < FRUITLESS_MAX;
}

/* What was in the way may be gone. */
export function hopeForStreams() {
	fruitless = 0;
}

export class Stream {
	#path;
	#onFrame;
	#onRefused;
	#end = new AbortController();
	#connection = null;
	#backoffMs = FIRST_BACKOFF_MS;

	/*
	 * `onFrame({ bytes, mediaType, captured, serial })` for each frame;
	 * `onRefused(status, retryMs)` when the server gives none.
	 */
	constructor(name, fps, onFrame, onRefused) {
		const limit = fps ? `&fps=${fps}` : "";
		/* As multipart/x-mixed-replace, Safari would not give a byte. */
		this.#path = `video/${encodeURIComponent(name)}?raw=1${limit}`;
		this.#onFrame = onFrame;
		this.#onRefused = onRefused;
		this.#run();
	}

	/* No frame comes after this. */
	stop() {
		this.#end.abort();
		this.#connection?.abort();
	}

	async #run() {
		while (!this.#end.signal.aborted) {
			let pauseMs = this.#backoffMs;
			try {
				pauseMs = await this.#follow() || pauseMs;
			} catch {
				/* The way is broken; /streams tells what is wrong. */
			}
			this.#backoffMs = Math.min(2 * this.#backoffMs,
				LAST_BACKOFF_MS);
			await this.#pause(pauseMs);
		}
	}

	/* Returns the pause that the server asks for, or 0. */
	async #follow() {
		this.#connection = new AbortController();
		const { signal } = this.#connection;
		const silence = this.#watchSilence();
		let isGranted = false;
		try {
			const answer = await ask(this.#path, { signal });
			silence.heard();
			isGranted = answer.ok;
			if (isGranted)
				return await this.#read(answer, silence);
			const retryMs = retryAfterMs(answer);
			this.#onRefused(answer.status, retryMs || this.#backoffMs);
			return retryMs;
		} finally {
			silence.stop();
			if ((isGranted || signal.aborted) && !this.#end.signal.aborted)
				fruitless++;
			this.#connection.abort();
		}
	}

	async #read(answer, silence) {
		const parts = new MultipartReader((part) => this.#take(part));
		const reader = answer.body.getReader();

		for (;;) {
			const { done, value } = await reader.read();
			if (done || this.#end.signal.aborted)
				return 0;
			silence.heard();
			parts.push(value);
		}
	}

	#take({ fields, bytes }) {
		if (this.#end.signal.aborted)
			return;
		hasEverRead = true;
		this.#backoffMs = FIRST_BACKOFF_MS;
		this.#onFrame({
			bytes,
			mediaType: fields.get("content-type"),
			captured: Number(fields.get("x-timestamp")),
			serial: Number(fields.get("x-frame-serial")),
		});
	}

	#watchSilence() {
		const connection = this.#connection;
		let timer = 0;
		const stop = () => clearTimeout(timer);
		const heard = () => {
			stop();
			timer = setTimeout(() => connection.abort(), SILENCE_MS);
		};

		heard();
		return { heard, stop };
	}

	#pause(ms) {
		const { signal } = this.#end;

		return new Promise((resolve) => {
			const timer = setTimeout(resolve, ms);
			signal.addEventListener("abort", () => {
				clearTimeout(timer);
				resolve();
			}, { once: true });
		});
	}
}
