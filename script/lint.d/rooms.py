# SPDX-License-Identifier: Apache-2.0
"""Who may include whom. ROOMS is the one direction of the house, MODULES the inside of the domain."""
import re

import source

DOMAIN = ["shop", "care", "voice", "growth", "privacy", "proof"]
ROOMS = {
    "base": [],
    "db": ["base"],
    "core": ["base", "db"],
    **{room: ["base", "db", "core", *DOMAIN] for room in DOMAIN},
    "gate": ["base", "db", "core", *DOMAIN],
    "web": ["base", "db", "core", *DOMAIN],
    "cli": ["base", "db", "core", *DOMAIN, "gate", "web"],
}

# A module of core or of the domain, and the modules of those rooms it may use. A module is its header's name and every
# file that begins with it. New knowledge of another module is a decision: it is written here.
MODULES = {
    "event": [],
    "aside": ["event"],
    "keys": [],
    "ledger": [],
    "check": [],
    "setting": ["event", "keys", "policy"],
    "pulse": ["event"],
    "holder": [],
    "invalidation": [],
    "consent": ["event", "vault"],
    "vault": ["keys", "consent", "event", "word"],
    "word": ["vault"],
    "job": ["override", "vault"],
    "promise": ["event", "job", "policy", "pulse", "setting"],
    "policy": ["event", "setting"],
    "guarantee": ["policy", "setting"],
    "staff": ["event", "keys", "link"],
    "link": ["keys"],
    "override": ["event"],
    "attachment": ["event", "vault"],
    "notice": ["job", "setting", "vault"],
    "decision": ["event", "job", "link", "notice", "promise", "setting", "staff", "vault"],
    "core_checks": ["check", "event", "policy"],

    "channel": [],
    "hand_back": ["complaint", "conversation", "notice", "setting", "staff"],
    "complaint": ["attachment", "check", "conversation", "decision", "event", "job", "link", "notice", "override", "policy", "promise", "pulse", "setting", "staff", "vault"],
    "conversation": ["channel", "check", "event", "job", "keys", "link", "override", "policy", "promise", "setting", "staff", "vault", "word"],

    "mail_id": ["conversation", "keys"],
    "canned": ["conversation", "event"],
    "messaging": ["channel", "contact", "conversation", "event", "setting", "vault"],
    "capture": ["attachment", "contact", "conversation", "event", "vault"],
    "whatsapp_chat": ["conversation"],
    "survey": ["complaint", "conversation", "event", "link", "notice", "setting", "staff", "vault"],
    "improvement": ["check", "complaint", "conversation", "event", "notice", "survey", "vault"],
    "aftercare": ["vault"],
    "contact": ["conversation", "notice", "setting", "vault"],
    "letter": ["attachment", "complaint", "contact", "conversation", "mail_id", "setting"],

    "region": ["event", "media"],
    "shipping": [],
    "product_id": [],
    "catalogue_sql": [],
    "media": ["product_id"],
    "search": ["product_id"],
    "category": ["catalogue_sql", "product_id"],
    "stock": ["check", "product_id"],
    "product": ["product_id", "catalogue_sql", "category", "media", "search", "stock"],
    "import": ["product", "stock"],
    "export": ["import", "media", "setting"],
    "question": ["catalogue_sql", "event", "product_id", "vault"],
    "page": ["catalogue_sql", "event", "product_id", "question", "setting"],
    "cart": ["keys", "setting", "shipping", "stock"],
    "message": ["job", "order"],
    "claim": ["aside", "check", "decision", "delay", "event", "guarantee", "link", "notice", "order", "override", "payment", "policy", "product", "promise", "pulse", "refund", "setting", "shipment", "standing", "stock", "undelivered", "vault"],
    "payment": ["aside", "claim", "event", "ledger", "message", "order", "override", "refund", "setting"],
    "refund": ["claim", "job", "ledger", "message", "notice", "order", "payment", "policy", "promise", "setting", "undelivered"],
    "undelivered": ["aside", "guarantee", "message", "notice", "order", "policy", "promise", "pulse", "refund", "setting", "shipment"],
    "shipment": ["claim", "event", "message", "order", "override", "payment", "promise", "setting", "standing", "stock", "undelivered"],
    "standing": ["decision", "event", "notice", "order", "override", "setting", "vault"],
    "preset_cost": ["guarantee", "order", "policy", "setting"],
    "delay": ["event", "setting"],
    "order": ["aside", "cart", "check", "consent", "delay", "event", "guarantee", "job", "keys", "ledger", "link", "message", "payment", "policy", "refund", "region", "promise", "setting", "standing", "undelivered", "vault"],
}

# A library's header, and the only places that may include it.
LIBRARIES = {
    r"microhttpd\.h": r"src/web/(server|tls)\w*\.[ch]",
    r"gnutls/.*": r"src/web/server\w*\.[ch]",
    r"sqlite3\.h": r"src/db/\w+\.[ch]",
    r"libpq-fe\.h": r"src/db/\w+\.[ch]",
    r"jansson\.h": r"src/base/json\.c|src/gate/.*",
    r"curl/.*": r"src/gate/.*",
    r"sys/socket\.h|netinet/.*|arpa/.*|netdb\.h": r"src/(web|gate|cli)/.*",
    r"gd\.h": r"(?!)",  # tests only: a judge of our own pictures
    r"zbar\.h": r"src/shop/media_code\.c",
    r"png\.h": r"src/base/qr\.c|src/shop/media_(pixels|encode)\.c",
    r"turbojpeg\.h|gif_lib\.h|webp/.*": r"src/shop/media_(pixels|encode)\.c",
    r"sodium\.h|sodium/.*|openssl/.*": r"src/(base|db|core|web|proof|gate|cli)/.*",
    r"gmime/.*|glib\.h": r"src/gate/.*",
    r"setjmp\.h": r"(?!)",
}


def main():
    counted = 0
    for path in source.c_files():
        text = source.without_comments(path)
        room, module = source.room_of(path), source.module_of(path)
        is_test = path.endswith("_test.c") or path.startswith("tests/")
        for m in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', text, re.M):
            where = f"{path}:{source.line_of(text, m.start())}"
            if m[2]:
                for library, places in LIBRARIES.items():
                    if re.fullmatch(library, m[2]) and not re.fullmatch(places, path) and not is_test:
                        print(f"{where}: rooms: <{m[2]}> belongs to {places}")
                continue
            counted += 1
            target = m[1].split("/")[0]
            if "/" not in m[1] and not is_test:
                print(f'{where}: rooms: include "{m[1]}" by its full name, "room/file.h"')
            elif room and not is_test and target != room and target not in ROOMS.get(room, []):
                print(f"{where}: rooms: {room} may not include {target}")
            elif room in (*DOMAIN, "core") and not is_test and target in (*DOMAIN, "core"):
                used = source.module_of("src/" + m[1])
                if used != module and used not in MODULES.get(module, ()):
                    print(f"{where}: rooms: module {module} may not use {used} (script/lint.d/rooms.py has the list)")
    unused = [m for m in MODULES if not any(source.module_of(p) == m for p in source.c_files())]
    for module in unused:
        print(f"script/lint.d/rooms.py:1: rooms: module {module} is listed but does not exist")


main()
