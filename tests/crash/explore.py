#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rebuilds disks as a power cut may leave them, from a trace of trace.c, and looks whether each is in order.

usage: explore.py TRACE --states N [--seed N] [--liar] [--check 'COMMAND {dir}']

A state: the trace is cut anywhere; what was synced is there; of what was not, nothing, all, some writes, or some sectors of
512 bytes. Without --check the database is the one of crash-writes: every acknowledged transfer must be there, both sides of each,
and all sums zero. --liar: the disk says it synced and did not; then the explorer must find losses, or it proves nothing.
Prints one line; exit 1 when a state is not in order (with --liar: when all are).
"""
import argparse
import os
import random
import re
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile

HEAD = struct.Struct("<cHQQ")
SECTOR = 512
KEPT = re.compile(rb"kept (\d+)")


def operations(path):
    with open(path, "rb") as file:
        data = file.read()
    at = 0
    while at + HEAD.size <= len(data):
        kind, name_size, offset, size = HEAD.unpack_from(data, at)
        at += HEAD.size
        name = data[at:at + name_size].decode()
        at += name_size
        body = b""
        if kind in b"WRA":
            body = data[at:at + size]
            at += size
        yield kind.decode(), name, offset, body


def apply(files, kind, name, offset, body):
    image = files.setdefault(name, bytearray())
    if kind == "T":
        del image[offset:]
        image.extend(bytes(offset - len(image)))
        return
    image.extend(bytes(max(0, offset - len(image))))
    image[offset:offset + len(body)] = body


class Disk:
    """What is durable, and what waits for a sync."""

    def __init__(self, is_liar):
        self.files, self.waiting, self.kept, self.is_liar = {}, [], set(), is_liar

    def go(self, kind, name, offset, body):
        if kind in "WT":
            self.files.setdefault(name, bytearray())  # a name is durable at once
            self.waiting.append((kind, name, offset, body))
        elif kind == "S" and not self.is_liar:
            for operation in self.waiting:
                if operation[1] == name:
                    apply(self.files, *operation)
            self.waiting = [operation for operation in self.waiting if operation[1] != name]
        elif kind == "U":
            self.files.pop(name, None)
            self.waiting = [operation for operation in self.waiting if operation[1] != name]
        elif kind == "R":
            to = body.decode()
            self.files[to] = self.files.pop(name, bytearray())
            self.waiting = [(k, to if n == name else n, o, b) for k, n, o, b in self.waiting if n != to]
        elif kind == "A":
            self.kept.update(int(number) for number in KEPT.findall(body))

    def after_power_cut(self, chance):
        files = {name: bytearray(image) for name, image in self.files.items()}
        how = chance.choice(["none", "all", "some", "torn"])
        for kind, name, offset, body in self.waiting:
            if how == "none" or (how in ("some", "torn") and chance.random() < 0.5):
                continue
            if how == "torn" and kind == "W":
                for at in range(0, len(body), SECTOR):
                    if chance.random() < 0.7:
                        apply(files, kind, name, offset + at, body[at:at + SECTOR])
            else:
                apply(files, kind, name, offset, body)
        return files


def fault_of_transfers(folder, kept):
    """What is wrong with the database of crash-writes; None: nothing."""
    try:
        database = sqlite3.connect(os.path.join(folder, "shop.db"))
        try:
            verdict = database.execute("PRAGMA integrity_check").fetchone()[0]
            if verdict != "ok":
                return "corrupt: " + verdict
            if kept:
                found = {row[0] for row in database.execute(
                    "SELECT transfer FROM entry GROUP BY transfer HAVING count(*) = 2 AND sum(amount) = 0")}
                if kept - found:
                    return f"lost: {len(kept - found)} acknowledged transfers"
                if database.execute("SELECT count(*) FROM entry").fetchone()[0] != 2 * len(found):
                    return "half: a transfer has one side"
                sums = "SELECT sum(balance) FROM account UNION ALL SELECT sum(amount) FROM entry"
                if any(row[0] != 0 for row in database.execute(sums)):
                    return "half: sums are not zero"
        finally:
            database.close()
    except sqlite3.DatabaseError as problem:
        return f"corrupt: {problem}" if kept else None
    return None


def fault_of(folder, kept, command):
    if command is None:
        return fault_of_transfers(folder, kept)
    done = subprocess.run(command.replace("{dir}", folder), shell=True, capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else (done.stdout + done.stderr).strip()[:200]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("trace")
    options.add_argument("--states", type=int, required=True)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--liar", action="store_true")
    options.add_argument("--check")
    given = options.parse_args()
    trace = list(operations(given.trace))
    chance = random.Random(given.seed)
    cuts = sorted(chance.randrange(1, len(trace) + 1) for _ in range(given.states))
    disk, at, faults, shown = Disk(given.liar), 0, 0, []
    root = tempfile.mkdtemp(prefix="amanah-crash-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    for cut in cuts:
        while at < cut:
            disk.go(*trace[at])
            at += 1
        folder = os.path.join(root, "state")
        for name, image in disk.after_power_cut(chance).items():
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            with open(os.path.join(folder, name), "wb") as file:
                file.write(image)
        fault = fault_of(folder, disk.kept, given.check) if os.path.exists(folder) else None
        shutil.rmtree(folder, ignore_errors=True)
        if fault is not None:
            faults += 1
            shown.append(f"after operation {cut}: {fault}")
    shutil.rmtree(root)
    if not given.liar:
        print("\n".join(shown[:10]), end="\n" if shown else "")
    print(f"{given.states} power cuts in {len(trace)} operations, {len(disk.kept)} acknowledged: {faults} not in order")
    sys.exit(0 if (faults > 0) == given.liar else 1)


main()
