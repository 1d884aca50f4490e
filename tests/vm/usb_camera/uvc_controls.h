/*
 * The camera's answers on endpoint 0: what it is, which format is agreed on,
 * brightness and contrast.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef UVC_CONTROLS_H
#define UVC_CONTROLS_H

#include <linux/usb/ch9.h>
#include <stdbool.h>
#include <stdint.h>

/* What probe and commit agreed on. */
struct uvc_agreement {
	unsigned format, size; /* see uvc_descriptors.h */
	uint64_t interval_ns;
};

/* As after plugging in. `serial` must stay valid. */
void uvc_controls_reset(const char *serial);

/*
 * Carry out a request; `data` holds what came with it, then the answer.
 * Returns the answer's length, or -EPIPE for a request the camera refuses.
 */
int uvc_controls_answer(const struct usb_ctrlrequest *setup, uint8_t *data);

/* Whether `setup` ends a negotiation: streaming starts with the next URB. */
bool uvc_controls_is_commit(const struct usb_ctrlrequest *setup);

struct uvc_agreement uvc_controls_agreement(void);

#endif
