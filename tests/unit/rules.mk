# Unit tests: tests/unit/ROOM/test_MODULE.c is linked with the archives of ROOM
# and of the rooms that it sees. What a test defines itself, a fake, is taken
# in the place of what lies in an archive.

UNIT_TESTS := $(patsubst %.c,$(BUILD)/%,$(foreach room,$(ROOMS), \
	$(wildcard tests/unit/$(room)/test_*.c)))

room_of = $(patsubst $(BUILD)/tests/unit/%,%,$(call folder_of,$(1)))
$(foreach test,$(UNIT_TESTS),$(eval $(test): $(test).o \
	$(call archives_of,$(call room_and_below,$(call room_of,$(test))))))
$(UNIT_TESTS): LIBS = -lcmocka -lm
$(UNIT_TESTS):
	$(LINK)

# The header as strangers have it: strict, none of the flags of the project.
HEADER_TEST  := $(BUILD)/tests/unit/shm
HEADER_FLAGS := $(PUBLIC) -Wall -Wextra -Werror -pedantic-errors
$(HEADER_TEST)/test_header: $(HEADER_TEST)/header_cxx17.o
$(HEADER_TEST)/test_header.o: tests/unit/shm/test_header.c \
	$(BUILD)/include/frame_slot.h
	@mkdir -p $(@D)
	$(call SAY,CC) $(CC) -std=c11 $(HEADER_FLAGS) -c $< -o $@
$(HEADER_TEST)/header_cxx17.o: tests/unit/shm/header_cxx17.cc \
	$(BUILD)/include/frame_slot.h
	@mkdir -p $(@D)
	$(call SAY,CXX) $(CXX) -std=c++17 -fno-exceptions -fno-rtti \
		$(HEADER_FLAGS) -c $< -o $@

# These run the programs; make check-cross, by an emulator.
SLOTCTL := $(abspath $(BUILD))/slotctl/slotctl
INCLUDE_tests/unit/slotctl += -DSLOTCTL='"$(SLOTCTL)"'
$(BUILD)/tests/unit/slotctl/test_slotctl: | $(BUILD)/slotctl/slotctl
