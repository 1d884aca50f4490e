/*
 * Writes a checked JPEG anew, so that every decoder shows it.
 *
 * Segments of its header are left out or put in; its scans are copied.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef JPEG_MEND_H
#define JPEG_MEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jpeg_check.h"

/*
 * Whether anything of it has to be written anew. `keeps_metadata` keeps what
 * no decoder needs.
 */
bool jpeg_mend_is_due(const struct jpeg_facts *facts, bool keeps_metadata);

/* The room that jpeg_mend() needs. */
size_t jpeg_mend_bytes_max(const struct jpeg_facts *facts);

/*
 * Write into `to` the JPEG of which jpeg_check() has said `facts`: without
 * what stands before it, between its segments and behind it; with Huffman
 * tables and EOI. Metadata that is kept says that the picture is upright: the
 * caller has to turn it.
 *
 * Returns its size.
 */
size_t jpeg_mend(const uint8_t *bytes, const struct jpeg_facts *facts,
		 bool keeps_metadata, uint8_t *to);

#endif
