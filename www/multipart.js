/*
 * Takes the frames out of a multipart/x-mixed-replace answer as it arrives.
 *
 * Browsers can show such an answer in an <img>, but then tell nothing: not when
 * a frame was taken, not that the answer has ended. Here each part's header
 * fields are read, and its bytes are complete when Content-Length of them are
 * there, without waiting for the next boundary.
 *
 * SPDX-License-Identifier: MIT
 */

const HEAD_BYTES_MAX = 4096;
const BODY_BYTES_MAX = 64 << 20;

export class MultipartReader {
	#onPart;
	#head = "";
	#fields;
	#body = null;
	#filledBytes = 0;

	/* `onPart({ fields, bytes })`, with the fields' names in small letters. */
	constructor(onPart) {
		this.#onPart = onPart;
	}

	/* Take the next bytes, an Uint8Array. Throws what is not multipart. */
	push(chunk) {
		let at = 0;

		while (at < chunk.length)
			at = this.#body ? this.#pushBody(chunk, at)
				: this.#pushHead(chunk, at);
	}

	/* Byte by byte: a head is a hundred bytes, and may arrive in pieces. */
	#pushHead(chunk, at) {
		while (at < chunk.length && !this.#head.endsWith("\r\n\r\n"))
			this.#head += String.fromCharCode(chunk[at++]);
		if (this.#head.length > HEAD_BYTES_MAX)
			throw new Error("a part's head does not end");
		if (this.#head.endsWith("\r\n\r\n"))
			this.#beginBody();
		return at;
	}

	#beginBody() {
		this.#fields = new Map(this.#head.trim().split("\r\n").map((line) => {
			const [name, ...value] = line.split(":");
			return [name.toLowerCase(), value.join(":").trim()];
		}));
		const sizeBytes = Number(this.#fields.get("content-length"));
		if (!(sizeBytes > 0 && sizeBytes <= BODY_BYTES_MAX))
			throw new Error("a part without a length");
		this.#head = "";
		this.#body = new Uint8Array(sizeBytes);
		this.#filledBytes = 0;
	}

	#pushBody(chunk, at) {
		const missingBytes = this.#body.length - this.#filledBytes;
		const piece = chunk.subarray(at, at + missingBytes);

		this.#body.set(piece, this.#filledBytes);
		this.#filledBytes += piece.length;
		if (this.#filledBytes === this.#body.length) {
			const bytes = this.#body;
			this.#body = null;
			this.#onPart({ fields: this.#fields, bytes });
		}
		return at + piece.length;
	}
}
