/*
 * Executes the schedule of a design: runs stages, checks exits, and loads the next module in the meantime.
 *
 * One controller for all machines (C99, no allocation, no threads). exeunt_backend hides their differences: a
 * simulation, Linux, bare metal. Tasks follow the design's timeline: a task starts as soon as the tasks before it, its
 * lane and, for a load, the configuration port allow.
 */
#ifndef EXEUNT_CONTROLLER_H
#define EXEUNT_CONTROLLER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define EXEUNT_MAX_STEPS 256
#define EXEUNT_MAX_LANES (EXEUNT_MAX_STEPS + 2)
#define EXEUNT_MAX_BATCH 1024
/* Values that a module reads, and values that it makes. */
#define EXEUNT_MAX_VALUES 8

enum exeunt_policy { EXEUNT_SERIAL, EXEUNT_OVERLAP, EXEUNT_SPECULATE };

/* A value that a step reads: a result of an earlier step, or the controller's input. */
typedef struct {
  /* -1 for the controller's input. */
  int step;
  /* Index among that step's results. */
  int result;
  /* Bytes for one input, whole 8-byte words. */
  uint32_t bytes;
} exeunt_source;

/*
 * A stage's computation, or an exit's check. Steps are in path order, and each has its own module. Results stay in
 * memory until the batch has ended, so a step may read those of any step before it on its path.
 */
typedef struct {
  const char *name;
  int is_check;
  /* Lane that it runs on: see exeunt_design. */
  int lane;
  /* Region of its module, or -1: resident in the static part, or software on the processor. */
  int region;
  int source_count;
  const exeunt_source *sources;
  /* Bytes of each result for one input. A check has one, an exeunt_decision and logits; the path's end is the first. */
  int result_count;
  const uint32_t *result_bytes;
} exeunt_step;

/*
 * Successors of a step in a design that decides between paths. Paths that meet again are duplicated, so that steps form
 * a tree in depth-first order; a module may have several steps.
 */
typedef struct {
  /* The first step of the same module. */
  int module;
  /* The next step; -1 at the end of a path and for a decision. */
  int next;
  /* For a decision, which is a check: the next step for each label, and the most likely label. */
  int case_count;
  const int *cases;
  int likeliest;
  /* Steps whose loads are needed in every case, in the order in which they begin. */
  int common_count;
  const int *common;
} exeunt_branch;

/* What an exit's module writes before its logits; a decision uses only the label. */
typedef struct {
  int32_t leaves;
  int32_t label;
} exeunt_decision;

typedef struct {
  const char *name;
  enum exeunt_policy policy;
  int batch;
  int step_count;
  const exeunt_step *steps;
  /* Lanes: regions from 0, then the configuration port, the processor, and one for each resident module. */
  int region_count;
  int lane_count;
  const char *const *lane_names;
  /*
   * Logits at the end of the network: number, bytes each (1 or 2), whether they are signed, and the integer of 0. A
   * single logit is that of the second of two classes, of which the first has 0.
   */
  int classes;
  int logit_bytes;
  int logit_signed;
  int logit_zero;
  /* By step; NULL for a design with one path, whose steps follow each other. */
  const exeunt_branch *branches;
} exeunt_design;

/* Lane of the configuration port. */
#define EXEUNT_PORT(design) ((design)->region_count)

enum exeunt_status { EXEUNT_BUSY = 0, EXEUNT_DONE = 1, EXEUNT_FAILED = -1 };

/* A machine. Every function is called from the thread that calls the controller. */
typedef struct {
  void *context;
  /* Any steady clock. */
  int64_t (*now_ns)(void *context);
  /* Allocates memory for DMA, which is never freed; called only by exeunt_open. NULL if there is none. */
  void *(*allocate)(void *context, size_t bytes);
  /*
   * Begin to load a step's module into its region and return. The backend does what a load needs around it:
   * quiesce, decouple, hold the reset, transfer, check the port's state, release. EXEUNT_FAILED if it cannot begin.
   */
  enum exeunt_status (*start_load)(void *context, int step);
  /*
   * Begins to run a step's module on `count` consecutive inputs, and returns. By source and by result of the step; the
   * pointers themselves are valid during the call only.
   */
  enum exeunt_status (*start_run)(void *context, int step, const void *const *inputs, void *const *outputs, int count);
  /* State of the last task begun on a lane (the load, on the port's lane). Polled until it is not EXEUNT_BUSY. */
  enum exeunt_status (*poll)(void *context, int lane);
  /* Sleeps until a lane's state may have changed, or until `until_ns` (no limit if negative). May return early. */
  void (*wait)(void *context, int64_t until_ns);
  /* Called for each task that has ended; may be NULL. */
  void (*ended)(void *context, const char *kind, int step, int64_t start_ns, int64_t end_ns);
} exeunt_backend;

typedef struct {
  int label;
  /* Step of the check at which it left, or -1 at the end of its path. */
  int exit_step;
  /* The last step of its path, or the one at which it left. */
  int last_step;
  /* From the call to the end of its path. */
  int64_t latency_ns;
} exeunt_result;

enum exeunt_error {
  EXEUNT_OK = 0,
  EXEUNT_NO_MEMORY,
  /* A load failed twice: the region's content is unknown. */
  EXEUNT_LOAD_FAILED,
  EXEUNT_RUN_FAILED,
  EXEUNT_WRONG_DESIGN
};

/* Fields are internal, except `error` and `error_step`, which say what stopped the controller. */
typedef struct {
  const exeunt_design *design;
  const exeunt_backend *backend;
  enum exeunt_error error;
  int error_step;
  /* Module that each region holds or is loading, by its first step. */
  int contents[EXEUNT_MAX_LANES];
  /* Step that occupies each lane, or -1; the port's is the step whose module is being loaded. */
  int occupant[EXEUNT_MAX_LANES];
  int64_t since_ns[EXEUNT_MAX_LANES];
  /* The task was begun in an earlier call, and its inputs left before it ended. */
  unsigned char vain[EXEUNT_MAX_LANES];
  int retried;
  /* Steps of the current batch's path as far as decided; under `speculate` followed by the likeliest cases. */
  int path[EXEUNT_MAX_STEPS];
  int path_count;
  /* State of the current batch, by step. */
  unsigned char loaded[EXEUNT_MAX_STEPS];
  unsigned char state[EXEUNT_MAX_STEPS];
  void *input;
  void *output[EXEUNT_MAX_STEPS][EXEUNT_MAX_VALUES];
  /* Inputs of the batch in each step's result buffers, and their number; the last entry is the controller's input. */
  int16_t members[EXEUNT_MAX_STEPS + 1][EXEUNT_MAX_BATCH];
  int member_count[EXEUNT_MAX_STEPS + 1];
  unsigned char alive[EXEUNT_MAX_BATCH];
} exeunt_controller;

/*
 * Takes over an idle machine on which every region holds its first module in path order. The caller owns the controller
 * (about 600 KiB), for example in static memory.
 */
enum exeunt_error exeunt_open(exeunt_controller *controller, const exeunt_design *design,
                              const exeunt_backend *backend);

/* Buffer for the next inputs, consecutive, exeunt_input_bytes each. */
void *exeunt_input(exeunt_controller *controller);
uint32_t exeunt_input_bytes(const exeunt_design *design);

/*
 * Runs `count` inputs (1 to the design's batch) along the path, until the last has left. `arrival_ns` on the
 * backend's clock: no stage starts earlier, but loads may. Loads still running at return continue into the next call.
 * After an error every call returns it.
 */
enum exeunt_error exeunt_run(exeunt_controller *controller, int count, int64_t arrival_ns, exeunt_result *results);

/* Waits until the machine is idle. */
enum exeunt_error exeunt_settle(exeunt_controller *controller);

/* Text of an error. */
const char *exeunt_error_text(enum exeunt_error error);

#ifdef __cplusplus
}
#endif

#endif
