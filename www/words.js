/*
 * The language of the page: the one that was chosen here, else the browser's,
 * else English; and numbers as that language writes them.
 *
 * SPDX-License-Identifier: MIT
 */

import { recall, remember } from "./memory.js";

/* Only the one that is spoken is loaded. */
const files = { en: "./english.js", ko: "./korean.js" };

export let language;
export let words;

/* Speak `wanted`, and write it into whatever names a word in `data-word`. */
async function speak(wanted) {
	({ words } = await import(files[wanted]));
	language = wanted;
	document.documentElement.lang = wanted;
	for (const element of document.querySelectorAll("[data-word]"))
		element.textContent = words[element.dataset.word];
	for (const element of document.querySelectorAll("[data-name]")) {
		element.title = words[element.dataset.name];
		element.setAttribute("aria-label", element.title);
	}
}

export async function speakPreferred() {
	const likely = [recall("language"), ...navigator.languages]
		.map((tag) => tag?.slice(0, 2));
	await speak(likely.find((tag) => Object.hasOwn(files, tag)) ?? "en");
}

/* The languages in turn. */
export async function speakAnother() {
	const tags = Object.keys(files);
	await speak(tags[(tags.indexOf(language) + 1) % tags.length]);
	remember("language", language);
}

function inUnit(value, unit, digits) {
	return new Intl.NumberFormat(language, {
		style: "unit", unit, unitDisplay: "narrow",
		minimumFractionDigits: digits, maximumFractionDigits: digits,
	}).format(value);
}

export function number(value, digits = 1) {
	return new Intl.NumberFormat(language, {
		maximumFractionDigits: digits,
	}).format(value);
}

/* Coarse enough to be read while the picture moves. */
export function ageText(ageMs) {
	if (ageMs < 1000)
		return inUnit(10 * Math.max(Math.round(ageMs / 10), 0), "millisecond", 0);
	if (ageMs < 10000)
		return inUnit(ageMs / 1000, "second", 1);
	if (ageMs < 60000)
		return inUnit(ageMs / 1000, "second", 0);
	if (ageMs < 3600000)
		return inUnit(Math.floor(ageMs / 60000), "minute", 0);
	return inUnit(Math.floor(ageMs / 3600000), "hour", 0);
}

export function sizeText({ width, height }) {
	return `${width} × ${height}`;
}

/* Writes only what changed: a screen reader reads every change aloud. */
export function write(element, text) {
	if (element.textContent !== text)
		element.textContent = text;
}
