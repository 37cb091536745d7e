/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"

#include "base/arena.h"

#include <criterion/criterion.h>

/* RFC 4231, test cases 2 and 6. */
Test(digest, hmac_is_that_of_the_rfc)
{
    struct arena *a = arena_new();
    char key[131];
    memset(key, 0xaa, sizeof(key));
    str two = digest_hmac_sha256(a, S("Jefe"), S("what do ya want for nothing?"));
    str six = digest_hmac_sha256(a, (str){ key, sizeof(key) },
                                 S("Test Using Larger Than Block-Size Key - Hash Key First"));
    cr_expect(str_eq(str_hex(a, two),
                     S("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")));
    cr_expect(str_eq(str_hex(a, six),
                     S("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")));
    arena_free(a);
}
