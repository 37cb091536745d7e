/* SPDX-License-Identifier: Apache-2.0 */
/* import.c - files, findings and counts; what a file says is read in import_shopify.c and import_woo.c. */
#include "shop/import_item.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILES_MAX = 1000, TOUCHED_FIRST = 256 };

bool import_format_of(str name, enum import_format *out)
{
    static const char *const names[IMPORT_FORMAT_COUNT] = { "", "shopify", "woocommerce" };
    for (enum import_format format = 0; format < IMPORT_FORMAT_COUNT; format++) {
        if (str_eq(name, str_of(names[format]))) {
            *out = format;
            return true;
        }
    }
    return false;
}

/* --- findings --- */

/* False: this line was refused before. */
static bool refuse_first_time(struct import *run, int64_t line)
{
    enum { BITS = 64 };
    size_t word = (size_t)line / BITS;
    uint64_t bit = UINT64_C(1) << ((size_t)line % BITS);
    if (word >= run->refused_words) {
        size_t size = word * 2 + BITS;
        uint64_t *wider = NEW_N(run->keep, uint64_t, size);
        for (size_t i = 0; i < run->refused_words; i++) {
            wider[i] = run->refused_line[i];
        }
        run->refused_line = wider;
        run->refused_words = size;
    }
    bool is_first = (run->refused_line[word] & bit) == 0;
    run->refused_line[word] |= bit;
    return is_first;
}

static void find(struct import *run, int64_t line, bool is_refusal, const char *format,
                 va_list list)
{
    struct import_report *report = &run->report;
    if (is_refusal && refuse_first_time(run, line)) {
        report->refused++;
    }
    if (report->finding_count == IMPORT_FINDINGS_MAX) {
        return;
    }
    size_t at =
        report->finding_count++; /* by line: items that wait are judged later than they are read */
    for (; at > run->first_finding && report->finding[at - 1].line > line; at--) {
        report->finding[at] = report->finding[at - 1];
    }
    report->finding[at] = (struct import_finding){
        .file = run->file,
        .line = line,
        .is_refusal = is_refusal,
        .text = str_format_list(run->keep, format, list),
    };
}

void import_refuse(struct import *run, int64_t line, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    find(run, line, true, format, list);
    va_end(list);
}

void import_remark(struct import *run, int64_t line, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    find(run, line, false, format, list);
    va_end(list);
}

bool import_record_is_fine(struct import *run, const struct csv *csv)
{
    enum csv_fault fault = csv_fault(csv);
    if (fault != CSV_FINE) {
        import_refuse(run, csv_line(csv), "this line %.*s", STR_ARG(csv_fault_text(fault)));
    }
    return fault == CSV_FINE;
}

/* --- items --- */

void import_item_begin(struct import *run, int64_t line)
{
    if (run->waiting_count == 0) {
        arena_reset(run->scratch);
        run->c->tag_count =
            run->tags_before; /* later ones lay in the scratch arena; everything is raised at the end */
    }
    run->item = &run->waiting[run->waiting_count];
    memset(run->item, 0, sizeof *run->item);
    run->item->line = line;
}

struct import_variant *import_item_variant(struct import *run, int64_t line)
{
    struct import_item *item = run->item;
    if (item->variant_count == PRODUCT_VARIANTS_MAX) {
        import_refuse(run, line, "a product has at most %d variants", PRODUCT_VARIANTS_MAX);
        return NULL;
    }
    struct import_variant *variant = &item->variant[item->variant_count++];
    *variant = (struct import_variant){ .line = line };
    return variant;
}

static bool has_picture(const struct import_item *item, str url)
{
    for (size_t i = 0; i < item->picture_count; i++) {
        if (str_eq(item->picture[i].url, url)) {
            return true;
        }
    }
    return false;
}

void import_item_picture(struct import *run, int64_t line, str url, str alt)
{
    struct import_item *item = run->item;
    str address = str_trim(url);
    if (address.size == 0 || has_picture(item, address)) {
        return;
    }
    if (!str_starts(address, S("https://")) && !str_starts(address, S("http://"))) {
        import_remark(run, line,
                      "the picture's address does not begin with https:// and was left out");
        return;
    }
    if (item->picture_count == PRODUCT_PICTURES_MAX || address.size > 2000) {
        import_remark(run, line, "a picture was left out: at most %d a product",
                      PRODUCT_PICTURES_MAX);
        return;
    }
    item->picture[item->picture_count++] =
        (struct import_picture){ line, str_copy(run->scratch, address),
                                  str_copy(run->scratch, str_trim(alt)) };
}

/* --- numbers --- */

/* "125.000" is a hundred and twenty-five thousand to who writes rupiah, and 125 to a program: goods must not be sold at a thousandth. */
static bool may_be_thousands(str amount, currency in)
{
    enum { GROUP = 3 };
    struct str_pair parts = str_cut(amount, '.');
    return parts.found && parts.tail.size == GROUP && in.exponent != GROUP;
}

bool import_price(struct import *run, int64_t line, const char *column, str text,
                  int64_t *out_minor)
{
    str amount = str_trim(text);
    money price = { 0 };
    if (amount.size == 0) {
        *out_minor = 0;
        return true;
    }
    bool is_read = money_parse(amount, run->options->currency, &price);
    if (is_read && may_be_thousands(amount, run->options->currency)) {
        struct str_pair parts = str_cut(amount, '.');
        import_refuse(
            run, line, "%s \"%.*s\" can be read as %.*s or as %.*s%.*s: write it without a point",
            column, STR_ARG(amount), STR_ARG(parts.head), STR_ARG(parts.head), STR_ARG(parts.tail));
        return false;
    }
    if (is_read) {
        *out_minor = price.minor;
        return true;
    }
    str code = currency_code(&run->options->currency);
    int64_t millionths = 0;
    if (import_decimal(amount, 1000000, &millionths) && millionths >= 0) {
        import_refuse(run, line, "%s \"%.*s\" is finer than %.*s allows (%d decimals)", column,
                      STR_ARG(amount), STR_ARG(code), run->options->currency.exponent);
    } else {
        import_refuse(run, line, "%s \"%.*s\" is not an amount; write it like 12500 or 12500.00",
                      column, STR_ARG(str_slice(amount, 0, 40)));
    }
    return false;
}

static bool is_digits(str s)
{
    for (size_t i = 0; i < s.size; i++) {
        if (s.at[i] < '0' || s.at[i] > '9') {
            return false;
        }
    }
    return true;
}

bool import_decimal(str text, int64_t scale, int64_t *out)
{
    str number = str_trim(text);
    bool is_negative = str_starts(number, S("-"));
    struct str_pair parts = str_cut(is_negative ? str_skip(number, 1) : number, '.');
    if (number.size == 0) {
        *out = 0;
        return true;
    }
    if (parts.head.size + parts.tail.size == 0 || parts.head.size > 9 || !is_digits(parts.head) ||
        !is_digits(parts.tail)) {
        return false;
    }
    int64_t value = 0;
    for (size_t i = 0; i < parts.head.size; i++) {
        value = value * 10 + (parts.head.at[i] - '0');
    }
    value *= scale;
    int64_t unit = scale;
    size_t used = 0;
    for (; used < parts.tail.size && unit >= 10; used++) {
        unit /= 10;
        value += unit * (parts.tail.at[used] - '0');
    }
    value += used < parts.tail.size && parts.tail.at[used] >= '5';
    *out = is_negative ? -value : value;
    return true;
}

/* --- products spoken of --- */

static size_t place_of(const struct import_touched *table, size_t size, int64_t product)
{
    size_t at = ((uint64_t)product * UINT64_C(0x9e3779b97f4a7c15) >> 20) & (size - 1);
    while (table[at].product != 0 && table[at].product != product) {
        at = (at + 1) & (size - 1);
    }
    return at;
}

static void widen_touched(struct import *run)
{
    size_t size = run->touched_size == 0 ? TOUCHED_FIRST : run->touched_size * 2;
    struct import_touched *wider = NEW_N(run->keep, struct import_touched, size);
    for (size_t i = 0; i < run->touched_size; i++) {
        if (run->touched[i].product != 0) {
            wider[place_of(wider, size, run->touched[i].product)] = run->touched[i];
        }
    }
    run->touched = wider;
    run->touched_size = size;
}

struct import_touched *import_touched_of(struct import *run, int64_t product)
{
    if (run->touched_count * 2 >= run->touched_size) {
        widen_touched(run);
    }
    struct import_touched *touched =
        &run->touched[place_of(run->touched, run->touched_size, product)];
    if (touched->product == 0) {
        touched->product = product;
        run->touched_count++;
    }
    return touched;
}

/* --- one file --- */

struct source {
    struct arena *arena; /* of the readers */
    FILE *stream;
    str text;
};

static struct csv *open_source(const struct source *source)
{
    if (source->stream != NULL) {
        rewind(source->stream);
    }
    arena_reset(source->arena);
    return csv_open(source->arena, source->stream, source->text);
}

static struct csv *behind_header(void *data)
{
    struct csv *csv = open_source(data);
    (void)csv_next(csv); /* it was there the first time */
    return csv;
}

void import_lack(struct import_lacks *lacks, bool is_lacking, const char *name)
{
    if (is_lacking) {
        lacks->names = str_format(lacks->arena, "%.*s%s%s", STR_ARG(lacks->names),
                                  lacks->count == 0 ? "" : ", ", name);
        lacks->count++;
    }
}

/* IMPORT_ANY: neither; then the report has what the nearer of both lacks, if the file has anything of it. */
static enum import_format format_of(struct import *run, const struct csv *header)
{
    enum import_format wanted = run->options->format;
    run->report.lacks = (str){ 0 }; /* of the file before */
    str shopify = { 0 };
    str woo = { 0 };
    size_t of_shopify = import_shopify_lacks(run->keep, header, &shopify);
    size_t of_woo = import_woo_lacks(run->keep, header, &woo);
    if (of_shopify == 0 && wanted != IMPORT_WOOCOMMERCE) {
        return IMPORT_SHOPIFY;
    }
    if (of_woo == 0 && wanted != IMPORT_SHOPIFY) {
        return IMPORT_WOOCOMMERCE;
    }
    bool is_woo = wanted == IMPORT_WOOCOMMERCE || (wanted == IMPORT_ANY && of_woo < of_shopify);
    if ((is_woo ? of_woo : of_shopify) < IMPORT_COLUMNS_NEEDED) {
        run->report.nearest = is_woo ? IMPORT_WOOCOMMERCE : IMPORT_SHOPIFY;
        run->report.lacks = is_woo ? woo : shopify;
    }
    return IMPORT_ANY;
}

static enum err malformed(struct import *run, str what)
{
    run->report.error = what;
    return fail(run->c, ERR_MALFORMED, "%.*s", STR_ARG(run->report.error));
}

static enum err read_format(struct import *run, struct source *source, struct csv *csv)
{
    enum import_format format = format_of(run, csv);
    if (format == IMPORT_SHOPIFY) {
        return import_shopify(run, csv);
    }
    if (format == IMPORT_WOOCOMMERCE) {
        return import_woo(run, &(struct import_source){ behind_header, source });
    }
    if (run->report.lacks.size == 0) {
        return malformed(
            run, S("the first line is not the header of a Shopify or WooCommerce product export"));
    }
    return malformed(
        run, str_format(run->keep, "the first line lacks columns of a %s product file: %.*s",
                        run->report.nearest == IMPORT_WOOCOMMERCE ? "WooCommerce" : "Shopify",
                        STR_ARG(run->report.lacks)));
}

static enum err read_source(struct import *run, struct source *source)
{
    CLEANUP(arena_drop) struct arena *readers = arena_new();
    source->arena = readers;
    run->refused_line = NULL;
    run->refused_words = 0;
    run->first_finding = run->report.finding_count;
    struct csv *csv = open_source(source);
    if (!csv_next(csv)) {
        return malformed(run, S("the file is empty"));
    }
    if (csv_fault(csv) != CSV_FINE) {
        str why =
            str_format(run->keep, "the first line %.*s", STR_ARG(csv_fault_text(csv_fault(csv))));
        return malformed(run, why);
    }
    run->report.files++;
    TRY(read_format(run, source, csv));
    TRY(import_flush(run));
    if (source->stream != NULL && ferror(source->stream)) {
        return fail(run->c, ERR_IO, "%.*s: reading stopped", STR_ARG(run->file));
    }
    return OK;
}

static void close_stream(FILE **stream)
{
    if (*stream != NULL) {
        fclose(*stream);
    }
}

static enum err read_file(struct import *run, str path)
{
    CLEANUP(close_stream) FILE *stream = fopen(str_c(run->keep, path), "rbe");
    struct str_pair name = str_cut_last(path, '/');
    run->file = name.found ? name.tail : path;
    if (stream == NULL) {
        run->report.error = S("it cannot be read");
        return fail(run->c, ERR_IO, "%.*s", STR_ARG(run->report.error));
    }
    return read_source(run, &(struct source){ .stream = stream });
}

/* --- directories --- */

static int compare_names(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

static void close_directory(DIR **directory)
{
    if (*directory != NULL) {
        closedir(*directory);
    }
}

static enum err read_directory(struct import *run, str path)
{
    CLEANUP(close_directory) DIR *directory = opendir(str_c(run->keep, path));
    str *names = NEW_N(run->keep, str, FILES_MAX);
    size_t count = 0;
    const struct dirent *entry;
    while (directory != NULL && count < FILES_MAX && (entry = readdir(directory)) != NULL) {
        str name = str_of(entry->d_name);
        if (str_ends(str_lower(run->keep, name), S(".csv")) && !str_starts(name, S("."))) {
            names[count++] = str_copy(run->keep, name);
        }
    }
    qsort(names, count, sizeof names[0], compare_names);
    for (size_t i = 0; i < count; i++) {
        enum err e =
            read_file(run, str_format(run->keep, "%.*s/%.*s", STR_ARG(path), STR_ARG(names[i])));
        if (e == ERR_MALFORMED) { /* another kind of table in the same folder */
            import_refuse(run, 1, "%.*s", STR_ARG(run->report.error));
        } else if (e != OK) {
            return e;
        }
    }
    return count > 0 ? OK : fail(run->c, ERR_NOT_FOUND, "%.*s has no .csv file", STR_ARG(path));
}

static enum err read_path(struct import *run, str path)
{
    struct stat about;
    bool is_directory = stat(str_c(run->keep, path), &about) == 0 && S_ISDIR(about.st_mode);
    return is_directory ? read_directory(run, path) : read_file(run, path);
}

/* --- the doors --- */

/* Runs `read` with the context's memory set to a scratch arena, so that a file of any length needs the memory of one product. */
static enum err run_import(struct ctx *c, const struct import_options *options,
                           enum err (*read)(struct import *, str), str what,
                           struct import_report *out)
{
    CLEANUP(arena_drop) struct arena *scratch = arena_new();
    CLEANUP(arena_drop) struct arena *items = arena_new();
    struct import run = { .c = c, .options = options, .keep = c->arena, .scratch = scratch };
    run.waiting = NEW_N(items, struct import_item, IMPORT_AT_ONCE + 1);
    run.item = run.waiting;
    run.claimed = NEW_N(items, uint64_t, IMPORT_CLAIMS);
    run.category = NEW_N(items, struct import_category, IMPORT_CATEGORIES);
    run.report.finding = NEW_N(c->arena, struct import_finding, IMPORT_FINDINGS_MAX);
    c->arena = scratch;
    run.tags_before = c->tag_count;
    enum err e = read(&run, what);
    if (e == OK) {
        e = import_finish(&run);
    }
    c->arena = run.keep;
    c->tag_count = run.tags_before;
    ctx_raise(c, S("*"));
    *out = run.report;
    return e;
}

enum err import_products(struct ctx *c, str path, const struct import_options *options,
                         struct import_report *out)
{
    return run_import(c, options, read_path, path, out);
}

static enum err read_text(struct import *run, str what)
{
    struct str_pair named = str_cut(what, '\n'); /* see below */
    run->file = str_copy(run->keep, named.head);
    return read_source(run, &(struct source){ .text = named.tail });
}

enum err import_products_text(struct ctx *c, str name, str text,
                              const struct import_options *options, struct import_report *out)
{
    str named = str_format(c->arena, "%.*s\n", STR_ARG(name));
    return run_import(c, options, read_text, str_join(c->arena, named, text), out);
}
