# slotctl and the test that runs it.

PROGRAMS += $(BUILD)/slotctl/slotctl
$(BUILD)/slotctl/slotctl: LIBS = $(BASE_LIBS)
$(BUILD)/slotctl/slotctl: $(addprefix $(BUILD)/slotctl/,slotctl.o command.o \
	command_cat.o command_list.o command_put.o command_remove.o \
	command_show.o follower.o input.o slot_fault.o) \
	$(BUILD)/base/clock.o $(OPTIONS_OBJECTS) $(SLOT_LIBRARY)
	$(LINK)

INCLUDE_tests/unit/slotctl := $(INCLUDE_slotctl) \
	-DSLOTCTL='"$(abspath $(BUILD))/slotctl/slotctl"'
UNIT_TESTS += $(BUILD)/tests/unit/slotctl/test_slotctl
$(BUILD)/tests/unit/slotctl/test_slotctl: LIBS = -lcmocka
$(BUILD)/tests/unit/slotctl/test_slotctl: \
	$(BUILD)/tests/unit/slotctl/test_slotctl.o $(SLOT_LIBRARY) \
	| $(BUILD)/slotctl/slotctl
	$(LINK)
