/*
 * One camera of the fleet: its picture, its name, and how it is.
 *
 * SPDX-License-Identifier: MIT
 */

import { moving, NOTHING, Picture, polled } from "./picture.js";
import { isFresh, situation } from "./situation.js";
import { ageText, number, sizeText, words, write } from "./words.js";

const template = document.getElementById("tile");

/* States in which asking for pictures is of no use. */
const HAS_NONE = ["gone", "empty"];
/* A snapshot of these would be waited for in vain. */
const HAS_NO_SNAPSHOT = ["no-signal", "stale"];

function factsText(listed, picture, state) {
	const facts = [];

	if (["live", "late", "stale"].includes(state))
		facts.push(ageText(picture.ageMs));
	if (state === "live" && listed.fps)
		facts.push(words.perSecond(number(listed.fps)));
	if (listed.width > 0)
		facts.push(sizeText(listed));
	facts.push(words.viewers(listed.viewers));
	return facts.join(" · ");
}

export class Tile {
	#listed;
	#link;
	#canvas;
	#message;

	/* Whether it can be seen; fleet.js watches that. */
	isInSight = false;

	constructor(listed) {
		this.element = template.content.firstElementChild.cloneNode(true);
		this.#link = this.element.querySelector("a");
		this.#canvas = this.element.querySelector("canvas");
		this.#message = this.element.querySelector(".message");
		this.#link.href = `#${listed.name}`;
		write(this.element.querySelector(".name"), listed.name);
		this.#listed = listed;
		this.picture = new Picture(this.#canvas, listed.name, () => {});
	}

	get name() {
		return this.#listed.name;
	}

	focus() {
		this.#link.focus();
	}

	/* Whether a moving picture would show more than words. */
	get wantsToMove() {
		return this.isInSight && !HAS_NONE.includes(this.#listed.state);
	}

	/* Whether there is motion to be seen. */
	get hasMotion() {
		return !HAS_NO_SNAPSHOT.includes(this.#listed.state);
	}

	/* Out of sight nothing is known but what /streams tells. */
	get isLive() {
		return this.isInSight ? this.element.dataset.state === "live"
			: this.#listed.state === "live";
	}

	/* Take what /streams tells now. */
	learn(listed) {
		this.#listed = listed;
	}

	/* Move, as one of several, at `fps` (0: all) frames a second. */
	move(fps) {
		this.picture.take(moving(fps, true));
	}

	/* Do with snapshots, or with nothing where nobody would see them. */
	stand(everyMs) {
		this.picture.take(this.wantsToMove && this.hasMotion
			? polled(everyMs) : NOTHING);
	}

	render(trouble) {
		const listed = this.#listed;
		const state = situation(trouble, listed, this.picture);
		const { word, title, detail } = words.states[state];

		this.element.dataset.state = state;
		this.element.classList.toggle("fresh", isFresh(this.picture));
		write(this.element.querySelector(".state"), word);
		write(this.element.querySelector(".facts"),
			factsText(listed, this.picture, state));
		this.#message.hidden = !title;
		write(this.#message.firstElementChild, title ?? "");
		write(this.#message.lastElementChild, detail ?? "");
		this.#canvas.setAttribute("aria-label",
			words.pictureOf(listed.name, word));
	}

	remove() {
		this.picture.clear();
		this.element.remove();
	}
}
