#include "exeunt_registers.h"

#include <string.h>

static exeunt_software software_of(const exeunt_fabric *f, int step) {
  return f->hardware->software ? f->hardware->software[step] : NULL;
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
  const exeunt_lane_address *lane = exeunt_lane_of(f, step);
  uint32_t errors = 0;
  int k;
  f->step[s->lane] = step;
  memcpy(f->inputs[s->lane], inputs, (size_t)s->source_count * sizeof inputs[0]);
  memcpy(f->outputs[s->lane], outputs, (size_t)s->result_count * sizeof outputs[0]);
  f->count[s->lane] = count;
  f->since_ns[s->lane] = exeunt_now(f);
  if (software_of(f, step)) {
    if (f->platform->start_software) {
      return f->platform->start_software(f->platform->context, software_of(f, step), f->inputs[s->lane],
                                         f->outputs[s->lane], count);
    }
    /* Computed when polled, which is after the loads that may run in parallel have been started. */
    f->pending[s->lane] = 1;
    return EXEUNT_BUSY;
  }
  if (!can_transfer(lane, s, (uint64_t)count)) return exeunt_failed(f, EXEUNT_NO_MODULE, step, 0);
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
    exeunt_start_channel(f, lane->dmas[k] + S2MM, outputs[k], s->result_bytes[k] * (uint32_t)count);
  }
  exeunt_put(f, lane->kernel + KERNEL_INPUTS, (uint32_t)count);
  exeunt_put(f, lane->kernel + KERNEL_CONTROL, KERNEL_START);
  exeunt_send_weights(f, step, count, 1, &errors);
  for (k = 0; k < s->source_count; k++) {
    exeunt_start_channel(f, lane->dmas[k], inputs[k], s->sources[k].bytes * (uint32_t)count);
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
    const uint32_t in = exeunt_get(f, at->dmas[k] + MM2S_STATUS);
    idle &= (in & DMA_IDLE) != 0;
    errors |= in & DMA_ERRORS;
  }
  for (k = 0; k < s->result_count; k++) {
    out = exeunt_get(f, at->dmas[k] + S2MM + MM2S_STATUS);
    idle &= (out & DMA_IDLE) != 0;
    errors |= out & DMA_ERRORS;
  }
  sent = exeunt_send_weights(f, step, f->count[lane], 0, &errors);
  if (errors) return exeunt_failed(f, EXEUNT_DMA_ERROR, step, errors);
  if (!sent || !idle || !(exeunt_get(f, at->kernel + KERNEL_CONTROL) & KERNEL_IDLE)) {
    if (exeunt_now(f) - f->since_ns[lane] > EXEUNT_RUN_NS) return exeunt_failed(f, EXEUNT_TIMEOUT, step, out);
    return EXEUNT_BUSY;
  }
  /* After a transfer the length register holds what has come (PG021). */
  for (k = 0; k < s->result_count; k++) {
    const uint32_t bytes = exeunt_get(f, at->dmas[k] + S2MM + MM2S_LENGTH);
    if (bytes != s->result_bytes[k] * (uint32_t)f->count[lane]) return exeunt_failed(f, EXEUNT_SHORT, step, bytes);
  }
  for (k = 0; f->platform->invalidate && k < s->result_count; k++) {
    f->platform->invalidate(f->platform->context, f->outputs[lane][k],
                            (size_t)s->result_bytes[k] * (size_t)f->count[lane]);
  }
  return EXEUNT_DONE;
}

static enum exeunt_status poll_lane(void *context, int lane) {
  exeunt_fabric *f = (exeunt_fabric *)context;
  return lane == EXEUNT_PORT(f->hardware->design) ? exeunt_fabric_load_ended(f) : poll_run(f, lane);
}

static int64_t now_of(void *context) { return exeunt_now((exeunt_fabric *)context); }

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
    if (at->decoupler) exeunt_put(fabric, at->decoupler + DECOUPLER_CONTROL, 0);
    exeunt_reset_lane(fabric, at);
  }
  exeunt_lay_out_weights(fabric);
  backend.context = fabric;
  backend.now_ns = now_of;
  backend.allocate = allocate;
  backend.start_load = exeunt_fabric_load;
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
    case EXEUNT_LOAD_HANGS: return "its load did not end; the region stays decoupled. Power the board off and on";
    case EXEUNT_NO_MODULE: return "it has no bitstream, no registers, or more data than a DMA transfer holds";
  }
  return "unknown fault";
}
