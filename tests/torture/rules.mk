# The slot under torture: processes, threads, and every single instruction.
# tests/run counts them; `make torture SECONDS=30` runs nothing else.

TORTURE := $(BUILD)/tests/torture
TORTURE_TESTS := $(addprefix $(TORTURE)/,torture_processes torture_threads \
	torture_instructions torture_stopped)

INCLUDE_tests/torture := $(PUBLIC)

$(TORTURE_TESTS): LIBS = -lcmocka
$(TORTURE_TESTS): $(TORTURE)/%: $(TORTURE)/%.o $(TORTURE)/torture_frame.o \
	$(SLOT_LIBRARY)
	$(LINK)

# Readers and writer share one mapping there, so that ThreadSanitizer sees them
# meet.
$(TORTURE)/torture_threads: LIBS = -lcmocka -Wl,--wrap=mmap -Wl,--wrap=munmap
$(TORTURE)/torture_threads: $(TORTURE)/one_mapping.o

# Without lazy binding: the dynamic linker's instructions are not ours.
$(TORTURE)/torture_instructions: LIBS = -lcmocka -Wl,-z,now

.PHONY: torture
torture: $(TORTURE_TESTS)
	@for test in $^; do TORTURE_SECONDS=$(or $(SECONDS),30) $$test || exit 1; \
	done
