#ifndef EXEUNT_MEMORY_H
#define EXEUNT_MEMORY_H

#include "exeunt_linux.h"

/* Maps the memory for DMA that the options name, or that there is. Returns 0, or -1 with `error`. */
int exeunt_memory_open(exeunt_linux *machine, const exeunt_system *system);

#endif
