#!/usr/bin/python3
"""unpack_kernel.py VMLINUZ VMLINUX: take the ELF kernel out of its wrapping.

The kernel that unpacks itself takes half of the boot under emulation; qemu
starts the unpacked one at once (PVH). Debian 12 packs it with xz, Debian 13
with zstd.
"""
# SPDX-License-Identifier: MIT
import lzma
import pathlib
import struct
import subprocess
import sys

XZ, ZSTD = b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"


def packed(image):
    """The packed kernel, found as Linux's x86 boot protocol describes."""
    setup_sectors = image[0x1f1]
    offset, length = struct.unpack_from("<II", image, 0x248)
    start = (setup_sectors + 1) * 512 + offset
    return image[start:start + length - 4]  # its unpacked size follows


def unpacked(data):
    if data.startswith(XZ):
        return lzma.decompress(data)
    if data.startswith(ZSTD):
        return subprocess.run(["zstd", "-dcq"], input=data,
                              stdout=subprocess.PIPE, check=True).stdout
    sys.exit("unpack_kernel.py: it is packed with neither xz nor zstd")


source, target = map(pathlib.Path, sys.argv[1:])
kernel = unpacked(packed(source.read_bytes()))
if not kernel.startswith(b"\x7fELF"):
    sys.exit("unpack_kernel.py: what was packed is no ELF file")
target.write_bytes(kernel)
