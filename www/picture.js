/*
 * The moving picture: an <img> on an endless multipart answer.
 *
 * Browsers say little about such an answer. The first frame is a "load", a
 * refusal an "error"; but an answer that ends later, because fcgi-stream or
 * the web server went away, leaves the last frame standing without any event.
 * So the picture is looked at: where the server counts new frames and none is
 * painted, the answer has ended and is asked for again.
 *
 * SPDX-License-Identifier: MIT
 */

const FIRST_BACKOFF_MS = 1000;
const LAST_BACKOFF_MS = 10000;
/* Looks, one a second, at an unchanged picture before it is asked for again.
 * A camera may really show the same for long: the patience doubles each time. */
const FIRST_PATIENCE_LOOKS = 3;
const LAST_PATIENCE_LOOKS = 60;

export class Picture {
	#image;
	#url = "";
	#timer = 0;
	#backoffMs = FIRST_BACKOFF_MS;
	#patienceLooks = FIRST_PATIENCE_LOOKS;
	#looks = 0;
	#fingerprint = "";
	#serial = 0;
	#canvas;

	/* Whether frames have come since the last connect(). */
	isShowing = false;

	/* `onShown` is called with the first frame after each connect(),
	 * `onRefused` when the server gave none. */
	constructor(image, onShown, onRefused) {
		this.#image = image;
		const canvas = document.createElement("canvas");
		canvas.width = canvas.height = 48;
		this.#canvas = canvas.getContext("2d", { willReadFrequently: true });

		/* Some browsers fire this for every frame. */
		image.addEventListener("load", () => {
			if (this.isShowing)
				return;
			this.isShowing = true;
			this.#backoffMs = FIRST_BACKOFF_MS;
			onShown();
		});
		image.addEventListener("error", () => {
			if (!this.#url)
				return;
			this.#connectLater();
			onRefused(this.#url);
		});
	}

	/* Show the stream at `url`, unless it is being shown already. */
	show(url) {
		if (url === this.#url)
			return;
		this.#url = url;
		this.#patienceLooks = FIRST_PATIENCE_LOOKS;
		this.connect();
	}

	/* Show nothing and use no bandwidth. */
	drop() {
		clearTimeout(this.#timer);
		this.#url = "";
		this.isShowing = false;
		this.#image.removeAttribute("src");
	}

	/* Ask for the stream, again if it was asked for before. */
	connect() {
		clearTimeout(this.#timer);
		if (!this.#url)
			return;
		this.isShowing = false;
		this.#looks = 0;
		/* A new address each time, or the browser shares the old answer. */
		this.#image.src = `${this.#url}?again=${Date.now()}`;
	}

	#connectLater() {
		clearTimeout(this.#timer);
		this.isShowing = false;
		this.#timer = setTimeout(() => this.connect(), this.#backoffMs);
		this.#backoffMs = Math.min(2 * this.#backoffMs, LAST_BACKOFF_MS);
	}

	/*
	 * Look whether the picture moves; called once a second while the server
	 * says that the stream is live. `serial` is its newest frame.
	 */
	look(serial) {
		const before = { serial: this.#serial, fingerprint: this.#fingerprint };
		this.#serial = serial;
		this.#fingerprint = this.#takeFingerprint();
		if (!this.isShowing || serial === before.serial)
			return;
		if (this.#fingerprint !== before.fingerprint) {
			this.#looks = 0;
			this.#patienceLooks = FIRST_PATIENCE_LOOKS;
			return;
		}
		this.#looks++;
		if (this.#looks < this.#patienceLooks && this.#fingerprint !== "")
			return;
		this.#patienceLooks = Math.min(2 * this.#patienceLooks,
			LAST_PATIENCE_LOOKS);
		this.connect();
	}

	/* The frame on the screen in few bytes; "" when there is none. */
	#takeFingerprint() {
		if (!this.#image.naturalWidth)
			return "";
		const { width, height } = this.#canvas.canvas;
		this.#canvas.drawImage(this.#image, 0, 0, width, height);
		return String(this.#canvas.getImageData(0, 0, width, height).data);
	}
}
