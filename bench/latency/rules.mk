# How old a picture is when a viewer has it.

INCLUDE_bench/latency := -Icapture-daemon -Ibase $(PUBLIC)

STAMPED_FRAMES := $(BUILD)/bench/latency/stamped_frames
BENCHES += $(STAMPED_FRAMES)
$(STAMPED_FRAMES): LIBS = -lm
$(STAMPED_FRAMES): $(addprefix $(BUILD)/,bench/latency/stamped_frames.o \
	capture-daemon/canvas.o capture-daemon/pattern_scene.o \
	capture-daemon/stamp.o capture-daemon/text.o base/clock.o \
	base/number.o)
	$(LINK)

SLOT_TIMES := $(BUILD)/bench/latency/slot_times
BENCHES += $(SLOT_TIMES)
$(SLOT_TIMES): LIBS =
$(SLOT_TIMES): $(BUILD)/bench/latency/slot_times.o $(BUILD)/base/clock.o \
	$(SLOT_LIBRARY)
	$(LINK)
