# How old a picture is when a viewer has it.

INCLUDE_bench/latency := $(call includes_of,capture-daemon/drawn draw base shm)

STAMPED_FRAMES := $(BUILD)/bench/latency/stamped_frames
BENCHES += $(STAMPED_FRAMES)
$(STAMPED_FRAMES): LIBS =
$(STAMPED_FRAMES): $(BUILD)/bench/latency/stamped_frames.o \
	$(call archives_of,$(call room_and_below,capture-daemon/drawn))
	$(LINK)

SLOT_TIMES := $(BUILD)/bench/latency/slot_times
BENCHES += $(SLOT_TIMES)
$(SLOT_TIMES): LIBS =
$(SLOT_TIMES): $(BUILD)/bench/latency/slot_times.o \
	$(call archives_of,base shm)
	$(LINK)
