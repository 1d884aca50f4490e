# make check-vm: tests that need real V4L2 devices, in a virtual machine.

USB_CAMERA := $(BUILD)/tests/vm/usb_camera/usb_camera
INCLUDE_tests/vm/usb_camera := -Itests/vm/usb_camera $(INCLUDE_base)

$(USB_CAMERA): LIBS =
$(USB_CAMERA): $(addprefix $(BUILD)/tests/vm/usb_camera/, \
	usb_camera.o faults.o frames.o transfers.o usbip.o uvc_controls.o \
	uvc_descriptors.o) $(BUILD)/base/clock.o
	$(LINK)

VM_TOOLS := $(USB_CAMERA)

.PHONY: check-vm
check-vm: programs $(VM_TOOLS)
	@BUILD='$(BUILD)' SANITIZE='$(SANITIZE)' tests/vm/check
