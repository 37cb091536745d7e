/* SPDX-License-Identifier: Apache-2.0 */
#include "care/complaint_find.h"

#include "core/link.h"
#include "core/notice.h"

/* The contact is written down as its hash only: the job outlives the request. */
enum err complaint_find(struct ctx *c, str number, str phone, str email)
{
    enum vault_field field = email.size > 0 ? VAULT_EMAIL : VAULT_PHONE;
    struct value *payload = value_object(c->arena);
    value_set_text(c->arena, payload, S("number"), str_trim(number));
    value_set_text(c->arena, payload, S("contact"),
                   vault_find_hash(c, field, email.size > 0 ? email : phone));
    return job_add(c, &(struct job_new){ .kind = S(COMPLAINT_FIND_JOB), .payload = payload },
                   NULL);
}

SQL(complaint_is_of, "SELECT count(*) FROM person_find WHERE hash = $1 AND person_id = $2");

enum err complaint_find_finish(struct ctx *c, struct job *job)
{
    struct complaint k = { 0 };
    int64_t found = 0;
    str number = value_text(job->payload, S("number"));
    enum err e = complaint_by_number(c, number, &k);
    if (e == ERR_NOT_FOUND) {
        e = complaint_by_number(c, link_number_read(c->arena, number, S("PGD")), &k);
    }
    TRY(e == ERR_NOT_FOUND ? OK : e);
    if (e == OK) {
        TRY(db_get_int(c->db, &complaint_is_of,
                       ARGS(value_text(job->payload, S("contact")), k.person.v), 0, &found));
    }
    if (found == 0) {
        return OK;
    }
    struct notice_new n = { .kind = S("complaint_link"), .subject = complaint_subject(c, k.id), .person = k.person, .lang = k.lang,
                            .occasion = str_format(c->arena, "hour:%" PRId64, job->made_at / HOURS(1)) };
    e = notice_queue(c, &n);
    return e == ERR_NOT_FOUND ? OK : e; /* erased meanwhile */
}
