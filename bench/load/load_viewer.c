/*
 * One viewer of any MJPEG server, who looks at every part and keeps none.
 *
 * SPDX-License-Identifier: MIT
 */
#include "load_viewer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ages.h"
#include "camera_stamp.h"
#include "clock.h"

#define JPEG_END_BYTES 2
#define JPEG_BYTES_MAX (8u << 20)

void load_viewer_close(struct load_viewer *viewer)
{
	if (viewer->fd >= 0)
		close(viewer->fd);
	viewer->fd = -1;
}

static void viewer_give_up(struct load_viewer *viewer, const char *fault)
{
	viewer->fault = fault;
	load_viewer_close(viewer);
}

static int viewer_send(struct load_viewer *viewer, const char *path)
{
	char request[512];
	int size_bytes = snprintf(request, sizeof(request),
				  "GET %s HTTP/1.%d\r\nHost: bench\r\n\r\n",
				  path, viewer->asks_for_files);

	if (send(viewer->fd, request, (size_t)size_bytes, MSG_NOSIGNAL) !=
	    size_bytes)
		return -errno;
	return 0;
}

int load_viewer_open(struct load_viewer *viewer, const struct sockaddr *address,
		     size_t address_bytes, const char *path,
		     bool asks_for_files)
{
	viewer->fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (viewer->fd < 0 ||
	    connect(viewer->fd, address, (socklen_t)address_bytes) < 0)
		return -errno;
	viewer->asks_for_files = asks_for_files;
	viewer->used_bytes = 0;
	if (asks_for_files) {
		viewer->state = LOAD_IDLE;
		return 0;
	}
	/* HTTP/1.0, so that no server wraps the parts in chunks. */
	return viewer_send(viewer, path);
}

void load_viewer_ask(struct load_viewer *viewer, const char *path,
		     uint64_t now_ns)
{
	if (viewer->fd < 0)
		return;
	if (viewer->state != LOAD_IDLE) {
		viewer->lost += viewer->ages != NULL;
		return;
	}
	viewer->state = LOAD_IN_HEAD;
	viewer->due_ns = now_ns;
	if (viewer_send(viewer, path) < 0)
		viewer_give_up(viewer, "the request was not taken");
}

void load_viewer_start_counting(struct load_viewer *viewer, struct ages *ages)
{
	viewer->ages = ages;
	viewer->received_bytes = 0;
}

/* --------------------------------------------------------- what comes ---- */

static void window_take(struct load_viewer *viewer, size_t taken_bytes)
{
	viewer->used_bytes -= taken_bytes;
	memmove(viewer->window, viewer->window + taken_bytes,
		viewer->used_bytes);
}

/*
 * Whether a whole head, up to its empty line, is in the window; then it ends
 * there with a zero, and its length is in `head_bytes`.
 */
static bool head_is_whole(struct load_viewer *viewer, size_t *head_bytes)
{
	char *end = memmem(viewer->window, viewer->used_bytes, "\r\n\r\n", 4);

	if (!end) {
		if (viewer->used_bytes == LOAD_WINDOW_BYTES)
			viewer_give_up(viewer, "a head without an end");
		return false;
	}
	end[3] = '\0';
	*head_bytes = (size_t)(end - viewer->window) + 4;
	return true;
}

/* The text behind `name: ` in the head, or NULL. */
static const char *head_field(const char *head, const char *name)
{
	const char *field = strcasestr(head, name);

	return field ? field + strlen(name) : NULL;
}

static bool jpeg_begin(struct load_viewer *viewer)
{
	const char *length = head_field(viewer->window, "\r\nContent-Length: ");
	uint64_t jpeg_bytes = length ? strtoull(length, NULL, 10) : 0;

	if (jpeg_bytes < CAMERA_STAMP_BYTES + JPEG_END_BYTES ||
	    jpeg_bytes > JPEG_BYTES_MAX) {
		viewer_give_up(viewer, "a part without a usable length");
		return false;
	}
	viewer->jpeg_left_bytes = jpeg_bytes - JPEG_END_BYTES;
	viewer->state = LOAD_AT_JPEG;
	return true;
}

/* The response's head says how its parts are told apart. */
static bool boundary_learn(struct load_viewer *viewer)
{
	const char *name = head_field(viewer->window, "boundary=");
	size_t name_bytes = name ? strcspn(name, "\r;") : 0;

	if (name_bytes == 0 || name_bytes > LOAD_BOUNDARY_BYTES - 5) {
		viewer_give_up(viewer, "an answer without a boundary");
		return false;
	}
	snprintf(viewer->boundary, sizeof(viewer->boundary), "\r\n--%.*s",
		 (int)name_bytes, name);
	viewer->state = LOAD_AT_BOUNDARY;
	return true;
}

static bool head_take(struct load_viewer *viewer)
{
	size_t head_bytes;
	bool goes_on;

	if (!head_is_whole(viewer, &head_bytes))
		return false;
	if (strncmp(viewer->window + strlen("HTTP/1.x"), " 200 ", 5) != 0) {
		viewer_give_up(viewer, "an answer that is not 200");
		return false;
	}
	goes_on = viewer->asks_for_files ? jpeg_begin(viewer)
					 : boundary_learn(viewer);
	window_take(viewer, head_bytes);
	return goes_on;
}

/* Its line break belongs to the part before it: the first has none. */
static bool boundary_take(struct load_viewer *viewer)
{
	const char *boundary = viewer->boundary + (viewer->has_part ? 0 : 2);
	size_t boundary_bytes = strlen(boundary);

	if (viewer->used_bytes < boundary_bytes)
		return false;
	if (memcmp(viewer->window, boundary, boundary_bytes) != 0) {
		viewer_give_up(viewer, "no boundary where a part ends");
		return false;
	}
	window_take(viewer, boundary_bytes);
	viewer->state = LOAD_IN_PART_HEAD;
	return true;
}

static bool part_head_take(struct load_viewer *viewer)
{
	size_t head_bytes;

	if (!head_is_whole(viewer, &head_bytes) || !jpeg_begin(viewer))
		return false;
	window_take(viewer, head_bytes);
	return true;
}

static void stamp_count(struct load_viewer *viewer, struct camera_stamp stamp)
{
	uint64_t before = viewer->last_number;

	viewer->due_ns = stamp.due_ns;
	viewer->last_number = stamp.number;
	if (!viewer->ages || before == 0)
		return;
	if (stamp.number > before)
		viewer->lost += stamp.number - before - 1;
	else
		viewer->repeated++;
}

static bool jpeg_start_take(struct load_viewer *viewer)
{
	struct camera_stamp stamp;

	if (viewer->used_bytes < CAMERA_STAMP_BYTES)
		return false;
	if (memcmp(viewer->window, "\xff\xd8", 2) != 0) {
		viewer_give_up(viewer, "a part that does not begin as a JPEG");
		return false;
	}
	viewer->has_stamp = camera_stamp_get(&stamp, viewer->window);
	/* A file always has the same one: its age counts from the asking. */
	if (viewer->has_stamp && !viewer->asks_for_files)
		stamp_count(viewer, stamp);
	viewer->state = LOAD_IN_JPEG;
	return true;
}

static bool jpeg_take(struct load_viewer *viewer)
{
	size_t taken_bytes = viewer->used_bytes;

	if (taken_bytes > viewer->jpeg_left_bytes)
		taken_bytes = viewer->jpeg_left_bytes;
	viewer->jpeg_left_bytes -= taken_bytes;
	window_take(viewer, taken_bytes);
	if (viewer->jpeg_left_bytes == 0)
		viewer->state = LOAD_AT_JPEG_END;
	return viewer->jpeg_left_bytes == 0;
}

static bool jpeg_end_take(struct load_viewer *viewer)
{
	if (viewer->used_bytes < JPEG_END_BYTES)
		return false;
	if (memcmp(viewer->window, "\xff\xd9", JPEG_END_BYTES) != 0) {
		viewer_give_up(viewer, "a part that does not end as a JPEG");
		return false;
	}
	window_take(viewer, JPEG_END_BYTES);
	viewer->has_part = true;
	viewer->state = viewer->asks_for_files ? LOAD_IDLE : LOAD_AT_BOUNDARY;
	if (!viewer->ages)
		return true;
	viewer->parts++;
	if (viewer->has_stamp || viewer->asks_for_files)
		ages_add(viewer->ages,
			 (clock_monotonic_ns() - viewer->due_ns) / 1000);
	return true;
}

/* Returns whether there may be more to take from the window. */
static bool viewer_take(struct load_viewer *viewer)
{
	switch (viewer->state) {
	case LOAD_IN_HEAD:
		return head_take(viewer);
	case LOAD_AT_BOUNDARY:
		return boundary_take(viewer);
	case LOAD_IN_PART_HEAD:
		return part_head_take(viewer);
	case LOAD_AT_JPEG:
		return jpeg_start_take(viewer);
	case LOAD_IN_JPEG:
		return jpeg_take(viewer);
	case LOAD_AT_JPEG_END:
		return jpeg_end_take(viewer);
	case LOAD_IDLE:
		break;
	}
	return false;
}

/* Into the window, or nowhere. Returns as recv(2). */
static ssize_t viewer_receive(struct load_viewer *viewer, size_t *room_bytes)
{
	char *to = viewer->window + viewer->used_bytes;
	int flags = MSG_DONTWAIT;

	*room_bytes = LOAD_WINDOW_BYTES - viewer->used_bytes;
	if (viewer->state == LOAD_IN_JPEG) {
		*room_bytes = viewer->jpeg_left_bytes;
		to = NULL;
		flags |= MSG_TRUNC;
	}
	return recv(viewer->fd, to, *room_bytes, flags);
}

void load_viewer_read(struct load_viewer *viewer)
{
	size_t room_bytes;
	ssize_t got_bytes;

	do {
		got_bytes = viewer_receive(viewer, &room_bytes);
		if (got_bytes < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (got_bytes <= 0) {
			load_viewer_close(viewer);
			return;
		}
		viewer->received_bytes += (uint64_t)got_bytes;
		if (viewer->state == LOAD_IN_JPEG)
			viewer->jpeg_left_bytes -= (uint64_t)got_bytes;
		else
			viewer->used_bytes += (size_t)got_bytes;
		while (viewer->fd >= 0 && viewer_take(viewer))
			;
		/* Less than there was room for: nothing more has come. */
	} while (viewer->fd >= 0 && (size_t)got_bytes == room_bytes);
}
