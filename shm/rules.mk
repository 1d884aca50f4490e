# libslotcast, which strangers link as well, and an example of its use.

$(SLOT_LIBRARY): $(patsubst %.c,$(BUILD)/%.o,$(wildcard shm/*.c))
	@rm -f $@
	$(call SAY,AR) $(AR) rcs $@ $^

.PHONY: library
library: $(SLOT_LIBRARY)

# What a stranger would write; built with every program, installed with none.
INCLUDE_examples := $(PUBLIC)
programs: $(BUILD)/examples/slot-cat
$(BUILD)/examples/slot-cat: $(BUILD)/examples/slot-cat.o $(SLOT_LIBRARY)
	$(LINK)
