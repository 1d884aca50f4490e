# What a camera's formats cost.

INCLUDE_bench/v4l2 := -Ibench/load $(call includes_of, \
	capture-daemon/publish capture-daemon/v4l2 picture base shm)

CONVERSION := $(BUILD)/bench/v4l2/conversion
BENCHES += $(CONVERSION)
$(CONVERSION): LIBS = -lm
$(CONVERSION): $(BUILD)/bench/v4l2/conversion.o $(call archives_of, \
	capture-daemon/publish capture-daemon/v4l2 picture base shm)
	$(LINK)

# Preloaded into other programs, so it is never sanitized itself.
FAKE_CAMERA := $(BUILD)/bench/v4l2/fake_camera.so
BENCHES += $(FAKE_CAMERA)
$(FAKE_CAMERA): ALL_CFLAGS += -fPIC -fno-sanitize=all
$(FAKE_CAMERA): LIBS = -shared
$(FAKE_CAMERA): $(addprefix $(BUILD)/bench/v4l2/,fake_camera.o \
	fake_camera_calls.o)
	$(LINK)
