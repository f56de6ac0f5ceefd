#include "exeunt_batch.h"

#include <string.h>

#define IDLE (-1)
/* Content of a region without a module of the design. */
#define EMPTY (-1)

static enum exeunt_error fail(exeunt_controller *c, enum exeunt_error error, int step) {
  c->error = error;
  c->error_step = step;
  return error;
}

static int64_t now(const exeunt_controller *c) { return c->backend->now_ns(c->backend->context); }

static void tell(const exeunt_controller *c, const char *kind, int step, int lane) {
  if (c->backend->ended) c->backend->ended(c->backend->context, kind, step, c->since_ns[lane], now(c));
}

static int module_of(const exeunt_design *d, int step) { return d->branches ? d->branches[step].module : step; }

static int next_of(const exeunt_design *d, int step) {
  if (d->branches) return d->branches[step].next;
  return step + 1 < d->step_count ? step + 1 : -1;
}

/* A path ends with what its last stage has made. */
static int has_stage(const exeunt_design *d) {
  int i;
  for (i = 0; i < d->step_count; i++) {
    if (!d->steps[i].is_check) return 1;
  }
  return 0;
}

static int is_decision(const exeunt_design *d, int step) { return d->branches && d->branches[step].case_count > 0; }

/* Whether a step is the path's last, with no decision pending after it. */
static int is_end(const exeunt_design *d, int step) { return !is_decision(d, step) && next_of(d, step) < 0; }

/* Extends the path by a step and its successors up to the next decision; speculation continues with the likeliest case.
 */
static void follow(exeunt_controller *c, int count, int step) {
  const exeunt_design *d = c->design;
  c->path_count = count;
  while (step >= 0) {
    c->path[c->path_count++] = step;
    if (!is_decision(d, step)) step = next_of(d, step);
    else if (d->policy == EXEUNT_SPECULATE) step = d->branches[step].cases[d->branches[step].likeliest];
    else step = -1;
  }
}

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

uint32_t exeunt_input_bytes(const exeunt_design *d) { return d->steps[0].sources[0].bytes; }

enum exeunt_error exeunt_open(exeunt_controller *c, const exeunt_design *d, const exeunt_backend *backend) {
  int i, k;
  memset(c, 0, sizeof *c);
  c->design = d;
  c->backend = backend;
  c->error_step = -1;
  if (d->step_count < 1 || d->step_count > EXEUNT_MAX_STEPS || d->lane_count > EXEUNT_MAX_LANES || d->batch < 1 ||
      d->batch > EXEUNT_MAX_BATCH || !has_stage(d) || (d->branches && d->batch > 1)) {
    return fail(c, EXEUNT_WRONG_DESIGN, -1);
  }
  for (i = 0; i < d->step_count; i++) {
    if (!has_valid_values(d, i)) return fail(c, EXEUNT_WRONG_DESIGN, i);
  }
  for (i = 0; i < d->lane_count; i++) c->occupant[i] = IDLE;
  for (i = 0; i < d->region_count; i++) c->contents[i] = EMPTY;
  for (i = d->step_count - 1; i >= 0; i--) {
    if (d->steps[i].region >= 0) c->contents[d->steps[i].region] = module_of(d, i);
    for (k = 0; k < d->steps[i].result_count; k++) {
      const size_t bytes = (size_t)d->steps[i].result_bytes[k] * (size_t)d->batch;
      c->output[i][k] = backend->allocate(backend->context, bytes);
      if (!c->output[i][k]) return fail(c, EXEUNT_NO_MEMORY, i);
    }
  }
  c->input = backend->allocate(backend->context, (size_t)exeunt_input_bytes(d) * (size_t)d->batch);
  return c->input ? EXEUNT_OK : fail(c, EXEUNT_NO_MEMORY, 0);
}

void *exeunt_input(exeunt_controller *c) { return c->input; }

static int begin_load(exeunt_controller *c, int step) {
  const int port = EXEUNT_PORT(c->design);
  const int region = c->design->steps[step].region;
  c->contents[region] = module_of(c->design, step);
  c->occupant[port] = c->occupant[region] = step;
  c->since_ns[port] = c->since_ns[region] = now(c);
  return c->backend->start_load(c->backend->context, step) != EXEUNT_FAILED;
}

/* Retries a failed load once: the transfer may have been disturbed, though a wrong file will fail again. */
static enum exeunt_error repeat_load(exeunt_controller *c, int step) {
  if (!c->retried) {
    c->retried = 1;
    if (begin_load(c, step)) return EXEUNT_OK;
  }
  return fail(c, EXEUNT_LOAD_FAILED, step);
}

/* Records tasks that have ended; returns their number. */
static int collect(exeunt_controller *c) {
  const exeunt_design *d = c->design;
  const int port = EXEUNT_PORT(d);
  int lane, ended = 0;
  for (lane = 0; lane < d->lane_count; lane++) {
    const int step = c->occupant[lane];
    const int loads = lane == port || (lane < port && step != IDLE && c->occupant[port] == step);
    enum exeunt_status status;
    /* A region being loaded becomes free with the port. */
    if (step == IDLE || (loads && lane != port)) continue;
    status = c->backend->poll(c->backend->context, lane);
    if (status == EXEUNT_BUSY) continue;
    ended++;
    if (status == EXEUNT_FAILED) {
      if (loads) repeat_load(c, step);
      else fail(c, EXEUNT_RUN_FAILED, step);
      if (c->error) return ended;
      continue;
    }
    if (loads) {
      tell(c, "load", step, port);
      c->retried = 0;
      c->loaded[step] = !c->vain[lane];
      c->occupant[d->steps[step].region] = IDLE;
      c->vain[d->steps[step].region] = 0;
    } else {
      tell(c, d->steps[step].is_check ? "check" : "compute", step, lane);
      if (!c->vain[lane]) c->state[step] = EXEUNT_STEP_ENDED;
    }
    c->occupant[lane] = IDLE;
    c->vain[lane] = 0;
  }
  return ended;
}

/* Whether all steps before a position on the path have ended, or only those on one lane. */
static int all_ended(const exeunt_controller *c, int place, int lane) {
  int at;
  for (at = 0; at < place; at++) {
    const int step = c->path[at];
    if ((lane < 0 || c->design->steps[step].lane == lane) && c->state[step] != EXEUNT_STEP_ENDED) return 0;
  }
  return 1;
}

/* Tries to begin a step's load: 1 if begun, 0 if not yet possible, -1 if not needed. */
static int try_load(exeunt_controller *c, int step, int place) {
  const exeunt_design *d = c->design;
  const exeunt_step *s = &d->steps[step];
  const int before = all_ended(c, place, s->lane);
  /* Already loaded for the last input, unless an earlier step replaces it. */
  if (before && c->contents[s->region] == module_of(d, step)) return -1;
  if (c->occupant[EXEUNT_PORT(d)] != IDLE || c->occupant[s->region] != IDLE || !before) return 0;
  if (d->policy == EXEUNT_SERIAL && !all_ended(c, place, -1)) return 0;
  if (!begin_load(c, step)) repeat_load(c, step);
  return 1;
}

/* Begins the path's next load, if possible; then loads that every case needs. */
static int start_load(exeunt_controller *c) {
  const exeunt_design *d = c->design;
  const exeunt_branch *open;
  int at, last;
  for (at = 0; at < c->path_count; at++) {
    const int step = c->path[at];
    int began;
    if (c->state[step] != EXEUNT_STEP_WAITING || d->steps[step].region < 0 || c->loaded[step]) continue;
    began = try_load(c, step, at);
    if (began >= 0) return began;
  }
  last = c->path[c->path_count - 1];
  if (d->policy != EXEUNT_OVERLAP || !is_decision(d, last) || c->state[last] == EXEUNT_STEP_ENDED) return 0;
  open = &d->branches[last];
  for (at = 0; at < open->common_count; at++) {
    const int began = try_load(c, open->common[at], c->path_count);
    if (began >= 0) return began;
  }
  return 0;
}

static int may_start(const exeunt_controller *c, int place, int arrived) {
  const int step = c->path[place];
  const exeunt_step *s = &c->design->steps[step];
  const int stage = exeunt_stage_before(c, place);
  if (c->state[step] != EXEUNT_STEP_WAITING || c->occupant[s->lane] != IDLE) return 0;
  if (s->region >= 0 && c->contents[s->region] != module_of(c->design, step)) return 0;
  if (!all_ended(c, place, s->lane)) return 0;
  if (stage < 0 && !arrived) return 0;
  /* A stage begins behind the one before it, and so behind all that it reads. */
  if (c->design->policy == EXEUNT_SPECULATE && !s->is_check) return stage < 0 || c->state[stage] == EXEUNT_STEP_ENDED;
  return place == 0 || c->state[c->path[place - 1]] == EXEUNT_STEP_ENDED;
}

/* Returns 0 if the step has to wait until a buffer that it reads can be put in order. */
static int start_step(exeunt_controller *c, int place) {
  const exeunt_design *d = c->design;
  const int step = c->path[place];
  const exeunt_step *s = &d->steps[step];
  const int count = exeunt_batch_align(c, step);
  const void *inputs[EXEUNT_MAX_VALUES];
  int k;
  if (count < 0) return 0;
  for (k = 0; k < s->source_count; k++) {
    const exeunt_source *from = &s->sources[k];
    inputs[k] = from->step < 0 ? c->input : c->output[from->step][from->result];
  }
  c->occupant[s->lane] = step;
  c->since_ns[s->lane] = now(c);
  c->state[step] = EXEUNT_STEP_RUNNING;
  if (c->backend->start_run(c->backend->context, step, inputs, c->output[step], count) == EXEUNT_FAILED) {
    fail(c, EXEUNT_RUN_FAILED, step);
  }
  return 1;
}

static int is_on_path(const exeunt_controller *c, int step) {
  int at;
  for (at = 0; at < c->path_count; at++) {
    if (c->path[at] == step) return 1;
  }
  return 0;
}

/* Sets the path after a decision. Work for another case is wasted, but its loads count as region contents. */
static void decide(exeunt_controller *c, int place) {
  const exeunt_design *d = c->design;
  const int step = c->path[place];
  const exeunt_branch *b = &d->branches[step];
  exeunt_decision decision;
  int lane;
  memcpy(&decision, c->output[step][0], sizeof decision);
  if (decision.label < 0 || decision.label >= b->case_count) {
    fail(c, EXEUNT_RUN_FAILED, step);
    return;
  }
  if (place + 1 < c->path_count && c->path[place + 1] == b->cases[decision.label]) return;
  follow(c, place + 1, b->cases[decision.label]);
  for (lane = 0; lane < d->lane_count; lane++) {
    if (c->occupant[lane] != IDLE && !is_on_path(c, c->occupant[lane])) c->vain[lane] = 1;
  }
}

enum exeunt_error exeunt_run(exeunt_controller *c, int count, int64_t arrival_ns, exeunt_result *results) {
  const exeunt_design *d = c->design;
  const int64_t called = now(c);
  /* An input's latency counts from its arrival. */
  const int64_t from = arrival_ns > called ? arrival_ns : called;
  int i, decided = 0;
  if (c->error) return c->error;
  if (count < 1 || count > d->batch) return fail(c, EXEUNT_WRONG_DESIGN, -1);
  for (i = 0; i < d->step_count; i++) {
    c->state[i] = EXEUNT_STEP_WAITING;
    c->loaded[i] = 0;
  }
  for (i = 0; i < d->lane_count; i++) c->vain[i] = c->occupant[i] != IDLE;
  exeunt_batch_begin(c, count);
  follow(c, 0, 0);
  for (;;) {
    int progress = collect(c);
    if (c->error) return c->error;
    /* With speculation a later decision may come first. */
    for (i = 0; i < c->path_count; i++) {
      if (is_decision(d, c->path[i]) && c->state[c->path[i]] == EXEUNT_STEP_ENDED) decide(c, i);
    }
    while (decided < c->path_count && c->state[c->path[decided]] == EXEUNT_STEP_ENDED) {
      const int step = c->path[decided];
      if (d->steps[step].is_check && !is_decision(d, step)) exeunt_batch_leave(c, step, now(c) - from, results);
      decided++;
    }
    if (c->error) return c->error;
    if (decided == c->path_count && is_end(d, c->path[decided - 1])) exeunt_batch_finish(c, now(c) - from, results);
    if (exeunt_batch_alive(c, count) == 0) return EXEUNT_OK;
    for (i = 0; i < c->path_count; i++) {
      if (may_start(c, i, now(c) >= arrival_ns)) progress += start_step(c, i);
    }
    progress += start_load(c);
    if (c->error) return c->error;
    if (!progress) c->backend->wait(c->backend->context, now(c) < arrival_ns ? arrival_ns : -1);
  }
}

enum exeunt_error exeunt_settle(exeunt_controller *c) {
  int lane, busy;
  do {
    busy = 0;
    if (!c->error) collect(c);
    if (c->error) return c->error;
    for (lane = 0; lane < c->design->lane_count; lane++) busy |= c->occupant[lane] != IDLE;
    if (busy) c->backend->wait(c->backend->context, -1);
  } while (busy);
  return EXEUNT_OK;
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
