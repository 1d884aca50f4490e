/*
 * The one word for how a stream is; a key of `words.states`.
 *
 * What is on the screen decides: a picture is live while it is fresh by the
 * server's clock, whatever else is known or not known. What is wrong is then
 * named by whoever is nearest to this page: the network, the web server,
 * fcgi-stream, the camera.
 *
 * SPDX-License-Identifier: MIT
 */

/* A camera is silent after 2 s for fcgi-stream; the rest is for the way. */
const FRESH_MS = 2500;

export function isFresh(picture) {
	return picture.ageMs < FRESH_MS;
}

function refusedBecause({ status }) {
	if (status === 401)
		return "unauthorized";
	return status === 503 ? "full" : "connecting";
}

/* `trouble` as in Streams, `listed` its entry or undefined. */
export function situation(trouble, listed, picture) {
	if (!trouble) {
		if (!listed)
			return "gone";
		/* What is fresh then is a placeholder; and who is gone is gone. */
		if (["no-signal", "gone"].includes(listed.state))
			return listed.state;
	}
	if (isFresh(picture))
		return "live";
	if (trouble)
		return trouble;
	if (listed.state !== "live")
		return listed.state;
	if (picture.refusal)
		return refusedBecause(picture.refusal);
	return picture.isAwaiting ? "connecting" : "late";
}
