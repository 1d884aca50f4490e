/*
 * Every word that the page says, in English.
 *
 * Of a state, `word` stands beside the stream's name, `title` and `detail` over
 * its picture: what is wrong, and what will happen next.
 *
 * SPDX-License-Identifier: MIT
 */

export const words = {
	otherLanguage: "한국어",
	cameras: (count) => count === 1 ? "1 camera" : `${count} cameras`,
	liveOf: (live) => `${live} live`,
	viewers: (count) => count === 1 ? "1 viewer" : `${count} viewers`,
	perSecond: (fps) => `${fps} fps`,
	pictureOf: (name, state) => `Picture of ${name}: ${state}`,
	nothing: "No camera yet",
	nothingDetail: "Each camera appears here as soon as its capture-daemon runs.",

	back: "All cameras",
	previous: "Previous camera",
	next: "Next camera",
	pause: "Pause",
	resume: "Resume",
	snapshot: "Save picture",
	turn: "Rotate by 90°",
	boxes: "Show detections and telemetry",
	full: "Full screen",
	wall: "Wall of pictures",
	help: "Keys",
	close: "Close",
	login: "Log in",
	rate: "Frames a second",
	rateAuto: "Automatic",
	rateAll: "All frames",

	keys: [
		["←  →", "the camera before, the next one"],
		["Enter", "open the camera"],
		["Esc", "back to all cameras"],
		["Space", "pause, resume"],
		["F", "full screen"],
		["S", "save the picture"],
		["R", "rotate by 90°"],
		["D", "detections and telemetry on, off"],
		["W", "wall of pictures"],
		["?", "these keys"],
	],

	age: "Frame age",
	size: "Size",
	received: "Rate",
	watching: "Viewers",
	reduced: (fps) => `Slow link: ${fps} fps are asked for; more when it is quicker.`,
	pausedAt: (time) => `Paused at ${time}`,
	saved: (file) => `Saved as ${file}.`,
	notSaved: "There is no picture to save.",
	retryIn: (seconds) => `Next try in ${seconds} s.`,

	telemetry: {
		mode: "Mode", armed: "Armed", battery_percent: "Battery",
		battery_v: "Voltage", altitude_m: "Altitude", speed_mps: "Speed",
		heading_deg: "Heading", position: "Position",
		satellites: "Satellites", signal_percent: "Signal",
		message: "Message", yes: "yes", no: "no",
	},
	telemetryOld: (age) => `${age} old`,

	states: {
		connecting: { word: "Connecting" },
		live: { word: "Live" },
		paused: { word: "Paused" },
		late: {
			word: "Late",
			title: "The picture is late",
			detail: "The link is slow. Fewer frames are asked for until they "
				+ "come in time.",
		},
		"no-signal": {
			word: "No signal",
			title: "The camera gives no picture",
			detail: "It is tried again and again; the picture comes back "
				+ "by itself.",
		},
		stale: {
			word: "Standing still",
			title: "The picture stands still",
			detail: "Nothing new has come for two seconds. It goes on by "
				+ "itself.",
		},
		idle: {
			word: "Waking up",
			title: "The camera is being opened",
			detail: "It was closed while nobody watched. The picture comes "
				+ "by itself.",
		},
		empty: {
			word: "No picture yet",
			title: "There is no picture yet",
			detail: "The stream has been opened; its first picture is on "
				+ "the way.",
		},
		gone: {
			word: "Gone",
			title: "This camera is not there",
			detail: "It appears by itself as soon as its capture-daemon "
				+ "runs.",
		},
		offline: {
			word: "No network",
			title: "This device has no network",
			detail: "The page goes on by itself when it is back.",
		},
		unreachable: {
			word: "No connection",
			title: "The server does not answer",
			detail: "It is asked again every second; the page goes on by "
				+ "itself.",
		},
		down: {
			word: "Service down",
			title: "The video service does not answer",
			detail: "The web server is there, fcgi-stream behind it is not. "
				+ "It is asked again every second.",
		},
		unauthorized: {
			word: "Login needed",
			title: "Please log in",
			detail: "The server asks for a name and a password. It is asked "
				+ "again every minute.",
		},
		full: {
			word: "Full",
			title: "Too many viewers",
			detail: "The server has no seat free for another one.",
		},
	},
};
