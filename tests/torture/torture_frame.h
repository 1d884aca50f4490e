/*
 * Frames that can be checked: everything in one follows from its serial.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef TORTURE_FRAME_H
#define TORTURE_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frame_slot.h"

/* No frame of torture_size_bytes() is larger. */
#define TORTURE_BYTES_MAX ((size_t)512 << 10)

/* A number that looks random; the same for the same `seed`. */
uint64_t torture_mix(uint64_t seed);

/* Mostly up to 32 KiB, now and then up to TORTURE_BYTES_MAX; at least 1. */
size_t torture_size_bytes(uint64_t serial);

void torture_fill(void *frame, size_t size_bytes, uint64_t serial);

/* What a writer says about a frame of that size. */
struct frame_info torture_info(size_t size_bytes, uint64_t serial);

/*
 * Whether `info` and, unless it is NULL, `frame` are those of `info->serial`
 * and of nothing else.
 */
bool torture_is_whole(const struct frame_info *info, const void *frame);

/* What a writer tells about its source beside that frame. */
struct frame_report torture_report(uint64_t serial);

/* Whether `report` was told beside one frame, or beside none yet. */
bool torture_report_is_whole(const struct frame_report *report);

#endif
