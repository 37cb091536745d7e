/* SPDX-License-Identifier: Apache-2.0 */
/* What libFuzzer calls; compiled once a target with FUZZ_TARGET=fuzz_NAME. */
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    FUZZ_TARGET(arena, (str){ (const char *)bytes, size });
    return 0;
}
