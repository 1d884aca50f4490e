# make check-cross: the packages for arm64, the unit tests and a picture's whole
# way, compiled in a Debian of its own and run there by qemu-user.
#
# make check-emulated is what runs in there: tests/rules.mk.

.PHONY: check-cross
check-cross: ARCH = arm64
check-cross: deb
	@tests/cross/check $(BUILD)/deb-arm64

# EMULATOR is qemu-user's program, EMULATED the folder of the scripts that call it,
# PACKAGES that of the packages.
