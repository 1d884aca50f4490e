/*
 * USB/IP, the device's end: the kernel's vhci_hcd hands us what the driver
 * asks of a USB device, and takes our answers.
 *
 * The protocol is the kernel's Documentation/usb/usbip_protocol.rst, without
 * its network part: the socket is a socketpair.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef USBIP_H
#define USBIP_H

#include <linux/usb/ch9.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum usbip_command {
	USBIP_SUBMIT = 1, /* an URB */
	USBIP_UNLINK = 2, /* take an URB back */
};

struct usbip_request {
	uint32_t command;
	uint32_t sequence;	    /* names the URB in the answer */
	uint32_t unlinked_sequence; /* USBIP_UNLINK */
	bool is_in;		    /* towards the computer */
	uint32_t endpoint;
	uint32_t length_bytes;
	struct usb_ctrlrequest setup; /* endpoint 0 */
};

/* Plug into `port` of vhci_hcd. Returns the socket or a negative errno. */
int usbip_plug(unsigned port);

/* Returns 0, -EPIPE when we were unplugged, or another negative errno. */
int usbip_read_request(int fd, struct usbip_request *request);

/* The bytes that follow a request towards the device. */
int usbip_read_data(int fd, void *data, size_t size_bytes);

/* `status` is 0 or what the driver sees as the URB's status. */
int usbip_answer_in(int fd, uint32_t sequence, int status, const void *data,
		    size_t size_bytes);
int usbip_answer_out(int fd, uint32_t sequence, size_t taken_bytes);
int usbip_answer_unlink(int fd, uint32_t sequence, int status);

#endif
