/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/pictures.h"

#include "gate/fetch.h"
#include "shop/media.h"

/* One of the server's few globals: set once at start, then only read. */
static str media_directory;

void pictures_start(str directory)
{
    media_directory = directory;
}

SQL(job_of_picture, "SELECT count(*) FROM job WHERE job_key = $1");

static enum err want_one(struct ctx *c, const struct media_wanted *wanted, int64_t *done)
{
    str key = str_format(c->arena, "picture:%" PRId64, wanted->picture.v);
    int64_t known = 0;
    TRY(db_get_int(c->db, &job_of_picture, ARGS(key), 0, &known));
    if (known != 0) {
        return OK;
    }
    struct value *payload = value_object(c->arena);
    value_set_int(c->arena, payload, S("picture"), wanted->picture.v);
    struct job_new job = { .kind = S(PICTURES_JOB), .key = key, .payload = payload };
    (*done)++;
    return job_add(c, &job, NULL);
}

enum err pictures_want(struct ctx *c, int64_t limit, int64_t *done)
{
    struct media_wanted *list = NULL;
    size_t count = 0;
    *done = 0;
    TRY(media_wanted(c, (size_t)limit, &list, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(want_one(c, &list[i], done));
    }
    return OK;
}

SQL(source_of_picture, "SELECT source_url FROM picture WHERE id = $1 AND state = 'wanted'");

enum err pictures_work(struct ctx *c, struct job *job)
{
    int64_t id = value_int(job->payload, S("picture"), 0);
    str url = { 0 };
    str bytes = { 0 };
    struct media *media = NEW(c->arena, struct media);
    struct rows r = db_query(c->db, &source_of_picture, ARGS(id));
    if (db_next(&r)) {
        url = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    if (url.size == 0) {
        return OK; /* it came another way, or its product went */
    }
    TRY(fetch_get(c, url, MEDIA_BYTES_MAX, &bytes));
    TRY(media_store(c, media_directory, bytes, media));
    job->data = media;
    return OK;
}

enum err pictures_finish(struct ctx *c, struct job *job)
{
    picture_id id = { value_int(job->payload, S("picture"), 0) };
    return job->data == NULL ? OK : media_arrived(c, id, job->data);
}

enum err pictures_give_up(struct ctx *c, struct job *job)
{
    return media_missed(c, (picture_id){ value_int(job->payload, S("picture"), 0) }, true);
}
