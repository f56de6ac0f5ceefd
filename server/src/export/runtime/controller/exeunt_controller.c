#include "exeunt_passage.h"

#include <string.h>

static enum exeunt_error fail(exeunt_controller *c, enum exeunt_error error, int step) {
  c->error = error;
  c->error_step = step;
  return error;
}

static int64_t now(const exeunt_controller *c) { return c->backend->now_ns(c->backend->context); }

/* Sources are results of steps before it, and no more than there is room for. */
static int has_valid_values(const exeunt_design *d, int step) {
  const exeunt_step *s = &d->steps[step];
  int k;
  if (s->source_count < 1 || s->source_count > EXEUNT_MAX_VALUES) return 0;
  if (s->result_count < 1 || s->result_count > EXEUNT_MAX_VALUES) return 0;
  for (k = 0; k < s->source_count; k++) {
    const exeunt_source *from = &s->sources[k];
    if (from->step >= step) return 0;
    if (from->step >= 0 && (from->result < 0 || from->result >= d->steps[from->step].result_count)) return 0;
  }
  return 1;
}

/* Successors follow their step, and every path has a stage: it ends with what its last stage has made. */
static int has_valid_paths(exeunt_controller *c) {
  const exeunt_design *d = c->design;
  int i, k;
  for (i = d->step_count - 1; i >= 0; i--) {
    const exeunt_branch *b = d->branches ? &d->branches[i] : NULL;
    const int after = b ? b->next : i + 1 < d->step_count ? i + 1 : -1;
    const int cases = b ? b->case_count : 0;
    c->behind[i] = (int16_t)(i + 1);
    c->may_end[i] = after < 0 && cases == 0;
    for (k = -1; k < cases; k++) {
      const int next = k < 0 ? after : b->cases[k];
      if (next < 0 && k < 0) continue;
      if (next <= i || next >= d->step_count) return 0;
      if (c->behind[next] > c->behind[i]) c->behind[i] = c->behind[next];
      if (d->steps[next].is_check && c->may_end[next]) c->may_end[i] = 1;
    }
    if (b && (b->module < 0 || b->module > i)) return 0;
  }
  return !d->steps[0].is_check || !c->may_end[0];
}

uint32_t exeunt_input_bytes(const exeunt_design *d) { return d->steps[0].sources[0].bytes; }

enum exeunt_error exeunt_open(exeunt_controller *c, const exeunt_design *d, const exeunt_backend *backend,
                              int in_flight) {
  int i;
  memset(c, 0, sizeof *c);
  c->design = d;
  c->backend = backend;
  c->error_step = -1;
  c->in_flight = exeunt_parts(d) ? 1 : in_flight;
  if (d->step_count < 1 || d->step_count > EXEUNT_MAX_STEPS || d->lane_count > EXEUNT_MAX_LANES || d->batch < 1 ||
      d->batch > EXEUNT_MAX_BATCH || in_flight < 0 || (exeunt_parts(d) && d->policy == EXEUNT_SPECULATE)) {
    return fail(c, EXEUNT_WRONG_DESIGN, -1);
  }
  for (i = 0; i < d->step_count; i++) {
    if (!has_valid_values(d, i)) return fail(c, EXEUNT_WRONG_DESIGN, i);
  }
  if (!has_valid_paths(c)) return fail(c, EXEUNT_WRONG_DESIGN, -1);
  for (i = 0; i < d->lane_count; i++) c->occupant[i] = EXEUNT_IDLE;
  for (i = 0; i < d->region_count; i++) c->contents[i] = EXEUNT_EMPTY;
  for (i = d->step_count - 1; i >= 0; i--) {
    if (d->steps[i].region >= 0) c->contents[d->steps[i].region] = exeunt_module_of(d, i);
  }
  return exeunt_buffers_open(c) == 0 ? EXEUNT_OK : fail(c, EXEUNT_NO_MEMORY, -1);
}

/* Results in the order of inputs. */
static void report(exeunt_controller *c) {
  while (c->reported < c->announced) {
    const size_t at = (size_t)(c->reported % EXEUNT_MAX_RESULTS);
    if (!c->is_known[at]) return;
    c->is_known[at] = 0;
    if (c->stream->left) c->stream->left(c->stream->user, c->reported, &c->results[at]);
    c->reported++;
  }
}

/* Records tasks that have ended, and what follows from that; returns whether any has. */
static int collect(exeunt_controller *c) {
  const exeunt_design *d = c->design;
  int lane, i, kept = 0, ended = 0;
  for (lane = 0; lane < d->lane_count; lane++) {
    enum exeunt_status status;
    if (c->occupant[lane] < 0) continue;
    status = c->backend->poll(c->backend->context, lane);
    if (status == EXEUNT_BUSY) continue;
    ended++;
    exeunt_end_task(c, lane, status);
  }
  for (i = 0; i < c->order_count; i++) ended += exeunt_passage_advance(c, c->order[i]);
  if (ended == 0) return 0;
  exeunt_release_buffers(c);
  for (i = 0; i < c->order_count; i++) {
    exeunt_passage *p = &c->passages[c->order[i]];
    if (p->has_left && p->running == 0) p->used = 0;
    else c->order[kept++] = c->order[i];
  }
  c->order_count = kept;
  report(c);
  return ended;
}

/* Whether the next batch's first lane is its own. */
static int may_issue(const exeunt_controller *c) {
  const int lane = c->design->steps[0].lane;
  int i, under_way = 0;
  for (i = 0; i < c->order_count; i++) {
    const exeunt_passage *p = &c->passages[c->order[i]];
    under_way += p->issued && !p->has_left;
  }
  if (c->in_flight > 0 && under_way >= c->in_flight) return 0;
  if (exeunt_parts(c->design)) return 1;
  return c->occupant[lane] == EXEUNT_IDLE && !c->claimed[lane];
}

/* Starts what may start, in the order of inputs; returns whether anything has. */
static int start(exeunt_controller *c) {
  int i, started = 0;
  memset(c->claimed, 0, sizeof c->claimed);
  for (i = 0; i < c->order_count; i++) {
    const int passage = c->order[i];
    exeunt_passage *p = &c->passages[passage];
    if (p->has_left) continue;
    if (!p->issued) {
      if (!may_issue(c)) break;
      p->issued = 1;
      p->issued_ns = now(c);
      if (exeunt_parts(c->design)) exeunt_parted_begin(c, p);
      return 1;
    }
    started += exeunt_start_steps(c, passage);
    started += exeunt_start_load(c, p);
    exeunt_passage_claim(c, p);
  }
  return started;
}

/* Asks for the next batch, so that it waits for its first lane. */
static int announce(exeunt_controller *c) {
  int count, free = 0;
  if (c->has_ended || c->order_count == EXEUNT_MAX_IN_FLIGHT) return 0;
  if (c->order_count > 0 && !c->passages[c->order[c->order_count - 1]].issued) return 0;
  if (c->announced + c->design->batch - c->reported > EXEUNT_MAX_RESULTS) return 0;
  count = c->stream->next(c->stream->user, c->announced);
  if (count < 1 || count > c->design->batch) {
    c->has_ended = 1;
    if (count != 0) fail(c, EXEUNT_WRONG_DESIGN, -1);
    return 1;
  }
  while (c->passages[free].used) free++;
  exeunt_passage_begin(c, &c->passages[free], c->announced, count);
  c->order[c->order_count++] = (int16_t)free;
  c->announced += count;
  return 1;
}

/* Fetches the inputs of the next batch as soon as one of the two buffers is free; returns whether they have come. */
static int fill(exeunt_controller *c) {
  int i;
  c->awaited_ns = -1;
  for (i = 0; i < c->order_count; i++) {
    exeunt_passage *p = &c->passages[c->order[i]];
    exeunt_buffer *b = &c->buffers[EXEUNT_INPUT][c->turn[EXEUNT_INPUT]];
    const int64_t at = now(c);
    int64_t arrival = at;
    if (p->filled || p->has_left) continue;
    if (b->owner != EXEUNT_NOBODY) return 0;
    c->awaited_ns = p->arrived_ns;
    if (p->arrived_ns > at) return 0;
    if (!c->stream->fill(c->stream->user, p->first, p->count, b->data[0], &arrival)) {
      c->awaited_ns = p->arrived_ns = arrival;
      return 0;
    }
    exeunt_take_buffer(c, c->order[i], EXEUNT_INPUT, -1);
    exeunt_batch_first(b->members, p->count);
    b->member_count = p->count;
    p->arrived_ns = arrival;
    p->filled = 1;
    return 1;
  }
  return 0;
}

void exeunt_begin(exeunt_controller *c, const exeunt_stream *stream) {
  c->stream = stream;
  c->has_ended = c->error == EXEUNT_WRONG_DESIGN || c->error == EXEUNT_NO_MEMORY;
  c->announced = c->reported = 0;
  if (c->has_ended) return;
  c->error = EXEUNT_OK;
  c->error_step = -1;
}

int exeunt_proceed(exeunt_controller *c) {
  int progress;
  if (c->has_ended && c->reported == c->announced) return 0;
  progress = collect(c);
  progress += announce(c);
  progress += fill(c);
  progress += start(c);
  if (!progress) c->backend->wait(c->backend->context, c->awaited_ns);
  return 1;
}

enum exeunt_error exeunt_run(exeunt_controller *c, const exeunt_stream *stream) {
  exeunt_begin(c, stream);
  while (exeunt_proceed(c)) continue;
  return c->error;
}

void exeunt_settle(exeunt_controller *c) {
  int lane, busy;
  do {
    busy = 0;
    collect(c);
    for (lane = 0; lane < c->design->lane_count; lane++) busy |= c->occupant[lane] != EXEUNT_IDLE;
    if (busy) c->backend->wait(c->backend->context, -1);
  } while (busy);
}

const char *exeunt_error_text(enum exeunt_error error) {
  switch (error) {
    case EXEUNT_OK: return "no error";
    case EXEUNT_NO_MEMORY: return "no memory that DMA reaches";
    case EXEUNT_LOAD_FAILED: return "a module could not be loaded, twice";
    case EXEUNT_RUN_FAILED: return "a module did not run";
    case EXEUNT_WRONG_DESIGN: return "the design's tables or the number of inputs are out of range";
  }
  return "unknown error";
}
