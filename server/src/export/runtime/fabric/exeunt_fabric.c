#include "exeunt_fabric.h"

#include <stdio.h>
#include <string.h>

/* Vitis HLS, ap_ctrl_hs on AXI4-Lite: control, and the first argument. */
#define KERNEL_CONTROL 0x00
#define KERNEL_INPUTS 0x10
#define KERNEL_START 0x1u
#define KERNEL_IDLE 0x4u

/* AXI DMA in direct register mode (PG021). */
#define MM2S_CONTROL 0x00
#define MM2S_STATUS 0x04
#define MM2S_ADDRESS 0x18
#define MM2S_ADDRESS_HIGH 0x1c
#define MM2S_LENGTH 0x28
#define S2MM 0x30
#define DMA_RUN 0x1u
#define DMA_RESET 0x4u
#define DMA_HALTED 0x1u
#define DMA_IDLE 0x2u
#define DMA_ERRORS 0x70u
#define DMA_DONE 0x1000u
/* Its length register is 26 bits wide. */
#define DMA_MOST_BYTES ((1u << 26) - 1)

/* DFX Decoupler: one register, bit 0 (PG375). */
#define DECOUPLER_CONTROL 0x0
#define DECOUPLED 0x1u

/* AA995566 in the port's byte order. */
static const unsigned char sync_word[4] = {0x66, 0x55, 0x99, 0xaa};
/* Preceded by dummy words and the bus width detection. */
#define SYNC_WITHIN 512

static uint32_t get(const exeunt_fabric *f, uintptr_t address) {
  return f->platform->read(f->platform->context, address);
}

static void put(const exeunt_fabric *f, uintptr_t address, uint32_t value) {
  f->platform->write(f->platform->context, address, value);
}

static int64_t now(const exeunt_fabric *f) { return f->platform->now_ns(f->platform->context); }

static enum exeunt_status failed(exeunt_fabric *f, enum exeunt_fault fault, int step, uint32_t value) {
  f->fault = fault;
  f->fault_step = step;
  f->fault_register = value;
  return EXEUNT_FAILED;
}

static const exeunt_lane_address *lane_of(const exeunt_fabric *f, int step) {
  return &f->hardware->lanes[f->hardware->design->steps[step].lane];
}

static exeunt_software software_of(const exeunt_fabric *f, int step) {
  return f->hardware->software ? f->hardware->software[step] : NULL;
}

/* Waits until (register & mask) == value; 0 if that takes too long. */
static int settles(exeunt_fabric *f, uintptr_t address, uint32_t mask, uint32_t value) {
  const int64_t until = now(f) + EXEUNT_QUIESCE_NS;
  while ((get(f, address) & mask) != value) {
    if (now(f) > until) return 0;
    f->platform->pause(f->platform->context);
  }
  return 1;
}

/* A reset of one channel resets both; a DMA may have only one of them. */
static int reset_dma(exeunt_fabric *f, uintptr_t channel) {
  put(f, channel + MM2S_CONTROL, DMA_RESET);
  return settles(f, channel + MM2S_CONTROL, DMA_RESET, 0);
}

/* A channel is halted before its first run and idle after it. */
static int channel_rests(exeunt_fabric *f, uintptr_t channel) {
  return (get(f, channel + MM2S_STATUS) & (DMA_HALTED | DMA_IDLE)) != 0;
}

static int lane_rests(exeunt_fabric *f, const exeunt_lane_address *lane) {
  int i;
  for (i = 0; i < lane->weight_count; i++) {
    if (!channel_rests(f, lane->weights[i])) return 0;
  }
  for (i = 0; i < lane->reading; i++) {
    if (!channel_rests(f, lane->dmas[i])) return 0;
  }
  for (i = 0; i < lane->writing; i++) {
    if (!channel_rests(f, lane->dmas[i] + S2MM)) return 0;
  }
  return 1;
}

static int reset_lane(exeunt_fabric *f, const exeunt_lane_address *lane) {
  int i, done = 1;
  for (i = 0; i < lane->reading || i < lane->writing; i++) {
    done &= reset_dma(f, lane->dmas[i] + (i < lane->reading ? 0 : S2MM));
  }
  for (i = 0; i < lane->weight_count; i++) done &= reset_dma(f, lane->weights[i]);
  return done;
}

static enum exeunt_status couple(exeunt_fabric *f, int step, uint32_t state) {
  const exeunt_lane_address *lane = lane_of(f, step);
  put(f, lane->decoupler + DECOUPLER_CONTROL, state);
  if (settles(f, lane->decoupler + DECOUPLER_CONTROL, DECOUPLED, state)) return EXEUNT_DONE;
  return failed(f, state ? EXEUNT_NOT_DECOUPLED : EXEUNT_NOT_RELEASED, step, state);
}

/* Quiesce, decouple, hold the reset (it is decoupled with the rest), transfer. */
static enum exeunt_status start_load(void *context, int step) {
  exeunt_fabric *f = (exeunt_fabric *)context;
  const exeunt_lane_address *lane = lane_of(f, step);
  const int port = EXEUNT_PORT(f->hardware->design);
  const char *file = f->hardware->modules[step].file;
  if (!file) return failed(f, EXEUNT_NO_MODULE, step, 0);
  if ((get(f, lane->decoupler + DECOUPLER_CONTROL) & DECOUPLED) == 0) {
    /* After a failed load the region is decoupled, and its kernel's state is meaningless. */
    const int64_t until = now(f) + EXEUNT_QUIESCE_NS;
    while (!lane_rests(f, lane)) {
      if (now(f) > until) return failed(f, EXEUNT_NOT_IDLE, step, get(f, lane->dmas[0] + MM2S_STATUS));
      f->platform->pause(f->platform->context);
    }
    if (!settles(f, lane->kernel + KERNEL_CONTROL, KERNEL_IDLE, KERNEL_IDLE)) {
      return failed(f, EXEUNT_NOT_IDLE, step, get(f, lane->kernel + KERNEL_CONTROL));
    }
    if (couple(f, step, DECOUPLED) == EXEUNT_FAILED) return EXEUNT_FAILED;
  }
  f->step[port] = step;
  f->since_ns[port] = now(f);
  if (f->platform->start_load(f->platform->context, step, file) == EXEUNT_FAILED) {
    return failed(f, EXEUNT_TRANSFER_FAILED, step, 0);
  }
  return EXEUNT_BUSY;
}

/* Check the state, release the decoupler and with it the reset. A region whose load failed stays decoupled. */
static enum exeunt_status poll_load(exeunt_fabric *f) {
  const int port = EXEUNT_PORT(f->hardware->design);
  const int step = f->step[port];
  exeunt_load_record record;
  const enum exeunt_status status = f->platform->poll_load(f->platform->context, &record.bytes);
  if (status == EXEUNT_BUSY) return status;
  if (status == EXEUNT_FAILED) return failed(f, EXEUNT_TRANSFER_FAILED, step, 0);
  record.step = step;
  record.ns = now(f) - f->since_ns[port];
  if (f->platform->loaded) f->platform->loaded(f->platform->context, &record);
  if (!reset_lane(f, lane_of(f, step))) return failed(f, EXEUNT_NOT_IDLE, step, 0);
  return couple(f, step, 0);
}

static void start_channel(exeunt_fabric *f, uintptr_t channel, const void *memory, uint32_t bytes) {
  const uint64_t address = f->platform->bus_address(f->platform->context, memory);
  put(f, channel + MM2S_CONTROL, DMA_RUN);
  put(f, channel + MM2S_STATUS, DMA_DONE);
  put(f, channel + MM2S_ADDRESS, (uint32_t)address);
  put(f, channel + MM2S_ADDRESS_HIGH, (uint32_t)(address >> 32));
  put(f, channel + MM2S_LENGTH, bytes);
}

/* Bytes of one input's weights, in whole words. */
static uint64_t weight_bytes(const exeunt_weights *w) { return ((uint64_t)w->bytes * w->repeats + 7) / 8 * 8; }

/* Written once: the data that the DMAs read never changes. */
static void lay_out_weights(exeunt_fabric *f) {
  const exeunt_hardware *h = f->hardware;
  int i;
  for (i = 0; i < h->weight_count; i++) {
    const exeunt_weights *w = &h->weights[i];
    const size_t bytes = (size_t)weight_bytes(w);
    uint32_t k;
    f->weights[i] = (unsigned char *)f->platform->allocate(f->platform->context, bytes);
    if (!f->weights[i]) {
      failed(f, EXEUNT_NO_WEIGHTS, w->module, (uint32_t)bytes);
      return;
    }
    for (k = 0; k < w->repeats; k++) memcpy(f->weights[i] + (size_t)k * w->bytes, w->data, w->bytes);
    memset(f->weights[i] + (size_t)w->repeats * w->bytes, 0, bytes - (size_t)w->repeats * w->bytes);
    if (f->platform->flush) f->platform->flush(f->platform->context, f->weights[i], bytes);
  }
}

static int is_of(const exeunt_fabric *f, int stream, int step) {
  const exeunt_branch *branches = f->hardware->design->branches;
  return f->hardware->weights[stream].module == (branches ? branches[step].module : step);
}

/*
 * Restarts streams of weights for every input; returns whether all have been sent. Reports errors of their DMAs.
 */
static int send_weights(exeunt_fabric *f, int step, int count, int begins, uint32_t *errors) {
  const exeunt_lane_address *lane = lane_of(f, step);
  int i, done = 1;
  for (i = 0; i < f->hardware->weight_count; i++) {
    const exeunt_weights *w = &f->hardware->weights[i];
    uintptr_t dma;
    if (!is_of(f, i, step)) continue;
    dma = lane->weights[w->stream];
    if (begins) {
      f->sent[i] = 0;
    } else {
      const uint32_t status = get(f, dma + MM2S_STATUS);
      *errors |= status & DMA_ERRORS;
      if (!(status & DMA_IDLE)) {
        done = 0;
        continue;
      }
    }
    if (f->sent[i] == count) continue;
    f->sent[i]++;
    done = 0;
    start_channel(f, dma, f->weights[i], (uint32_t)weight_bytes(w));
  }
  return done;
}

/* Whether a lane has the DMAs for a step, and each transfer fits into one. */
static int can_transfer(const exeunt_lane_address *lane, const exeunt_step *s, uint64_t count) {
  int k;
  if (!lane->kernel || s->source_count > lane->reading || s->result_count > lane->writing) return 0;
  for (k = 0; k < s->source_count; k++) {
    if (s->sources[k].bytes * count > DMA_MOST_BYTES) return 0;
  }
  for (k = 0; k < s->result_count; k++) {
    if (s->result_bytes[k] * count > DMA_MOST_BYTES) return 0;
  }
  return 1;
}

static enum exeunt_status start_run(void *context, int step, const void *const *inputs, void *const *outputs,
                                    int count) {
  exeunt_fabric *f = (exeunt_fabric *)context;
  const exeunt_step *s = &f->hardware->design->steps[step];
  const exeunt_lane_address *lane = lane_of(f, step);
  uint32_t errors = 0;
  int k;
  f->step[s->lane] = step;
  memcpy(f->inputs[s->lane], inputs, (size_t)s->source_count * sizeof inputs[0]);
  memcpy(f->outputs[s->lane], outputs, (size_t)s->result_count * sizeof outputs[0]);
  f->count[s->lane] = count;
  f->since_ns[s->lane] = now(f);
  if (software_of(f, step)) {
    if (f->platform->start_software) {
      return f->platform->start_software(f->platform->context, software_of(f, step), f->inputs[s->lane],
                                         f->outputs[s->lane], count);
    }
    /* Computed when polled, which is after the loads that may run in parallel have been started. */
    f->pending[s->lane] = 1;
    return EXEUNT_BUSY;
  }
  if (!can_transfer(lane, s, (uint64_t)count)) return failed(f, EXEUNT_NO_MODULE, step, 0);
  if (f->platform->flush) {
    for (k = 0; k < s->source_count; k++) {
      f->platform->flush(f->platform->context, inputs[k], (size_t)s->sources[k].bytes * (size_t)count);
    }
    for (k = 0; k < s->result_count; k++) {
      f->platform->flush(f->platform->context, outputs[k], (size_t)s->result_bytes[k] * (size_t)count);
    }
  }
  /* Start the receivers before the senders. Registers are written each time, since a load clears them. */
  for (k = 0; k < s->result_count; k++) {
    start_channel(f, lane->dmas[k] + S2MM, outputs[k], s->result_bytes[k] * (uint32_t)count);
  }
  put(f, lane->kernel + KERNEL_INPUTS, (uint32_t)count);
  put(f, lane->kernel + KERNEL_CONTROL, KERNEL_START);
  send_weights(f, step, count, 1, &errors);
  for (k = 0; k < s->source_count; k++) {
    start_channel(f, lane->dmas[k], inputs[k], s->sources[k].bytes * (uint32_t)count);
  }
  return EXEUNT_BUSY;
}

static enum exeunt_status poll_run(exeunt_fabric *f, int lane) {
  const int step = f->step[lane];
  const exeunt_step *s = &f->hardware->design->steps[step];
  const exeunt_lane_address *at = &f->hardware->lanes[lane];
  uint32_t errors = 0, out = 0;
  int k, idle = 1, sent;
  if (f->pending[lane]) {
    f->pending[lane] = 0;
    software_of(f, step)(f->inputs[lane], f->outputs[lane], f->count[lane]);
    return EXEUNT_DONE;
  }
  if (software_of(f, step)) return f->platform->poll_software(f->platform->context);
  for (k = 0; k < s->source_count; k++) {
    const uint32_t in = get(f, at->dmas[k] + MM2S_STATUS);
    idle &= (in & DMA_IDLE) != 0;
    errors |= in & DMA_ERRORS;
  }
  for (k = 0; k < s->result_count; k++) {
    out = get(f, at->dmas[k] + S2MM + MM2S_STATUS);
    idle &= (out & DMA_IDLE) != 0;
    errors |= out & DMA_ERRORS;
  }
  sent = send_weights(f, step, f->count[lane], 0, &errors);
  if (errors) return failed(f, EXEUNT_DMA_ERROR, step, errors);
  if (!sent || !idle || !(get(f, at->kernel + KERNEL_CONTROL) & KERNEL_IDLE)) {
    if (now(f) - f->since_ns[lane] > EXEUNT_RUN_NS) return failed(f, EXEUNT_TIMEOUT, step, out);
    return EXEUNT_BUSY;
  }
  /* After a transfer the length register holds what has come (PG021). */
  for (k = 0; k < s->result_count; k++) {
    const uint32_t bytes = get(f, at->dmas[k] + S2MM + MM2S_LENGTH);
    if (bytes != s->result_bytes[k] * (uint32_t)f->count[lane]) return failed(f, EXEUNT_SHORT, step, bytes);
  }
  for (k = 0; f->platform->invalidate && k < s->result_count; k++) {
    f->platform->invalidate(f->platform->context, f->outputs[lane][k],
                            (size_t)s->result_bytes[k] * (size_t)f->count[lane]);
  }
  return EXEUNT_DONE;
}

static enum exeunt_status poll_lane(void *context, int lane) {
  exeunt_fabric *f = (exeunt_fabric *)context;
  return lane == EXEUNT_PORT(f->hardware->design) ? poll_load(f) : poll_run(f, lane);
}

static int64_t now_of(void *context) { return now((exeunt_fabric *)context); }

static void *allocate(void *context, size_t bytes) {
  exeunt_fabric *f = (exeunt_fabric *)context;
  if (f->fault == EXEUNT_NO_WEIGHTS) return NULL;
  return f->platform->allocate(f->platform->context, bytes);
}

static void wait_for(void *context, int64_t until_ns) {
  exeunt_fabric *f = (exeunt_fabric *)context;
  (void)until_ns;
  f->platform->pause(f->platform->context);
}

exeunt_backend exeunt_fabric_backend(exeunt_fabric *fabric) {
  const exeunt_design *d = fabric->hardware->design;
  exeunt_backend backend;
  int lane;
  fabric->fault = EXEUNT_NO_FAULT;
  fabric->fault_step = -1;
  memset(fabric->weights, 0, sizeof fabric->weights);
  memset(fabric->pending, 0, sizeof fabric->pending);
  for (lane = 0; lane < d->lane_count; lane++) {
    const exeunt_lane_address *at = &fabric->hardware->lanes[lane];
    if (at->decoupler) put(fabric, at->decoupler + DECOUPLER_CONTROL, 0);
    reset_lane(fabric, at);
  }
  lay_out_weights(fabric);
  backend.context = fabric;
  backend.now_ns = now_of;
  backend.allocate = allocate;
  backend.start_load = start_load;
  backend.start_run = start_run;
  backend.poll = poll_lane;
  backend.wait = wait_for;
  backend.ended = NULL;
  return backend;
}

const char *exeunt_fault_text(enum exeunt_fault fault) {
  switch (fault) {
    case EXEUNT_NO_FAULT: return "no fault";
    case EXEUNT_NOT_IDLE: return "its kernel or DMA did not come to rest before the load";
    case EXEUNT_NOT_DECOUPLED: return "the decoupler did not answer: is this the design's full bitstream?";
    case EXEUNT_TRANSFER_FAILED: return "the transfer of its bitstream failed; the region stays decoupled";
    case EXEUNT_NOT_RELEASED: return "the decoupler did not release the region";
    case EXEUNT_DMA_ERROR: return "its DMA reports an error: an address that is not there, or TLAST at the wrong place";
    case EXEUNT_TIMEOUT: return "it did not end: is another module in the region than the controller thinks?";
    case EXEUNT_NO_WEIGHTS: return "its weights, which stream from memory, do not fit into the memory that DMA reaches";
    case EXEUNT_SHORT: return "it sent fewer bytes than its results have: its bitstream is of another design";
    case EXEUNT_NO_MODULE: return "it has no bitstream, no registers, or more data than a DMA transfer holds";
  }
  return "unknown fault";
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
