#!/usr/bin/python3
"""unpack_kernel.py VMLINUZ VMLINUX: take the ELF kernel out of its wrapping.

The kernel that unpacks itself takes half of the boot under emulation; qemu
starts the unpacked one at once (PVH).
"""
# SPDX-License-Identifier: MIT
import lzma
import pathlib
import re
import sys


def unpacked(image):
    """The first xz stream in `image` that holds an ELF file."""
    for start in re.finditer(b"\xfd7zXZ\x00", image):
        try:
            data = lzma.LZMADecompressor().decompress(image[start.start():])
        except lzma.LZMAError:
            continue
        if data.startswith(b"\x7fELF"):
            return data
    sys.exit("unpack_kernel.py: there is no xz-packed ELF kernel in it")


source, target = map(pathlib.Path, sys.argv[1:])
target.write_bytes(unpacked(source.read_bytes()))
