/* SPDX-License-Identifier: Apache-2.0 */
/* args.h - the ARGS macro: one typed struct arg per value. Part of db.h; do not include alone. */
#ifndef DB_ARGS_H
#define DB_ARGS_H

enum { ARGS_MAX = 40 };

enum arg_kind { ARG_NULL_KIND, ARG_INT, ARG_TEXT, ARG_BLOB };

struct arg {
    enum arg_kind kind;
    int64_t number;
    str text;
};

struct args {
    size_t count;
    const struct arg *arg;
};

static inline struct arg arg_of_int(int64_t n)
{
    return (struct arg){ ARG_INT, n, { 0 } };
}
static inline struct arg arg_of_text(str s)
{
    return (struct arg){ ARG_TEXT, 0, s };
}
static inline struct arg arg_same(struct arg a)
{
    return a;
}
/* NULL, a blob, an optional text (empty is NULL), an optional number (0 is NULL). */
#define ARG_NULL ((struct arg){ .kind = ARG_NULL_KIND })
#define ARG_BYTES(s) ((struct arg){ .kind = ARG_BLOB, .text = (s) })
static inline struct arg arg_text_or_null(str s)
{
    return s.size == 0 ? ARG_NULL : arg_of_text(s);
}
static inline struct arg arg_int_or_null(int64_t n)
{
    return n == 0 ? ARG_NULL : arg_of_int(n);
}

#define ARG_1(x)                                                                                   \
    _Generic((x), str: arg_of_text, struct arg: arg_same, default: arg_of_int)(x)

#define ARG_EACH_1(x) ARG_1(x)
#define ARG_EACH_2(x, ...) ARG_1(x), ARG_EACH_1(__VA_ARGS__)
#define ARG_EACH_3(x, ...) ARG_1(x), ARG_EACH_2(__VA_ARGS__)
#define ARG_EACH_4(x, ...) ARG_1(x), ARG_EACH_3(__VA_ARGS__)
#define ARG_EACH_5(x, ...) ARG_1(x), ARG_EACH_4(__VA_ARGS__)
#define ARG_EACH_6(x, ...) ARG_1(x), ARG_EACH_5(__VA_ARGS__)
#define ARG_EACH_7(x, ...) ARG_1(x), ARG_EACH_6(__VA_ARGS__)
#define ARG_EACH_8(x, ...) ARG_1(x), ARG_EACH_7(__VA_ARGS__)
#define ARG_EACH_9(x, ...) ARG_1(x), ARG_EACH_8(__VA_ARGS__)
#define ARG_EACH_10(x, ...) ARG_1(x), ARG_EACH_9(__VA_ARGS__)
#define ARG_EACH_11(x, ...) ARG_1(x), ARG_EACH_10(__VA_ARGS__)
#define ARG_EACH_12(x, ...) ARG_1(x), ARG_EACH_11(__VA_ARGS__)
#define ARG_EACH_13(x, ...) ARG_1(x), ARG_EACH_12(__VA_ARGS__)
#define ARG_EACH_14(x, ...) ARG_1(x), ARG_EACH_13(__VA_ARGS__)
#define ARG_EACH_15(x, ...) ARG_1(x), ARG_EACH_14(__VA_ARGS__)
#define ARG_EACH_16(x, ...) ARG_1(x), ARG_EACH_15(__VA_ARGS__)
#define ARG_EACH_17(x, ...) ARG_1(x), ARG_EACH_16(__VA_ARGS__)
#define ARG_EACH_18(x, ...) ARG_1(x), ARG_EACH_17(__VA_ARGS__)
#define ARG_EACH_19(x, ...) ARG_1(x), ARG_EACH_18(__VA_ARGS__)
#define ARG_EACH_20(x, ...) ARG_1(x), ARG_EACH_19(__VA_ARGS__)
#define ARG_EACH_21(x, ...) ARG_1(x), ARG_EACH_20(__VA_ARGS__)
#define ARG_EACH_22(x, ...) ARG_1(x), ARG_EACH_21(__VA_ARGS__)
#define ARG_EACH_23(x, ...) ARG_1(x), ARG_EACH_22(__VA_ARGS__)
#define ARG_EACH_24(x, ...) ARG_1(x), ARG_EACH_23(__VA_ARGS__)
#define ARG_EACH_25(x, ...) ARG_1(x), ARG_EACH_24(__VA_ARGS__)
#define ARG_EACH_26(x, ...) ARG_1(x), ARG_EACH_25(__VA_ARGS__)
#define ARG_EACH_27(x, ...) ARG_1(x), ARG_EACH_26(__VA_ARGS__)
#define ARG_EACH_28(x, ...) ARG_1(x), ARG_EACH_27(__VA_ARGS__)
#define ARG_EACH_29(x, ...) ARG_1(x), ARG_EACH_28(__VA_ARGS__)
#define ARG_EACH_30(x, ...) ARG_1(x), ARG_EACH_29(__VA_ARGS__)
#define ARG_EACH_31(x, ...) ARG_1(x), ARG_EACH_30(__VA_ARGS__)
#define ARG_EACH_32(x, ...) ARG_1(x), ARG_EACH_31(__VA_ARGS__)
#define ARG_EACH_33(x, ...) ARG_1(x), ARG_EACH_32(__VA_ARGS__)
#define ARG_EACH_34(x, ...) ARG_1(x), ARG_EACH_33(__VA_ARGS__)
#define ARG_EACH_35(x, ...) ARG_1(x), ARG_EACH_34(__VA_ARGS__)
#define ARG_EACH_36(x, ...) ARG_1(x), ARG_EACH_35(__VA_ARGS__)
#define ARG_EACH_37(x, ...) ARG_1(x), ARG_EACH_36(__VA_ARGS__)
#define ARG_EACH_38(x, ...) ARG_1(x), ARG_EACH_37(__VA_ARGS__)
#define ARG_EACH_39(x, ...) ARG_1(x), ARG_EACH_38(__VA_ARGS__)
#define ARG_EACH_40(x, ...) ARG_1(x), ARG_EACH_39(__VA_ARGS__)
#define ARG_PICK(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18, _19, _20, _21, _22, _23, _24, _25, _26, _27, _28, _29, _30, _31, _32, _33, _34, _35, _36, _37, _38, _39, _40, name, ...) name
#define ARG_LIST(...) ARG_PICK(__VA_ARGS__, ARG_EACH_40, ARG_EACH_39, ARG_EACH_38, ARG_EACH_37, ARG_EACH_36, ARG_EACH_35, ARG_EACH_34, ARG_EACH_33, ARG_EACH_32, ARG_EACH_31, ARG_EACH_30, ARG_EACH_29, ARG_EACH_28, ARG_EACH_27, ARG_EACH_26, ARG_EACH_25, ARG_EACH_24, ARG_EACH_23, ARG_EACH_22, ARG_EACH_21, ARG_EACH_20, ARG_EACH_19, ARG_EACH_18, ARG_EACH_17, ARG_EACH_16, ARG_EACH_15, ARG_EACH_14, ARG_EACH_13, ARG_EACH_12, ARG_EACH_11, ARG_EACH_10, ARG_EACH_9, ARG_EACH_8, ARG_EACH_7, ARG_EACH_6, ARG_EACH_5, ARG_EACH_4, ARG_EACH_3, ARG_EACH_2, ARG_EACH_1, 0)(__VA_ARGS__)
/* ARGS(order.v, name, ARG_NULL): the array lives to the end of the enclosing block. */
#define ARGS(...) ((struct args){ COUNT(((const struct arg[]){ ARG_LIST(__VA_ARGS__) })), (const struct arg[]){ ARG_LIST(__VA_ARGS__) } })
#define NO_ARGS ((struct args){ 0, NULL })

#endif
