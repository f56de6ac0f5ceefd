/*
 * The Linux backend on a fake board: a sysfs tree and firmware in ordinary folders, an FPGA manager that reads a
 * pipe, and registers that behave like the kernel's, DMA's and decoupler's. One region, an exit, two modules.
 *
 *     harness ROOT FAILING_LOADS INPUT...     an input below 100 leaves at the exit
 *
 * With WEIGHTS in the environment the second module streams weights; with BATCH, so many inputs are one batch.
 * With SHORT a result of the last module is one byte short. BUILD and DESIGN are the numbers in the fabric
 * (hexadecimal), PLUS makes it an UltraScale+, UNPOWERED lets the fabric answer nothing, HELD stops before the first
 * input. With HANGS no load ends, and time runs a second at each pause. HEAP takes the place of
 * /dev/dma_heap/linux,cma: `whole`, or in `pieces`; with UNCLEANED caches cannot be cleaned. With SOFTWARE in the
 * environment the exit runs on the processor, and ends once a load has begun beside it.
 */
#define _DEFAULT_SOURCE
#define _FILE_OFFSET_BITS 64
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exeunt_cache.h"
#include "exeunt_linux.h"

#define REGION 0x43c00000u
#define RESIDENT 0x43c30000u
#define WEIGHTS 0x43c50000u
#define NUMBERS 0x43c60000u

static const exeunt_source from_input[] = {{-1, 0, 8}}, from_front[] = {{0, 0, 8}};
static const uint32_t value_bytes[] = {8}, verdict_bytes[] = {16};
static exeunt_step steps[] = {{"front", 0, 0, 0, 1, from_input, 1, value_bytes},
                              {"early", 1, 3, -1, 1, from_front, 1, verdict_bytes},
                              {"back", 0, 0, 0, 1, from_front, 1, value_bytes}};
static const char *const lanes[] = {"rp0", "port", "cpu", "early"};
static exeunt_design design = {"test", EXEUNT_OVERLAP, 1, 3, steps, 1, 4, lanes, 4, 1, 2, 1, 0, NULL};
static const uintptr_t streams[] = {WEIGHTS};
static const uintptr_t region_dmas[] = {REGION + 0x10000}, resident_dmas[] = {RESIDENT + 0x10000};
static exeunt_lane_address addresses[] = {{REGION, 1, 1, region_dmas, REGION + 0x20000, 0, NULL},
                                          {0, 0, 0, NULL, 0, 0, NULL},
                                          {0, 0, 0, NULL, 0, 0, NULL},
                                          {RESIDENT, 1, 1, resident_dmas, 0, 0, NULL}};
static const exeunt_module_file modules[] = {{"rp0_front.bin"}, {NULL}, {"rp0_back.bin"}};
/* Ten bytes, twice for each input, and four of zeros. */
static const unsigned char matrix[10] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
static const exeunt_weights weights[] = {{2, 0, matrix, sizeof matrix, 2}};
static exeunt_hardware hardware = {&design, addresses, modules, NULL, 0, NULL};

static exeunt_system the_system = {0, 100000000u, 2, NUMBERS, 0xd0000001u, 65536};

static exeunt_linux machine;
static exeunt_fabric fabric;
static exeunt_controller controller;
static exeunt_platform platform;

static char root[256];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char held[64] = "rp0_front.bin";
static int decoupled, failing, begun;

static void event(const char *what) {
  printf("%s\n", what);
  fflush(stdout);
}

static FILE *attribute(const char *name, const char *mode) {
  char path[400];
  snprintf(path, sizeof path, "%s/sys/class/fpga_manager/fpga0/%s", root, name);
  return fopen(path, mode);
}

/* The driver: reads a name, transfers for a while, and says how it went. Both attributes are pipes, so that who
   reads the state waits for the end of the transfer, as one who writes the name does on a board. */
static void *driver(void *unused) {
  char name[64];
  FILE *file = attribute("state", "w");
  (void)unused;
  if (!file) return NULL;
  fputs("operating\n", file);
  fclose(file);
  while ((file = attribute("firmware", "r")) != NULL) {
    const int got = fgets(name, sizeof name, file) != NULL;
    fclose(file);
    if (!got) continue;
    if (getenv("HANGS")) return NULL;
    pthread_mutex_lock(&lock);
    printf("load %s decoupled=%d\n", name, decoupled);
    begun = 1;
    if (failing == 0) snprintf(held, sizeof held, "%s", name);
    pthread_mutex_unlock(&lock);
    usleep(3000);
    file = attribute("state", "w");
    if (!file) return NULL;
    fputs(failing > 0 ? "write error\n" : "operating\n", file);
    fclose(file);
    if (failing > 0) failing--;
  }
  return NULL;
}

typedef struct {
  uint32_t control, inputs, in_status, out_status, in_address, out_address, out_bytes;
} device;
static uint32_t weights_status = 1, weights_address;
static int weights_sent;
static device region = {4, 0, 1, 1, 0, 0, 0}, resident = {4, 0, 1, 1, 0, 0, 0};

static void compute(device *d, int check, uint32_t bytes) {
  const unsigned char *in = machine.memory + (d->in_address - machine.memory_bus);
  unsigned char *out = machine.memory + (d->out_address - machine.memory_bus);
  uint32_t i;
  if (!check && decoupled) event("WRONG: runs while decoupled");
  if (bytes != 8 * d->inputs || d->out_bytes != (check ? 16u : 8u) * d->inputs) event("WRONG: sizes");
  for (i = 0; i < d->inputs; i++) {
    int64_t value;
    memcpy(&value, in + 8 * i, 8);
    if (check) {
      int32_t decision[4] = {value < 100, 7, 0, 0};
      memcpy(out + 16 * i, decision, 16);
    } else if (!strcmp(held, "rp0_front.bin")) {
      memcpy(out + 8 * i, &value, 8);
    } else {
      /* Logits of 16 bit: the third is the largest. */
      const int16_t logits[4] = {-5, 0, 9, 1};
      memcpy(out + 8 * i, logits, 8);
    }
  }
  d->control = 4;
  d->in_status = d->out_status = 0x1002;
}

static void software(const void *const *inputs, void *const *outputs, int count) {
  const void *const input = inputs[0];
  void *const output = outputs[0];
  int i, ready;
  do {
    usleep(100);
    pthread_mutex_lock(&lock);
    ready = begun;
    pthread_mutex_unlock(&lock);
  } while (!ready);
  for (i = 0; i < count; i++) {
    int64_t value;
    int32_t decision[4] = {0, 7, 0, 0};
    memcpy(&value, (const char *)input + 8 * i, 8);
    decision[0] = value < 100;
    memcpy((char *)output + 16 * i, decision, 16);
  }
  event("software");
}
static const exeunt_software programs[] = {NULL, software, NULL};

static void send_weights(uint32_t bytes) {
  const unsigned char *at = machine.memory + (weights_address - machine.memory_bus);
  static const unsigned char end[4] = {0, 0, 0, 0};
  if (decoupled || strcmp(held, "rp0_back.bin")) event("WRONG: weights for another module");
  if (bytes != 24 || memcmp(at, matrix, 10) || memcmp(at + 10, matrix, 10) || memcmp(at + 20, end, 4)) {
    event("WRONG: weights");
  }
  weights_sent++;
  weights_status = 0x1002;
}

/* The kernel's part of a heap: its file, and where its pages lie. */
int ioctl(int file, unsigned long request, ...) {
  struct {
    uint64_t bytes;
    uint32_t file;
    uint32_t file_flags;
    uint64_t heap_flags;
  } *heap;
  char path[300];
  va_list rest;
  (void)file;
  (void)request;
  va_start(rest, request);
  heap = va_arg(rest, void *);
  va_end(rest);
  snprintf(path, sizeof path, "%s/heap-memory", root);
  heap->file = (uint32_t)open(path, O_RDWR | O_CREAT, 0600);
  return ftruncate((int)heap->file, (off_t)heap->bytes);
}

ssize_t pread(int file, void *data, size_t bytes, off_t at) {
  static off_t first = -1;
  const char *heap = getenv("HEAP");
  uint64_t entry;
  (void)file;
  if (first < 0) first = at;
  entry = 1ULL << 63 | (0x1e000 + (uint64_t)(at - first) / 8 + (heap && !strcmp(heap, "pieces") && at > first + 16));
  memcpy(data, &entry, bytes);
  return (ssize_t)bytes;
}

static size_t cleaned;

int exeunt_cache_reaches_memory(void) { return getenv("UNCLEANED") == NULL; }

void exeunt_cache_clean(const void *memory, size_t bytes) {
  const unsigned char *at = (const unsigned char *)memory;
  if (at < machine.memory || at + bytes > machine.memory + machine.memory_bytes) {
    if (machine.memory) event("WRONG: cleans what is not its memory");
  }
  cleaned += bytes;
}

static int64_t jumped;

static void jump(void *context) {
  (void)context;
  jumped += 1000000000;
  usleep(10);
}

static int64_t jumping_ns(void *context) {
  (void)context;
  return jumped;
}

static uint32_t number(const char *name, uint32_t otherwise) {
  return getenv(name) ? (uint32_t)strtoul(getenv(name), NULL, 16) : otherwise;
}

static uint32_t fake_read(void *context, uintptr_t address) {
  const device *d = address >= RESIDENT ? &resident : &region;
  const uintptr_t at = address - (address >= RESIDENT ? RESIDENT : REGION);
  (void)context;
  if (address == NUMBERS) return number("BUILD", 0xb0000001u);
  if (address == NUMBERS + 8) return number("DESIGN", 0xd0000001u);
  if (address >= WEIGHTS) return address == WEIGHTS + 4 ? weights_status : 0;
  switch (at) {
    case 0x0: return d->control;
    case 0x10000: return 0;
    case 0x10004: return d->in_status;
    case 0x10034: return d->out_status;
    case 0x10058: return d->out_bytes - (getenv("SHORT") && d == &region && !strcmp(held, "rp0_back.bin") ? 1 : 0);
    case 0x20000: return (uint32_t)decoupled;
  }
  return 0;
}

static void fake_write(void *context, uintptr_t address, uint32_t value) {
  device *d = address >= RESIDENT ? &resident : &region;
  const uintptr_t at = address - (address >= RESIDENT ? RESIDENT : REGION);
  (void)context;
  if (address >= WEIGHTS) {
    if (address == WEIGHTS && value == 4) weights_status = 1;
    if (address == WEIGHTS + 0x18) weights_address = value;
    if (address == WEIGHTS + 0x28) send_weights(value);
    return;
  }
  switch (at) {
    case 0x0: d->control = 0; break;
    case 0x10: d->inputs = value; break;
    case 0x10000:
      if (value == 4) d->in_status = d->out_status = 1;
      break;
    case 0x10018: d->in_address = value; break;
    case 0x10048: d->out_address = value; break;
    case 0x10058:
      d->out_bytes = value;
      d->out_status = 0;
      break;
    case 0x10028:
      if (d->control != 0) event("WRONG: data before start");
      compute(d, d == &resident, value);
      break;
    case 0x20000:
      pthread_mutex_lock(&lock);
      if ((int)value != decoupled) printf("decouple %u\n", value);
      decoupled = (int)value;
      pthread_mutex_unlock(&lock);
      break;
  }
}

/* The arguments, as a stream. */
static char **values;
static int value_count;

static int next(void *user, int64_t first) {
  const int64_t rest = value_count - first;
  (void)user;
  return (int)(rest < design.batch ? rest : design.batch);
}

static int fill(void *user, int64_t first, int count, void *inputs, int64_t *arrival_ns) {
  int i;
  (void)user;
  (void)arrival_ns;
  for (i = 0; i < count; i++) {
    const int64_t value = atoi(values[first + i]);
    memcpy((char *)inputs + 8 * i, &value, 8);
  }
  return 1;
}

static void left(void *user, int64_t input, const exeunt_result *r) {
  (void)user;
  if (r->error != EXEUNT_OK) {
    printf("input %s failed: %s: %s\n", values[input], steps[r->last_step].name, exeunt_error_text(r->error));
    printf("fault %s; decoupled=%d\n", exeunt_fault_text(fabric.fault), decoupled);
    return;
  }
  printf("input %s exit %d label %d\n", values[input], r->exit_step, r->label);
}

int main(int argc, char **argv) {
  exeunt_linux_options options = exeunt_linux_defaults();
  const exeunt_stream stream = {NULL, next, fill, left};
  char paths[6][300];
  exeunt_backend backend;
  pthread_t thread;
  values = argv + 3;
  value_count = argc - 3;
  if (getenv("BATCH")) design.batch = atoi(getenv("BATCH"));
  if (getenv("SOFTWARE")) {
    hardware.software = programs;
    steps[1].lane = 2;
  }
  if (getenv("WEIGHTS")) {
    addresses[0].weight_count = 1;
    addresses[0].weights = streams;
    hardware.weight_count = 1;
    hardware.weights = weights;
  }
  snprintf(root, sizeof root, "%s", argv[1]);
  failing = atoi(argv[2]);
  snprintf(paths[0], sizeof paths[0], "%s/mem", root);
  snprintf(paths[1], sizeof paths[1], "%s/sys", root);
  snprintf(paths[2], sizeof paths[2], "%s/firmware", root);
  snprintf(paths[3], sizeof paths[3], "%s/udmabuf0", root);
  snprintf(paths[4], sizeof paths[4], "%s/proc", root);
  snprintf(paths[5], sizeof paths[5], "%s/dma_heap", root);
  options.heaps = paths[5];
  options.proc = paths[4];
  options.registers = paths[0];
  options.sysfs = paths[1];
  options.firmware = paths[2];
  options.buffer = getenv("BUFFER") ? getenv("BUFFER") : getenv("HEAP") ? NULL : paths[3];
  if (getenv("REFERENCE")) options.reference_hz = (uint32_t)atol(getenv("REFERENCE"));
  the_system.ultrascale = getenv("PLUS") != NULL;
  if (getenv("UNPOWERED")) the_system.numbers = 0xff600000u;
  pthread_create(&thread, NULL, driver, NULL);
  if (exeunt_linux_open(&machine, &hardware, &the_system, options) != 0) {
    printf("refused: %s\n", machine.error);
    return 1;
  }
  if (!getenv("UNPOWERED")) machine.platform.read = fake_read;
  if (exeunt_linux_check(&machine, &the_system) != 0) {
    printf("refused: %s\n", machine.error);
    return 1;
  }
  if (machine.said[0]) printf("said: %s\n", machine.said);
  if (getenv("HELD")) return 0;
  platform = machine.platform;
  platform.write = fake_write;
  if (getenv("HANGS")) {
    platform.pause = jump;
    platform.now_ns = jumping_ns;
  }
  fabric.hardware = &hardware;
  fabric.platform = &platform;
  backend = exeunt_fabric_backend(&fabric);
  if (exeunt_open(&controller, &design, &backend, 0) != EXEUNT_OK) {
    printf("refused: %s: %s\n", exeunt_error_text(controller.error), exeunt_fault_text(fabric.fault));
    return 2;
  }
  exeunt_run(&controller, &stream);
  if (getenv("HEAP")) printf("cleaned %zu\n", cleaned);
  if (hardware.weight_count > 0) printf("weights %d times\n", weights_sent);
  exeunt_settle(&controller);
  event("settled");
  exeunt_linux_close(&machine);
  return 0;
}
