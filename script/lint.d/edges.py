# SPDX-License-Identifier: Apache-2.0
"""tests/edge-cases.md and tests/policy-parameters.md: every row names tests, and each of them exists; or it says why there is none.
Every parameter of a policy has a row: a parameter that only the text knows is a promise nobody keeps."""
import glob
import os
import re
import sys

EDGES = "tests/edge-cases.md"
PARAMETERS = "tests/policy-parameters.md"
DECLARED = "src/core/policy_params.c"
C_TEST = re.compile(r"^(?:Domain)?Test\((\w+),\s*(\w+)", re.M)
MJS_TEST = re.compile(r"^test\(\"((?:[^\"\\]|\\.)*)\"", re.M)
KIND = re.compile(r"^static const struct policy_param (\w+)\[\] = \{(.*?)^\};", re.M | re.S)
PARAMETER = re.compile(r"^\s*(?:INT|BOOL|CHOICE)\(\"(\w+)\"", re.M)


def known():
    names = set()
    for path in glob.glob("src/**/*_test.c", recursive=True):
        with open(path, encoding="utf-8") as file:
            names.update(f"{suite}/{name}" for suite, name in C_TEST.findall(file.read()))
    for path in glob.glob("tests/*/cases/*.mjs"):
        with open(path, encoding="utf-8") as file:
            names.update(f"{path}: {title}" for title in MJS_TEST.findall(file.read()))
    return names


def is_excused(why):
    """For good, or until a room is built."""
    room = re.match(r"until (src/\w+): \S", why)
    return why.startswith("none: ") or (room is not None and not os.path.isdir(room[1]))


def row_findings(place, cells, names):
    if len(cells) != 2 or not all(cells):
        return [f"{place}: edges: a row has two cells"]
    if is_excused(cells[1]):
        return []
    tests = re.findall(r"`([^`]+)`", cells[1])
    if not tests:
        return [f"{place}: edges: no test named, and no \"none: why\""]
    return [f"{place}: edges: there is no test {test}" for test in tests if test not in names]


def read_table(path, names):
    findings = []
    rows = []
    if not os.path.exists(path):
        return rows, [f"{path}:1: edges: it does not exist"]
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if not line.startswith("|") or cells[0] in ("edge case", "parameter", "---"):
                continue
            rows.append(cells[0])
            findings += row_findings(f"{path}:{number}", cells, names)
    return rows, findings


def parameter_findings(rows):
    if not os.path.exists(DECLARED):
        return [f"{DECLARED}:1: edges: it does not exist"]
    with open(DECLARED, encoding="utf-8") as file:
        kinds = KIND.findall(file.read())
    declared = [f"{kind}.{name}" for kind, body in kinds for name in PARAMETER.findall(body)]
    findings = [f"{PARAMETERS}:1: edges: {name} has no row" for name in declared if name not in rows]
    findings += [f"{PARAMETERS}:1: edges: {name} is no parameter" for name in rows if name not in declared]
    return findings if len(declared) > 20 else [f"{DECLARED}:1: edges: only {len(declared)} parameters were read"]


def main():
    os.chdir(os.environ.get("AMANAH_LINT_ROOT") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    names = known()
    edges, findings = read_table(EDGES, names)
    if len(edges) < 80:
        findings.append(f"{EDGES}:1: edges: only {len(edges)} rows were read")
    parameters, more = read_table(PARAMETERS, names)
    findings += more + parameter_findings(parameters)
    print("\n".join(findings), end="\n" if findings else "")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
