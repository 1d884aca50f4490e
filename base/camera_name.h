/*
 * Which slots are a camera's own, and which lie beside one, by their names.
 *
 * What belongs to the camera "gate" and is not its picture lies in slots called
 * "gate" and a reserved ending: "gate.objects". No camera may have such a name,
 * nor one that leaves no room for the longest ending.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef CAMERA_NAME_H
#define CAMERA_NAME_H

#include <stdbool.h>

/* FRAME_SLOT_NAME_MAX less the longest ending. */
#define CAMERA_NAME_MAX 53

/* The rule for names of cameras, to follow the word "expected". */
#define CAMERA_NAME_RULE                                                       \
	"a letter (a-z, A-Z) or digit, then at most 52 letters, digits, "      \
	"dots, underscores and hyphens, but none of the endings .small "       \
	".video .objects .events .marked .best .telemetry, which name what "   \
	"lies beside a camera"

/* Exactly what CAMERA_NAME_RULE says. */
bool camera_name_is_valid(const char *name);

/* Whether a slot of this valid name lies beside that of a camera. */
bool camera_name_is_beside(const char *name);

#endif
