/*
 * The page: asks /streams once a second what there is and how it is, shows one
 * stream of it, and says in words when something is wrong. It comes back by
 * itself from everything but a missing password.
 *
 * SPDX-License-Identifier: MIT
 */

import { Picture } from "./picture.js";
import { language, words } from "./words.js";

const ASK_EVERY_MS = 1000;
const ANSWER_WITHIN_MS = 5000;
/* Each time that the server wants a password the browser opens its dialog. */
const ASK_UNAUTHORIZED_EVERY_MS = 60000;
const DEFAULT_STREAM = "main";

const element = (id) => document.getElementById(id);
const picture = new Picture(element("picture"), onShown, askWhyRefused);

/* What is wrong between here and fcgi-stream: "", "connecting", "unreachable",
 * "down" or "unauthorized". */
let trouble = "connecting";
/* Whether the server said that it has no room for this viewer. */
let isFull = false;
let streams = [];
let name = "";
let timer = 0;

/* ------------------------------------------------------------- asking ---- */

/* Relative, so that the page works below any path; and without the name and
 * password of http://name:password@host/, with which nothing may be fetched. */
function address(path) {
	return new URL(path, location.origin + location.pathname).href;
}

/* fetch(), and never an old answer. */
function ask(path, options) {
	return fetch(address(path), { cache: "no-store", ...options });
}

function wantedName() {
	const slotIn = (query) => new URLSearchParams(query).get("slot");

	return slotIn(`slot=${location.hash.slice(1)}`) || slotIn(location.search);
}

/* What the address asks for ("?slot=NAME" or "#NAME"), else what is shown
 * already, else "main", else whatever there is. */
function chosenName() {
	const names = streams.map((s) => s.name);
	const likely = [name, DEFAULT_STREAM].find((n) => names.includes(n));

	return wantedName() || likely || names[0] || name || DEFAULT_STREAM;
}

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

/* One that is gone has no media type; who waits for it waits for pictures. */
function hasPictures(listed) {
	return listed.state === "gone" || listed.media_type?.startsWith("image/");
}

/* Fill `streams`, or say in `trouble` why not. */
async function askStreams() {
	let answer;

	try {
		answer = await ask("streams", {
			signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
		});
	} catch (error) {
		/* While the password dialog is open no answer arrives. */
		const isAsking = error.name === "TimeoutError" && await wantsLogin();
		trouble = isAsking ? "unauthorized" : "unreachable";
		return;
	}
	if (!answer.ok) {
		trouble = answer.status === 401 ? "unauthorized" : "down";
		return;
	}
	try {
		streams = (await answer.json()).streams.filter(hasPictures);
		trouble = "";
	} catch {
		trouble = "down";
	}
}

/* An <img> does not tell why it got no picture; the status does. */
async function askWhyRefused(url) {
	const abort = new AbortController();

	try {
		const answer = await ask(url, { signal: abort.signal });
		isFull = answer.status === 503 && stream()?.state === "live";
	} catch {
		/* The next look at /streams tells what is wrong. */
	}
	abort.abort();
	render();
}

function onShown() {
	isFull = false;
	render();
}

/* What /streams told of the stream that is shown. */
function stream() {
	return streams.find((s) => s.name === name);
}

/* ------------------------------------------------------------ showing ---- */

/* The state that the page shows: a key of `words`. */
function situation() {
	const shown = stream();

	if (trouble)
		return trouble;
	if (!shown)
		return "gone";
	if (shown.state !== "live")
		return shown.state;
	if (picture.isShowing)
		return "live";
	return isFull ? "full" : "connecting";
}

/* Writes only what changed: a screen reader reads every change aloud. */
function write(id, text) {
	if (element(id).textContent !== text)
		element(id).textContent = text;
}

function inUnit(value, unit, digits) {
	return new Intl.NumberFormat(language, {
		style: "unit", unit, unitDisplay: "short",
		maximumFractionDigits: digits,
	}).format(value);
}

function ageText(ageMs) {
	if (ageMs < 1000)
		return inUnit(ageMs, "millisecond", 0);
	if (ageMs < 60000)
		return inUnit(ageMs / 1000, "second", 1);
	if (ageMs < 3600000)
		return inUnit(ageMs / 60000, "minute", 0);
	return inUnit(ageMs / 3600000, "hour", 0);
}

function renderFacts(shown) {
	const rate = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
	/* A placeholder's own age and rate would tell nothing of the camera. */
	const hasAge = ["live", "stale"].includes(shown?.state);
	const hasSize = shown?.width > 0 && shown?.height > 0;

	write("age", hasAge ? ageText(shown.age_ms) : "–");
	write("size", hasSize ? `${shown.width} × ${shown.height}` : "–");
	write("rate", shown?.state === "live" ? `${rate.format(shown.fps)} fps` : "–");
	if (hasSize)
		document.documentElement.style.setProperty("--aspect",
			shown.width / shown.height);
}

function renderChoice() {
	const names = streams.map((s) => s.name);
	if (!names.includes(name))
		names.unshift(name);
	const select = element("streams");
	const isSame = select.options.length === names.length
		&& names.every((n, i) => select.options[i].value === n);

	if (!isSame)
		select.replaceChildren(...names.map((n) => new Option(n)));
	select.value = name;
	select.hidden = names.length < 2;
	element("name").hidden = !select.hidden;
	write("name", name);
}

function render() {
	const state = situation();
	const shown = trouble ? undefined : stream();
	const { state: word, title, detail } = words[state];

	document.title = `${name || "slotcast"} · ${word}`;
	document.documentElement.dataset.state = state;
	write("state", word);
	write("title", title ? title(name) : "");
	write("detail", detail ?? "");
	element("login").hidden = state !== "unauthorized";
	element("snapshot").disabled = state !== "live" && state !== "full";
	element("picture").hidden = !element("picture").naturalWidth;
	element("picture").alt = words.picture(name);
	renderFacts(shown);
	renderChoice();
}

/* ------------------------------------------------------------ running ---- */

function followStream(wasAway) {
	const shown = stream();

	if (!shown || shown.state === "empty") {
		picture.drop();
		return;
	}
	picture.show(address(`video/${encodeURIComponent(name)}`));
	/* Whatever broke the way to /streams broke the picture as well. */
	if (wasAway)
		picture.connect();
	else if (shown.state === "live")
		picture.look(shown.serial);
}

async function tick() {
	const wasAway = trouble !== "" && trouble !== "connecting";

	await askStreams();
	if (document.hidden)
		return;
	name = chosenName();
	if (!trouble)
		followStream(wasAway);
	else if (trouble === "unauthorized")
		picture.drop();
	render();
	/* A hash or a tab that changes meanwhile calls this as well. */
	clearTimeout(timer);
	timer = setTimeout(tick, trouble === "unauthorized"
		? ASK_UNAUTHORIZED_EVERY_MS : ASK_EVERY_MS);
}

/* A tab that nobody sees costs nothing, here and at the camera. */
function onVisibilityChange() {
	if (document.hidden) {
		clearTimeout(timer);
		picture.drop();
	} else {
		tick();
	}
}

/* ----------------------------------------------------------- snapshot ---- */

/* "main-20260131-142530.jpg", in the viewer's own time. */
function fileName(seconds, mediaType) {
	const at = seconds ? new Date(1000 * seconds) : new Date();
	const two = (number) => String(number).padStart(2, "0");
	const date = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
	const time = `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;

	return `${name}-${date}-${time}.${mediaType === "image/png" ? "png" : "jpg"}`;
}

async function saveSnapshot() {
	try {
		const answer = await ask(`snapshot/${encodeURIComponent(name)}`);
		if (!answer.ok)
			throw new Error(answer.statusText);
		const blob = await answer.blob();
		const link = document.createElement("a");
		link.download = fileName(answer.headers.get("X-Timestamp"), blob.type);
		link.href = URL.createObjectURL(blob);
		link.click();
		setTimeout(() => URL.revokeObjectURL(link.href), 60000);
		write("note", words.saved(link.download));
	} catch {
		write("note", words.notSaved);
	}
	setTimeout(() => write("note", ""), 6000);
}

document.documentElement.lang = language;
for (const labelled of document.querySelectorAll("[data-word]"))
	labelled.textContent = words[labelled.dataset.word];
for (const labelled of document.querySelectorAll("[data-label]"))
	labelled.setAttribute("aria-label", words[labelled.dataset.label]);

element("snapshot").addEventListener("click", saveSnapshot);
element("login").addEventListener("click", () => location.reload());
element("streams").addEventListener("change", (event) => {
	location.hash = event.target.value;
});
addEventListener("hashchange", tick);
document.addEventListener("visibilitychange", onVisibilityChange);
render();
if (!document.hidden)
	tick();
