#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the files of some folders part of the binary: an assembler file with .incbin and a sorted table.

usage: embed.py ROOT OUT.S DEPFILE [--file NAME=PATH]... DIR...
"""
import os
import sys

root, out, depfile, *folders = sys.argv[1:]
made = {}  # name in the binary -> file made by the build
while folders and folders[0] == "--file":
    name, path = folders[1].split("=", 1)
    made[name] = os.path.abspath(path)
    folders = folders[2:]
paths = list(made)
for folder in folders:
    for at, _, names in os.walk(os.path.join(root, folder)):
        for name in names:
            if not name.startswith("."):
                paths.append(os.path.relpath(os.path.join(at, name), root))
paths.sort(key=lambda p: p.encode())

with open(out, "w", encoding="utf-8") as asm:
    asm.write("/* made by script/embed.py */\n.section .rodata\n")
    for i, path in enumerate(paths):
        full = made.get(path, os.path.join(root, path)).replace("\\", "\\\\").replace('"', '\\"')
        asm.write(f'.Lp{i}: .asciz "{path}"\n.balign 16\n.Lb{i}: .incbin "{full}"\n.Le{i}: .byte 0\n')
    asm.write(".section .data.rel.ro,\"aw\"\n.balign 8\n.globl embed_table\nembed_table:\n")
    for i, path in enumerate(paths):
        asm.write(f".quad .Lp{i}, {len(path.encode())}, .Lb{i}, .Le{i} - .Lb{i}\n")
    asm.write(".quad 0, 0, 0, 0\n.globl embed_table_count\n.balign 8\n")
    asm.write(f"embed_table_count: .quad {len(paths)}\n")
    asm.write('.section .note.GNU-stack,"",@progbits\n')

with open(depfile, "w", encoding="utf-8") as dep:
    listed = " ".join(made.get(p, os.path.join(root, p)).replace(" ", "\\ ") for p in paths)
    dirs = " ".join(sorted({os.path.join(root, os.path.dirname(p)) for p in paths if p not in made}))
    dep.write(f"{out}: {listed} {dirs}\n")
