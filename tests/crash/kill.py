#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills crash-writes with SIGKILL again and again; what it acknowledged must be there when it comes back.

usage: kill.py BINARY FOLDER ROUNDS
"""
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time


def one_round(binary, database, wait):
    """Runs, kills, and gives the transfers that were acknowledged."""
    process = subprocess.Popen([binary, database, "0", "16"], stdout=subprocess.PIPE)
    first = process.stdout.readline()  # it runs
    time.sleep(wait)
    os.kill(process.pid, signal.SIGKILL)
    said = first + process.stdout.read()
    process.wait()
    return {int(number) for number in re.findall(rb"^kept (\d+)$", said, re.M)}


def whole(database):
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    rows = connection.execute("SELECT transfer, count(*), sum(amount) FROM entry GROUP BY transfer").fetchall()
    connection.close()
    assert all(count == 2 and total == 0 for _, count, total in rows), "half a transfer"
    return {row[0] for row in rows}


def main():
    binary, folder, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
    chance = random.Random(7)
    database = os.path.join(folder, "shop.db")
    kept = set()
    for number in range(rounds):
        kept |= one_round(binary, database, chance.random() * 0.15)
        lost = kept - whole(database)
        if lost:
            print(f"round {number}: {len(lost)} acknowledged transfers are lost")
            sys.exit(1)
    print(f"{rounds} kills, {len(kept)} acknowledged: none lost")
    sys.exit(0 if kept else 1)


main()
