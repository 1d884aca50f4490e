/*
 * One viewer of any MJPEG server, who looks at every part and keeps none.
 *
 * Heads, boundaries, the first bytes of each JPEG and its last two are read
 * and checked; what lies between is discarded by the kernel, uncopied, so that
 * a thousand viewers leave the machine to those who serve them.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef LOAD_VIEWER_H
#define LOAD_VIEWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ages;
struct sockaddr;

#define LOAD_WINDOW_BYTES   2048
#define LOAD_BOUNDARY_BYTES 80

enum load_state {
	LOAD_IN_HEAD,
	LOAD_AT_BOUNDARY,
	LOAD_IN_PART_HEAD,
	LOAD_AT_JPEG,
	LOAD_IN_JPEG,
	LOAD_AT_JPEG_END,
	LOAD_IDLE, /* who asks for single files: all of it has come */
};

/* Starts as zeros. */
struct load_viewer {
	int fd; /* -1 when it is over */
	bool asks_for_files;
	const char *fault; /* why it is over; NULL: the server closed */
	enum load_state state;
	char window[LOAD_WINDOW_BYTES];
	size_t used_bytes;
	uint64_t jpeg_left_bytes; /* but for the end marker */
	char boundary[LOAD_BOUNDARY_BYTES];
	bool has_stamp;
	uint64_t due_ns;      /* of the part it is in, or when it asked */
	uint64_t last_number; /* 0 before the first part */
	bool has_part;

	/* Counted from load_viewer_start_counting() on. */
	struct ages *ages;
	uint64_t received_bytes, parts, lost, repeated;
};

/* Connect, and ask for `path` unless it is for files. Returns 0 or -errno. */
int load_viewer_open(struct load_viewer *viewer, const struct sockaddr *address,
		     size_t address_bytes, const char *path,
		     bool asks_for_files);

/* Ask for the file again; one that has not come yet is counted as lost. */
void load_viewer_ask(struct load_viewer *viewer, const char *path,
		     uint64_t now_ns);

void load_viewer_start_counting(struct load_viewer *viewer, struct ages *ages);

/* Take what has come, without waiting. */
void load_viewer_read(struct load_viewer *viewer);

void load_viewer_close(struct load_viewer *viewer);

#endif
