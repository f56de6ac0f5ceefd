#include "exeunt_controller.h"

#include <string.h>

enum { WAITING, RUNNING, ENDED };

#define IDLE (-1)
/* A region that holds none of the design's modules. */
#define EMPTY (-1)
/* Index of the controller's input among the members. */
#define INPUT EXEUNT_MAX_STEPS

static enum exeunt_error fail(exeunt_controller *c, enum exeunt_error error, int step) {
  c->error = error;
  c->error_step = step;
  return error;
}

static int64_t now(const exeunt_controller *c) { return c->backend->now_ns(c->backend->context); }

static void tell(const exeunt_controller *c, const char *kind, int step, int lane) {
  if (c->backend->ended) c->backend->ended(c->backend->context, kind, step, c->since_ns[lane], now(c));
}

/* The last computation before a step, whose output it reads; -1 for the first stage. */
static int source_of(const exeunt_design *d, int step) {
  int s = step - 1;
  while (s >= 0 && d->steps[s].is_check) s--;
  return s;
}

enum exeunt_error exeunt_open(exeunt_controller *c, const exeunt_design *d, const exeunt_backend *backend) {
  int i;
  memset(c, 0, sizeof *c);
  c->design = d;
  c->backend = backend;
  c->error_step = -1;
  if (d->step_count < 1 || d->step_count > EXEUNT_MAX_STEPS || d->lane_count > EXEUNT_MAX_LANES ||
      d->batch < 1 || d->batch > EXEUNT_MAX_BATCH || d->steps[0].is_check) {
    return fail(c, EXEUNT_WRONG_DESIGN, -1);
  }
  for (i = 0; i < d->lane_count; i++) c->occupant[i] = IDLE;
  for (i = 0; i < d->region_count; i++) c->contents[i] = EMPTY;
  for (i = d->step_count - 1; i >= 0; i--) {
    if (d->steps[i].region >= 0) c->contents[d->steps[i].region] = i;
    c->output[i] = backend->allocate(backend->context, (size_t)d->steps[i].output_bytes * (size_t)d->batch);
    if (!c->output[i]) return fail(c, EXEUNT_NO_MEMORY, i);
  }
  c->input = backend->allocate(backend->context, (size_t)d->steps[0].input_bytes * (size_t)d->batch);
  return c->input ? EXEUNT_OK : fail(c, EXEUNT_NO_MEMORY, 0);
}

void *exeunt_input(exeunt_controller *c) { return c->input; }

static int begin_load(exeunt_controller *c, int step) {
  const int port = EXEUNT_PORT(c->design);
  const int region = c->design->steps[step].region;
  c->contents[region] = step;
  c->occupant[port] = c->occupant[region] = step;
  c->since_ns[port] = c->since_ns[region] = now(c);
  return c->backend->start_load(c->backend->context, step) != EXEUNT_FAILED;
}

/* A load that fails is repeated once: a transfer can be disturbed, a wrong file cannot be helped. */
static enum exeunt_error repeat_load(exeunt_controller *c, int step) {
  if (!c->retried) {
    c->retried = 1;
    if (begin_load(c, step)) return EXEUNT_OK;
  }
  return fail(c, EXEUNT_LOAD_FAILED, step);
}

/* Notes what has ended since; returns how many tasks have. */
static int collect(exeunt_controller *c) {
  const exeunt_design *d = c->design;
  const int port = EXEUNT_PORT(d);
  int lane, ended = 0;
  for (lane = 0; lane < d->lane_count; lane++) {
    const int step = c->occupant[lane];
    const int loads = lane == port || (lane < port && step != IDLE && c->occupant[port] == step);
    enum exeunt_status status;
    /* A region that is being loaded ends with the port. */
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
      if (!c->vain[lane]) c->state[step] = ENDED;
    }
    c->occupant[lane] = IDLE;
    c->vain[lane] = 0;
  }
  return ended;
}

/* Whether all steps before one have ended: all of them, or those on a lane only. */
static int all_ended(const exeunt_controller *c, int before, int lane) {
  int i;
  for (i = 0; i < before; i++) {
    if ((lane < 0 || c->design->steps[i].lane == lane) && c->state[i] != ENDED) return 0;
  }
  return 1;
}

static int needs_load(const exeunt_controller *c, int step) {
  const int region = c->design->steps[step].region;
  return region >= 0 && !c->loaded[step] && c->contents[region] != step;
}

/* The first load of the path that has not begun begins, if it may. */
static int start_load(exeunt_controller *c) {
  const exeunt_design *d = c->design;
  int i;
  for (i = 0; i < d->step_count; i++) {
    const int region = d->steps[i].region;
    if (c->state[i] != WAITING || region < 0 || c->loaded[i]) continue;
    /* It is there already, left by the last input: but only if no step before this one replaces it. */
    if (all_ended(c, i, d->steps[i].lane) && !needs_load(c, i)) continue;
    if (c->occupant[EXEUNT_PORT(d)] != IDLE || c->occupant[region] != IDLE) return 0;
    if (!all_ended(c, i, d->steps[i].lane)) return 0;
    if (d->policy == EXEUNT_SERIAL && !all_ended(c, i, -1)) return 0;
    if (!begin_load(c, i)) repeat_load(c, i);
    return 1;
  }
  return 0;
}

/* Moves the inputs that go on to the front of a buffer, unless something is reading it. */
static int compact(exeunt_controller *c, int source, unsigned char *data, uint32_t bytes) {
  const exeunt_design *d = c->design;
  int16_t *members = c->members[source];
  int i, kept = 0, count = c->member_count[source];
  for (i = 0; i < d->step_count; i++) {
    const int reads = source_of(d, i);
    if (c->state[i] == RUNNING && (reads < 0 ? INPUT : reads) == source) return count;
  }
  for (i = 0; i < count; i++) {
    if (!c->alive[members[i]]) continue;
    if (kept != i) memmove(data + (size_t)kept * bytes, data + (size_t)i * bytes, bytes);
    members[kept++] = members[i];
  }
  return c->member_count[source] = kept;
}

static int may_start(const exeunt_controller *c, int step) {
  const exeunt_step *s = &c->design->steps[step];
  const int source = source_of(c->design, step);
  if (c->state[step] != WAITING || c->occupant[s->lane] != IDLE) return 0;
  if (s->region >= 0 && c->contents[s->region] != step) return 0;
  if (!all_ended(c, step, s->lane)) return 0;
  if (c->design->policy == EXEUNT_SPECULATE && !s->is_check) return source < 0 || c->state[source] == ENDED;
  return step == 0 || c->state[step - 1] == ENDED;
}

static int start_step(exeunt_controller *c, int step) {
  const exeunt_design *d = c->design;
  const exeunt_step *s = &d->steps[step];
  const int source = source_of(d, step);
  const int from = source < 0 ? INPUT : source;
  unsigned char *data = (unsigned char *)(source < 0 ? c->input : c->output[source]);
  const int count = compact(c, from, data, s->input_bytes);
  memcpy(c->members[step], c->members[from], (size_t)count * sizeof c->members[0][0]);
  c->member_count[step] = count;
  c->occupant[s->lane] = step;
  c->since_ns[s->lane] = now(c);
  c->state[step] = RUNNING;
  if (c->backend->start_run(c->backend->context, step, data, c->output[step], count) == EXEUNT_FAILED) {
    fail(c, EXEUNT_RUN_FAILED, step);
  }
  return 1;
}

/* Inputs that an exit lets go. Decisions count in path order: an input leaves at the first that lets it. */
static void leave(exeunt_controller *c, int step, int64_t left_ns, int64_t called_ns, exeunt_result *results) {
  int i;
  for (i = 0; i < c->member_count[step]; i++) {
    const int member = c->members[step][i];
    exeunt_decision decision;
    const unsigned char *record =
        (const unsigned char *)c->output[step] + (size_t)i * c->design->steps[step].output_bytes;
    memcpy(&decision, record, sizeof decision);
    if (!decision.leaves || !c->alive[member]) continue;
    c->alive[member] = 0;
    results[member].label = decision.label;
    results[member].exit_step = step;
    results[member].latency_ns = left_ns - called_ns;
  }
}

static int32_t logit(const exeunt_design *d, const unsigned char *at, int index) {
  if (d->logit_bytes == 2) {
    const uint16_t bits = (uint16_t)(at[2 * index] | at[2 * index + 1] << 8);
    return d->logit_signed ? (int32_t)(int16_t)bits : (int32_t)bits;
  }
  return d->logit_signed ? (int32_t)(int8_t)at[index] : (int32_t)at[index];
}

/* Inputs that went the whole path: the largest of the last stage's logits, the first of equal ones. */
static void finish(exeunt_controller *c, int64_t called_ns, exeunt_result *results) {
  const exeunt_design *d = c->design;
  const int last = source_of(d, d->step_count);
  int i, k;
  for (i = 0; i < c->member_count[last]; i++) {
    const int member = c->members[last][i];
    const unsigned char *at =
        (const unsigned char *)c->output[last] + (size_t)i * d->steps[last].output_bytes;
    if (!c->alive[member]) continue;
    c->alive[member] = 0;
    results[member].label = 0;
    for (k = 1; k < d->classes; k++) {
      if (logit(d, at, k) > logit(d, at, results[member].label)) results[member].label = k;
    }
    results[member].exit_step = -1;
    results[member].latency_ns = now(c) - called_ns;
  }
}

static int count_alive(const exeunt_controller *c, int count) {
  int i, alive = 0;
  for (i = 0; i < count; i++) alive += c->alive[i];
  return alive;
}

enum exeunt_error exeunt_run(exeunt_controller *c, int count, int64_t arrival_ns, exeunt_result *results) {
  const exeunt_design *d = c->design;
  const int64_t called = now(c);
  /* An input's latency counts from when it is there. */
  const int64_t from = arrival_ns > called ? arrival_ns : called;
  int i, decided = 0;
  if (c->error) return c->error;
  if (count < 1 || count > d->batch) return fail(c, EXEUNT_WRONG_DESIGN, -1);
  for (i = 0; i < d->step_count; i++) {
    c->state[i] = WAITING;
    c->loaded[i] = 0;
  }
  for (i = 0; i < d->lane_count; i++) c->vain[i] = c->occupant[i] != IDLE;
  for (i = 0; i < count; i++) {
    c->alive[i] = 1;
    c->members[INPUT][i] = (int16_t)i;
  }
  c->member_count[INPUT] = count;
  for (;;) {
    int progress = collect(c);
    if (c->error) return c->error;
    while (decided < d->step_count && c->state[decided] == ENDED) {
      if (d->steps[decided].is_check) leave(c, decided, now(c), from, results);
      decided++;
    }
    if (decided == d->step_count) finish(c, from, results);
    if (count_alive(c, count) == 0) return EXEUNT_OK;
    for (i = 0; i < d->step_count; i++) {
      if (may_start(c, i) && (i > 0 || now(c) >= arrival_ns)) progress += start_step(c, i);
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
