#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rebuilds disks as a power cut may leave them, from a trace of trace.c, and looks whether each is in order.

usage: explore.py TRACE --states N [--seed N] [--jobs N] [--liar] [--base DIR --check 'COMMAND {dir}']

A state: the trace is cut anywhere; what was synced is there. Of bytes that were not: nothing, all, some writes, or some sectors
of 512 bytes. Of names whose directory was not synced (made, renamed, removed): the first few, in their order.
Without --check the database is the one of crash-writes: every acknowledged transfer must be there, both sides of each, and all
sums zero. With it, DIR is what was on the disk before, COMMAND must end with 0, and every fact told by then must hold: an
acknowledgement "fact {"says", "sql", "args", "is"}" is a query of one value on DIR/shop.db, "fact {"says", "file", "sha256"}" a file.
--liar: the disk says it synced the bytes and did not; then the explorer must find losses, or it proves nothing.
Prints one line, and the first faults; exit 1 when a state is not in order (with --liar: when all are).
"""
import argparse
import concurrent.futures
import hashlib
import json
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
KEPT = re.compile(rb"^kept (\d+)$", re.M)
FACT = re.compile(rb"^fact (\{.*\})$", re.M)


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


def apply(image, kind, offset, body):
    if kind == "T":
        del image[offset:]
        image.extend(bytes(offset - len(image)))
        return
    image.extend(bytes(max(0, offset - len(image))))
    image[offset:offset + len(body)] = body


class File:
    """The bytes that are durable, and the writes that wait for a sync."""

    def __init__(self, image=b""):
        self.image, self.waiting = bytearray(image), []

    def after_power_cut(self, how, chance):
        image = bytearray(self.image)
        for kind, offset, body in self.waiting:
            if how == "none" or (how in ("some", "torn") and chance.random() < 0.5):
                continue
            if how == "torn" and kind == "W":
                for at in range(0, len(body), SECTOR):
                    if chance.random() < 0.7:
                        apply(image, kind, offset + at, body[at:at + SECTOR])
            else:
                apply(image, kind, offset, body)
        return image


def rename(names, kind, name, file, to):
    if kind == "C":
        names[name] = file
    elif kind == "U":
        names.pop(name, None)
    elif name in names:
        names[to] = names.pop(name)


class Disk:
    """Names as the program sees them, names that are durable, and what waits between the two."""

    def __init__(self, is_liar, base=None):
        self.seen, self.durable, self.waiting, self.kept, self.facts = {}, {}, [], set(), []
        self.is_liar, self.folders = is_liar, {"."}
        for folder, _, files in os.walk(base) if base else ():
            self.folders.add(os.path.relpath(folder, base))
            for name in files:
                with open(os.path.join(folder, name), "rb") as file:
                    self.seen[os.path.normpath(os.path.join(os.path.relpath(folder, base), name))] = File(file.read())
        self.durable.update(self.seen)

    def sync(self, name):
        file = self.seen.get(name)
        if file is not None and self.is_liar:
            return
        if file is not None:
            for operation in file.waiting:
                apply(file.image, *operation)
            file.waiting = []
            return
        still = []
        for operation in self.waiting:
            if (os.path.dirname(operation[1]) or ".") == name:
                rename(self.durable, *operation)
            else:
                still.append(operation)
        self.waiting = still

    def go(self, kind, name, offset, body):
        if kind in "WT":
            self.seen[name].waiting.append((kind, offset, body))
        elif kind == "S":
            self.sync(name)
        elif kind in "CUR":
            operation = (kind, name, File() if kind == "C" else None, body.decode())
            rename(self.seen, *operation)
            self.waiting.append(operation)
        elif kind == "A":
            self.kept.update(int(number) for number in KEPT.findall(body))
            self.facts.extend(json.loads(fact) for fact in FACT.findall(body))

    def after_power_cut(self, chance):
        how = chance.choice(["none", "all", "some", "torn"])
        named = len(self.waiting) if how == "all" else 0 if how == "none" else chance.randint(0, len(self.waiting))
        names = dict(self.durable)
        for operation in self.waiting[:named]:
            rename(names, *operation)
        return {name: file.after_power_cut(how, chance) for name, file in names.items()}


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


def holds(folder, database, fact):
    if "file" in fact:
        try:
            with open(os.path.join(folder, fact["file"]), "rb") as file:
                return hashlib.sha256(file.read()).hexdigest() == fact["sha256"]
        except FileNotFoundError:
            return False
    found = database.execute(fact["sql"], fact["args"]).fetchone()
    return found is not None and found[0] == fact["is"]


def fault_of_facts(folder, facts):
    database = sqlite3.connect(os.path.join(folder, "shop.db"))
    try:
        if database.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            return "corrupt"
        for fact in facts:
            if not holds(folder, database, fact):
                return f"lost: {fact['says']}"
    except sqlite3.DatabaseError as problem:
        return f"corrupt: {problem}"
    finally:
        database.close()
    return None


def fault_of_shop(folder, facts, command):
    done = subprocess.run(command.replace("{dir}", folder), shell=True, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("ok ")]
        return "; ".join(said)[:300] or f"ended with {done.returncode}"
    return fault_of_facts(folder, facts)


def write_out(folder, folders, files):
    for name in folders | {os.path.dirname(name) for name in files}:
        os.makedirs(os.path.join(folder, name), exist_ok=True)
    for name, image in files.items():
        with open(os.path.join(folder, name), "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(image)


def judge(folder, folders, files, kept, facts, command):
    write_out(folder, folders, files)
    fault = fault_of_shop(folder, facts, command) if command else fault_of_transfers(folder, kept)
    shutil.rmtree(folder)
    return fault


def main():
    options = argparse.ArgumentParser()
    options.add_argument("trace")
    options.add_argument("--states", type=int, required=True)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--liar", action="store_true")
    options.add_argument("--base")
    options.add_argument("--check")
    given = options.parse_args()
    trace = list(operations(given.trace))
    chance = random.Random(given.seed)
    cuts = sorted(chance.randrange(1, len(trace) + 1) for _ in range(given.states))
    disk, at, found = Disk(given.liar, given.base), 0, []
    root = tempfile.mkdtemp(prefix="amanah-crash-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        for number, cut in enumerate(cuts):
            while at < cut:
                disk.go(*trace[at])
                at += 1
            files = disk.after_power_cut(chance)
            found.append((cut, pool.submit(judge, os.path.join(root, str(number)), disk.folders, files, set(disk.kept),
                                           list(disk.facts), given.check)))
            if number >= 2 * given.jobs:
                found[number - 2 * given.jobs][1].result()  # so many states in memory, not all
    faults = [f"after operation {cut}: {fault.result()}" for cut, fault in found if fault.result() is not None]
    shutil.rmtree(root)
    if not given.liar:
        print("\n".join(faults[:10]), end="\n" if faults else "")
    told = len(disk.kept) + len(disk.facts)
    print(f"{given.states} power cuts in {len(trace)} operations, {told} acknowledged: {len(faults)} not in order")
    sys.exit(0 if told > 0 and bool(faults) == given.liar else 1)


main()
