# SPDX-License-Identifier: Apache-2.0
"""What the lint checks share: the files, their text without comments, their SQL texts."""
import functools
import os
import re
import subprocess

ROOT = os.environ.get("AMANAH_LINT_ROOT") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
os.chdir(ROOT)
TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)


@functools.cache
def files():
    """Every file of the repository that is there, tracked or new."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=True)
    return [f for f in listed.stdout.split("\n") if f and os.path.isfile(f)]


def c_files():
    return [f for f in files() if f.endswith((".c", ".h")) and f.startswith(("src/", "tests/c/"))]


@functools.cache
def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


@functools.cache
def without_comments(path):
    return TOKEN.sub(lambda m: _blank(m[0]) if m[0].startswith("/") else m[0], read(path))


@functools.cache
def code(path):
    """Neither comments nor the insides of literals; lines and columns stay."""
    def blank(m):
        if m[0].startswith("/"):
            return _blank(m[0])
        return m[0][0] + _blank(m[0][1:-1]) + m[0][-1]
    return TOKEN.sub(blank, read(path))


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def sql_texts(path):
    """(name, text, line) of every SQL() and SQL_2() of a file; SQL_2 gives both texts."""
    text = without_comments(path)
    for m in re.finditer(r"^SQL(?:_2)?\((\w+),", text, re.M):
        end = text.find(");\n", m.end())
        body = text[m.end():end]
        body = re.sub(r'\b[A-Z][A-Z0-9_]*\(\s*"[^"]*"(?:,\s*"[^"]*")*\s*\)', " ", body)  # IN_LANG("p.name", "$2")
        parts = re.findall(r'"((?:\\.|[^"\\])*)"|([A-Z][A-Z0-9_]+(?:\s*\([^()]*\))?)|(,)', body)
        texts, now = [], ""
        for literal, macro, comma in parts:
            if comma:
                texts.append(now)
                now = ""
            else:
                now += literal.replace('\\"', '"') if literal or not macro else " "
        texts.append(now)
        for one in texts:
            yield m[1], one, line_of(text, m.start())


def room_of(path):
    parts = path.split("/")
    return parts[1] if parts[0] == "src" and len(parts) > 2 else None


ALONE = ("product_id", "catalogue_sql")  # types and texts that several modules share


def module_of(path):
    """order for order.c, order_store.c, order_place.h, order_test.c: the first word, where it has a header of its own."""
    stem = os.path.basename(path).rsplit(".", 1)[0]
    first = stem.split("_")[0]
    return first if stem not in ALONE and os.path.exists(f"{os.path.dirname(path)}/{first}.h") else stem
