/* Loads through the kernel's FPGA manager (/sys/class/fpga_manager), in a thread. */
#ifndef EXEUNT_MANAGER_H
#define EXEUNT_MANAGER_H

#include "exeunt_linux.h"

/* Path of one of its attributes. */
void exeunt_manager_path(const exeunt_linux *machine, const char *attribute, char *path, size_t size);
/* The value of one, without its line end. Returns 0, or -1. */
int exeunt_manager_read(const exeunt_linux *machine, const char *attribute, char *value, size_t size);
/* Bytes of a file of the firmware folder that the port takes; -1 with `error` if it is none. */
int64_t exeunt_manager_size(exeunt_linux *machine, const char *file);

/* For exeunt_platform. */
enum exeunt_status exeunt_manager_start(void *context, int step, const char *file);
enum exeunt_status exeunt_manager_poll(void *context, uint64_t *bytes);

#endif
