/*
 * All cameras at a glance: a tile for each, in as many columns as fit.
 *
 * A moving picture occupies a connection, and over HTTP/1.1 a browser opens six
 * to a host, for all its windows. So there the first three live tiles in sight
 * move, and the others show a snapshot twice a second over two connections; one
 * is left for /streams. Over HTTP/2 all of them move, but not at once: a server
 * may take eight requests at a time, and WebKit loses those that it had to keep
 * back. So six begin, and two more after each answer from /streams, until one
 * fails to come. Tiles out of sight cost nothing.
 *
 * SPDX-License-Identifier: MIT
 */

import { sharesConnection } from "./server.js";
import { Tile } from "./tile.js";
import { words, write } from "./words.js";

const MOVING_MAX = 3;
const MOVING_FIRST_HTTP2 = 6;
const MOVING_STEP = 2;
const SNAPSHOT_EVERY_MS = 500;
const TILE_WIDTH_MIN_PX = 280;
const ASPECT = 16 / 9;

const byId = (id) => document.getElementById(id);

/* Twelve small pictures need not be as smooth as one. */
function tileFps(movingCount) {
	if (movingCount === 1)
		return 0;
	return movingCount <= 4 ? 15 : 8;
}

/* The columns that make `count` tiles largest without scrolling, of those in
 * which they do not get too small. */
function columnsFor(count, width, height, captionHeight, isWall) {
	const atMost = isWall ? count
		: Math.max(1, Math.floor(width / TILE_WIDTH_MIN_PX));
	let best = { columns: 1, tileWidth: 0 };

	for (let columns = 1; columns <= Math.min(count, atMost); columns++) {
		const rows = Math.ceil(count / columns);
		const tileWidth = Math.min(width / columns,
			(height / rows - captionHeight) * ASPECT);
		if (tileWidth > best.tileWidth)
			best = { columns, tileWidth };
	}
	if (!isWall && best.tileWidth < TILE_WIDTH_MIN_PX)
		best = { columns: atMost, tileWidth: width / atMost };
	return best;
}

export class Fleet {
	#element = byId("fleet");
	#list = byId("tiles");
	/* By name, in the order in which they stand. */
	#tiles = new Map();
	#isShown = false;
	#arrangedCount = 0;
	#mayGrow = sharesConnection();
	#movingMax = this.#mayGrow ? MOVING_FIRST_HTTP2 : MOVING_MAX;
	#sight;

	/* How many tiles stand beside each other. */
	columns = 1;

	constructor() {
		this.#sight = new IntersectionObserver((entries) => {
			for (const { target, isIntersecting } of entries) {
				for (const tile of this.#tiles.values())
					if (tile.element === target)
						tile.isInSight = isIntersecting;
			}
			this.#share();
		});
		new ResizeObserver(() => this.arrange())
			.observe(this.#list.parentElement);
	}

	show(isShown) {
		this.#isShown = isShown;
		this.#element.hidden = !isShown;
		if (isShown)
			this.arrange();
		this.#share();
	}

	/* Whether any picture is fresh. */
	get hasLive() {
		return [...this.#tiles.values()].some((tile) =>
			tile.isInSight && tile.isLive);
	}

	/* Take what /streams tells now. */
	learn(pictures) {
		const before = this.#tiles;

		this.#tiles = new Map(pictures.map((listed) =>
			[listed.name, before.get(listed.name) ?? this.#add(listed)]));
		for (const [name, tile] of before)
			if (!this.#tiles.has(name))
				this.#remove(tile);
		for (const listed of pictures)
			this.#tiles.get(listed.name).learn(listed);
		this.#order();
		this.#share();
	}

	/* Every way was broken: do not wait for the next attempt. */
	reconnect() {
		for (const { picture } of this.#tiles.values())
			picture.reconnect();
	}

	get #movingCount() {
		return [...this.#tiles.values()]
			.filter(({ picture }) => picture.isMoving).length;
	}

	/* A question was answered beside all that move: let more tiles do so. */
	tryMore() {
		if (!this.#mayGrow || this.#movingCount < this.#movingMax)
			return;
		this.#movingMax += MOVING_STEP;
		this.#share();
	}

	/* No connection was left for a question: let fewer tiles move. */
	makeRoom() {
		const moving = this.#movingCount;

		this.#mayGrow = false;
		if (moving > 0)
			this.#movingMax = Math.max(0, moving - MOVING_STEP);
		this.#share();
	}

	render(trouble) {
		const tiles = [...this.#tiles.values()];

		for (const tile of tiles)
			tile.render(trouble);
		const live = tiles.filter(({ isLive }) => isLive).length;
		write(byId("summary"), tiles.length ? `${words.cameras(tiles.length)}`
			+ ` · ${words.liveOf(live)}` : "");
		byId("nothing").hidden = tiles.length > 0 || trouble !== "";
	}

	/* Move the focus by so many tiles. */
	step(count) {
		const tiles = [...this.#tiles.values()];
		const at = tiles.findIndex(({ element }) =>
			element.contains(document.activeElement));
		const next = at < 0 ? 0 : at + count;

		tiles[Math.min(Math.max(next, 0), tiles.length - 1)]?.focus();
	}

	focus(name) {
		this.#tiles.get(name)?.focus();
	}

	/* Find the columns anew: the room for the tiles has changed. */
	arrange() {
		const { clientWidth, clientHeight } = this.#list.parentElement;
		const isWall = document.body.classList.contains("wall");
		const style = getComputedStyle(this.#list);
		const captionHeight = parseFloat(style.getPropertyValue("--caption"));
		const { columns, tileWidth } = columnsFor(this.#tiles.size,
			clientWidth, clientHeight, captionHeight, isWall);

		this.#arrangedCount = this.#tiles.size;
		this.columns = columns;
		this.#list.style.setProperty("--columns", columns);
		this.#list.style.setProperty("--tile", `${Math.floor(tileWidth)}px`);
	}

	/* ------------------------------------------------------- tiles ---- */

	#add(listed) {
		const tile = new Tile(listed);

		this.#sight.observe(tile.element);
		return tile;
	}

	#remove(tile) {
		this.#sight.unobserve(tile.element);
		tile.remove();
	}

	/* Moves only what stands elsewhere: a tile that is moved loses focus. */
	#order() {
		[...this.#tiles.values()].forEach(({ element }, at) => {
			if (this.#list.children[at] !== element)
				this.#list.insertBefore(element, this.#list.children[at]);
		});
		if (this.#tiles.size !== this.#arrangedCount)
			this.arrange();
	}

	/* Whose picture moves: a lost camera leaves its connection to others. */
	#share() {
		const willing = [...this.#tiles.values()]
			.filter((tile) => this.#isShown && tile.wantsToMove)
			.sort((one, other) => other.hasMotion - one.hasMotion);
		const moving = willing.slice(0, this.#movingMax);

		for (const tile of this.#tiles.values()) {
			if (moving.includes(tile))
				tile.move(tileFps(moving.length));
			else
				tile.stand(this.#isShown ? SNAPSHOT_EVERY_MS : 0);
		}
	}
}
