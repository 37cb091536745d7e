/* SPDX-License-Identifier: Apache-2.0 */
#include "db/notice.h"

#include "c/fixture.h"

#include <unistd.h>

static struct notices *listening(struct fixture *t)
{
    struct notices *n = NULL;
    cr_assert_eq(notices_open(t->database, "amanah_try", &n, t->c.detail), OK, "%s", t->c.detail);
    return n;
}

static bool is_told(struct notices *n, int64_t timeout)
{
    bool told = false;
    cr_expect_eq(notices_wait(n, timeout, -1, &told), OK);
    return told;
}

/* Whoever is killed says nothing any more: that the connection has ended is all there is to see. */
Test(notices, show_who_lives)
{
    if (fixture_postgres_url() == NULL) {
        cr_skip_test("AMANAH_TEST_POSTGRES is not set");
    }
    struct fixture *t = fixture_open(true);
    const str names[] = { S("p2x7"), S("other"), S("") };
    for (size_t i = 0; i < COUNT(names); i++) {
        struct notices *n = listening(t), *again = listening(t);
        bool is_there = true;
        must(notices_is_signed(t->db, names[i], &is_there));
        cr_expect_not(is_there, "%zu", i);
        cr_assert_eq(notices_sign(n, names[i]), OK);
        cr_assert_eq(notices_sign(again, names[i]), OK, "its old connection keeps nobody waiting");
        notices_close(n);
        must(notices_is_signed(t->db, names[i], &is_there));
        cr_expect(is_there, "%zu", i);
        notices_close(again);
        for (int tries = 0; is_there && tries < 1000; tries++) {
            usleep(20000);
            must(notices_is_signed(t->db, names[i], &is_there));
        }
        cr_expect_not(is_there, "%zu", i);
    }
    fixture_close(t);
}

Test(notices, wake_all_but_who_says)
{
    if (fixture_postgres_url() == NULL) {
        cr_skip_test("AMANAH_TEST_POSTGRES is not set");
    }
    struct fixture *t = fixture_open(true);
    struct notices *one = listening(t);
    struct notices *other = listening(t);
    cr_assert_eq(notices_say(one), OK);
    cr_expect(is_told(other, SECONDS(60)));
    cr_expect_not(is_told(other, MILLISECONDS(50)), "once");
    cr_expect_not(is_told(one, MILLISECONDS(50)));
    cr_assert_eq(notices_say(other), OK);
    cr_expect(is_told(one, SECONDS(60)));
    notices_close(one);
    notices_close(other);
    fixture_close(t);
}
