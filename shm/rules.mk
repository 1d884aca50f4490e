# libslotcast, an example of its use, its tests and its bench.

SLOT_LIBRARY := $(BUILD)/shm/libslotcast.a

$(SLOT_LIBRARY): $(addprefix $(BUILD)/shm/,frame_reader.o frame_state.o \
	frame_writer.o shm_object.o slot_claim.o slot_frame.o slot_knock.o \
	slot_lock.o slot_map.o slot_name.o slot_report.o)
	@rm -f $@
	$(Q)$(if $(V),,echo "  AR $@";) $(AR) rcs $@ $^

.PHONY: library
library: $(SLOT_LIBRARY)

# What a stranger would write; built with every program, installed with none.
programs: $(BUILD)/examples/slot-cat
$(BUILD)/examples/slot-cat: $(BUILD)/examples/slot-cat.o $(SLOT_LIBRARY)
	$(LINK)

BENCHES += $(BUILD)/bench/slot
$(BUILD)/bench/slot: $(addprefix $(BUILD)/,bench/slot.o base/clock.o) \
	$(SLOT_LIBRARY)
	$(LINK)

# Unit tests, each with what it needs of the library.
SHM_TESTS := $(addprefix $(BUILD)/tests/unit/shm/,test_slot_name test_seqlock \
	test_slot_frame test_slot_lock test_slot_report test_shm_object \
	test_slot_claim \
	test_frame_writer test_frame_reader test_frame_state test_header)
UNIT_TESTS += $(SHM_TESTS)
$(SHM_TESTS): LIBS = -lcmocka
$(SHM_TESTS): $(BUILD)/tests/unit/shm/%: $(BUILD)/tests/unit/shm/%.o
	$(LINK)

$(BUILD)/tests/unit/shm/test_slot_name: $(BUILD)/shm/slot_name.o
$(BUILD)/tests/unit/shm/test_slot_frame: $(BUILD)/shm/slot_frame.o
$(BUILD)/tests/unit/shm/test_slot_lock: $(addprefix $(BUILD)/shm/, \
	slot_lock.o slot_name.o)
$(BUILD)/tests/unit/shm/test_slot_report: $(BUILD)/shm/slot_report.o
$(BUILD)/tests/unit/shm/test_slot_claim: $(addprefix $(BUILD)/shm/, \
	shm_object.o slot_claim.o slot_frame.o slot_lock.o slot_map.o \
	slot_name.o)
$(BUILD)/tests/unit/shm/test_shm_object: $(addprefix $(BUILD)/shm/, \
	shm_object.o slot_lock.o slot_name.o)
$(BUILD)/tests/unit/shm/test_frame_writer: $(SLOT_LIBRARY)
$(BUILD)/tests/unit/shm/test_frame_reader: $(SLOT_LIBRARY)
$(BUILD)/tests/unit/shm/test_frame_state: $(SLOT_LIBRARY)

# The header as strangers have it: strict, none of the flags of the project.
HEADER_FLAGS := -I$(BUILD)/include -Wall -Wextra -Werror -pedantic-errors
$(BUILD)/tests/unit/shm/test_header: $(addprefix $(BUILD)/tests/unit/shm/, \
	header_cxx17.o) $(SLOT_LIBRARY)
$(BUILD)/tests/unit/shm/test_header.o: tests/unit/shm/test_header.c \
	$(BUILD)/include/frame_slot.h
	@mkdir -p $(@D)
	$(CC) -std=c11 $(HEADER_FLAGS) -c $< -o $@
$(BUILD)/tests/unit/shm/header_cxx17.o: tests/unit/shm/header_cxx17.cc \
	$(BUILD)/include/frame_slot.h
	@mkdir -p $(@D)
	$(CXX) -std=c++17 -fno-exceptions -fno-rtti $(HEADER_FLAGS) -c $< -o $@
