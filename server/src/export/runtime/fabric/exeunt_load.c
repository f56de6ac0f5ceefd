#include "exeunt_registers.h"

#include <stdio.h>
#include <string.h>

/* AA995566 in the port's byte order. */
static const unsigned char sync_word[4] = {0x66, 0x55, 0x99, 0xaa};
/* Preceded by dummy words and the bus width detection. */
#define SYNC_WITHIN 512

static enum exeunt_status couple(exeunt_fabric *f, int step, uint32_t state) {
  const exeunt_lane_address *lane = exeunt_lane_of(f, step);
  exeunt_put(f, lane->decoupler + DECOUPLER_CONTROL, state);
  if (exeunt_settles(f, lane->decoupler + DECOUPLER_CONTROL, DECOUPLED, state)) return EXEUNT_DONE;
  return exeunt_failed(f, state ? EXEUNT_NOT_DECOUPLED : EXEUNT_NOT_RELEASED, step, state);
}

/* Quiesce, decouple, hold the reset (it is decoupled with the rest), transfer. */
enum exeunt_status exeunt_fabric_load(void *context, int step) {
  exeunt_fabric *f = (exeunt_fabric *)context;
  const exeunt_lane_address *lane = exeunt_lane_of(f, step);
  const int port = EXEUNT_PORT(f->hardware->design);
  const char *file = f->hardware->modules[step].file;
  if (!file) return exeunt_failed(f, EXEUNT_NO_MODULE, step, 0);
  if ((exeunt_get(f, lane->decoupler + DECOUPLER_CONTROL) & DECOUPLED) == 0) {
    /* After a failed load the region is decoupled, and its kernel's state is meaningless. */
    const int64_t until = exeunt_now(f) + EXEUNT_QUIESCE_NS;
    while (!exeunt_lane_rests(f, lane)) {
      if (exeunt_now(f) > until)
        return exeunt_failed(f, EXEUNT_NOT_IDLE, step, exeunt_get(f, lane->dmas[0] + MM2S_STATUS));
      f->platform->pause(f->platform->context);
    }
    if (!exeunt_settles(f, lane->kernel + KERNEL_CONTROL, KERNEL_IDLE, KERNEL_IDLE)) {
      return exeunt_failed(f, EXEUNT_NOT_IDLE, step, exeunt_get(f, lane->kernel + KERNEL_CONTROL));
    }
    if (couple(f, step, DECOUPLED) == EXEUNT_FAILED) return EXEUNT_FAILED;
  }
  f->step[port] = step;
  f->since_ns[port] = exeunt_now(f);
  if (f->platform->start_load(f->platform->context, step, file) == EXEUNT_FAILED) {
    return exeunt_failed(f, EXEUNT_TRANSFER_FAILED, step, 0);
  }
  return EXEUNT_BUSY;
}

/* Check the state, release the decoupler and with it the reset. A region whose load failed stays decoupled. */
enum exeunt_status exeunt_fabric_load_ended(exeunt_fabric *f) {
  const int port = EXEUNT_PORT(f->hardware->design);
  const int step = f->step[port];
  exeunt_load_record record;
  const enum exeunt_status status = f->platform->poll_load(f->platform->context, &record.bytes);
  if (status == EXEUNT_BUSY) {
    if (exeunt_now(f) - f->since_ns[port] <= EXEUNT_LOAD_NS) return status;
    return exeunt_failed(f, EXEUNT_LOAD_HANGS, step, 0);
  }
  if (status == EXEUNT_FAILED) return exeunt_failed(f, EXEUNT_TRANSFER_FAILED, step, 0);
  record.step = step;
  record.ns = exeunt_now(f) - f->since_ns[port];
  if (f->platform->loaded) f->platform->loaded(f->platform->context, &record);
  if (!exeunt_reset_lane(f, exeunt_lane_of(f, step))) return exeunt_failed(f, EXEUNT_NOT_IDLE, step, 0);
  return couple(f, step, 0);
}

int exeunt_load_line(char *line, size_t size, const char *module, const exeunt_load_record *r) {
  const double ms = (double)r->ns / 1e6;
  return snprintf(line, size, "exeunt load module=%s bytes=%llu ms=%.3f MB/s=%.2f", module,
                  (unsigned long long)r->bytes, ms, ms > 0 ? (double)r->bytes / ms / 1e3 : 0.0);
}

int exeunt_is_port_image(const unsigned char *head, size_t head_bytes, uint64_t bytes) {
  size_t i;
  if (bytes % 4 != 0) return 0;
  for (i = 0; i + 4 <= head_bytes && i < SYNC_WITHIN; i += 4) {
    if (memcmp(head + i, sync_word, 4) == 0) return 1;
  }
  return 0;
}
