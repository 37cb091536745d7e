# SPDX-License-Identifier: Apache-2.0
"""The judges others wrote: headers alone under gcc, clang, clang-tidy, cppcheck, gcc -fanalyzer.

A file that nobody changed since its last clean verdict is not asked again (var/lint, by hash of everything it includes).
usage: tools.py CHECK…      headers clang clang-tidy cppcheck analyzer
"""
import concurrent.futures
import functools
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys

import source

CACHE = "var/lint"
BUILD = "build-lint"


@functools.cache
def includes(path):
    """The file and every file of ours it sees, however deep."""
    found, open_paths = {path}, [path]
    while open_paths:
        here = open_paths.pop()
        for name in re.findall(r'#\s*include\s*"([^"]+)"', source.read(here)):
            for at in (f"src/{name}", os.path.join(os.path.dirname(here), name), f"tests/{name}"):
                at = os.path.normpath(at)
                if os.path.isfile(at) and at not in found:
                    found.add(at)
                    open_paths.append(at)
    return frozenset(found)


@functools.cache
def version(tool):
    return subprocess.run([tool, "--version"], capture_output=True, text=True, check=False).stdout


def key(check, command, path):
    parts = [check, version(command[0]), shlex.join(command), source.read(".clang-tidy")]
    parts += [f + source.read(f) for f in sorted(includes(path))]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@functools.cache
def commands():
    if not os.path.exists(f"{BUILD}/build.ninja"):
        subprocess.run(["meson", "setup", BUILD, "-Dtests=true"], check=True, stdout=subprocess.DEVNULL)
    else:
        subprocess.run(["meson", "setup", "--reconfigure", BUILD], check=True, stdout=subprocess.DEVNULL)
    with open(f"{BUILD}/compile_commands.json", encoding="utf-8") as file:
        rows = json.load(file)
    out = {}
    for row in rows:
        path = os.path.relpath(os.path.join(row["directory"], row["file"]), os.getcwd())
        words = [w for w in shlex.split(row["command"]) if w != "ccache"]
        flags = [w for w in words[1:] if w.startswith(("-I", "-D", "-U", "-std", "-W", "-f"))
                 and w != "-Winvalid-pch" and not w.startswith("-fdiagnostics")]
        flags = ["-I" + os.path.relpath(os.path.join(row["directory"], w[2:])) if w.startswith("-I") else w for w in flags]
        out[path] = flags
    return out


def flags_of(path):
    table = commands()
    tests = ["-Itests"] if path.startswith("tests/") else []  # a header has no command of its own
    return table.get(path) or [*tests, *next(iter(table.values()))]


def command_of(check, path):
    flags = flags_of(path)
    if check == "headers":
        return ["gcc", *flags, "-Werror", "-fsyntax-only", "-x", "c", path]
    clang_flags = [f for f in flags if f not in ("-fstack-clash-protection", "-fcf-protection", "-fcf-protection=full")]
    if check == "clang":
        return ["clang", *clang_flags, "-Wno-unknown-warning-option", "-Wno-format-nonliteral",
                "-Wno-string-conversion", "-fsyntax-only", path]
    if check == "clang-tidy":
        return ["clang-tidy", "--quiet", path, "--", *clang_flags, "-Wno-unknown-warning-option", "-Wno-everything"]
    if check == "analyzer":
        keep = [f for f in flags if f[:2] in ("-I", "-D", "-U") or f.startswith("-std")]
        return ["gcc", *keep, "-O1", "-fanalyzer", "-Wno-analyzer-too-complex", "-Wno-analyzer-use-of-uninitialized-value", "-c", "-o", "/dev/null", path]
    keep = [f for f in flags if f[:2] in ("-D", "-U") or f == "-Isrc" or f.startswith("-I.")]
    return ["cppcheck", "--quiet", "--enable=warning,performance,portability", "--inline-suppr", "--std=c11",
            "--language=c", "--suppressions-list=script/lint.d/cppcheck.txt", "--template={file}:{line}: {id}: {message}",
            "-Isrc", *[k for k in keep if k[:2] == "-D"], path]


def judge(check, path):
    command = command_of(check, path)
    stamp = f"{CACHE}/{key(check, command, path)}"
    if os.path.exists(stamp):
        return []
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    found = []
    for line in (run.stdout + run.stderr).splitlines():
        m = re.match(r"([^:\s]+):(\d+)(?::\d+)?: (?:fatal )?(?:(?:error|warning|style|performance|portability): )?(.*)", line)
        if m and " note: " not in line and not m[3].startswith("note:") and not m[1].startswith("<"):
            found.append(f"{os.path.relpath(m[1])}:{m[2]}: {check}: {m[3]}")
    if run.returncode != 0 and not found:
        found.append(f"{path}:1: {check}: ended with {run.returncode}: {(run.stderr or run.stdout).strip()[-300:]}")
    if not found:
        open(stamp, "w").close()
    return found


def paths_of(check):
    code = [p for p in source.c_files() if p.endswith(".c")]
    if check == "headers":
        return [p for p in source.c_files() if p.endswith(".h") and p != "src/db/args.h"]
    if check == "analyzer":  # slow, and weak beyond small files: the rooms that read bytes from outside
        return [p for p in code if p.startswith(("src/base/", "src/db/", "src/gate/")) and not p.endswith("_test.c")]
    if check == "clang":
        return code
    return [p for p in code if not p.endswith("_test.c") and p.startswith("src/")]


def main():
    os.makedirs(CACHE, exist_ok=True)
    commands()
    work = [(check, path) for check in sys.argv[1:] for path in paths_of(check)]
    said = set()
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("AMANAH_JOBS", os.cpu_count() or 2))) as pool:
        for found in pool.map(lambda w: judge(*w), work):
            for line in found:
                if line not in said:
                    said.add(line)
                    print(line, flush=True)


main()
