# make check: every test there is, and one line that sums them up.

# The longest first: the others run beside it.
.PHONY: check
check: programs $(UNIT_TESTS) $(TORTURE_TESTS) $(FUZZERS) $(TEST_TOOLS) \
		$(VM_TOOLS)
	@BUILD='$(BUILD)' SANITIZE='$(SANITIZE)' tests/run --e2e tests/vm/check \
		$(UNIT_TESTS) $(FUZZERS) $(TORTURE_TESTS)

# What takes no web server and no minute.
.PHONY: check-unit
check-unit: $(UNIT_TESTS) $(FUZZERS)
	@BUILD='$(BUILD)' SANITIZE='$(SANITIZE)' tests/run \
		$(UNIT_TESTS) $(FUZZERS)

# What needs neither a browser nor a virtual machine: tests/debian13/rules.mk.
.PHONY: check-headless
check-headless: programs $(UNIT_TESTS) $(FUZZERS) $(TEST_TOOLS)
	@BUILD='$(BUILD)' SANITIZE='$(SANITIZE)' PYTEST_ADDOPTS='-k "$(HEADLESS)"' \
		tests/run --e2e $(UNIT_TESTS) $(FUZZERS)

# What a processor that this machine has not makes of it: tests/cross/rules.mk.
.PHONY: check-emulated
check-emulated: programs $(UNIT_TESTS)
	@tests/cross/emulate $(EMULATOR) $(EMULATED) $(PROGRAMS) $(UNIT_TESTS)
	@BUILD='$(BUILD)' EMULATED='$(EMULATED)' EMULATOR='$(EMULATOR)' \
		PACKAGES='$(PACKAGES)' tests/run \
		$(addprefix $(EMULATED)/,$(notdir $(UNIT_TESTS))) \
		tests/cross/packages tests/cross/snapshot_as_cgi
