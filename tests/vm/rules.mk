# make check-vm: tests that need real V4L2 devices, in a virtual machine.

USB_CAMERA := $(BUILD)/tests/vm/usb_camera/usb_camera
INCLUDE_tests/vm/usb_camera := -Itests/vm/usb_camera $(INCLUDE_base)

$(USB_CAMERA): LIBS =
$(USB_CAMERA): $(addprefix $(BUILD)/tests/vm/usb_camera/, \
	usb_camera.o faults.o frames.o transfers.o usbip.o uvc_controls.o \
	uvc_descriptors.o) $(BUILD)/base/clock.o
	$(LINK)

PLACEHOLDER_PICTURE := $(BUILD)/tests/vm/placeholder_picture
INCLUDE_tests/vm := $(INCLUDE_capture-daemon)

$(PLACEHOLDER_PICTURE): LIBS = -lm
$(PLACEHOLDER_PICTURE): $(addprefix $(BUILD)/,tests/vm/placeholder_picture.o \
	capture-daemon/canvas.o capture-daemon/placeholder.o \
	capture-daemon/text.o)
	$(LINK)

VM_TOOLS := $(USB_CAMERA) $(PLACEHOLDER_PICTURE)

.PHONY: check-vm
check-vm: programs $(VM_TOOLS)
	@BUILD='$(BUILD)' SANITIZE='$(SANITIZE)' tests/vm/check
