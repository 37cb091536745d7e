/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>

struct err_row {
    const char *name;
    int http_status;
    const char *english;
    const char *indonesian;
};

static const struct err_row err_rows[ERR_COUNT] = {
    [OK] = { "OK", 200, "Done.", "Selesai." },
#define ERR(name, status, english, indonesian) [name] = { #name, status, english, indonesian },
#include "base/errors.def"
#undef ERR
};

const char *err_name(enum err e)
{
    return e < ERR_COUNT ? err_rows[e].name : "ERR_?";
}

int err_http_status(enum err e)
{
    return e < ERR_COUNT ? err_rows[e].http_status : 500;
}

const char *err_text(enum err e, int indonesian)
{
    const struct err_row *row = &err_rows[e < ERR_COUNT ? e : ERR_INTERNAL];
    return indonesian ? row->indonesian : row->english;
}

_Noreturn void check_failed(const char *condition, const char *file, int line)
{
    fprintf(stderr, "CHECK failed: %s (%s:%d)\n", condition, file, line);
    abort();
}
