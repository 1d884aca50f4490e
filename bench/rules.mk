# make bench: the figures of docs/measurements.md.

BENCHES += $(LOAD_CLIENT)
