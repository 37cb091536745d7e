# SPDX-License-Identifier: Apache-2.0
"""Lengths and nesting: functions ≤ 70 lines (median ≤ 12, nine in ten ≤ 40), files ≤ 800, headers ≤ 150, nesting ≤ 3."""
import json
import re
import statistics
import subprocess

import source

FUNCTION, MEDIAN, NINE_IN_TEN, FILE, HEADER, NESTING = 70, 12, 40, 800, 150, 3
# Made of tables or of one repeated macro: a line here counts as one row.
LONG_FILES = {}


def functions(paths):
    out = subprocess.run(
        ["ctags", "-f-", "--output-format=json", "--c-kinds=f", "--languages=C", "--langmap=C:.c.h", "--fields=+ne",
         *paths], capture_output=True, text=True, check=True).stdout
    for row in out.splitlines():
        tag = json.loads(row)
        if "end" in tag:
            yield tag["path"], tag["name"], tag["line"], tag["end"]


def nesting(lines):
    depth = deepest = 0
    for line in lines:
        for c in line:
            if c == "{":
                depth += 1
            elif c == "}":
                depth -= 1
        if re.match(r"\s*(if|for|while|do|switch|else|\} else)\b.*\{\s*$", line):
            deepest = max(deepest, depth)
    return deepest - 1  # the function's own braces do not count


def main():
    paths = source.c_files()
    for path in paths:
        count = source.read(path).count("\n")
        most = HEADER if path.endswith(".h") else FILE
        if count > LONG_FILES.get(path, most):
            print(f"{path}:1: sizes: {count} lines, at most {most}")
    lengths = []
    for path, name, start, end in functions([p for p in paths if p.endswith(".c")]):
        length = end - start + 1
        if path.startswith("src/") and not path.endswith("_test.c"):
            lengths.append(length)
        if length > FUNCTION:
            print(f"{path}:{start}: sizes: {name} has {length} lines, at most {FUNCTION}")
        depth = nesting(source.code(path).split("\n")[start - 1:end])
        if depth > NESTING:
            print(f"{path}:{start}: sizes: {name} nests {depth} deep, at most {NESTING}")
    if len(lengths) > 20:
        median, ninth = statistics.median(lengths), statistics.quantiles(lengths, n=10)[8]
        if median > MEDIAN:
            print(f"src:1: sizes: the median function has {median:g} lines, at most {MEDIAN}")
        if ninth > NINE_IN_TEN:
            print(f"src:1: sizes: nine functions in ten have ≤ {ninth:g} lines, at most {NINE_IN_TEN}")


main()
