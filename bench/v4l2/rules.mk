# What a camera's formats cost.

INCLUDE_bench/v4l2 := -Icapture-daemon -Ibase -Ibench/load $(PUBLIC)

CONVERSION := $(BUILD)/bench/v4l2/conversion
BENCHES += $(CONVERSION)
$(CONVERSION): LIBS = -lturbojpeg -lm
$(CONVERSION): $(BUILD)/bench/v4l2/conversion.o \
	$(addprefix $(BUILD)/capture-daemon/,encoder.o frame_put.o \
	jpeg_check.o jpeg_tables.o scratch.o turn.o v4l2_colour.o \
	v4l2_format.o v4l2_layout.o v4l2_pixels.o v4l2_planes.o) $(SLOT_LIBRARY)
	$(LINK)

# Preloaded into other programs, so it is never sanitized itself.
FAKE_CAMERA := $(BUILD)/bench/v4l2/fake_camera.so
BENCHES += $(FAKE_CAMERA)
$(FAKE_CAMERA): ALL_CFLAGS += -fPIC -fno-sanitize=all
$(FAKE_CAMERA): LIBS = -shared
$(FAKE_CAMERA): $(addprefix $(BUILD)/bench/v4l2/,fake_camera.o \
	fake_camera_calls.o)
	$(LINK)
