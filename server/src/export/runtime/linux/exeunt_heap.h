#ifndef EXEUNT_HEAP_H
#define EXEUNT_HEAP_H

#include "exeunt_linux.h"

/*
 * Takes memory for DMA from a heap of the kernel's contiguous memory (CMA), such as /dev/dma_heap/linux,cma. It is
 * mapped cached, and the platform cleans the caches. Returns 0, or -1 with `error`.
 */
int exeunt_heap_open(exeunt_linux *machine, const char *heap, size_t bytes);

/* A heap of contiguous memory below options.heaps, by the names that kernels give it; NULL if there is none. */
const char *exeunt_heap_find(const exeunt_linux *machine, char *path, size_t size);

#endif
