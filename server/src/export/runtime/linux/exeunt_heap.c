#define _DEFAULT_SOURCE
#define _FILE_OFFSET_BITS 64

#include "exeunt_heap.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "exeunt_cache.h"

/* As in <linux/dma-heap.h> (Linux 5.6), which toolchains may lack. */
typedef struct {
  uint64_t bytes;
  uint32_t file;
  uint32_t file_flags;
  uint64_t heap_flags;
} heap_request;
#define HEAP_ALLOCATE _IOWR('H', 0, heap_request)

/* An entry of pagemap: the page is there, and its number in the memory. */
#define PAGE_PRESENT (1ULL << 63)
#define PAGE_NUMBER ((1ULL << 55) - 1)

const char *exeunt_heap_find(const exeunt_linux *m, char *path, size_t size) {
  static const char *const names[] = {"linux,cma", "reserved", "default_cma_region"};
  size_t i;
  for (i = 0; i < sizeof names / sizeof names[0]; i++) {
    snprintf(path, size, "%s/%s", m->options.heaps, names[i]);
    if (access(path, F_OK) == 0) return path;
  }
  return NULL;
}

/* The address on the bus: that of the first page, if the others follow it. */
static int address_of(exeunt_linux *m, const char *heap, const unsigned char *memory, size_t bytes, uint64_t *address) {
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  char path[300];
  uint64_t first = 0;
  size_t i;
  int file;
  snprintf(path, sizeof path, "%s/self/pagemap", m->options.proc);
  file = open(path, O_RDONLY);
  if (file < 0) return exeunt_linux_complain(m, "cannot open", path, "Run as root");
  for (i = 0; i < bytes / page; i++) {
    uint64_t entry = 0;
    const off_t at = (off_t)(((uintptr_t)memory / page + i) * sizeof entry);
    const int known = pread(file, &entry, sizeof entry, at) == (ssize_t)sizeof entry && (entry & PAGE_PRESENT);
    const uint64_t number = entry & PAGE_NUMBER;
    if (!known || number == 0) {
      close(file);
      snprintf(m->error, sizeof m->error, "the kernel does not tell where the memory of %s lies (%s). Run as root",
               heap, path);
      return -1;
    }
    if (i == 0) first = number;
    if (number != first + i) {
      close(file);
      snprintf(m->error, sizeof m->error,
               "%s gives memory in pieces, and a DMA needs it in one: use a heap of contiguous memory, such as "
               "/dev/dma_heap/linux,cma",
               heap);
      return -1;
    }
  }
  close(file);
  *address = first * page;
  return 0;
}

static void flush(void *context, const void *memory, size_t bytes) {
  (void)context;
  exeunt_cache_clean(memory, bytes);
}

static void invalidate(void *context, void *memory, size_t bytes) {
  (void)context;
  exeunt_cache_clean(memory, bytes);
}

int exeunt_heap_open(exeunt_linux *m, const char *heap, size_t bytes) {
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  heap_request request = {(bytes + page - 1) / page * page, 0, O_RDWR | O_CLOEXEC, 0};
  void *memory;
  int file, failed;
  if (!exeunt_cache_reaches_memory()) {
    snprintf(m->error, sizeof m->error,
             "the memory of %s is cached, and a program on 32-bit ARM cannot clean its caches: use u-dma-buf or "
             "--buffer ADDRESS:BYTES, or the PYNQ back end, which takes its memory from CMA",
             heap);
    return -1;
  }
  file = open(heap, O_RDWR | O_CLOEXEC);
  if (file < 0) return exeunt_linux_complain(m, "cannot open", heap, "Run as root");
  failed = ioctl(file, HEAP_ALLOCATE, &request) != 0;
  close(file);
  if (failed) {
    return exeunt_linux_complain(m, "no memory in", heap,
                                 "Reserve more for CMA: `cma=256M` on the kernel's command line");
  }
  memory = mmap(NULL, (size_t)request.bytes, PROT_READ | PROT_WRITE, MAP_SHARED, (int)request.file, 0);
  close((int)request.file);
  if (memory == MAP_FAILED) return exeunt_linux_complain(m, "cannot map memory of", heap, "");
  /* Every page is there before it is asked for. */
  memset(memory, 0, (size_t)request.bytes);
  exeunt_cache_clean(memory, (size_t)request.bytes);
  m->memory = (unsigned char *)memory;
  m->memory_bytes = (size_t)request.bytes;
  if (address_of(m, heap, m->memory, m->memory_bytes, &m->memory_bus) != 0) return -1;
  m->platform.flush = flush;
  m->platform.invalidate = invalidate;
  return 0;
}
