/*
 * Every word that the page says, in English and in Korean.
 *
 * SPDX-License-Identifier: MIT
 */

/* `state` is the word beside the stream's name, `title` and `detail` are the
 * sentences over the picture. */
const english = {
	stream: "Stream",
	age: "Frame age",
	size: "Size",
	rate: "Rate",
	login: "Log in",
	snapshot: "Save snapshot",
	saved: (file) => `Saved as ${file}.`,
	notSaved: "No snapshot: there is no fresh picture right now.",
	picture: (name) => `Live picture of ${name}`,

	connecting: { state: "Connecting" },
	live: { state: "Live" },
	"no-signal": {
		state: "No signal",
		title: () => "The camera gives no picture",
		detail: "It is tried again and again; the picture comes back by itself.",
	},
	stale: {
		state: "Standing still",
		title: () => "The picture stands still",
		detail: "Nothing new has come for two seconds. It goes on by itself.",
	},
	empty: {
		state: "No picture yet",
		title: () => "There is no picture yet",
		detail: "The stream has been opened; its first picture is on the way.",
	},
	gone: {
		state: "Gone",
		title: (name) => `There is no stream “${name}”`,
		detail: "It appears here as soon as its capture-daemon runs.",
	},
	unreachable: {
		state: "No connection",
		title: () => "The server does not answer",
		detail: "Check the network. This page tries again by itself.",
	},
	down: {
		state: "Service down",
		title: () => "The video service does not answer",
		detail: "The web server is there, fcgi-stream behind it is not. "
			+ "This page tries again by itself.",
	},
	unauthorized: {
		state: "Login needed",
		title: () => "Please log in",
		detail: "The server asks for a name and a password.",
	},
	full: {
		state: "Full",
		title: () => "Too many viewers",
		detail: "There is no room for another one right now. "
			+ "This page tries again by itself.",
	},
};

const korean = {
	stream: "스트림",
	age: "촬영 후 경과",
	size: "크기",
	rate: "프레임 속도",
	login: "로그인",
	snapshot: "스냅샷 저장",
	saved: (file) => `${file} 파일로 저장했습니다.`,
	notSaved: "지금은 새 영상이 없어 스냅샷을 저장하지 못했습니다.",
	picture: (name) => `${name} 실시간 영상`,

	connecting: { state: "연결 중" },
	live: { state: "실시간" },
	"no-signal": {
		state: "신호 없음",
		title: () => "카메라에서 영상이 들어오지 않습니다",
		detail: "계속 다시 연결하고 있으며, 영상은 자동으로 돌아옵니다.",
	},
	stale: {
		state: "영상 멈춤",
		title: () => "영상이 멈추었습니다",
		detail: "2초 동안 새 프레임이 없었습니다. 들어오는 대로 자동으로 이어집니다.",
	},
	empty: {
		state: "영상 대기",
		title: () => "아직 영상이 없습니다",
		detail: "스트림은 열렸으며, 첫 프레임을 기다리고 있습니다.",
	},
	gone: {
		state: "스트림 없음",
		title: (name) => `‘${name}’ 스트림이 없습니다`,
		detail: "해당 capture-daemon이 실행되면 자동으로 나타납니다.",
	},
	unreachable: {
		state: "연결 끊김",
		title: () => "서버가 응답하지 않습니다",
		detail: "네트워크를 확인해 주십시오. 자동으로 다시 연결합니다.",
	},
	down: {
		state: "서비스 중단",
		title: () => "영상 서비스가 응답하지 않습니다",
		detail: "웹 서버는 동작하지만 fcgi-stream이 응답하지 않습니다. "
			+ "자동으로 다시 연결합니다.",
	},
	unauthorized: {
		state: "로그인 필요",
		title: () => "로그인이 필요합니다",
		detail: "서버가 사용자 이름과 비밀번호를 요구합니다.",
	},
	full: {
		state: "시청자 초과",
		title: () => "시청자가 너무 많습니다",
		detail: "지금은 더 연결할 수 없습니다. 자리가 나면 자동으로 연결됩니다.",
	},
};

export const language = navigator.language.startsWith("ko") ? "ko" : "en";
export const words = language === "ko" ? korean : english;
