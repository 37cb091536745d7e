/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mem.h - memory for the few objects that outlive every arena.
 *
 * Purpose    Servers, connections, cache entries: one owner, freed one by one.
 * Layer      base. Whatever lives as long as a request takes its memory from an arena instead.
 * Errors     never NULL: out of memory aborts; callers bound how many such objects there are.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include "base/base.h"

/* How free memory is kept; once, before any thread begins. */
void mem_start(void);

void *mem_new(size_t size) __attribute__((returns_nonnull)); /* zeroed */
/* For what a C library allocated and handed over (open_memstream). */
void mem_give_back(void *memory);
/* Free memory goes back to the system. Takes milliseconds: when nobody waits. */
void mem_trim(void);
void mem_free(void *memory); /* NULL is fine */

/* Around what takes tens of megabytes for a moment (a picture's pixels, argon2id): one at a time in the whole process, and
 * afterwards the machine has its memory back. */
void mem_large_begin(void);
void mem_large_end(void);

/* A file's bytes as memory; NULL when the system refuses. Ended by mem_unmap with the same size. */
void *mem_map(int file, size_t size);
void mem_unmap(void *map, size_t size); /* NULL is fine */
/* Whoever walks through something large says so behind itself: pages of a mapped file leave memory, and come back from the file
 * when they are read again. Any other memory stays as it is. */
void mem_forget(const void *from, size_t size);

#define MEM_NEW(type) ((type *)mem_new(sizeof(type)))

#endif
