"""Lets measurements use what tests/lib holds: they import this first.

Python finds modules beside the program that was started. So the measurements
lie in bench/ itself, beside this file, and run from any folder.
"""
# SPDX-License-Identifier: MIT
import pathlib
import sys

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parents[1]
                       / "tests" / "lib"))
