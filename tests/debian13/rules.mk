# make check-debian13: the build and the tests in a Debian 13 of its own, which
# takes no more of this machine than root's rights and a folder in ~/.cache.
#
# make check-headless is what runs in there: whatever needs neither a browser
# nor a virtual machine and notices what a release brings: compilers, libraries
# and web servers.

HEADLESS_FILES := test_access test_cgi test_demo test_inputs test_program_file \
	test_shipped_files test_snapshot test_sources test_stream
# What only Debian 13 has is tested in files that are named here.
HEADLESS_FILES += test_rtmp_push # H.265 over RTMP

HEADLESS = $(subst $() $(), or ,$(strip $(addsuffix .py,$(HEADLESS_FILES))))

.PHONY: check-debian13
check-debian13:
	@tests/debian13/check
