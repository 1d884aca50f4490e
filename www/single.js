/*
 * One camera, large: its picture, what is known of it, and what can be done
 * with it.
 *
 * SPDX-License-Identifier: MIT
 */

import { recall, remember } from "./memory.js";
import { Overlay } from "./overlay.js";
import { moving, NOTHING, Picture } from "./picture.js";
import { saveFrame } from "./save.js";
import { situation } from "./situation.js";
import { ageText, language, number, sizeText, words, write } from "./words.js";

const RATES_FPS = ["auto", 0, 15, 5, 1];
const NOTE_MS = 6000;

const byId = (id) => document.getElementById(id);

export class Single {
	#streams;
	#canvas = byId("canvas");
	#overlay = new Overlay(byId("boxes"), byId("telemetry"));
	#picture = null;
	#isPaused = false;
	#isShown = false;
	#noteTimer = 0;
	#turns = 0;

	/* The camera that is shown; "" for none. */
	name = "";
	state = "connecting";

	constructor(streams) {
		this.#streams = streams;
		for (const id of ["pause", "snapshot", "turn", "overlay", "full"])
			byId(id).addEventListener("click", () => this[id]());
		byId("rate").addEventListener("change", () => this.#take());
		this.speak();
	}

	/* Show this camera; "" for none. */
	show(name) {
		if (name !== this.name)
			this.#change(name);
		this.#isShown = name !== "";
		byId("single").hidden = !this.#isShown;
		this.#take();
	}

	/* The tab is hidden: cost nothing until show() is called again. */
	rest() {
		this.#isShown = false;
		this.#take();
	}

	/* /streams told something new. */
	learn() {
		this.#take();
	}

	reconnect() {
		this.#picture?.reconnect();
	}

	/* ------------------------------------------------- what to take ---- */

	#change(name) {
		this.#picture?.clear();
		this.name = name;
		this.#isPaused = false;
		this.#picture = name === "" ? null
			: new Picture(this.#canvas, name, () => this.#renderPicture());
		this.#setTurns(Number(recall(`turns.${name}`)) || 0);
		write(byId("note"), "");
	}

	#take() {
		const listed = this.#streams.find(this.name);
		const isOfUse = this.#isShown && !this.#isPaused
			&& (this.#streams.trouble !== "" || (listed
				&& !["gone", "empty"].includes(listed.state)));

		this.#picture?.take(isOfUse ? this.#chosenRate() : NOTHING);
		this.#overlay.follow(this.#isShown && this.#wantsOverlay()
			? this.#told() : []);
	}

	/* The slots that tell something of this camera. */
	#told() {
		return ["objects", "telemetry"].map((kind) => `${this.name}.${kind}`)
			.filter((slot) => this.#streams.has(slot));
	}

	#chosenRate() {
		const { value } = byId("rate");
		return value === "auto" ? moving(0, true) : moving(Number(value), false);
	}

	#wantsOverlay() {
		return recall("overlay") !== "off";
	}

	/* ------------------------------------------------- what is done ---- */

	pause() {
		this.#isPaused = !this.#isPaused;
		this.#take();
		this.render();
	}

	snapshot() {
		const frame = this.#picture?.frame;

		this.#note(frame ? words.saved(saveFrame(this.name, frame))
			: words.notSaved);
	}

	turn() {
		this.#setTurns((this.#turns + 1) % 4);
		remember(`turns.${this.name}`, this.#turns);
	}

	overlay() {
		remember("overlay", this.#wantsOverlay() ? "off" : "on");
		this.#take();
		this.render();
	}

	full() {
		if (document.fullscreenElement)
			document.exitFullscreen();
		else
			byId("stage").requestFullscreen?.().catch(() => {});
	}

	#setTurns(turns) {
		this.#turns = turns;
		this.#picture?.turn(turns);
		this.#overlay.turn(turns);
	}

	#note(text) {
		clearTimeout(this.#noteTimer);
		write(byId("note"), text);
		this.#noteTimer = setTimeout(() => write(byId("note"), ""), NOTE_MS);
	}

	/* ------------------------------------------------- what is seen ---- */

	/* A frame was painted. */
	#renderPicture() {
		const { width, height } = this.#picture.frame ?? {};

		if (width)
			byId("frame").style.setProperty("--aspect", this.#turns % 2
				? height / width : width / height);
		if (this.state !== "live")
			this.render();
	}

	render() {
		const listed = this.#streams.find(this.name);

		if (!this.#picture)
			return;
		this.state = this.#isPaused && this.#picture.frame ? "paused"
			: situation(this.#streams.trouble, listed, this.#picture);
		byId("single").dataset.state = this.state;
		this.#renderWords();
		this.#renderFacts(listed);
		this.#renderControls();
		this.#overlay.render();
	}

	#renderWords() {
		const { word, title, detail } = words.states[this.state];
		const { frame, refusal } = this.#picture;
		const what = this.state === "paused" ? words.pausedAt(
			new Date(1000 * frame.captured).toLocaleTimeString(language))
			: title ?? "";
		let next = detail ?? "";

		if (refusal && this.state === "full") {
			const seconds = Math.ceil((refusal.untilMs - performance.now()) / 1000);
			next += ` ${words.retryIn(Math.max(seconds, 1))}`;
		}
		write(byId("name"), this.name);
		write(byId("state"), word);
		byId("message").hidden = !what;
		write(byId("title"), what);
		write(byId("detail"), next);
		this.#canvas.setAttribute("aria-label",
			words.pictureOf(this.name, word));
	}

	#renderFacts(listed) {
		const { ageMs, fps, frame, reducedToFps } = this.#picture;
		const isMoving = ["live", "late"].includes(this.state);
		const reduced = reducedToFps && isMoving ? words.reduced(reducedToFps)
			: "";

		write(byId("age"), frame && this.state !== "no-signal"
			? ageText(ageMs) : "–");
		write(byId("received"), isMoving && fps
			? words.perSecond(number(fps, fps < 10 ? 1 : 0)) : "–");
		write(byId("size"), frame ? sizeText(frame) : "–");
		write(byId("watching"), listed ? number(listed.viewers) : "–");
		write(byId("slow"), reduced);
	}

	#renderControls() {
		const has = Boolean(this.#picture.frame);
		const pause = byId("pause");
		const use = pause.querySelector("use");
		const word = this.#isPaused ? words.resume : words.pause;
		const icon = `icons.svg#${this.#isPaused ? "play" : "pause"}`;

		byId("snapshot").disabled = !has;
		pause.disabled = !has;
		pause.title = word;
		pause.setAttribute("aria-label", word);
		/* To write it anew is to ask the server anew. */
		if (use.getAttribute("href") !== icon)
			use.setAttribute("href", icon);
		byId("overlay").hidden = this.#told().length === 0;
		byId("overlay").setAttribute("aria-pressed", this.#wantsOverlay());
	}

	/* Fill in what depends on the language. */
	speak() {
		const rate = byId("rate");
		const chosen = rate.value || "auto";
		const text = { auto: words.rateAuto, 0: words.rateAll };

		rate.replaceChildren(...RATES_FPS.map((fps) =>
			new Option(text[fps] ?? words.perSecond(fps), fps)));
		rate.value = chosen;
	}
}
