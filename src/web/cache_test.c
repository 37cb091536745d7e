/* SPDX-License-Identifier: Apache-2.0 */
#include "web/cache.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct http_head headers[] = { { S_INIT("Content-Type"), S_INIT("text/plain") },
                                            { S_INIT("Cache-Control"), S_INIT("no-cache") } };

struct trial {
    struct cache *cache;
    struct http_request request;
};

static struct cache_key key_of(str path)
{
    struct cache_key key;
    cr_assert(cache_key_of(&key, LANG_ID, path, S(""), NULL, 0));
    return key;
}

static bool put(struct trial *t, struct cache_turn *turn, str body, str tag, int64_t valid_until)
{
    struct cache_page page = {
        .status = 200,
        .header = headers,
        .header_count = COUNT(headers),
        .body = body,
        .tag = &tag,
        .tag_count = 1,
        .valid_until = valid_until,
    };
    struct prepared *out = NULL;
    bool is_kept = cache_put(t->cache, turn, &page, &t->request, &out);
    cr_expect_eq(prepared_status(out), 200);
    prepared_release(out);
    return is_kept;
}

static bool is_found(struct trial *t, str path, int64_t now_at)
{
    struct cache_key key = key_of(path);
    struct prepared *out = NULL;
    bool is_hit = cache_find(t->cache, &key, &t->request, now_at, &out);
    if (is_hit) {
        prepared_release(out);
    }
    return is_hit;
}

static void fill(struct trial *t, str path, str tag, int64_t valid_until)
{
    struct cache_key key = key_of(path);
    struct cache_turn turn = cache_begin(t->cache, &key, 0);
    cr_expect(put(t, &turn, S("kopi"), tag, valid_until));
}

Test(cache, makes_keys_of_declared_parameters_only)
{
    static const str declared[] = { S_INIT("page"), S_INIT("sort") };
    struct cache_key a, b, c;
    cr_assert(cache_key_of(&a, LANG_ID, S("/p"), S("sort=x&utm_source=y&page=2"), declared, 2));
    cr_assert(cache_key_of(&b, LANG_ID, S("/p"), S("page=2&sort=x"), declared, 2));
    cr_expect(a.size == b.size && memcmp(a.bytes, b.bytes, a.size) == 0 && a.hash == b.hash);
    cr_assert(cache_key_of(&c, LANG_EN, S("/p"), S("page=2&sort=x"), declared, 2));
    cr_expect_neq(a.bytes[0], c.bytes[0]);
    cr_expect_not(cache_key_of(&c, LANG_ID, S("/p"), S("page=1&page=2"), declared, 2));
    char path[CACHE_KEY_BYTES + 1];
    memset(path, 'a', sizeof path);
    cr_expect_not(cache_key_of(&c, LANG_ID, (str){ path, sizeof path }, S(""), declared, 2));
}

Test(cache, serves_a_page_until_its_tag_rises)
{
    struct trial t = { .cache = cache_new(MB(1)) };
    fill(&t, S("/a"), S("product:1"), 0);
    fill(&t, S("/b"), S("product:2"), 0);
    cr_expect(is_found(&t, S("/a"), 0));
    str tag = S("product:1");
    cache_raise(t.cache, &tag, 1);
    cr_expect_not(is_found(&t, S("/a"), 0));
    cr_expect(is_found(&t, S("/b"), 0));
    cache_clear(t.cache);
    cr_expect_not(is_found(&t, S("/b"), 0));
    cache_free(t.cache);
}

Test(cache, ends_a_page_at_its_hour)
{
    struct trial t = { .cache = cache_new(MB(1)) };
    fill(&t, S("/a"), S("x"), 100);
    cr_expect(is_found(&t, S("/a"), 99));
    cr_expect_not(is_found(&t, S("/a"), 100));
    cache_free(t.cache);
}

Test(cache, does_not_take_a_page_that_was_overtaken)
{
    struct trial t = { .cache = cache_new(MB(1)) };
    struct cache_key key = key_of(S("/a"));
    struct cache_turn turn = cache_begin(t.cache, &key, 0);
    str tag = S("product:1");
    cache_raise(t.cache, &tag, 1); /* between the snapshot and the put */
    cr_expect_not(put(&t, &turn, S("old"), tag, 0));
    cr_expect_not(is_found(&t, S("/a"), 0));
    turn = cache_begin(t.cache, &key, 0);
    cache_clear(t.cache);
    cr_expect_not(put(&t, &turn, S("old"), S("other"), 0));
    cache_free(t.cache);
}

Test(cache, says_304_to_who_has_the_page)
{
    struct trial t = { .cache = cache_new(MB(1)) };
    fill(&t, S("/a"), S("x"), 0);
    t.request.header[0] = (struct http_head){ S("If-None-Match"), S("*") };
    t.request.header_count = 1;
    struct cache_key key = key_of(S("/a"));
    struct prepared *out = NULL;
    cr_assert(cache_find(t.cache, &key, &t.request, 0, &out));
    cr_expect_eq(prepared_status(out), 304);
    prepared_release(out);
    cache_free(t.cache);
}

Test(cache, stays_within_its_bytes_and_keeps_what_is_used)
{
    struct trial t = { .cache = cache_new(KB(512)) };
    fill(&t, S("/favourite"), S("x"), 0);
    for (int i = 0; i < 2000; i++) {
        char path[32];
        int size = snprintf(path, sizeof path, "/p/%d", i);
        fill(&t, (str){ path, (size_t)size }, S("x"), 0);
        cr_assert(is_found(&t, S("/favourite"), 0), "after %d", i);
    }
    struct cache_counts counts = cache_counts(t.cache);
    cr_expect(counts.bytes <= KB(512) && counts.evicted > 0 && counts.entries < 2001);
    cache_free(t.cache);
}

struct wait {
    struct trial *trial;
    struct cache_turn turn;
};

static void *wait_for_turn(void *data)
{
    struct wait *wait = data;
    struct cache_key key = key_of(S("/a"));
    wait->turn = cache_begin(wait->trial->cache, &key, 60000);
    return NULL;
}

/* False when the other came only after the page was there: on a busy machine a thread begins when it can. */
static bool wait_while_rendered(struct trial *t, struct wait *wait)
{
    struct cache_key key = key_of(S("/a"));
    struct cache_turn turn = cache_begin(t->cache, &key, 0);
    pthread_t thread;
    cr_assert(turn.is_renderer);
    cr_assert_eq(pthread_create(&thread, NULL, wait_for_turn, wait), 0);
    usleep(20000);
    cr_expect(put(t, &turn, S("new"), S("x"), 0));
    pthread_join(thread, NULL);
    if (wait->turn.is_renderer) {
        cache_give_up(t->cache, &wait->turn);
        cache_clear(t->cache);
        return false;
    }
    return true;
}

Test(cache, lets_one_render_and_the_others_wait)
{
    struct trial t = { .cache = cache_new(MB(1)) };
    struct cache_key key = key_of(S("/a"));
    struct cache_turn turn = cache_begin(t.cache, &key, 0);
    cr_assert(turn.is_renderer);
    struct cache_turn impatient = cache_begin(t.cache, &key, 10);
    cr_expect(!impatient.is_renderer && !impatient.is_filled);
    cache_give_up(t.cache, &turn);
    struct wait wait = { .trial = &t };
    bool has_waited = false;
    for (int tries = 0; !has_waited && tries < 100; tries++) {
        has_waited = wait_while_rendered(&t, &wait);
    }
    cr_expect(has_waited && wait.turn.is_filled);
    cache_clear(t.cache);
    pthread_t thread;
    turn = cache_begin(t.cache, &key, 0);
    cr_assert_eq(pthread_create(&thread, NULL, wait_for_turn, &wait), 0);
    usleep(20000);
    cache_give_up(t.cache, &turn);
    pthread_join(thread, NULL);
    cr_expect(wait.turn.is_renderer, "who waited for nothing renders");
    cache_give_up(t.cache, &wait.turn);
    cache_free(t.cache);
}
