#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lists the C files of the program (`code`), of its tests (`test`) or of the fuzzers (`fuzz-code`), one a line, relative
to the root; or the names of the fuzzers (`fuzz`)."""
import glob
import os
import re
import sys

root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
os.chdir(root)
files = sorted(set(glob.glob("src/*/**/*.c", recursive=True) + glob.glob("src/*/*.c")))
fuzz = [f for f in sorted(glob.glob("tests/fuzz/*.c")) if f != "tests/fuzz/entry.c"]
if sys.argv[1] == "code":
    files = [f for f in files if not f.endswith("_test.c") and f != "src/cli/main.c"]
elif sys.argv[1] == "test":
    files = [f for f in files if f.endswith("_test.c")] + sorted(glob.glob("tests/c/*.c")) + fuzz
elif sys.argv[1] == "fuzz-code":
    files = ["tests/fuzz/entry.c"] + fuzz
else:
    with open("tests/fuzz/fuzz.h", encoding="utf-8") as header:
        files = re.findall(r"X\((\w+)\)", header.read().split("#define FUZZ_TARGETS(X)")[1].split("\n\n")[0])
print("\n".join(files))
