/*
 * What stands in front of the payload of an RTP packet, and in its reports.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtp_header.h"

#include <errno.h>

#define VERSION	  2
#define PADDING	  0x20
#define EXTENSION 0x10

/* The lower bits of the first byte: of a packet, and of a report. */
#define CONTRIBUTORS 0x0f
#define SOURCES	     0x1f

#define WORD_BYTES 4

/* Reports may share the port (RFC 5761, 4). */
#define REPORT_FIRST 192
#define REPORT_LAST  223
#define GOODBYE	     203

static bool is_report(const uint8_t *bytes)
{
	return bytes[1] >= REPORT_FIRST && bytes[1] <= REPORT_LAST;
}

static uint16_t number_16(const uint8_t *bytes)
{
	return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

static uint32_t number_32(const uint8_t *bytes)
{
	return (uint32_t)number_16(bytes) << 16 | number_16(bytes + 2);
}

/* Find the payload between contributors, an extension, and padding. */
static void payload_find(struct rtp_header *header, const uint8_t *packet,
			 size_t length_bytes)
{
	size_t at = RTP_HEADER_BYTES +
		    WORD_BYTES * (size_t)(packet[0] & CONTRIBUTORS);
	size_t end = length_bytes;

	if (packet[0] & EXTENSION && at + WORD_BYTES <= length_bytes)
		at += WORD_BYTES +
		      WORD_BYTES * (size_t)number_16(packet + at + 2);
	if (packet[0] & PADDING)
		end -= packet[end - 1] < end ? packet[end - 1] : end;
	header->payload_at = at < end ? at : end;
	header->payload_bytes = end - header->payload_at;
}

int rtp_header_read(struct rtp_header *header, const uint8_t *packet,
		    size_t length_bytes)
{
	if (length_bytes < RTP_HEADER_BYTES || packet[0] >> 6 != VERSION ||
	    is_report(packet))
		return -EINVAL;
	header->payload_type = packet[1] & (uint8_t)~RTP_MARKER;
	header->sequence = number_16(packet + 2);
	header->time = number_32(packet + 4);
	header->sender = number_32(packet + 8);
	payload_find(header, packet, length_bytes);
	return 0;
}

/* A datagram holds one report after the other. */
bool rtp_report_says_goodbye(const uint8_t *report, size_t length_bytes,
			     uint32_t *sender)
{
	while (length_bytes >= 2 * WORD_BYTES && report[0] >> 6 == VERSION &&
	       is_report(report)) {
		size_t size_bytes =
			WORD_BYTES * ((size_t)number_16(report + 2) + 1);

		if (report[1] == GOODBYE && (report[0] & SOURCES) > 0) {
			*sender = number_32(report + WORD_BYTES);
			return true;
		}
		if (size_bytes > length_bytes)
			return false;
		report += size_bytes;
		length_bytes -= size_bytes;
	}
	return false;
}
