/* SPDX-License-Identifier: Apache-2.0 */
#include "web/trace.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdatomic.h>

static void add_hex(struct buf *out, uint64_t n)
{
    int digits = n == 0 ? 1 : (67 - __builtin_clzll(n)) / 4;
    while (digits-- > 0) {
        buf_add_char(out, "0123456789abcdef"[n >> (digits * 4) & 15]);
    }
}

str trace_id(struct app *app, struct arena *arena)
{
    enum { BYTES = 33 };
    struct buf out = buf_new(arena, BYTES);
    buf_reserve(&out, BYTES);
    add_hex(&out, (uint64_t)app->started_at);
    buf_add_char(&out, '-');
    add_hex(&out, atomic_fetch_add(&app->requests, 1));
    return buf_str(&out);
}

static void add_field(struct buf *out, str before, str value)
{
    buf_add(out, before);
    buf_add(out, value);
}

void trace_end(const struct web *w, int status)
{
    bool has_route = w->route != NULL;
    struct buf out = buf_new(w->ctx.arena, KB(4));
    add_field(&out, S("\"id\":\""), w->ctx.request_id);
    add_field(&out, S("\",\"method\":\""), has_route ? str_of(w->route->method) : S("-"));
    add_field(&out, S("\",\"route\":\""), has_route ? str_of(w->route->path) : S("-"));
    buf_add(&out, S("\",\"status\":"));
    buf_add_int(&out, status);
    buf_add(&out, S(",\"us\":"));
    buf_add_int(&out, clock_monotonic() - w->started_at);
    add_field(&out, S(",\"detail\":\""),
              status >= 400 ? str_of(log_safe(w->ctx.arena, w->ctx.detail)) : S(""));
    buf_add(&out, S("\""));
    log_fields(status >= 500 ? LOG_ERROR : LOG_INFO, "request", buf_str(&out));
}
