# SPDX-License-Identifier: Apache-2.0
"""SQL that both engines understand alike: the table of banned constructs, held on every SQL() text and migration."""
import re

import source

BANNED = [
    (r"SELECT\s+(DISTINCT\s+)?(\w+\.)?\*|,\s*(\w+\.)?\*", "name the columns"),
    (r"RETURNING\s+\*", "name the columns"),
    (r"\bINSERT\s+OR\b|\bREPLACE\s+INTO\b", "use ON CONFLICT"),
    (r"\bFOR\s+(UPDATE|SHARE)\b", "lock a row by updating it"),
    (r"\b(string_agg|group_concat|array_agg|json_agg|jsonb_\w+|(?!json_each\(\$\d\) j\b)json_\w+)\s*\(", "only one engine has it (rows of a batch: FROM json_each($1) j)"),
    (r"\b(now|lower|upper|datetime|strftime|date|random|iif|ifnull|nvl|printf|instr|substring|greatest|least)\s*\(",
     "the engines differ here; do it in C"),
    (r"\b(CURRENT_TIMESTAMP|CURRENT_DATE|CURRENT_TIME)\b", "time comes from ctx"),
    (r"\bILIKE\b|\bGLOB\b|\bREGEXP\b|\bSIMILAR\s+TO\b", "compare on a folded column"),
    (r"\b(TRUE|FALSE)\b", "booleans are 0 and 1"),
    (r"::\w+", "write CAST(… AS …)"),
    (r"\?\d*(?=[\s,)]|$)", "parameters are $1, $2, …"),
    (r'"', "texts stand in single quotes"),
    (r"\bDEFERR(ABLE|ED)\b", "no deferred constraints"),
    (r"\bWITH\b[^;]*\(\s*(INSERT|UPDATE|DELETE)\b", "no data change inside a CTE"),
    (r"\bROWID\b|\bctid\b", "only one engine has it"),
    (r"\bLIMIT\s+\d+\s*,", "write LIMIT … OFFSET, or page by key"),
    (r"\bOFFSET\b", "page by key"),
]
SUM = re.compile(r"(?<!CAST\()(?<!COALESCE\()\bsum\s*\(", re.I)
LOOP = re.compile(r"struct rows (\w+) = db_query\([^;]*?&(\w+)")
OUTSIDE = re.compile(r'"(SELECT|INSERT INTO|UPDATE|DELETE FROM) [a-z_]')


def check_text(where, name, text):
    for pattern, why in BANNED:
        m = re.search(pattern, re.sub(r"'[^']*'", "''", text) if pattern != '"' else text, 0 if "TRUE" in pattern else re.I)
        if m:
            print(f"{where}: sql: {name}: {m[0].strip()!r}: {why}")
    m = SUM.search(text)
    if m and not re.search(r"CAST\s*\((COALESCE\s*\()?\s*sum", text, re.I):
        print(f"{where}: sql: {name}: CAST(sum(…) AS BIGINT), or PostgreSQL gives NUMERIC")
    if re.search(r"\bORDER BY\b", text) and not re.search(r"\bLIMIT\b|\bOVER\s*\(", text):
        print(f"{where}: sql: {name}: a list has LIMIT")


def main():
    for path in source.c_files():
        if path.endswith("_test.c") or path.startswith("tests/"):
            continue
        code, text = source.code(path), source.without_comments(path)
        known = {}
        for name, sql, line in source.sql_texts(path):
            if name not in known:
                known[name] = (sql, line)
                check_text(f"{path}:{line}", name, sql)
            if len(re.findall(rf"\b{name}\b", code)) < 2:
                print(f"{path}:{line}: sql: {name} is not used")
        for m in LOOP.finditer(code):
            rows, name = m[1], m[2]
            rest = code[m.end():code.find("\n}\n", m.end())]
            if name in known and re.search(rf"while \(db_next\(&{rows}\)", rest):
                if not re.search(r"\bLIMIT\b|^INSERT INTO .* FROM json_each\(\$1\) j\b", known[name][0]):
                    print(f"{path}:{known[name][1]}: sql: {name} is read in a loop and has no LIMIT")
        if source.room_of(path) != "db":
            for m in OUTSIDE.finditer(text):
                start = max(0, text.rfind(";\n", 0, m.start()))
                if not re.search(r"\bSQL(_2|_SEALED)?\(|#define", text[start:m.start()]):
                    print(f"{path}:{source.line_of(text, m.start())}: sql: a statement outside SQL()")
    last = 0
    for path in sorted(source.files()):
        number = re.match(r"migrations/(\d{4})_\w+\.sql$", path)
        if number:
            last += 1
            if int(number[1]) != last:
                print(f"{path}:1: sql: the next number is {last:04}")
        if path.startswith("migrations/") and path.endswith(".sql"):
            text = re.sub(r"--[^\n]*", "", source.read(path))
            for m in re.finditer(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)(.*?)\)([^();]*);", text, re.S):
                if "STRICT" not in m[3]:
                    print(f"{path}:{source.line_of(text, m.start())}: sql: table {m[1]} is not STRICT")
            for m in re.finditer(r"\b(VARCHAR|TIMESTAMP|BOOLEAN|SERIAL|AUTOINCREMENT|DOUBLE|REAL|DEFERRABLE|FLOAT)\b", text, re.I):
                print(f"{path}:{source.line_of(text, m.start())}: sql: {m[0]}: only INTEGER, TEXT, BLOB, and no deferred constraints")


main()
