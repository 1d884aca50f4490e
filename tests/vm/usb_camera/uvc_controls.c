/*
 * The camera's answers on endpoint 0.
 *
 * SPDX-License-Identifier: MIT
 */
#include "uvc_controls.h"

#include <errno.h>
#include <linux/usb/video.h>
#include <stdlib.h>
#include <string.h>

#include "uvc_descriptors.h"

/* Of the video class 1.0: the first bytes of struct uvc_streaming_control. */
#define NEGOTIATION_BYTES 26

static const char *camera_serial;
static struct uvc_streaming_control negotiated;
static int16_t brightness, contrast;

static uint32_t interval_nearest(uint32_t wanted)
{
	uint32_t nearest = uvc_intervals[0];

	for (int i = 1; i < UVC_RATES; i++)
		if (labs((long)uvc_intervals[i] - (long)wanted) <
		    labs((long)nearest - (long)wanted))
			nearest = uvc_intervals[i];
	return nearest;
}

static uint8_t number_limit(uint8_t number, uint8_t maximum)
{
	return number >= 1 && number <= maximum ? number : 1;
}

/* Make something possible of what the driver proposes. */
static void negotiate(struct uvc_streaming_control *proposal)
{
	proposal->bFormatIndex =
		number_limit(proposal->bFormatIndex, UVC_FORMATS);
	proposal->bFrameIndex = number_limit(proposal->bFrameIndex, UVC_SIZES);
	proposal->dwFrameInterval = interval_nearest(proposal->dwFrameInterval);
	proposal->dwMaxVideoFrameSize = (uint32_t)uvc_frame_bytes(
		proposal->bFormatIndex, proposal->bFrameIndex);
	proposal->dwMaxPayloadTransferSize = UVC_PAYLOAD_BYTES;
}

void uvc_controls_reset(const char *serial)
{
	camera_serial = serial;
	negotiated = (struct uvc_streaming_control){ 0 };
	negotiate(&negotiated);
	brightness = 0;
	contrast = 50;
}

struct uvc_agreement uvc_controls_agreement(void)
{
	return (struct uvc_agreement){
		.format = negotiated.bFormatIndex,
		.size = negotiated.bFrameIndex,
		.interval_ns = negotiated.dwFrameInterval * 100ull,
	};
}

bool uvc_controls_is_commit(const struct usb_ctrlrequest *setup)
{
	return setup->bRequest == UVC_SET_CUR &&
	       (setup->wIndex & 0xff) == UVC_STREAMING_INTERFACE &&
	       setup->wValue >> 8 == UVC_VS_COMMIT_CONTROL;
}

static int answer_standard(const struct usb_ctrlrequest *setup, uint8_t *data)
{
	switch (setup->bRequest) {
	case USB_REQ_GET_DESCRIPTOR:
		return uvc_descriptor(setup->wValue, camera_serial, data);
	case USB_REQ_GET_STATUS:
		memset(data, 0, 2);
		return 2;
	case USB_REQ_GET_INTERFACE:
		data[0] = 0;
		return 1;
	}
	return (setup->bRequestType & USB_DIR_IN) ? -EPIPE : 0;
}

static int answer_one_byte(uint8_t *data, uint8_t value)
{
	data[0] = value;
	return 1;
}

static int answer_two_bytes(uint8_t *data, int16_t value)
{
	memcpy(data, &value, sizeof(value));
	return sizeof(value);
}

static int answer_streaming(const struct usb_ctrlrequest *setup, uint8_t *data)
{
	struct uvc_streaming_control answer = negotiated;

	switch (setup->bRequest) {
	case UVC_SET_CUR:
		memcpy(&negotiated, data, NEGOTIATION_BYTES);
		negotiate(&negotiated);
		return 0;
	case UVC_GET_LEN:
		return answer_two_bytes(data, NEGOTIATION_BYTES);
	case UVC_GET_INFO:
		return answer_one_byte(data, UVC_CONTROL_CAP_GET |
						     UVC_CONTROL_CAP_SET);
	case UVC_GET_MIN:
	case UVC_GET_DEF:
		answer.dwFrameInterval = uvc_intervals[0];
		break;
	case UVC_GET_MAX:
		answer.dwFrameInterval = uvc_intervals[UVC_RATES - 1];
		break;
	case UVC_GET_CUR:
		break;
	default:
		return -EPIPE;
	}
	memcpy(data, &answer, NEGOTIATION_BYTES);
	return NEGOTIATION_BYTES;
}

static int answer_setting(const struct usb_ctrlrequest *setup, uint8_t *data,
			  int16_t *setting, int16_t minimum)
{
	switch (setup->bRequest) {
	case UVC_SET_CUR:
		memcpy(setting, data, sizeof(*setting));
		return 0;
	case UVC_GET_INFO:
		return answer_one_byte(data, UVC_CONTROL_CAP_GET |
						     UVC_CONTROL_CAP_SET);
	case UVC_GET_LEN:
		return answer_two_bytes(data, sizeof(*setting));
	case UVC_GET_MIN:
		return answer_two_bytes(data, minimum);
	case UVC_GET_MAX:
		return answer_two_bytes(data, 100);
	case UVC_GET_RES:
		return answer_two_bytes(data, 1);
	case UVC_GET_DEF:
		return answer_two_bytes(data, 0);
	case UVC_GET_CUR:
		return answer_two_bytes(data, *setting);
	}
	return -EPIPE;
}

static int answer_processing(const struct usb_ctrlrequest *setup, uint8_t *data)
{
	switch (setup->wValue >> 8) {
	case UVC_PU_BRIGHTNESS_CONTROL:
		return answer_setting(setup, data, &brightness, -100);
	case UVC_PU_CONTRAST_CONTROL:
		return answer_setting(setup, data, &contrast, 0);
	}
	return -EPIPE;
}

int uvc_controls_answer(const struct usb_ctrlrequest *setup, uint8_t *data)
{
	if ((setup->bRequestType & USB_TYPE_MASK) == USB_TYPE_STANDARD)
		return answer_standard(setup, data);
	if ((setup->wIndex & 0xff) == UVC_STREAMING_INTERFACE)
		return answer_streaming(setup, data);
	if (setup->wIndex >> 8 == UVC_PROCESSING_UNIT)
		return answer_processing(setup, data);
	return -EPIPE;
}
