/*
 * What other programs tell of a camera, over its picture: boxes with labels
 * from the slot NAME.objects, a line of telemetry from NAME.telemetry. Both are
 * described in docs/events.md.
 *
 * The texts come from strangers, so they are text nodes and nothing else.
 *
 * SPDX-License-Identifier: MIT
 */

import { Values } from "./events.js";
import { serverClock } from "./server.js";
import { ageText, number, words } from "./words.js";

/* Boxes without a successor for so long, or from so old a frame, would stand
 * where nothing is any more. */
const BOXES_LAST_MS = 1000;
const BOXES_OLD_MS = 2500;
const TELEMETRY_OLD_MS = 3000;
const OBJECTS_MAX = 200;
const ITEMS_MAX = 20;
const TEXT_MAX = 80;

const UNITS = new Map([
	["battery_percent", " %"], ["battery_v", " V"], ["altitude_m", " m"],
	["speed_mps", " m/s"], ["heading_deg", "°"], ["signal_percent", " %"],
]);

/* [left, top, width, height] in shares of the picture, turned clockwise. */
export function placeBox([x, y, width, height], picture, turns) {
	let place = [x / picture.width, y / picture.height,
		width / picture.width, height / picture.height];

	for (let turn = 0; turn < turns; turn++)
		place = [1 - place[1] - place[3], place[0], place[3], place[2]];
	return place;
}

function shorten(text) {
	return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
}

function boxElement({ label, score, track, box, color }, picture, turns) {
	const place = placeBox(box, picture, turns);
	const element = document.createElement("div");
	const caption = document.createElement("span");
	const sides = ["left", "top", "width", "height"];

	if (!place.every(Number.isFinite))
		return null;
	sides.forEach((side, at) => {
		element.style[side] = `${100 * place[at]}%`;
	});
	if (/^#[0-9a-f]{6}$/i.test(color))
		element.style.setProperty("--box", color);
	caption.textContent = [shorten(String(label ?? "")),
		typeof score === "number" ? `${Math.round(100 * score)} %` : "",
		track === undefined ? "" : `#${shorten(String(track))}`].join(" ").trim();
	element.classList.toggle("at-top", place[1] < 0.06);
	element.append(caption);
	return element;
}

function valueText(name, value) {
	if (typeof value === "number")
		return number(value) + (UNITS.get(name) ?? "");
	if (typeof value === "boolean")
		return words.telemetry[value ? "yes" : "no"];
	return shorten(typeof value === "string" ? value : JSON.stringify(value));
}

/* Pairs of a name and a text; both parts of the position in one. */
function telemetryItems({ latitude_deg, longitude_deg, ...others }) {
	const known = Object.keys(words.telemetry);
	const names = [...known.filter((name) => Object.hasOwn(others, name)),
		...Object.keys(others).filter((name) => !known.includes(name))];
	const items = names.slice(0, ITEMS_MAX).map((name) =>
		[known.includes(name) ? words.telemetry[name] : shorten(name),
			valueText(name, others[name])]);

	if (Number.isFinite(latitude_deg) && Number.isFinite(longitude_deg))
		items.push([words.telemetry.position,
			`${number(latitude_deg, 5)}, ${number(longitude_deg, 5)}`]);
	return items;
}

function itemElement([name, text]) {
	const element = document.createElement("span");
	const label = document.createElement("span");

	label.className = "quiet";
	label.textContent = name;
	element.append(label, ` ${text}`);
	return element;
}

export class Overlay {
	#boxes;
	#line;
	#turns = 0;
	#sources = new Map();
	#values = new Map();

	/* Boxes go into the first element, the line into the second. */
	constructor(boxes, line) {
		this.#boxes = boxes;
		this.#line = line;
	}

	/* Take values from these slots, and from no other. */
	follow(slots) {
		for (const [slot, source] of this.#sources) {
			if (slots.includes(slot))
				continue;
			source.close();
			this.#sources.delete(slot);
			this.#values.delete(slot);
		}
		for (const slot of slots)
			if (!this.#sources.has(slot))
				this.#sources.set(slot, new Values(slot, (told) => {
					this.#values.set(slot,
						{ ...told, arrivedMs: performance.now() });
					this.render();
				}));
		this.render();
	}

	turn(turns) {
		this.#turns = turns;
		this.render();
	}

	/* Also called while nothing comes: what is old has to go. */
	render() {
		this.#renderBoxes(this.#newest("objects"));
		this.#renderLine(this.#newest("telemetry"));
	}

	#newest(kind) {
		return [...this.#values.values()].find(({ slot }) =>
			slot.endsWith(`.${kind}`));
	}

	#renderBoxes(told) {
		/* When the picture was captured, or else when the boxes were told. */
		const captured = told?.value?.captured ?? told?.captured;
		const isFresh = told
			&& performance.now() - told.arrivedMs < BOXES_LAST_MS
			&& serverClock.ageMs(captured) < BOXES_OLD_MS;
		const objects = isFresh && Array.isArray(told.value?.objects)
			? told.value.objects.slice(0, OBJECTS_MAX) : [];

		this.#boxes.replaceChildren(...objects
			.filter((object) => Array.isArray(object?.box))
			.map((object) => boxElement(object, told.value, this.#turns))
			.filter(Boolean));
	}

	#renderLine(told) {
		const isThere = typeof told?.value === "object" && told.value !== null;

		this.#line.hidden = !isThere;
		if (!isThere)
			return;
		const ageMs = serverClock.ageMs(told.captured);
		const items = telemetryItems(told.value);
		if (ageMs > TELEMETRY_OLD_MS)
			items.unshift(["", words.telemetryOld(ageText(ageMs))]);
		this.#line.classList.toggle("old", ageMs > TELEMETRY_OLD_MS);
		this.#line.replaceChildren(...items.map(itemElement));
	}
}
