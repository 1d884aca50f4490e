/*
 * One viewer of a stream, who checks every part and counts what is missing.
 *
 * A part that breaks the stream's grammar ends the program: nothing measured
 * behind it would mean anything.
 *
 * SPDX-License-Identifier: MIT
 */
#include "spectator.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ages.h"
#include "clock.h"
#include "tool.h"

#define BOUNDARY	  "--slotcast"
#define HEADERS_BYTES_MAX 1024
#define PART_BYTES_MAX	  (8u << 20)
#define READ_BYTES	  65536

void spectator_ask(struct spectator *spectator, const struct sockaddr *address,
		   size_t address_bytes, const char *path)
{
	char request[512];
	int size_bytes =
		snprintf(request, sizeof(request),
			 "GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n", path);

	spectator->fd =
		socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (spectator->fd < 0 ||
	    connect(spectator->fd, address, (socklen_t)address_bytes) < 0)
		die("connect", strerror(errno));
	if (send(spectator->fd, request, (size_t)size_bytes, MSG_NOSIGNAL) !=
	    size_bytes)
		die("send", strerror(errno));
}

void spectator_start_counting(struct spectator *spectator, struct ages *ages)
{
	spectator->ages = ages;
}

/* The number after `name`; `end`, unless NULL, points behind it. */
static uint64_t header_number(const char *headers, const char *name, char **end)
{
	const char *at = strstr(headers, name);

	if (!at)
		die("a part without the header", name + strlen("\r\n"));
	return strtoull(at + strlen(name), end, 10);
}

static uint64_t header_timestamp_us(const char *headers)
{
	char *end;
	uint64_t seconds = header_number(headers, "\r\nX-Timestamp: ", &end);

	if (*end != '.')
		die("X-Timestamp", "no decimals");
	return seconds * 1000000 + strtoull(end + 1, NULL, 10);
}

static uint64_t age_us(uint64_t captured_us)
{
	uint64_t now_us = clock_wall_ns() / 1000;

	return now_us > captured_us ? now_us - captured_us : 0;
}

/* A whole JPEG, and a boundary behind it. */
static bool part_is_whole(const char *jpeg, size_t size_bytes)
{
	return size_bytes > 4 && memcmp(jpeg, "\xff\xd8", 2) == 0 &&
	       memcmp(jpeg + size_bytes - 2, "\xff\xd9", 2) == 0 &&
	       memcmp(jpeg + size_bytes, "\r\n" BOUNDARY,
		      strlen("\r\n" BOUNDARY)) == 0;
}

static void part_count(struct spectator *spectator, const char *headers,
		       const char *jpeg, size_t size_bytes)
{
	uint64_t serial = header_number(headers, "\r\nX-Frame-Serial: ", NULL);
	uint64_t before = spectator->last_serial;

	spectator->last_serial = serial;
	if (before == 0 || !spectator->ages)
		return;
	spectator->parts++;
	ages_add(spectator->ages, age_us(header_timestamp_us(headers)));
	if (serial <= before || !part_is_whole(jpeg, size_bytes))
		spectator->bad++;
	else
		spectator->missing += serial - before - 1;
}

/*
 * Take one part off the front of what has come: headers, JPEG and the boundary
 * behind it. Returns its length, or 0 when it is not whole yet.
 */
static size_t part_take(struct spectator *spectator, const char *bytes,
			size_t length_bytes)
{
	const char *end = memmem(bytes, length_bytes, "\r\n\r\n", 4);
	char headers[HEADERS_BYTES_MAX];
	size_t head_bytes, size_bytes, whole_bytes;

	if (!end)
		return 0;
	head_bytes = (size_t)(end - bytes) + 4;
	if (head_bytes > sizeof(headers))
		die("the headers of a part", "too long");
	memcpy(headers, bytes, head_bytes);
	headers[head_bytes - 1] = '\0';
	size_bytes = header_number(headers, "\r\nContent-Length: ", NULL);
	if (size_bytes > PART_BYTES_MAX)
		die("Content-Length", "too large");
	whole_bytes = head_bytes + size_bytes + strlen("\r\n" BOUNDARY);
	if (length_bytes < whole_bytes)
		return 0;
	part_count(spectator, headers, bytes + head_bytes, size_bytes);
	return whole_bytes;
}

/* The three digits of an answer that is not wanted. */
static const char *status_of(struct spectator *spectator)
{
	char *status = spectator->bytes + strlen("HTTP/1.x ");

	status[3] = '\0';
	return status;
}

/* Skip the answer's head, which ends with the first boundary. */
static size_t head_take(struct spectator *spectator)
{
	static const char good[] = "HTTP/1.x 200 ";
	static const char end[] = "\r\n\r\n" BOUNDARY;
	char *at;

	if (spectator->used_bytes < strlen(good))
		return 0;
	if (memcmp(spectator->bytes + 8, good + 8, strlen(good) - 8) != 0)
		die("the answer is not 200 but", status_of(spectator));
	at = memmem(spectator->bytes, spectator->used_bytes, end, strlen(end));
	if (!at)
		return 0;
	spectator->in_stream = true;
	return (size_t)(at - spectator->bytes) + strlen(end);
}

static void bytes_examine(struct spectator *spectator)
{
	size_t taken_bytes = 0;
	size_t more_bytes;

	if (!spectator->in_stream)
		taken_bytes = head_take(spectator);
	if (!spectator->in_stream)
		return;
	do {
		more_bytes =
			part_take(spectator, spectator->bytes + taken_bytes,
				  spectator->used_bytes - taken_bytes);
		taken_bytes += more_bytes;
	} while (more_bytes > 0);
	if (taken_bytes == 0)
		return;
	spectator->used_bytes -= taken_bytes;
	memmove(spectator->bytes, spectator->bytes + taken_bytes,
		spectator->used_bytes);
}

static void room_make(struct spectator *spectator)
{
	if (spectator->room_bytes - spectator->used_bytes >= READ_BYTES)
		return;
	spectator->room_bytes = 2 * (spectator->room_bytes + READ_BYTES);
	spectator->bytes = realloc(spectator->bytes, spectator->room_bytes);
	if (!spectator->bytes)
		die("memory", strerror(errno));
}

void spectator_read(struct spectator *spectator)
{
	ssize_t got_bytes;

	room_make(spectator);
	got_bytes = recv(
		spectator->fd, spectator->bytes + spectator->used_bytes,
		spectator->room_bytes - spectator->used_bytes, MSG_DONTWAIT);
	if (got_bytes < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got_bytes <= 0) {
		close(spectator->fd);
		spectator->fd = -1;
		return;
	}
	spectator->used_bytes += (size_t)got_bytes;
	spectator->received_bytes += (uint64_t)got_bytes;
	bytes_examine(spectator);
}

void spectator_close(struct spectator *spectator)
{
	if (spectator->fd >= 0)
		close(spectator->fd);
	free(spectator->bytes);
}
