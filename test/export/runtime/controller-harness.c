/*
 * Runs streams from standard input on the controller in virtual time and prints what it did. A design:
 * policy batch steps regions lanes branches memory, per step: check lane region fixed input memory, results, sources,
 * per source the step and its result, and, with branches: module rank next cases likeliest loads, followed by the steps
 * of the cases and of the loads; per region: load memory; then the most batches in flight, the region whose loads fail
 * (-1: none) and how many of them do, the lane whose runs fail (-1: none), the number of batches, and per batch:
 * arrival count, per input the step that it leaves at (-1: none), and by step the label of a decision.
 *
 * Whatever is streamed, it checks that no lane is booked twice, that lanes serve inputs in order, that results come in
 * order, and that what a task reads and writes is touched by no other while it runs.
 */
#include "exeunt_simulation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_BATCHES 2048
/* In designs with branches. */
#define MAX_PARTED 64

static exeunt_controller controller;
static exeunt_step steps[EXEUNT_MAX_STEPS];
static exeunt_design design;
static exeunt_branch branches[EXEUNT_MAX_STEPS];
static int followers[EXEUNT_MAX_STEPS][EXEUNT_MAX_STEPS], early[EXEUNT_MAX_STEPS][EXEUNT_MAX_STEPS];

/* An input and every result carry the step that the input leaves at, and whose value they are. */
typedef struct {
  int32_t leaves_at, label, step, result, input, batch;
} value;

static exeunt_source sources[EXEUNT_MAX_STEPS][EXEUNT_MAX_VALUES];
static uint32_t result_bytes[EXEUNT_MAX_STEPS][EXEUNT_MAX_VALUES];
static int64_t fixed[EXEUNT_MAX_STEPS], each[EXEUNT_MAX_STEPS], loads[EXEUNT_MAX_LANES];
static double memory[EXEUNT_MAX_STEPS], load_memory[EXEUNT_MAX_LANES];
static int is_limited;

/* The stream. */
static int batch_count, arrivals[MAX_BATCHES], counts[MAX_BATCHES], leaves[MAX_BATCHES][16];
static int labels[MAX_PARTED][16][EXEUNT_MAX_STEPS];
static int64_t firsts[MAX_BATCHES], reported;

/* A lane's task: what it reads and writes. */
static struct {
  int runs, step, count, batch;
  const void *inputs[EXEUNT_MAX_VALUES];
  void *outputs[EXEUNT_MAX_VALUES];
  value before[EXEUNT_MAX_VALUES][16];
} tasks[EXEUNT_MAX_LANES];
static int newest[EXEUNT_MAX_LANES];

static exeunt_simulation simulation;
static exeunt_backend machine;
static int failing_region, failing_loads, failing_lane;

static void wrong(const char *what, int step) { printf("WRONG: step %d: %s\n", step, what); }

/* Whether two tasks share memory of which one is written. */
static int disturb(int a, int b) {
  int i, k;
  for (i = 0; i < steps[tasks[a].step].result_count; i++) {
    for (k = 0; k < steps[tasks[b].step].source_count; k++) {
      if (tasks[a].outputs[i] == tasks[b].inputs[k]) return 1;
    }
    for (k = 0; k < steps[tasks[b].step].result_count; k++) {
      if (tasks[a].outputs[i] == tasks[b].outputs[k]) return 1;
    }
  }
  return 0;
}

static enum exeunt_status start_load(void *context, int step) {
  const int region = steps[step].region;
  if (tasks[EXEUNT_PORT(&design)].runs || tasks[region].runs) wrong("loaded while its lane is busy", step);
  tasks[EXEUNT_PORT(&design)].runs = 1;
  tasks[EXEUNT_PORT(&design)].step = step;
  return machine.start_load(context, step);
}

static enum exeunt_status start_run(void *context, int step, const void *const *inputs, void *const *outputs,
                                    int count) {
  const int lane = steps[step].lane, port = EXEUNT_PORT(&design);
  int i, k, other;
  if (tasks[lane].runs) wrong("its lane is booked twice", step);
  if (tasks[port].runs && steps[tasks[port].step].region == lane) wrong("runs while it is being loaded", step);
  if (lane == failing_lane) return EXEUNT_FAILED;
  tasks[lane].runs = 1;
  tasks[lane].step = step;
  tasks[lane].count = count;
  for (k = 0; k < steps[step].source_count; k++) {
    tasks[lane].inputs[k] = inputs[k];
    memcpy(tasks[lane].before[k], inputs[k], sizeof(value) * (size_t)count);
  }
  for (k = 0; k < steps[step].result_count; k++) tasks[lane].outputs[k] = outputs[k];
  tasks[lane].batch = tasks[lane].before[0][0].batch;
  if (tasks[lane].batch < newest[lane]) wrong("an input overtakes another", step);
  newest[lane] = tasks[lane].batch;
  for (other = 0; other < design.lane_count; other++) {
    if (other == lane || other == port || !tasks[other].runs) continue;
    /* What is begun for a path not taken is of no use to its own input. */
    if (tasks[other].batch == tasks[lane].batch) continue;
    if (disturb(lane, other) || disturb(other, lane)) wrong("a buffer is overwritten while it is in use", step);
  }
  /* What is there before the end is not the result. */
  for (k = 0; k < steps[step].result_count; k++) {
    for (i = 0; i < (int)(sizeof(value) * (size_t)count); i++) ((unsigned char *)outputs[k])[i] = 0x5a;
  }
  return machine.start_run(context, step, inputs, outputs, count);
}

/* An input's own step for a module: with branches, that on its way. */
static int own_step(const value *v, int module) {
  int step = 0;
  if (!design.branches || design.batch == 1) return module;
  while (step >= 0 && branches[step].module != module) {
    const exeunt_branch *b = &branches[step];
    step = b->case_count > 0 ? b->cases[labels[v->batch][v->input][step]] : b->next;
  }
  if (step < 0) wrong("it runs for an input that does not need it", module);
  return step < 0 ? module : step;
}

static int made_by(int step) { return step >= 0 && design.branches && design.batch > 1 ? branches[step].module : step; }

static void compute(int lane) {
  const int step = tasks[lane].step;
  int i, k;
  for (i = 0; i < tasks[lane].count; i++) {
    value v = tasks[lane].before[0][i];
    const int own = own_step(&v, step);
    for (k = 0; k < steps[step].source_count; k++) {
      const exeunt_source *from = &sources[own][k];
      value now;
      memcpy(&now, (const char *)tasks[lane].inputs[k] + sizeof now * (size_t)i, sizeof now);
      if (memcmp(&now, &tasks[lane].before[k][i], sizeof now) != 0) wrong("what it reads was overwritten", step);
      if (now.step != made_by(from->step) || now.result != from->result || now.input != v.input ||
          now.batch != v.batch) {
        wrong("it reads another value", step);
      }
    }
    v.step = step;
    if (steps[step].is_check) {
      v.leaves_at = v.leaves_at == own;
      if (design.branches && branches[step].case_count > 0) v.label = labels[v.batch][v.input][own];
    }
    /* Of a stage, as logits of the end: the label is the larger of the last two of four. */
    for (k = 0; k < steps[step].result_count; k++) {
      v.result = k;
      memcpy((char *)tasks[lane].outputs[k] + sizeof v * (size_t)i, &v, sizeof v);
    }
  }
}

static enum exeunt_status poll_lane(void *context, int lane) {
  const enum exeunt_status status = machine.poll(context, lane);
  if (status == EXEUNT_BUSY) return status;
  tasks[lane].runs = 0;
  if (lane != EXEUNT_PORT(&design)) {
    compute(lane);
  } else if (steps[tasks[lane].step].region == failing_region && failing_loads > 0) {
    failing_loads--;
    return EXEUNT_FAILED;
  }
  return status;
}

static void ended(void *user, const char *kind, int step, int64_t input, int64_t start, int64_t end) {
  int batch = 0;
  (void)user;
  while (batch + 1 < batch_count && firsts[batch + 1] <= input) batch++;
  printf("%s %d %d %lld %lld\n", kind, batch, step, (long long)start, (long long)end);
}

static int batch_of(int64_t first) {
  int batch = 0;
  while (batch < batch_count && firsts[batch] != first) batch++;
  return batch;
}

static int next(void *user, int64_t first) {
  const int batch = batch_of(first);
  (void)user;
  return batch < batch_count ? counts[batch] : 0;
}

static int fill(void *user, int64_t first, int count, void *inputs, int64_t *arrival_ns) {
  const int batch = batch_of(first);
  int i;
  (void)user;
  if (arrivals[batch] > simulation.clock_ns) {
    *arrival_ns = arrivals[batch];
    return 0;
  }
  for (i = 0; i < count; i++) {
    value v = {0, 0, -1, 0, 0, 0};
    v.leaves_at = leaves[batch][i];
    /* Logits 0, 0, 1, 0: label 2. */
    v.label = v.leaves_at < 0 ? 1 : v.leaves_at;
    v.input = i;
    v.batch = batch;
    memcpy((char *)inputs + sizeof v * (size_t)i, &v, sizeof v);
  }
  return 1;
}

static void left(void *user, int64_t input, const exeunt_result *r) {
  (void)user;
  if (input != reported++) wrong("results out of order", r->last_step);
  if (r->error != EXEUNT_OK) {
    printf("failed %lld %d %lld %lld %s\n", (long long)input, r->last_step, (long long)r->latency_ns,
           (long long)r->left_ns, exeunt_error_text(r->error));
    return;
  }
  printf("result %lld %d %d %lld %lld\n", (long long)input, r->exit_step, r->label, (long long)r->latency_ns,
         (long long)r->left_ns);
}

static int number(void) {
  int value;
  if (scanf("%d", &value) != 1) exit(0);
  return value;
}

static void read_design(void) {
  int i, k;
  design.policy = (enum exeunt_policy)number();
  design.batch = number();
  design.step_count = number();
  design.region_count = number();
  design.lane_count = number();
  design.branches = number() ? branches : NULL;
  is_limited = number();
  design.steps = steps;
  design.classes = 4;
  design.pixels = 1;
  design.logit_bytes = 2;
  design.logit_signed = 1;
  for (i = 0; i < design.step_count; i++) {
    steps[i].is_check = number();
    steps[i].lane = number();
    steps[i].region = number();
    fixed[i] = number();
    each[i] = number();
    memory[i] = number();
    steps[i].result_count = number();
    steps[i].source_count = number();
    steps[i].result_bytes = result_bytes[i];
    steps[i].sources = sources[i];
    for (k = 0; k < EXEUNT_MAX_VALUES; k++) result_bytes[i][k] = sizeof(value);
    for (k = 0; k < steps[i].source_count; k++) {
      sources[i][k].step = number();
      sources[i][k].result = number();
      sources[i][k].bytes = sizeof(value);
    }
    if (design.branches) {
      exeunt_branch *b = &branches[i];
      b->module = number();
      b->rank = number();
      b->next = number();
      b->case_count = number();
      b->likeliest = number();
      b->common_count = number();
      b->cases = followers[i];
      b->common = early[i];
      for (k = 0; k < b->case_count; k++) followers[i][k] = number();
      for (k = 0; k < b->common_count; k++) early[i][k] = number();
    }
  }
  for (i = 0; i < design.region_count; i++) {
    loads[i] = number();
    load_memory[i] = number();
  }
}

static void read_stream(void) {
  int64_t first = 0;
  int i, k;
  batch_count = number();
  for (i = 0; i < batch_count; i++) {
    arrivals[i] = number();
    counts[i] = number();
    firsts[i] = first;
    first += counts[i];
    for (k = 0; k < counts[i]; k++) leaves[i][k] = number();
    if (design.branches && batch_count > MAX_PARTED) exit(1);
    for (k = 0; design.branches && k < counts[i] * design.step_count; k++) {
      labels[i][k / design.step_count][k % design.step_count] = number();
    }
  }
}

int main(void) {
  static const exeunt_stream stream = {NULL, next, fill, left};
  for (;;) {
    exeunt_backend backend;
    enum exeunt_error error;
    int i, k, copy, in_flight;
    memset(&simulation, 0, sizeof simulation);
    memset(tasks, 0, sizeof tasks);
    memset(newest, 0, sizeof newest);
    reported = 0;
    read_design();
    in_flight = number();
    failing_region = number();
    failing_loads = number();
    failing_lane = number();
    read_stream();
    simulation.design = &design;
    simulation.fixed_ns = fixed;
    simulation.input_ns = each;
    simulation.load_ns = loads;
    simulation.memory_ns = is_limited ? memory : NULL;
    simulation.load_memory_ns = is_limited ? load_memory : NULL;
    simulation.ended = ended;
    machine = exeunt_simulated(&simulation);
    backend = machine;
    backend.start_load = start_load;
    backend.start_run = start_run;
    backend.poll = poll_lane;
    exeunt_open(&controller, &design, &backend, in_flight);
    error = exeunt_run(&controller, &stream);
    if (error != EXEUNT_OK) printf("error %d %s\n", controller.error_step, exeunt_error_text(error));
    exeunt_settle(&controller);
    printf("end\n");
    for (i = 0; i <= EXEUNT_MAX_STEPS; i++) {
      for (copy = 0; copy < 2; copy++) {
        for (k = 0; k < EXEUNT_MAX_VALUES; k++) free(controller.buffers[i][copy].data[k]);
      }
      for (k = 0; i < EXEUNT_MAX_STEPS && k < EXEUNT_MAX_VALUES; k++) free(controller.gathered[i][k]);
    }
  }
}
