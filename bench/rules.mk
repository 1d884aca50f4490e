# make bench: the figures of docs/measurements.md.

BENCHES += $(MANY_VIEWERS)
