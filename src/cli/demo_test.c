/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/demo.h"

#include "c/fixture.h"
#include "core/pulse.h"

/* Steps that are shorter than a beat must not put it off: a heart that stood still for a day holds every timer. */
DomainTest(demo, heart_beats_while_nothing_falls_due)
{
    struct demo demo = { .arena = c->arena };
    int64_t began_at = c->now_at;
    int64_t beat_at = 0;
    bool is_held = true;
    must(pulse_beat(c, NULL));
    for (int hours = 5; hours <= 60; hours += 5) {
        must(demo_pass(c, &demo, began_at + HOURS(hours)));
    }
    must(pulse_is_held(c, &is_held));
    cr_expect(!is_held);
    must(pulse_last_at(c, &beat_at));
    cr_expect(beat_at > c->now_at - HOURS(13));
}
