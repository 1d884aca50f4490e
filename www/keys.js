/*
 * The keyboard; `words.keys` tells people about it.
 *
 * SPDX-License-Identifier: MIT
 */

/* Keys that a select or a button uses itself. */
function isForControl({ key, target }) {
	return (target.closest("select") && key !== "Escape")
		|| (target.closest("button") && [" ", "Enter"].includes(key));
}

function go(name) {
	location.hash = name;
}

/* What each key does while one camera is shown, and while all are. */
function singleActions(targets) {
	return new Map([
		["ArrowLeft", () => go(targets.neighbour(-1))],
		["ArrowRight", () => go(targets.neighbour(1))],
		["Escape", () => go("")],
		[" ", () => targets.single.pause()],
		["f", () => targets.single.full()],
		["s", () => targets.single.snapshot()],
		["r", () => targets.single.turn()],
		["d", () => targets.single.overlay()],
	]);
}

function fleetActions({ fleet, wall }) {
	return new Map([
		["ArrowLeft", () => fleet.step(-1)],
		["ArrowRight", () => fleet.step(1)],
		["ArrowUp", () => fleet.step(-fleet.columns)],
		["ArrowDown", () => fleet.step(fleet.columns)],
		["w", wall],
	]);
}

export function listenToKeys(targets) {
	const whileSingle = singleActions(targets);
	const whileFleet = fleetActions(targets);

	addEventListener("keydown", (event) => {
		const { key } = event;
		const isOurs = !event.ctrlKey && !event.altKey && !event.metaKey
			&& !document.querySelector("dialog[open]");
		const actions = targets.single?.name ? whileSingle : whileFleet;
		const action = key === "?" ? targets.help
			: actions.get(key.length === 1 ? key.toLowerCase() : key);

		if (!isOurs || !action || isForControl(event))
			return;
		event.preventDefault();
		action();
	});
}
