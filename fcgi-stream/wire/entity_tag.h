/*
 * The tag by which a client names the frame that it has already.
 *
 * Source: RFC 9110, sections 8.8.3 and 13.1.2.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef ENTITY_TAG_H
#define ENTITY_TAG_H

#include <stdbool.h>

#include <frame_slot.h>

#define ENTITY_TAG_BYTES 40

/* Serials begin anew with a new slot; the capture time makes tags unique. */
void entity_tag_write(char tag[ENTITY_TAG_BYTES],
		      const struct frame_info *info);

/*
 * Whether If-None-Match names `tag`: `list` is "*" or tags separated by
 * commas, weak (W/) or not.
 */
bool entity_tag_is_listed(const char *list, const char *tag);

#endif
