/*
 * Every word that the page says, in Korean; see english.js.
 *
 * SPDX-License-Identifier: MIT
 */

export const words = {
	otherLanguage: "English",
	cameras: (count) => `카메라 ${count}대`,
	liveOf: (live) => `실시간 ${live}대`,
	viewers: (count) => `시청자 ${count}명`,
	perSecond: (fps) => `${fps}fps`,
	pictureOf: (name, state) => `${name} 영상: ${state}`,
	nothing: "연결된 카메라가 없습니다",
	nothingDetail: "capture-daemon을 실행하면 카메라가 자동으로 나타납니다.",

	back: "전체 카메라",
	previous: "이전 카메라",
	next: "다음 카메라",
	pause: "일시 정지",
	resume: "계속 보기",
	snapshot: "스냅샷 저장",
	turn: "90° 회전",
	boxes: "탐지 결과와 비행 정보 표시",
	full: "전체 화면",
	wall: "영상만 보기",
	help: "단축키",
	close: "닫기",
	login: "로그인",
	rate: "프레임 속도",
	rateAuto: "자동",
	rateAll: "제한 없음",

	keys: [
		["←  →", "이전 / 다음 카메라"],
		["Enter", "카메라 열기"],
		["Esc", "전체 카메라 보기"],
		["Space", "일시 정지 / 계속 보기"],
		["F", "전체 화면"],
		["S", "스냅샷 저장"],
		["R", "90° 회전"],
		["D", "탐지 결과와 비행 정보 켜기 / 끄기"],
		["W", "영상만 보기"],
		["?", "단축키 보기"],
	],

	age: "지연",
	size: "해상도",
	received: "프레임 속도",
	watching: "시청자",
	reduced: (fps) => `연결이 느려 ${fps}fps로 낮췄습니다. 빨라지면 다시 높입니다.`,
	pausedAt: (time) => `${time}에 일시 정지`,
	saved: (file) => `${file} 파일로 저장했습니다.`,
	notSaved: "저장할 영상이 없습니다.",
	retryIn: (seconds) => `${seconds}초 후에 다시 시도합니다.`,

	telemetry: {
		mode: "비행 모드", armed: "시동", battery_percent: "배터리",
		battery_v: "전압", altitude_m: "고도", speed_mps: "속도",
		heading_deg: "방위각", position: "위치",
		satellites: "위성 수", signal_percent: "신호 세기",
		message: "메시지", yes: "켜짐", no: "꺼짐",
	},
	telemetryOld: (age) => `${age} 전 정보`,

	states: {
		connecting: { word: "연결 중" },
		live: { word: "실시간" },
		paused: { word: "일시 정지" },
		late: {
			word: "영상 지연",
			title: "영상이 늦게 도착하고 있습니다",
			detail: "연결이 느립니다. 지연이 해소될 때까지 프레임 속도를 낮춥니다.",
		},
		"no-signal": {
			word: "신호 없음",
			title: "카메라에서 영상이 들어오지 않습니다",
			detail: "계속 다시 연결하고 있습니다. 연결되면 영상이 자동으로 나옵니다.",
		},
		stale: {
			word: "영상 멈춤",
			title: "영상이 멈췄습니다",
			detail: "2초 동안 새 프레임이 들어오지 않았습니다. 들어오면 자동으로 이어집니다.",
		},
		idle: {
			word: "연결 준비 중",
			title: "카메라에 연결하고 있습니다",
			detail: "시청자가 없어 연결을 닫아 두었습니다. 곧 영상이 나옵니다.",
		},
		empty: {
			word: "영상 대기 중",
			title: "아직 영상이 없습니다",
			detail: "스트림은 연결되었고 첫 프레임을 기다리고 있습니다.",
		},
		gone: {
			word: "카메라 없음",
			title: "카메라를 찾을 수 없습니다",
			detail: "capture-daemon을 실행하면 자동으로 나타납니다.",
		},
		offline: {
			word: "네트워크 없음",
			title: "이 기기가 네트워크에 연결되어 있지 않습니다",
			detail: "다시 연결되면 자동으로 이어집니다.",
		},
		unreachable: {
			word: "연결 끊김",
			title: "서버가 응답하지 않습니다",
			detail: "1초마다 다시 연결을 시도합니다. 연결되면 자동으로 이어집니다.",
		},
		down: {
			word: "서비스 중단",
			title: "영상 서비스가 응답하지 않습니다",
			detail: "웹 서버는 동작하지만 fcgi-stream이 응답하지 않습니다. "
				+ "1초마다 다시 확인합니다.",
		},
		unauthorized: {
			word: "로그인 필요",
			title: "로그인이 필요합니다",
			detail: "서버가 사용자 이름과 비밀번호를 요구합니다. "
				+ "1분마다 다시 확인합니다.",
		},
		full: {
			word: "시청자 초과",
			title: "동시 시청 인원을 초과했습니다",
			detail: "다른 시청자가 나가면 볼 수 있습니다.",
		},
	},
};
