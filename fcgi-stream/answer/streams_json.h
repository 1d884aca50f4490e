/*
 * The answer to /streams: every slot of this machine and its state.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef STREAMS_JSON_H
#define STREAMS_JSON_H

struct audiences;

/* The text, to be freed with free(3), or NULL without memory. */
char *streams_json(const struct audiences *audiences);

#endif
