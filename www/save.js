/*
 * Gives a frame to the viewer as a file.
 *
 * SPDX-License-Identifier: MIT
 */

const two = (number) => String(number).padStart(2, "0");

/* "drone1-20260131-142530.jpg", in the viewer's own time. */
export function fileName(name, { captured, mediaType }) {
	const at = new Date(1000 * captured);
	const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())];
	const time = [two(at.getHours()), two(at.getMinutes()),
		two(at.getSeconds())];
	const suffix = mediaType === "image/jpeg" ? "jpg"
		: mediaType.replace(/^image\/|[^a-z0-9].*$/g, "");

	return `${name}-${date.join("")}-${time.join("")}.${suffix}`;
}

/* Returns the file's name. */
export function saveFrame(name, frame) {
	const blob = new Blob([frame.bytes], { type: frame.mediaType });
	const link = document.createElement("a");

	link.download = fileName(name, frame);
	link.href = URL.createObjectURL(blob);
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60000);
	return link.download;
}
