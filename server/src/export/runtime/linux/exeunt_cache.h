/* Caches of the processor, for memory that the kernel maps cached. */
#ifndef EXEUNT_CACHE_H
#define EXEUNT_CACHE_H

#include <stddef.h>

/* Whether a program may clean caches down to the memory: 64-bit ARM lets it, 32-bit ARM does not. */
int exeunt_cache_reaches_memory(void);

/* Writes back and drops every line of these bytes, so that the fabric reads what was written, and what it wrote is
 * read. */
void exeunt_cache_clean(const void *memory, size_t bytes);

#endif
