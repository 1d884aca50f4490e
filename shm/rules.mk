# libslotcast, slotctl and the example.

SLOT_LIBRARY := $(BUILD)/shm/libslotcast.a

$(SLOT_LIBRARY): $(addprefix $(BUILD)/shm/,frame_reader.o frame_writer.o \
	slot_claim.o slot_lock.o slot_map.o slot_name.o)
	rm -f $@
	$(AR) rcs $@ $^

.PHONY: library
library: $(SLOT_LIBRARY)
