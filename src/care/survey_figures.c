/* SPDX-License-Identifier: Apache-2.0 */
#include "care/survey_figures.h"

#define WHEN(condition) "CAST(coalesce(sum(CASE WHEN " condition " THEN 1 ELSE 0 END), 0) AS BIGINT)"

SQL(survey_sums,
    "SELECT CAST(count(*) AS BIGINT), "
    WHEN("n.id IS NOT NULL AND (s.state = 'answered' OR n.state = 'sent')") ", "
    WHEN("s.state = 'answered'") ", "
    WHEN("n.id IS NOT NULL AND s.state = 'answered'") ", "
    WHEN("s.goods <= 2 OR s.service <= 2 OR s.recommend <= 6") ", "
    WHEN("s.case_subject <> ''") ", "
    WHEN("s.goods >= 4") ", CAST(count(s.goods) AS BIGINT), "
    WHEN("s.service >= 4") ", CAST(count(s.service) AS BIGINT), "
    WHEN("s.recommend >= 9") ", "
    WHEN("s.recommend IN (7, 8)") ", "
    WHEN("s.recommend <= 6")
    " FROM survey s LEFT JOIN notice n ON n.subject = 'survey:' || s.id AND n.kind = 'survey_sent'"
    " AND n.occasion = '' AND n.recipient = 'person'"
    " WHERE s.sent_at >= $1 AND s.sent_at < $2");

static enum err read_sums(struct ctx *c, int64_t from_at, int64_t to_at, struct survey_figures *f)
{
    int64_t *const into[] = {
        &f->sent,
        &f->delivered,
        &f->answered,
        &f->replied,
        &f->low,
        &f->cases,

        &f->csat[SURVEY_GOODS].satisfied,
        &f->csat[SURVEY_GOODS].count,
        &f->csat[SURVEY_SERVICE].satisfied,
        &f->csat[SURVEY_SERVICE].count,
        &f->promoters,
        &f->passives,
        &f->detractors,
    };
    struct rows r = db_query(c->db, &survey_sums, ARGS(from_at, to_at));
    if (db_next(&r)) {
        for (size_t i = 0; i < COUNT(into); i++) {
            *into[i] = row_int(&r);
        }
    }
    return db_done(&r);
}

SQL(survey_doubts,
    "SELECT doubt, CAST(count(*) AS BIGINT) FROM survey WHERE sent_at >= $1 AND sent_at < $2 AND state = 'answered'"
    " GROUP BY doubt ORDER BY doubt LIMIT 10");

enum err survey_figures(struct ctx *c, int64_t from_at, int64_t to_at, struct survey_figures *out)
{
    struct survey_figures f = { 0 };
    TRY(read_sums(c, from_at, to_at, &f));
    struct rows r = db_query(c->db, &survey_doubts, ARGS(from_at, to_at));
    while (db_next(&r)) {
        enum survey_doubt doubt = DOUBT_UNSAID;
        CHECK(survey_doubt_of(row_text(&r, c->arena), &doubt));
        f.doubt[doubt] = row_int(&r);
    }
    TRY(db_done(&r));
    *out = f;
    return OK;
}

bool survey_csat(const struct survey_figures *f, enum survey_question question, int64_t *share_bp,
                 struct stats_interval *between)
{
    CHECK(question < SURVEY_RECOMMEND);
    int64_t count = f->csat[question].count;
    if (count < SURVEY_SHOWN_FROM) {
        return false;
    }
    *share_bp = stats_share_bp(f->csat[question].satisfied, count);
    *between = stats_wilson(f->csat[question].satisfied, count);
    return true;
}

int64_t survey_nps_count(const struct survey_figures *f)
{
    return f->promoters + f->passives + f->detractors;
}

bool survey_nps(const struct survey_figures *f, struct stats_nps *out)
{
    if (survey_nps_count(f) < SURVEY_SHOWN_FROM) {
        return false;
    }
    *out = stats_nps(f->promoters, f->passives, f->detractors);
    return true;
}

int64_t survey_doubt_count(const struct survey_figures *f)
{
    int64_t count = 0;
    for (size_t i = DOUBT_UNSAID + 1; i < DOUBT_COUNT; i++) {
        count += f->doubt[i];
    }
    return count;
}

bool survey_response(const struct survey_figures *f, int64_t *share_bp)
{
    if (f->delivered < SURVEY_SHOWN_FROM) {
        return false;
    }
    *share_bp = stats_share_bp(f->replied, f->delivered);
    return true;
}
