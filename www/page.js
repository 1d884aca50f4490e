/*
 * The page: asks /streams once a second what there is and how it is, and shows
 * all cameras, or the one that the address names. It comes back by itself from
 * everything but a missing password.
 *
 * SPDX-License-Identifier: MIT
 */

import { Fleet } from "./fleet.js";
import { listenToKeys } from "./keys.js";
import { Streams } from "./streams.js";
import { speakAnother, speakPreferred, words, write } from "./words.js";

/* Ages go on while nothing else happens. */
const RENDER_EVERY_MS = 500;

const byId = (id) => document.getElementById(id);

const streams = new Streams(onNews);
const fleet = new Fleet();
/* Loaded when the first camera is opened. */
let single = null;
let wasInTrouble = false;
let renderTimer = 0;

/* The camera that the address names, or "". */
function chosenName() {
	return location.hash.slice(1);
}

/* ------------------------------------------------------------ showing ---- */

function renderTrouble() {
	const isStarved = streams.trouble === "unreachable" && fleet.hasLive;
	const { title, detail } = isStarved ? {}
		: words.states[streams.trouble] ?? {};

	byId("trouble").hidden = !title;
	write(byId("trouble-title"), title ?? "");
	write(byId("trouble-detail"), detail ?? "");
	byId("login").hidden = streams.trouble !== "unauthorized";
}

function neighbour(step) {
	const names = streams.pictures.map(({ name }) => name);
	const at = names.indexOf(chosenName());

	return names[(at + step + names.length) % names.length] ?? chosenName();
}

function render() {
	renderTrouble();
	if (single?.name) {
		single.render();
		for (const [id, step] of [["previous", -1], ["next", 1]]) {
			byId(id).href = `#${neighbour(step)}`;
			byId(id).hidden = streams.pictures.length < 2;
		}
		document.title = `${single.name} · ${words.states[single.state].word}`;
	} else {
		fleet.render(streams.trouble);
		document.title = ["slotcast", byId("summary").textContent]
			.filter(Boolean).join(" · ");
	}
}

function loadStyle(file) {
	const link = Object.assign(document.createElement("link"),
		{ rel: "stylesheet", href: file });

	return new Promise((resolve, reject) => {
		link.onload = resolve;
		link.onerror = () => {
			link.remove();
			reject(new Error(file));
		};
		document.head.append(link);
	});
}

async function loadSingle() {
	try {
		const [{ Single }] = await Promise.all([import("./single.js"),
			loadStyle("single.css")]);
		single ??= new Single(streams);
	} catch {
		/* onNews() tries again. */
	}
}

/* Show what the address names. */
async function route() {
	const before = single?.name;

	if (chosenName() && !single)
		await loadSingle();
	/* onVisibilityChange() comes here again. */
	if (document.hidden)
		return;
	single?.show(chosenName());
	fleet.show(!single?.name);
	if (before && !single.name)
		fleet.focus(before);
	render();
}

/* ------------------------------------------------------------ running ---- */

function onNews() {
	fleet.learn(streams.pictures);
	single?.learn();
	if (chosenName() && !single)
		route();
	/* While pictures flow, the server is there, but no connection is left. */
	if (streams.hasTimedOut && fleet.hasLive)
		fleet.makeRoom();
	if (!streams.trouble)
		fleet.tryMore();
	/* Whatever broke the way to /streams broke the pictures as well. */
	if (wasInTrouble && !streams.trouble) {
		fleet.reconnect();
		single?.reconnect();
	}
	wasInTrouble = streams.trouble !== "";
	render();
}

/* A tab that nobody sees costs nothing, here and at the camera. */
function onVisibilityChange() {
	clearInterval(renderTimer);
	if (document.hidden) {
		streams.stop();
		fleet.show(false);
		single?.rest();
		return;
	}
	streams.start();
	renderTimer = setInterval(render, RENDER_EVERY_MS);
	route();
}

function showWall(isWall) {
	document.body.classList.toggle("wall", isWall);
	history.replaceState(null, "", (isWall ? "?wall" : location.pathname)
		+ location.hash);
	fleet.arrange();
}

function showWords() {
	single?.speak();
	byId("key-rows").replaceChildren(...words.keys.map((cells) => {
		const row = document.createElement("tr");
		row.append(...cells.map((text) => {
			const cell = document.createElement("td");
			cell.textContent = text;
			return cell;
		}));
		return row;
	}));
	render();
}

await speakPreferred();
showWords();
listenToKeys({
	get single() {
		return single;
	},
	fleet,
	neighbour,
	wall: () => showWall(!document.body.classList.contains("wall")),
	help: () => byId("keys").showModal(),
});
showWall(new URLSearchParams(location.search).has("wall"));

byId("wall").addEventListener("click", () => showWall(
	!document.body.classList.contains("wall")));
byId("help").addEventListener("click", () => byId("keys").showModal());
byId("login").addEventListener("click", () => location.reload());
byId("language").addEventListener("click", () =>
	speakAnother().then(showWords));
addEventListener("hashchange", route);
addEventListener("online", () => streams.start());
/* Whoever was away may have logged in there. */
addEventListener("focus", () => streams.start());
document.addEventListener("visibilitychange", onVisibilityChange);
onVisibilityChange();
