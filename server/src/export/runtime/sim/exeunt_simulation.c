#include "exeunt_simulation.h"

#include <math.h>
#include <stdlib.h>

static int64_t now_ns(void *context) { return ((exeunt_simulation *)context)->clock_ns; }

static void *allocate(void *context, size_t bytes) {
  (void)context;
  return calloc(bytes ? bytes : 1, 1);
}

static int is_under_way(const exeunt_simulation *s, int lane) {
  return s->busy[lane] && s->busy_until_ns[lane] > s->clock_ns;
}

/* Records what tasks have done since the last change of their speeds. */
static void advance(exeunt_simulation *s) {
  const double elapsed = (double)(s->clock_ns - s->changed_ns);
  int lane;
  for (lane = 0; lane < s->design->lane_count; lane++) {
    if (s->busy[lane]) s->left_ns[lane] -= elapsed * s->speed[lane];
  }
  s->changed_ns = s->clock_ns;
}

/* What each task gets of the memory at most: who asks for less leaves the rest to the others. */
static double equal_share(const exeunt_simulation *s) {
  double sum = 0, share = 0;
  int lane, sharing = 0, before;
  for (lane = 0; lane < s->design->lane_count; lane++) {
    if (is_under_way(s, lane)) sum += s->demand[lane];
  }
  if (sum <= 1) return 1;
  do {
    double rest = 1;
    before = sharing;
    sharing = 0;
    for (lane = 0; lane < s->design->lane_count; lane++) {
      if (!is_under_way(s, lane)) continue;
      if (s->demand[lane] <= share) rest -= s->demand[lane];
      else sharing++;
    }
    if (sharing > 0) share = rest / sharing;
  } while (sharing != before && sharing > 0);
  return share;
}

/* Gives the memory to the tasks under way, from now on. */
static void distribute(exeunt_simulation *s) {
  const double share = equal_share(s);
  int lane;
  for (lane = 0; lane < s->design->lane_count; lane++) {
    if (!is_under_way(s, lane)) continue;
    s->speed[lane] = s->demand[lane] <= share ? 1 : share / s->demand[lane];
    /* Whole nanoseconds; sums of speeds times times are accurate to far less than one. */
    s->busy_until_ns[lane] = s->clock_ns + (int64_t)ceil(s->left_ns[lane] / s->speed[lane] - 1e-3);
  }
}

static void occupy(exeunt_simulation *s, int lane, int64_t duration_ns, double memory_ns) {
  const double alone_ns = (double)duration_ns;
  advance(s);
  s->busy[lane] = 1;
  s->busy_until_ns[lane] = s->clock_ns + duration_ns;
  s->left_ns[lane] = alone_ns;
  s->demand[lane] = duration_ns > 0 ? memory_ns / alone_ns : 0;
  s->speed[lane] = 1;
  distribute(s);
}

static enum exeunt_status start_load(void *context, int step) {
  exeunt_simulation *s = (exeunt_simulation *)context;
  const int region = s->design->steps[step].region;
  occupy(s, EXEUNT_PORT(s->design), s->load_ns[region], s->load_memory_ns ? s->load_memory_ns[region] : 0);
  return EXEUNT_BUSY;
}

static enum exeunt_status start_run(void *context, int step, const void *const *inputs, void *const *outputs,
                                    int count) {
  exeunt_simulation *s = (exeunt_simulation *)context;
  if (s->compute) s->compute(s->user, step, inputs, outputs, count);
  occupy(s, s->design->steps[step].lane, s->fixed_ns[step] + count * s->input_ns[step],
         s->memory_ns ? count * s->memory_ns[step] : 0);
  return EXEUNT_BUSY;
}

static enum exeunt_status poll_lane(void *context, int lane) {
  exeunt_simulation *s = (exeunt_simulation *)context;
  if (is_under_way(s, lane)) return EXEUNT_BUSY;
  s->busy[lane] = 0;
  if (lane == EXEUNT_PORT(s->design) && s->failing_loads > 0) {
    s->failing_loads--;
    return EXEUNT_FAILED;
  }
  return EXEUNT_DONE;
}

/* Advances time to the next end of a task. */
static void wait_until(void *context, int64_t until_ns) {
  exeunt_simulation *s = (exeunt_simulation *)context;
  int64_t next = until_ns;
  int lane;
  for (lane = 0; lane < s->design->lane_count; lane++) {
    if (s->busy[lane] && (next < 0 || s->busy_until_ns[lane] < next)) next = s->busy_until_ns[lane];
  }
  /* Without a running task the controller would wait forever. */
  if (next < 0) abort();
  if (next <= s->clock_ns) return;
  s->clock_ns = next;
  advance(s);
  distribute(s);
}

static void ended(void *context, const char *kind, int step, int64_t input, int64_t start_ns, int64_t end_ns) {
  exeunt_simulation *s = (exeunt_simulation *)context;
  if (s->ended) s->ended(s->user, kind, step, input, start_ns, end_ns);
}

exeunt_backend exeunt_simulated(exeunt_simulation *simulation) {
  exeunt_backend backend;
  backend.context = simulation;
  backend.now_ns = now_ns;
  backend.allocate = allocate;
  backend.start_load = start_load;
  backend.start_run = start_run;
  backend.poll = poll_lane;
  backend.wait = wait_until;
  backend.ended = ended;
  return backend;
}
