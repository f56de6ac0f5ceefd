#define _DEFAULT_SOURCE
#define _FILE_OFFSET_BITS 64

#include "exeunt_memory.h"
#include "exeunt_heap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define U_DMA_BUF "/dev/udmabuf0"
/* Registers of the DMAs hold addresses of 32 bits. */
#define DMA_REACHES 0x100000000ULL
/* u-dma-buf: O_SYNC maps its memory write-combined. Its default, uncached, makes it device memory on 64-bit ARM, where
 * memcpy and any access that is not aligned is a bus error. */
#define WRITE_COMBINED "2"

static int fail(exeunt_linux *m, const char *what, const char *way_out) {
  snprintf(m->error, sizeof m->error, "%s %s: %s. %s", what, m->options.buffer, strerror(errno), way_out);
  return -1;
}

static void attribute_path(const exeunt_linux *m, const char *name, char *path, size_t size) {
  const char *slash = strrchr(m->options.buffer, '/');
  snprintf(path, size, "%s/class/u-dma-buf/%s/%s", m->options.sysfs, slash ? slash + 1 : m->options.buffer, name);
}

/* u-dma-buf reports the address and size of its memory in sysfs. */
static int attribute(const exeunt_linux *m, const char *name, unsigned long long *value) {
  char path[512], text[64];
  FILE *file;
  int ok;
  attribute_path(m, name, path, sizeof path);
  file = fopen(path, "r");
  if (!file) return -1;
  ok = fgets(text, sizeof text, file) != NULL;
  fclose(file);
  if (!ok) return -1;
  *value = strtoull(text, NULL, 0);
  return 0;
}

static int combine_writes(exeunt_linux *m) {
  char path[512];
  int file, ok;
  attribute_path(m, "sync_mode", path, sizeof path);
  file = open(path, O_WRONLY);
  ok = file >= 0 && write(file, WRITE_COMBINED, 1) == 1;
  if (file >= 0) close(file);
  return ok ? 0 : fail(m, "cannot set sync_mode of", "Run as root");
}

/*
 * Whether the kernel maps these addresses as RAM. Others, such as reserved memory with `no-map`, it maps as device
 * memory, where memcpy is a bus error. The addresses are zeros for who is not root.
 */
static int is_ram(const exeunt_linux *m, unsigned long long address, unsigned long long bytes) {
  char path[300], line[200];
  FILE *file;
  int found = 0;
  snprintf(path, sizeof path, "%s/iomem", m->options.proc);
  file = fopen(path, "r");
  if (!file) return 0;
  while (!found && fgets(line, sizeof line, file)) {
    unsigned long long first, last;
    if (line[0] == ' ' || !strstr(line, "System RAM") || sscanf(line, "%llx-%llx", &first, &last) != 2) continue;
    found = address >= first && address + bytes - 1 <= last;
  }
  fclose(file);
  return found;
}

static int reached(exeunt_linux *m, unsigned long long address, unsigned long long bytes) {
  if (address + bytes <= DMA_REACHES) return 0;
  snprintf(m->error, sizeof m->error,
           "the DMA buffer at 0x%llX lies above 4 GB, which the DMAs of this design do not reach: take memory below",
           address);
  return -1;
}

static int is_heap(const exeunt_linux *m, const char *device) {
  const size_t length = strlen(m->options.heaps);
  return strncmp(device, m->options.heaps, length) == 0 && device[length] == '/';
}

/* The buffer that is named, else u-dma-buf's, else memory of a heap. */
int exeunt_memory_open(exeunt_linux *m, const exeunt_system *system) {
  unsigned long long address, bytes;
  char found[300];
  const char *device = m->options.buffer, *colon;
  off_t offset = 0;
  int file;
  void *memory;
  if (!device) {
    m->options.buffer = U_DMA_BUF;
    device = attribute(m, "size", &bytes) == 0 ? U_DMA_BUF : exeunt_heap_find(m, found, sizeof found);
    if (!device) device = U_DMA_BUF;
  }
  if (is_heap(m, device)) {
    if (exeunt_heap_open(m, device, system->buffer_bytes) != 0) return -1;
    return reached(m, m->memory_bus, m->memory_bytes);
  }
  colon = strchr(device, ':');
  if (colon && device[0] != '/') {
    address = strtoull(device, NULL, 0);
    bytes = strtoull(colon + 1, NULL, 0);
    if (bytes == 0 || !is_ram(m, address, bytes)) {
      snprintf(m->error, sizeof m->error,
               "%s is no RAM that the kernel maps (/proc/iomem): with `no-map` it would be device memory, which the "
               "program cannot copy from. Take `no-map` out of its reserved-memory node, or use u-dma-buf",
               device);
      return -1;
    }
    device = m->options.registers;
    offset = (off_t)address;
  } else if (attribute(m, "phys_addr", &address) != 0 || attribute(m, "size", &bytes) != 0) {
    return fail(
        m, "no DMA buffer",
        "u-dma-buf is a module of its own (github.com/ikwzm/udmabuf), in no stock image: build it for your "
        "kernel and `modprobe u-dma-buf udmabuf0=BYTES`. Without it, 64-bit kernels with CONFIG_DMABUF_HEAPS_CMA "
        "have memory in /dev/dma_heap, which is taken by itself; or give --buffer ADDRESS:BYTES of a "
        "reserved-memory node, or use the PYNQ back end, which takes its memory from CMA");
  } else if (combine_writes(m) != 0) {
    return -1;
  }
  if (reached(m, address, bytes) != 0) return -1;
  /* O_SYNC: no caches, so that no flushes are needed. */
  file = open(device, O_RDWR | O_SYNC);
  if (file < 0) return fail(m, "cannot open", "Run as root");
  memory = mmap(NULL, (size_t)bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, offset);
  close(file);
  if (memory == MAP_FAILED) {
    return fail(m, "cannot map",
                "A kernel with CONFIG_STRICT_DEVMEM maps no RAM through /dev/mem: use u-dma-buf there");
  }
  m->memory = (unsigned char *)memory;
  m->memory_bus = address;
  m->memory_bytes = (size_t)bytes;
  return 0;
}
