/* SPDX-License-Identifier: Apache-2.0 */
#include "base/mutant.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MUTANTS_MAX = 1 << 17 };

static unsigned char unseen[MUTANTS_MAX];
int mutant_chosen = -1;
unsigned char *mutant_seen = unseen;

__attribute__((constructor)) static void mutant_choose(void)
{
    const char *chosen = getenv("AMANAH_MUTANT");
    const char *path = getenv("AMANAH_MUTANT_SEEN");
    mutant_chosen = chosen != NULL ? atoi(chosen) : -1;
    int fd = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (fd >= 0) {
        void *seen = mmap(NULL, MUTANTS_MAX, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        mutant_seen = seen != MAP_FAILED ? seen : unseen;
        close(fd);
    }
}
