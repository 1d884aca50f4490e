/*
 * One stream on one canvas: where its frames come from, the newest of them
 * painted, and what is known of it.
 *
 * A frame that arrives while another one is decoded waits; the next one takes
 * its place. So a slow machine shows fewer frames, not older ones.
 *
 * SPDX-License-Identifier: MIT
 */

import { Pace } from "./pace.js";
import { serverClock } from "./server.js";
import { SnapshotPoller } from "./snapshots.js";
import { hopeForStreams, Stream, streamsAreReadable } from "./stream.js";

/* Over so many frames the rate is measured. */
const RATE_FRAMES = 30;
const RATE_OVER_MS = 3000;

/* Where the frames come from. `fps` of 0 is all of them; what adapts takes
 * fewer where the link is slow. */
export const NOTHING = { from: "nothing" };
export const moving = (fps, adapts) => ({ from: "stream", fps, adapts });
export const polled = (everyMs) => ({ from: "snapshots", everyMs });

export class Picture {
	#canvas;
	#name;
	#onChange;
	#pace = new Pace();
	#wanted = NOTHING;
	#source = null;
	#sourceKey = "";
	#next = null;
	#isPainting = false;
	#paintedMs = [];
	#clears = 0;

	/* The frame that is on the canvas, or null. */
	frame = null;
	/* Why the server gave none: { status, untilMs }, or null. */
	refusal = null;
	/* Whether it was asked for frames and gave none yet. */
	isAwaiting = false;
	/* Clockwise, in steps of 90 degrees. */
	#turns = 0;

	/* `onChange()` is called for each frame painted and each refusal. */
	constructor(canvas, name, onChange) {
		this.#canvas = canvas;
		this.#name = name;
		this.#onChange = onChange;
	}

	/* Take the frames from `wanted`, unless they come from there already. */
	take(wanted) {
		this.#wanted = wanted;
		this.#connect();
	}

	/* Take nothing any more, and forget what is on the canvas. */
	clear() {
		this.take(NOTHING);
		this.#clears++;
		this.#next = this.frame = null;
		this.#resize(0, 0);
	}

	/* Show it turned by so many steps of 90 degrees, clockwise. */
	turn(turns) {
		this.#turns = turns;
		if (this.frame)
			this.#arrived(this.frame);
	}

	/* The way to the server was broken: do not wait for the next attempt. */
	reconnect() {
		hopeForStreams();
		this.#sourceKey = "";
		this.isAwaiting = true;
		this.#connect();
	}

	/* Milliseconds since the frame on the canvas was captured. */
	get ageMs() {
		return this.frame ? serverClock.ageMs(this.frame.captured) : Infinity;
	}

	/* Frames painted a second. */
	get fps() {
		const recent = this.#paintedMs.filter((ms) =>
			ms > performance.now() - RATE_OVER_MS);
		return recent.length < 2 ? 0
			: 1000 * (recent.length - 1) / (recent.at(-1) - recent[0]);
	}

	/* What the link's slowness leaves; 0 is everything that is wanted. */
	get reducedToFps() {
		return this.#wanted.adapts ? this.#pace.fps : 0;
	}

	get isMoving() {
		return this.#source instanceof Stream && this.frame !== null;
	}

	/* ------------------------------------------------- its source ---- */

	#connect() {
		const source = this.#chooseSource();
		const key = JSON.stringify(source);

		if (key === this.#sourceKey)
			return;
		this.isAwaiting ||= this.#source === null;
		this.#source?.stop();
		this.#source = null;
		this.#sourceKey = key;
		this.refusal = null;
		this.#paintedMs = [];
		const onFrame = (frame) => this.#arrived(frame);
		const onRefused = (...why) => this.#refused(...why);
		if (source.from === "stream")
			this.#source = new Stream(this.#name, source.fps, onFrame,
				onRefused);
		else if (source.from === "snapshots")
			this.#source = new SnapshotPoller(this.#name, source.everyMs,
				onFrame, onRefused);
	}

	#chooseSource() {
		if (this.#wanted.from !== "stream")
			return this.#wanted;
		if (!streamsAreReadable())
			return polled(100);
		const limits = [this.#wanted.fps, this.reducedToFps].filter(Boolean);
		return moving(limits.length ? Math.min(...limits) : 0);
	}

	#refused(status, retryMs) {
		this.refusal = { status, untilMs: performance.now() + retryMs };
		this.#onChange();
	}

	/* ------------------------------------------------- the canvas ---- */

	async #arrived(frame) {
		this.refusal = null;
		this.#next = frame;
		if (this.#isPainting)
			return;
		this.#isPainting = true;
		while (this.#next) {
			const newest = this.#next;
			this.#next = null;
			await this.#paint(newest);
		}
		this.#isPainting = false;
	}

	async #paint(frame) {
		const blob = new Blob([frame.bytes], { type: frame.mediaType });
		const clears = this.#clears;
		let bitmap;

		try {
			bitmap = await createImageBitmap(blob);
		} catch {
			return;  /* a damaged frame; the next one comes */
		}
		if (clears === this.#clears) {
			this.#draw(bitmap);
			this.#painted(frame, bitmap);
		}
		bitmap.close();
	}

	/* As sharp as the screen shows it, and no larger. */
	#draw(bitmap) {
		const canvas = this.#canvas;
		const isUpright = this.#turns % 2 === 0;
		const width = isUpright ? bitmap.width : bitmap.height;
		const height = isUpright ? bitmap.height : bitmap.width;
		const shown = canvas.clientWidth * devicePixelRatio / width || 1;
		const scale = Math.min(1, shown);
		const context = canvas.getContext("2d", { alpha: false });

		this.#resize(Math.round(width * scale), Math.round(height * scale));
		context.imageSmoothingQuality = "medium";
		context.setTransform(1, 0, 0, 1, canvas.width / 2, canvas.height / 2);
		context.rotate(this.#turns * Math.PI / 2);
		context.scale(scale, scale);
		context.drawImage(bitmap, -bitmap.width / 2, -bitmap.height / 2);
	}

	#resize(width, height) {
		if (this.#canvas.width !== width || this.#canvas.height !== height)
			Object.assign(this.#canvas, { width, height });
	}

	#painted(frame, bitmap) {
		const { width, height } = bitmap;
		const nowMs = performance.now();
		/* A silent camera's last one comes again and again, and late. */
		const isNew = frame.captured !== this.frame?.captured;

		this.frame = { ...frame, width, height };
		this.isAwaiting = false;
		if (isNew)
			this.#count(nowMs);
		this.#onChange();
	}

	#count(nowMs) {
		this.#paintedMs.push(nowMs);
		if (this.#paintedMs.length > RATE_FRAMES)
			this.#paintedMs.shift();
		if (this.#source instanceof Stream
			&& this.#pace.shown(this.ageMs, this.fps, nowMs))
			this.#connect();
	}
}
