# SPDX-License-Identifier: Apache-2.0
"""Words that stay out: dangerous calls, forgotten notes, machine paths; and the tag every file starts with."""
import re

import source

ANYWHERE = {
    r"strcpy|strcat|sprintf|vsprintf|strtok|gets|strncpy|strncat|strdup|strndup": "use str and buf",
    r"atoi|atol|atoll|atof": "use str_int and friends, which can fail",
    r"system|popen|alloca|tmpnam|mktemp": "banned",
    r"rand|srand|random|srandom": "use struct random",
    r"localtime|localtime_r|gmtime|gmtime_r|mktime|asctime|ctime|strftime|setlocale": "use base/clock.h",
    r"setjmp|longjmp": "banned",
}
# words, files where they may stand, why not elsewhere
PLACES = [
    (r"malloc|calloc|realloc|free", r"src/base/.*|.*_test\.c|tests/.*", "memory is the arena's (base/arena.h)"),
    (r"exit|_exit|quick_exit|abort", r"src/(cli|base)/.*|src/web/server\w*\.c|.*_test\.c|tests/.*", "only cli/ ends the program"),
    (r"clock_now|time|gettimeofday|clock_gettime", r"src/(base|cli|web|gate|db)/.*|.*_test\.c|tests/.*",
     "the domain takes time from ctx->now_at"),
    (r"random_system|randombytes_buf|getrandom|arc4random", r"src/(base|db|cli|web)/.*|.*_test\.c|tests/.*",
     "randomness comes from ctx->random"),
    (r"log_line", r"src/(base|web|cli)/.*|.*_test\.c|tests/.*", "library code never logs; fail() keeps the operator's text"),
    (r"db_begin|db_commit|db_rollback|db_run_script", r"src/(db|web|cli)/.*|.*_test\.c|tests/.*|src/core/job\.c",
     "a handler runs inside a transaction"),
]
# file: why a word above may stand there after all
EXCEPTIONS = {}
NOTES = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|\b[Nn]ot implemented\b")
MACHINE = re.compile(r"(?<![\w.}])/(?:wor[k]|far[m]|roo[t]|home)/\w")
TAGGED = (".c", ".h", ".def", ".sh", ".py", ".mjs", ".js", ".css", ".sql")


def calls(words):
    return re.compile(rf"(?<![\w.>])(?:{words})\s*\(")


def main():
    rules = [(calls(words), None, why) for words, why in ANYWHERE.items()]
    rules += [(calls(words), places, why) for words, places, why in PLACES]
    for path in source.c_files():
        text = source.code(path)
        for pattern, places, why in rules:
            if places and re.fullmatch(places, path):
                continue
            for m in pattern.finditer(text):
                word = m[0].rstrip("( ")
                if (path, word) not in EXCEPTIONS:
                    print(f"{path}:{source.line_of(text, m.start())}: words: {word}(): {why}")
    for path in source.files():
        if path.endswith((".png", ".jpg", ".webp", ".ico", ".woff2", ".tsv", ".mp4", ".gif", ".avif", "package-lock.json")):
            continue
        try:
            text = source.read(path)
        except UnicodeDecodeError:
            continue
        if path.endswith(TAGGED) or text.startswith("#!"):
            if "SPDX-License-Identifier:" not in "\n".join(text.split("\n")[:5]):
                print(f"{path}:1: words: no SPDX-License-Identifier line")
        for m in MACHINE.finditer(text):
            print(f"{path}:{source.line_of(text, m.start())}: words: a path of one machine: {m[0]}")
        if path.startswith(("src/", "templates/", "assets/", "migrations/", "script/")) and not path.startswith("script/lint.d/"):
            for m in NOTES.finditer(text):
                print(f"{path}:{source.line_of(text, m.start())}: words: unfinished: {m[0]}")


main()
