#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lists the C files of the program (`code`) or of its tests (`test`), one a line, relative to the root."""
import glob
import os
import sys

root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
os.chdir(root)
files = sorted(glob.glob("src/*/**/*.c", recursive=True) + glob.glob("src/*/*.c"))
files = sorted(set(files))
if sys.argv[1] == "code":
    files = [f for f in files if not f.endswith("_test.c") and f != "src/cli/main.c"]
else:
    files = [f for f in files if f.endswith("_test.c")] + sorted(glob.glob("tests/c/*.c"))
print("\n".join(files))
