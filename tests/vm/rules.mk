# make check-vm: tests that need real V4L2 devices, in a virtual machine.

USB_CAMERA := $(BUILD)/tests/vm/usb_camera/usb_camera
INCLUDE_tests/vm/usb_camera := -Itests/vm/usb_camera $(call includes_of,base)

$(USB_CAMERA): LIBS =
$(USB_CAMERA): $(addprefix $(BUILD)/tests/vm/usb_camera/, \
	usb_camera.o faults.o frames.o transfers.o usbip.o uvc_controls.o \
	uvc_descriptors.o) $(call archives_of,base)
	$(LINK)

PLACEHOLDER_PICTURE := $(BUILD)/tests/vm/placeholder_picture
INCLUDE_tests/vm := $(call includes_of,capture-daemon/drawn draw base)

$(PLACEHOLDER_PICTURE): LIBS =
$(PLACEHOLDER_PICTURE): $(BUILD)/tests/vm/placeholder_picture.o \
	$(call archives_of,$(call room_and_below,capture-daemon/drawn))
	$(LINK)

VM_TOOLS := $(USB_CAMERA) $(PLACEHOLDER_PICTURE)

.PHONY: check-vm
check-vm: programs $(VM_TOOLS)
	@BUILD='$(BUILD)' SANITIZE='$(SANITIZE)' tests/vm/check
