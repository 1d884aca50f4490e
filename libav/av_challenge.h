/*
 * Notes the challenges of a camera that wants a password, and hides those that
 * libavformat cannot answer.
 *
 * It answers the last Digest that a camera offers, and knows only MD5: where
 * another comes behind MD5, it gives up. RFC 7616 lets them come in any order.
 * An attempt to open a camera happens in one thread, and so does all of this.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_CHALLENGE_H
#define AV_CHALLENGE_H

/*
 * Hear a line of a camera's answer. A challenge that cannot be answered is
 * turned into a field that nobody knows.
 */
void av_challenge_hear(char *line);

/*
 * The algorithm of a Digest that cannot be answered, when the camera has
 * offered nothing that can be since all was forgotten; else NULL.
 */
const char *av_challenge_unknown(void);
void av_challenge_forget(void);

#endif
