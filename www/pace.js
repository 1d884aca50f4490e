/*
 * How many frames a second a link can carry in time.
 *
 * A frame's age when it is shown is the way's own delay and what queued up in
 * front of it. The first is the smallest age of the last minute; where the
 * rest stays large, fewer frames are asked for, and more again when the link
 * has been quick for a while. A step up that fails doubles that while.
 *
 * SPDX-License-Identifier: MIT
 */

const STEPS_FPS = [30, 15, 8, 4, 2, 1];
/* What is waited for may be shown later than this after it was taken... */
const LATE_MS = 500;
/* ...for so long, before fewer frames are asked for. */
const LATE_FOR_MS = 2000;
const IN_TIME_MS = 250;
const IN_TIME_FOR_MS = 10000;
const IN_TIME_FOR_MAX_MS = 160000;
const FLOOR_MS = 30000;

export class Pace {
	/* Frames a second to ask for; 0 is all there are. */
	fps = 0;

	#floors = [Infinity, Infinity];
	#floorSinceMs = -Infinity;
	#lateSinceMs = null;
	#inTimeSinceMs = null;
	#inTimeForMs = IN_TIME_FOR_MS;
	#steppedUpMs = -Infinity;

	/*
	 * A frame of age `ageMs` is shown at `nowMs`, one of `seenFps` a second.
	 * Returns whether `fps` has changed.
	 */
	shown(ageMs, seenFps, nowMs) {
		const lateMs = ageMs - this.#floor(ageMs, nowMs);

		this.#lateSinceMs = lateMs > LATE_MS
			? this.#lateSinceMs ?? nowMs : null;
		this.#inTimeSinceMs = lateMs < IN_TIME_MS
			? this.#inTimeSinceMs ?? nowMs : null;
		if (this.#lateSinceMs !== null
			&& nowMs - this.#lateSinceMs >= LATE_FOR_MS)
			return this.#stepDown(seenFps, nowMs);
		if (this.fps && this.#inTimeSinceMs !== null
			&& nowMs - this.#inTimeSinceMs >= this.#inTimeForMs)
			return this.#stepUp(nowMs);
		return false;
	}

	/* The smallest age of the last one or two times FLOOR_MS. */
	#floor(ageMs, nowMs) {
		if (nowMs - this.#floorSinceMs > FLOOR_MS) {
			this.#floors = [this.#floors[1], Infinity];
			this.#floorSinceMs = nowMs;
		}
		this.#floors[1] = Math.min(this.#floors[1], ageMs);
		return Math.min(...this.#floors);
	}

	#stepDown(seenFps, nowMs) {
		const before = this.fps;

		if (nowMs - this.#steppedUpMs < this.#inTimeForMs)
			this.#inTimeForMs = Math.min(2 * this.#inTimeForMs,
				IN_TIME_FOR_MAX_MS);
		this.fps = STEPS_FPS.find((fps) => fps < 0.8 * seenFps
			&& (!before || fps < before)) ?? STEPS_FPS.at(-1);
		this.#lateSinceMs = nowMs;
		return this.fps !== before;
	}

	#stepUp(nowMs) {
		this.fps = STEPS_FPS[STEPS_FPS.indexOf(this.fps) - 1] ?? 0;
		this.#steppedUpMs = this.#inTimeSinceMs = nowMs;
		return true;
	}
}
