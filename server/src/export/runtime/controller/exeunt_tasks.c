#include "exeunt_passage.h"

#include <string.h>

static int64_t now(const exeunt_controller *c) { return c->backend->now_ns(c->backend->context); }

static int begin_load(exeunt_controller *c, int step) {
  const int port = EXEUNT_PORT(c->design);
  const int region = c->design->steps[step].region;
  c->contents[region] = exeunt_module_of(c->design, step);
  c->occupant[port] = step;
  c->occupant[region] = EXEUNT_LOADING;
  c->since_ns[port] = now(c);
  return c->backend->start_load(c->backend->context, step) != EXEUNT_FAILED;
}

/* Nothing is placed on the lane any more. Whoever is certain to need it fails. */
static void give_up(exeunt_controller *c, int lane, enum exeunt_error error) {
  c->broken[lane] = (unsigned char)error;
  c->occupant[lane] = EXEUNT_IDLE;
  if (lane < c->design->region_count) c->contents[lane] = EXEUNT_EMPTY;
}

/* Retries a failed load once: the transfer may have been disturbed, though a wrong file will fail again. */
static void repeat_load(exeunt_controller *c, int step) {
  if (!c->retried) {
    c->retried = 1;
    if (begin_load(c, step)) return;
  }
  c->retried = 0;
  c->occupant[EXEUNT_PORT(c->design)] = EXEUNT_IDLE;
  give_up(c, c->design->steps[step].region, EXEUNT_LOAD_FAILED);
}

static void tell(const exeunt_controller *c, const char *kind, int step, int64_t input, int lane) {
  if (c->backend->ended) c->backend->ended(c->backend->context, kind, step, input, c->since_ns[lane], now(c));
}

static void end_load(exeunt_controller *c, enum exeunt_status status) {
  const int port = EXEUNT_PORT(c->design);
  const int step = c->occupant[port];
  if (status == EXEUNT_FAILED) {
    repeat_load(c, step);
    return;
  }
  tell(c, "load", step, c->load_input, port);
  c->retried = 0;
  c->occupant[port] = c->occupant[c->design->steps[step].region] = EXEUNT_IDLE;
}

static void end_run(exeunt_controller *c, int lane, enum exeunt_status status) {
  const int step = c->occupant[lane];
  exeunt_passage *p = &c->passages[c->runs_for[lane]];
  p->running--;
  if (c->vain[lane]) p->vain--;
  if (status == EXEUNT_FAILED) {
    if (!c->vain[lane]) p->state[step] = EXEUNT_STEP_WAITING;
    give_up(c, lane, EXEUNT_RUN_FAILED);
  } else {
    tell(c, c->design->steps[step].is_check ? "check" : "compute", step, p->first, lane);
    if (!c->vain[lane]) p->state[step] = EXEUNT_STEP_ENDED;
  }
  c->occupant[lane] = EXEUNT_IDLE;
  c->vain[lane] = 0;
}

void exeunt_end_task(exeunt_controller *c, int lane, enum exeunt_status status) {
  if (lane == EXEUNT_PORT(c->design)) end_load(c, status);
  else end_run(c, lane, status);
}

/* Tries to begin a step's load: 1 if begun, 0 if not yet possible, -1 if not needed. */
static int try_load(exeunt_controller *c, const exeunt_passage *p, int step, int place) {
  const exeunt_design *d = c->design;
  const exeunt_step *s = &d->steps[step];
  if (c->contents[s->region] == exeunt_module_of(d, step)) return -1;
  if (c->occupant[s->region] != EXEUNT_IDLE || c->claimed[s->region] || c->broken[s->region]) return 0;
  if (!exeunt_lane_ended(c, p, place, s->lane)) return 0;
  if (d->policy == EXEUNT_SERIAL && !exeunt_all_ended(c, p, place)) return 0;
  c->load_input = p->first;
  if (!begin_load(c, step)) repeat_load(c, step);
  return 1;
}

/* Begins the path's next load, if possible; then loads that every case needs. */
int exeunt_start_load(exeunt_controller *c, const exeunt_passage *p) {
  const exeunt_design *d = c->design;
  const int port = EXEUNT_PORT(d);
  const exeunt_branch *open;
  int at, last;
  if (c->occupant[port] != EXEUNT_IDLE || c->claimed[port]) return 0;
  for (at = 0; at < p->path_count; at++) {
    const int step = p->path[at];
    int began;
    if (p->state[step] != EXEUNT_STEP_WAITING || d->steps[step].region < 0) continue;
    began = try_load(c, p, step, at);
    if (began >= 0) return began;
  }
  last = p->path[p->path_count - 1];
  if (d->policy != EXEUNT_OVERLAP || !exeunt_is_decision(d, last) || p->state[last] == EXEUNT_STEP_ENDED) return 0;
  if (exeunt_parts(d)) {
    int module = exeunt_parted_common(c, p, -1);
    for (; module >= 0; module = exeunt_parted_common(c, p, d->branches[module].rank)) {
      const int began = try_load(c, p, module, p->path_count);
      if (began >= 0) return began;
    }
    return 0;
  }
  open = &d->branches[last];
  for (at = 0; at < open->common_count; at++) {
    const int began = try_load(c, p, open->common[at], p->path_count);
    if (began >= 0) return began;
  }
  return 0;
}

static int may_start(const exeunt_controller *c, int passage, int place) {
  const exeunt_passage *p = &c->passages[passage];
  const exeunt_design *d = c->design;
  const int step = p->path[place];
  const exeunt_step *s = &d->steps[step];
  if (p->state[step] != EXEUNT_STEP_WAITING || !p->filled) return 0;
  if (c->occupant[s->lane] != EXEUNT_IDLE || c->claimed[s->lane] || c->broken[s->lane]) return 0;
  if (s->region >= 0 && c->contents[s->region] != exeunt_module_of(d, step)) return 0;
  if (!exeunt_lane_ended(c, p, place, s->lane)) return 0;
  if (s->is_check || d->policy != EXEUNT_SPECULATE) {
    if (!exeunt_all_ended(c, p, place)) return 0;
  } else if (!exeunt_stages_ended(c, p, place)) {
    return 0;
  }
  return exeunt_has_room(c, passage, exeunt_module_of(d, step));
}

static void start_step(exeunt_controller *c, int passage, int place) {
  const exeunt_design *d = c->design;
  exeunt_passage *p = &c->passages[passage];
  const int step = p->path[place];
  const exeunt_step *s = &d->steps[step];
  const int parts = exeunt_parts(d);
  const void *inputs[EXEUNT_MAX_VALUES];
  void *outputs[EXEUNT_MAX_VALUES];
  exeunt_buffer *own;
  const int count = parts ? exeunt_parted_gather(c, passage, step, inputs) : exeunt_batch_align(c, passage, place);
  int k;
  own = exeunt_take_buffer(c, passage, exeunt_module_of(d, step), step);
  memcpy(own->members, p->members, sizeof own->members);
  own->member_count = count;
  for (k = 0; !parts && k < s->source_count; k++) {
    const exeunt_source *from = &s->sources[k];
    const int module = from->step < 0 ? EXEUNT_INPUT : exeunt_module_of(d, from->step);
    inputs[k] = exeunt_buffer_of(c, passage, module)->data[from->step < 0 ? 0 : from->result];
  }
  for (k = 0; k < s->result_count; k++) outputs[k] = own->data[k];
  c->occupant[s->lane] = step;
  c->runs_for[s->lane] = passage;
  c->since_ns[s->lane] = now(c);
  p->state[step] = EXEUNT_STEP_RUNNING;
  p->running++;
  if (c->backend->start_run(c->backend->context, step, inputs, outputs, count) == EXEUNT_FAILED) {
    end_run(c, s->lane, EXEUNT_FAILED);
  }
}

int exeunt_start_steps(exeunt_controller *c, int passage) {
  int at, started = 0;
  for (at = 0; at < c->passages[passage].path_count; at++) {
    if (!may_start(c, passage, at)) continue;
    start_step(c, passage, at);
    started++;
  }
  return started;
}
