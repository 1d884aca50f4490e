/*
 * What the camera says it is.
 *
 * Multi-byte values are in the order of this machine, which is USB's.
 *
 * SPDX-License-Identifier: MIT
 */
#include "uvc_descriptors.h"

#include <errno.h>
#include <linux/usb/ch9.h>
#include <linux/usb/video.h>
#include <string.h>

#define INTERVAL_30_FPS 333333
#define INTERVAL_15_FPS 666666
#define INTERVAL_5_FPS	2000000

#define CAMERA_TERMINAL 1
#define OUTPUT_TERMINAL 3

const uint32_t uvc_intervals[UVC_RATES] = { INTERVAL_30_FPS, INTERVAL_15_FPS,
					    INTERVAL_5_FPS };

#define MJPEG_1 640, 480
#define MJPEG_2 1280, 720
#define YUYV_1	640, 480
#define YUYV_2	320, 240

struct uvc_size uvc_size_of(unsigned format, unsigned size)
{
	static const struct uvc_size sizes[UVC_FORMATS][UVC_SIZES] = {
		{ { MJPEG_1 }, { MJPEG_2 } },
		{ { YUYV_1 }, { YUYV_2 } },
	};

	return sizes[format - 1][size - 1];
}

static bool is_bayer;

bool uvc_is_bayer(void)
{
	return is_bayer;
}

size_t uvc_frame_bytes(unsigned format, unsigned size)
{
	struct uvc_size picture = uvc_size_of(format, size);
	size_t bytes_per_pixel = is_bayer ? 1 : 2;

	return bytes_per_pixel * picture.width_px * picture.height_px;
}

DECLARE_UVC_HEADER_DESCRIPTOR(1);
DECLARE_UVC_INPUT_HEADER_DESCRIPTOR(1, 2);
/* The frames of both formats look the same. */
DECLARE_UVC_FRAME_UNCOMPRESSED(3);

static const struct usb_device_descriptor device_descriptor = {
	.bLength = USB_DT_DEVICE_SIZE,
	.bDescriptorType = USB_DT_DEVICE,
	.bcdUSB = 0x0200,
	.bDeviceClass = USB_CLASS_MISC,
	.bDeviceSubClass = 2, /* common class, */
	.bDeviceProtocol = 1, /* interface association */
	.bMaxPacketSize0 = 64,
	.idVendor = 0x1209,  /* pid.codes, */
	.idProduct = 0x0001, /* test number */
	.bcdDevice = 0x0100,
	.iManufacturer = 1,
	.iProduct = 2,
	.iSerialNumber = 3,
	.bNumConfigurations = 1,
};

struct control_interface {
	struct usb_interface_descriptor interface;
	struct control_part {
		struct UVC_HEADER_DESCRIPTOR(1) header;
		struct uvc_camera_terminal_descriptor camera;
		struct uvc_processing_unit_descriptor processing;
		struct uvc_output_terminal_descriptor output;
	} __attribute__((packed)) part;
} __attribute__((packed));

struct streaming_interface {
	struct usb_interface_descriptor interface;
	struct streaming_part {
		struct UVC_INPUT_HEADER_DESCRIPTOR(1, 2) header;
		struct uvc_format_mjpeg mjpeg;
		struct UVC_FRAME_UNCOMPRESSED(3) mjpeg_frames[UVC_SIZES];
		struct uvc_color_matching_descriptor mjpeg_colour;
		struct uvc_format_uncompressed yuyv;
		struct UVC_FRAME_UNCOMPRESSED(3) yuyv_frames[UVC_SIZES];
		struct uvc_color_matching_descriptor yuyv_colour;
	} __attribute__((packed)) part;
	uint8_t endpoint[USB_DT_ENDPOINT_SIZE];
} __attribute__((packed));

struct configuration {
	struct usb_config_descriptor configuration;
	struct usb_interface_assoc_descriptor association;
	struct control_interface control;
	struct streaming_interface streaming;
} __attribute__((packed));

#define BYTES_OF_FRAME(width, height) ((width) * (height)*2)

#define FRAME_OF(kind, index, width, height)                                   \
	{                                                                      \
		.bLength = UVC_DT_FRAME_UNCOMPRESSED_SIZE(UVC_RATES),          \
		.bDescriptorType = USB_DT_CS_INTERFACE,                        \
		.bDescriptorSubType = (kind), .bFrameIndex = (index),          \
		.wWidth = (width), .wHeight = (height),                        \
		.dwMinBitRate = BYTES_OF_FRAME(width, height) * 8 * 5,         \
		.dwMaxBitRate = BYTES_OF_FRAME(width, height) * 8 * 30,        \
		.dwMaxVideoFrameBufferSize = BYTES_OF_FRAME(width, height),    \
		.dwDefaultFrameInterval = INTERVAL_30_FPS,                     \
		.bFrameIntervalType = UVC_RATES,                               \
		.dwFrameInterval = { INTERVAL_30_FPS, INTERVAL_15_FPS,         \
				     INTERVAL_5_FPS },                         \
	}
/* Takes a size that is one macro apart. */
#define FRAME(kind, index, size) FRAME_OF(kind, index, size)

/* sRGB primaries and transfer, BT.601 matrix. */
#define COLOUR                                                                 \
	{                                                                      \
		.bLength = UVC_DT_COLOR_MATCHING_SIZE,                         \
		.bDescriptorType = USB_DT_CS_INTERFACE,                        \
		.bDescriptorSubType = UVC_VS_COLORFORMAT,                      \
		.bColorPrimaries = 1, .bTransferCharacteristics = 1,           \
		.bMatrixCoefficients = 4,                                      \
	}

static struct configuration configuration = {
	.configuration = {
		.bLength = USB_DT_CONFIG_SIZE,
		.bDescriptorType = USB_DT_CONFIG,
		.wTotalLength = sizeof(struct configuration),
		.bNumInterfaces = 2,
		.bConfigurationValue = 1,
		.bmAttributes = USB_CONFIG_ATT_ONE,
		.bMaxPower = 250,
	},
	.association = {
		.bLength = sizeof(struct usb_interface_assoc_descriptor),
		.bDescriptorType = USB_DT_INTERFACE_ASSOCIATION,
		.bInterfaceCount = 2,
		.bFunctionClass = USB_CLASS_VIDEO,
		.bFunctionSubClass = UVC_SC_VIDEO_INTERFACE_COLLECTION,
		.iFunction = 2,
	},
	.control.interface = {
		.bLength = USB_DT_INTERFACE_SIZE,
		.bDescriptorType = USB_DT_INTERFACE,
		.bInterfaceNumber = UVC_CONTROL_INTERFACE,
		.bInterfaceClass = USB_CLASS_VIDEO,
		.bInterfaceSubClass = UVC_SC_VIDEOCONTROL,
		.iInterface = 2,
	},
	.control.part.header = {
		.bLength = UVC_DT_HEADER_SIZE(1),
		.bDescriptorType = USB_DT_CS_INTERFACE,
		.bDescriptorSubType = UVC_VC_HEADER,
		.bcdUVC = 0x0100,
		.wTotalLength = sizeof(struct control_part),
		.dwClockFrequency = 48000000,
		.bInCollection = 1,
		.baInterfaceNr = { UVC_STREAMING_INTERFACE },
	},
	.control.part.camera = {
		.bLength = UVC_DT_CAMERA_TERMINAL_SIZE(3),
		.bDescriptorType = USB_DT_CS_INTERFACE,
		.bDescriptorSubType = UVC_VC_INPUT_TERMINAL,
		.bTerminalID = CAMERA_TERMINAL,
		.wTerminalType = UVC_ITT_CAMERA,
		.bControlSize = 3,
	},
	.control.part.processing = {
		.bLength = sizeof(struct uvc_processing_unit_descriptor),
		.bDescriptorType = USB_DT_CS_INTERFACE,
		.bDescriptorSubType = UVC_VC_PROCESSING_UNIT,
		.bUnitID = UVC_PROCESSING_UNIT,
		.bSourceID = CAMERA_TERMINAL,
		.bControlSize = 2,
		.bmControls = { 0x03 }, /* brightness, contrast */
	},
	.control.part.output = {
		.bLength = UVC_DT_OUTPUT_TERMINAL_SIZE,
		.bDescriptorType = USB_DT_CS_INTERFACE,
		.bDescriptorSubType = UVC_VC_OUTPUT_TERMINAL,
		.bTerminalID = OUTPUT_TERMINAL,
		.wTerminalType = UVC_TT_STREAMING,
		.bSourceID = UVC_PROCESSING_UNIT,
	},
	.streaming.interface = {
		.bLength = USB_DT_INTERFACE_SIZE,
		.bDescriptorType = USB_DT_INTERFACE,
		.bInterfaceNumber = UVC_STREAMING_INTERFACE,
		.bNumEndpoints = 1,
		.bInterfaceClass = USB_CLASS_VIDEO,
		.bInterfaceSubClass = UVC_SC_VIDEOSTREAMING,
	},
	.streaming.part.header = {
		.bLength = UVC_DT_INPUT_HEADER_SIZE(1, 2),
		.bDescriptorType = USB_DT_CS_INTERFACE,
		.bDescriptorSubType = UVC_VS_INPUT_HEADER,
		.bNumFormats = UVC_FORMATS,
		.wTotalLength = sizeof(struct streaming_part),
		.bEndpointAddress = USB_DIR_IN | UVC_STREAMING_ENDPOINT,
		.bTerminalLink = OUTPUT_TERMINAL,
		.bControlSize = 1,
	},
	.streaming.part.mjpeg = {
		.bLength = UVC_DT_FORMAT_MJPEG_SIZE,
		.bDescriptorType = USB_DT_CS_INTERFACE,
		.bDescriptorSubType = UVC_VS_FORMAT_MJPEG,
		.bFormatIndex = UVC_FORMAT_MJPEG,
		.bNumFrameDescriptors = UVC_SIZES,
		.bmFlags = 1,
		.bDefaultFrameIndex = 1,
	},
	.streaming.part.mjpeg_frames = {
		FRAME(UVC_VS_FRAME_MJPEG, 1, MJPEG_1),
		FRAME(UVC_VS_FRAME_MJPEG, 2, MJPEG_2),
	},
	.streaming.part.mjpeg_colour = COLOUR,
	.streaming.part.yuyv = {
		.bLength = UVC_DT_FORMAT_UNCOMPRESSED_SIZE,
		.bDescriptorType = USB_DT_CS_INTERFACE,
		.bDescriptorSubType = UVC_VS_FORMAT_UNCOMPRESSED,
		.bFormatIndex = UVC_FORMAT_YUYV,
		.bNumFrameDescriptors = UVC_SIZES,
		.guidFormat = { 'Y', 'U', 'Y', '2', 0, 0, 0x10, 0, 0x80, 0, 0,
				0xaa, 0, 0x38, 0x9b, 0x71 },
		.bBitsPerPixel = 16,
		.bDefaultFrameIndex = 1,
	},
	.streaming.part.yuyv_frames = {
		FRAME(UVC_VS_FRAME_UNCOMPRESSED, 1, YUYV_1),
		FRAME(UVC_VS_FRAME_UNCOMPRESSED, 2, YUYV_2),
	},
	.streaming.part.yuyv_colour = COLOUR,
	.streaming.endpoint = { USB_DT_ENDPOINT_SIZE, USB_DT_ENDPOINT,
				USB_DIR_IN | UVC_STREAMING_ENDPOINT,
				USB_ENDPOINT_XFER_BULK, 512 & 0xff, 512 >> 8 },
};

/* A driver steps over a format of a kind that it does not know. */
void uvc_use_bayer(void)
{
	struct streaming_part *part = &configuration.streaming.part;

	is_bayer = true;
	part->mjpeg.bDescriptorSubType = UVC_VS_UNDEFINED;
	memcpy(part->yuyv.guidFormat, "BA81", 4);
	part->yuyv.bBitsPerPixel = 8;
	for (unsigned i = 0; i < UVC_SIZES; i++)
		part->yuyv_frames[i].dwMaxVideoFrameBufferSize =
			(uint32_t)uvc_frame_bytes(UVC_FORMAT_YUYV, i + 1);
}

/* The text in UTF-16, behind its length and kind. */
static int string_descriptor(const char *text, uint8_t *descriptor)
{
	size_t length = strlen(text);

	descriptor[0] = (uint8_t)(2 + 2 * length);
	descriptor[1] = USB_DT_STRING;
	for (size_t i = 0; i < length; i++) {
		descriptor[2 + 2 * i] = (uint8_t)text[i];
		descriptor[3 + 2 * i] = 0;
	}
	return descriptor[0];
}

static int numbered_string(unsigned number, const char *serial,
			   uint8_t *descriptor)
{
	static const uint8_t languages[] = { 4, USB_DT_STRING, 0x09, 0x04 };

	switch (number) {
	case 0: /* which languages there are: English */
		memcpy(descriptor, languages, sizeof(languages));
		return sizeof(languages);
	case 1:
		return string_descriptor("Test", descriptor);
	case 2:
		return string_descriptor("UVC Test Camera", descriptor);
	case 3:
		return string_descriptor(serial, descriptor);
	}
	return -EPIPE;
}

int uvc_descriptor(uint16_t kind_and_index, const char *serial,
		   uint8_t descriptor[1024])
{
	switch (kind_and_index >> 8) {
	case USB_DT_DEVICE:
		memcpy(descriptor, &device_descriptor, USB_DT_DEVICE_SIZE);
		return USB_DT_DEVICE_SIZE;
	case USB_DT_CONFIG:
		memcpy(descriptor, &configuration, sizeof(configuration));
		return sizeof(configuration);
	case USB_DT_STRING:
		return numbered_string(kind_and_index & 0xff, serial,
				       descriptor);
	}
	return -EPIPE;
}
