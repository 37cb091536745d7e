# SPDX-License-Identifier: Apache-2.0
"""tests/edge-cases.md: every edge case names tests, and each of them exists; or it says why there is none."""
import glob
import os
import re
import sys

TABLE = "tests/edge-cases.md"
C_TEST = re.compile(r"^(?:Domain)?Test\((\w+),\s*(\w+)", re.M)
MJS_TEST = re.compile(r"^test\(\"((?:[^\"\\]|\\.)*)\"", re.M)


def known():
    names = set()
    for path in glob.glob("src/**/*_test.c", recursive=True):
        with open(path, encoding="utf-8") as file:
            names.update(f"{suite}/{name}" for suite, name in C_TEST.findall(file.read()))
    for path in glob.glob("tests/*/cases/*.mjs"):
        with open(path, encoding="utf-8") as file:
            names.update(f"{path}: {title}" for title in MJS_TEST.findall(file.read()))
    return names


def row_findings(number, cells, names):
    if len(cells) != 2 or not all(cells):
        return [f"{TABLE}:{number}: edges: a row is | edge case | tests |"]
    if cells[1].startswith("none: "):
        return []
    tests = re.findall(r"`([^`]+)`", cells[1])
    if not tests:
        return [f"{TABLE}:{number}: edges: no test named, and no \"none: why\""]
    return [f"{TABLE}:{number}: edges: there is no test {test}" for test in tests if test not in names]


def main():
    os.chdir(os.environ.get("AMANAH_LINT_ROOT") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    names = known()
    findings = []
    rows = 0
    with open(TABLE, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if not line.startswith("|") or cells[0] in ("edge case", "---"):
                continue
            rows += 1
            findings += row_findings(number, cells, names)
    if rows < 80:
        findings.append(f"{TABLE}:1: edges: only {rows} rows were read")
    print("\n".join(findings), end="\n" if findings else "")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
