/*
 * The drawings on the buttons, which lie in icons.svg.
 *
 * SPDX-License-Identifier: MIT
 */

const SVG = "http://www.w3.org/2000/svg";

/* Make the icon `name` all that `element` shows. */
export function drawIcon(element, name) {
	const svg = document.createElementNS(SVG, "svg");
	const use = document.createElementNS(SVG, "use");

	if (element.dataset.icon === name && element.firstElementChild)
		return;
	element.dataset.icon = name;
	use.setAttribute("href", `icons.svg#${name}`);
	svg.setAttribute("aria-hidden", "true");
	svg.append(use);
	element.replaceChildren(svg);
}

export function drawIcons() {
	for (const element of document.querySelectorAll("[data-icon]"))
		drawIcon(element, element.dataset.icon);
}
