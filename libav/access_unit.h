/*
 * Assembles packets of H.264 and H.265 into access units, the coded pictures,
 * and hands out each as soon as it is whole.
 *
 * RTP marks the last packet of a picture, but libavformat does not pass that
 * on, and its parsers wait for the beginning of the next picture: each picture
 * would be shown one picture late. So the end is predicted. Senders cut every
 * picture into the same number of slices, and a slice into packets of equal
 * length, except the last. Once a stream has done so for a while, a short
 * packet of the last slice ends the picture. A stream that never does so keeps
 * the delay, and nothing worse happens. One that stops doing so has one damaged
 * picture, and is trusted again only after ten times as long.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef ACCESS_UNIT_H
#define ACCESS_UNIT_H

#include <libavcodec/packet.h>

#include "nal_scan.h"

struct access_units;

/*
 * `packets_are_whole`: NAL units are not cut into packets, as in MPEG-TS.
 *
 * Returns NULL when there is no memory.
 */
struct access_units *access_units_create(enum nal_codec codec,
					 bool packets_are_whole);
void access_units_destroy(struct access_units *units);

/*
 * Add the next packet, in order; the packet is blank afterwards. A copy of the
 * packet before is dropped. All whole units have to be taken first.
 *
 * Returns 0 or -ENOMEM.
 */
int access_units_add(struct access_units *units, AVPacket *packet);

/* Returns whether there was a whole unit, which the caller unrefs. */
bool access_units_take(struct access_units *units, AVPacket *unit);

#endif
