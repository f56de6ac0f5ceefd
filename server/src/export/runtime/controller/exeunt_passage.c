#include "exeunt_passage.h"

#include <string.h>

int exeunt_module_of(const exeunt_design *d, int step) { return d->branches ? d->branches[step].module : step; }

int exeunt_is_decision(const exeunt_design *d, int step) { return d->branches && d->branches[step].case_count > 0; }

static int next_of(const exeunt_design *d, int step) {
  if (d->branches) return d->branches[step].next;
  return step + 1 < d->step_count ? step + 1 : -1;
}

/* Extends the path by a step and its successors up to the next decision; speculation continues with the likeliest case.
 */
static void follow(const exeunt_controller *c, exeunt_passage *p, int count, int step) {
  const exeunt_design *d = c->design;
  p->path_count = count;
  while (step >= 0) {
    p->path[p->path_count++] = (int16_t)step;
    if (!exeunt_is_decision(d, step)) step = next_of(d, step);
    else if (d->policy == EXEUNT_SPECULATE) step = d->branches[step].cases[d->branches[step].likeliest];
    else step = -1;
  }
}

void exeunt_passage_begin(exeunt_controller *c, exeunt_passage *p, int64_t first, int count) {
  memset(p, 0, sizeof *p);
  p->used = 1;
  p->first = first;
  p->count = count;
  exeunt_batch_first(p->alive, count);
  exeunt_batch_first(p->members, count);
  /* Of a batch that parts, the way is kept from its issue. */
  if (!exeunt_parts(c->design)) follow(c, p, 0, 0);
}

int exeunt_open_place(const exeunt_controller *c, const exeunt_passage *p) {
  int at;
  for (at = 0; at < p->path_count; at++) {
    if (exeunt_is_decision(c->design, p->path[at]) && at >= p->decided) break;
  }
  return at;
}

int exeunt_open_step(const exeunt_controller *c, const exeunt_passage *p) {
  const int open = exeunt_open_place(c, p);
  return open < p->path_count ? p->path[open] : c->design->step_count;
}

int exeunt_open_end(const exeunt_controller *c, const exeunt_passage *p) {
  const int step = exeunt_open_step(c, p);
  return step < c->design->step_count ? c->behind[step] : step;
}

int exeunt_stage_before(const exeunt_controller *c, const exeunt_passage *p, int place) {
  int at = place - 1;
  while (at >= 0 && c->design->steps[p->path[at]].is_check) at--;
  return at < 0 ? -1 : p->path[at];
}

int exeunt_all_ended(const exeunt_controller *c, const exeunt_passage *p, int place) {
  int at;
  (void)c;
  for (at = 0; at < place; at++) {
    if (p->state[p->path[at]] != EXEUNT_STEP_ENDED) return 0;
  }
  return 1;
}

int exeunt_lane_ended(const exeunt_controller *c, const exeunt_passage *p, int place, int lane) {
  int at;
  for (at = 0; at < place; at++) {
    if (c->design->steps[p->path[at]].lane == lane && p->state[p->path[at]] != EXEUNT_STEP_ENDED) return 0;
  }
  return 1;
}

int exeunt_stages_ended(const exeunt_controller *c, const exeunt_passage *p, int place) {
  int at;
  for (at = 0; at < place; at++) {
    if (!c->design->steps[p->path[at]].is_check && p->state[p->path[at]] != EXEUNT_STEP_ENDED) return 0;
  }
  return 1;
}

static void claim(exeunt_controller *c, int step) {
  const exeunt_step *s = &c->design->steps[step];
  c->claimed[s->lane] = 1;
  if (s->region < 0 || c->broken[s->region]) return;
  if (c->contents[s->region] != exeunt_module_of(c->design, step)) c->claimed[EXEUNT_PORT(c->design)] = 1;
}

void exeunt_passage_claim(exeunt_controller *c, const exeunt_passage *p) {
  const int open = exeunt_open_place(c, p);
  int at, step;
  for (at = 0; at < p->path_count && at <= open; at++) {
    if (p->state[p->path[at]] == EXEUNT_STEP_WAITING) claim(c, p->path[at]);
  }
  for (step = exeunt_open_step(c, p) + 1; step < exeunt_open_end(c, p); step++) {
    if (p->state[step] == EXEUNT_STEP_WAITING) claim(c, step);
  }
}

static int is_on_path(const exeunt_passage *p, int step) {
  int at;
  for (at = 0; at < p->path_count; at++) {
    if (p->path[at] == step) return 1;
  }
  return 0;
}

/* Sets the path after a decision. Work for another case is wasted, but its loads count as region contents. */
static int decide(exeunt_controller *c, int passage, int place) {
  exeunt_passage *p = &c->passages[passage];
  const exeunt_design *d = c->design;
  const int step = p->path[place];
  const exeunt_branch *b = &d->branches[step];
  exeunt_decision decision;
  int lane;
  memcpy(&decision, exeunt_buffer_of(c, passage, exeunt_module_of(d, step))->data[0], sizeof decision);
  if (decision.label < 0 || decision.label >= b->case_count) {
    exeunt_batch_fail(c, passage, step, EXEUNT_RUN_FAILED);
    return 0;
  }
  if (place + 1 < p->path_count && p->path[place + 1] == b->cases[decision.label]) return 1;
  follow(c, p, place + 1, b->cases[decision.label]);
  for (lane = 0; lane < d->lane_count; lane++) {
    if (c->occupant[lane] < 0 || lane == EXEUNT_PORT(d) || c->runs_for[lane] != passage || c->vain[lane]) continue;
    if (is_on_path(p, c->occupant[lane])) continue;
    c->vain[lane] = 1;
    p->vain++;
  }
  return 1;
}

/* The step that the passage is certain to need and that cannot run, or -1. */
static int blocked_at(const exeunt_controller *c, const exeunt_passage *p) {
  int at;
  for (at = p->decided; at < p->path_count; at++) {
    const int step = p->path[at];
    if (p->state[step] == EXEUNT_STEP_WAITING && c->broken[c->design->steps[step].lane]) return step;
    if (c->design->steps[step].is_check) return -1;
  }
  return -1;
}

/* The next step on its path has ended. Returns 0 if the batch has failed. */
static int apply_parted(exeunt_controller *c, int passage) {
  exeunt_passage *p = &c->passages[passage];
  const int module = p->path[p->decided++];
  if (exeunt_is_decision(c->design, module)) {
    if (exeunt_parted_decide(c, passage, module) != 0) {
      exeunt_batch_fail(c, passage, module, EXEUNT_RUN_FAILED);
      return 0;
    }
  } else if (c->design->steps[module].is_check) {
    exeunt_batch_leave(c, passage, module);
  }
  exeunt_parted_finish(c, passage, module);
  exeunt_parted_follow(c, p, p->decided);
  return 1;
}

static int advance_parted(exeunt_controller *c, int passage) {
  exeunt_passage *p = &c->passages[passage];
  const int before = p->decided;
  int blocked;
  while (p->decided < p->path_count && p->state[p->path[p->decided]] == EXEUNT_STEP_ENDED) {
    if (!apply_parted(c, passage) || !exeunt_batch_is_alive(p)) break;
  }
  while (exeunt_batch_is_alive(p) && (blocked = blocked_at(c, p)) >= 0) {
    exeunt_batch_fail_at(c, passage, blocked, (enum exeunt_error)c->broken[c->design->steps[blocked].lane]);
    exeunt_parted_follow(c, p, p->decided);
  }
  if (!exeunt_batch_is_alive(p)) p->has_left = 1;
  return p->decided != before || p->has_left;
}

int exeunt_passage_advance(exeunt_controller *c, int passage) {
  exeunt_passage *p = &c->passages[passage];
  const exeunt_design *d = c->design;
  const int before = p->decided;
  int blocked;
  if (!p->issued || p->has_left) return 0;
  if (exeunt_parts(d)) return advance_parted(c, passage);
  while (p->decided < p->path_count && p->state[p->path[p->decided]] == EXEUNT_STEP_ENDED) {
    const int place = p->decided++;
    const int step = p->path[place];
    if (exeunt_is_decision(d, step)) {
      if (!decide(c, passage, place)) break;
    } else if (d->steps[step].is_check) {
      exeunt_batch_leave(c, passage, step);
      if (!exeunt_batch_is_alive(p)) break;
    }
  }
  if (exeunt_batch_is_alive(p) && p->decided == p->path_count) exeunt_batch_finish(c, passage);
  blocked = exeunt_batch_is_alive(p) ? blocked_at(c, p) : -1;
  if (blocked >= 0) {
    exeunt_batch_fail(c, passage, blocked, (enum exeunt_error)c->broken[d->steps[blocked].lane]);
  }
  if (!exeunt_batch_is_alive(p)) p->has_left = 1;
  return p->decided != before || p->has_left;
}
