/*
 * The schedule of a design as code: runs stages, checks exits, and loads the next module meanwhile.
 *
 * One controller for all machines (C99, no allocation of its own, no threads). What differs between them stands
 * behind exeunt_backend: a simulation, Linux, bare metal. The order of things is the design's timeline: a task
 * starts as soon as the tasks before it, its lane and, for a load, the configuration port allow.
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

enum exeunt_policy { EXEUNT_SERIAL, EXEUNT_OVERLAP, EXEUNT_SPECULATE };

/* A stage's computation, or an exit's check. Steps stand in path order; a step is its own module. */
typedef struct {
  const char *name;
  int is_check;
  /* Where it runs: see exeunt_design. */
  int lane;
  /* Region whose module it is, or -1: resident in the static part, or software on the processor. */
  int region;
  /* Bytes of one input and of its result, whole 8-byte words. A check's result is an exeunt_decision and logits. */
  uint32_t input_bytes;
  uint32_t output_bytes;
} exeunt_step;

/*
 * What follows a step, where a design decides between paths. Paths that meet again are written out, so that steps make
 * a tree, in the order of a walk through it; steps of one module stand in several places.
 */
typedef struct {
  /* The first step of the same module. */
  int module;
  /* The step behind, -1 at the end of a path and of a decision. */
  int next;
  /* Of a decision, which is a check: the step that each label goes on with, and the label that is most likely. */
  int case_count;
  const int *cases;
  int likeliest;
  /* Steps whose loads are of use whatever is decided, in the order in which they begin. */
  int common_count;
  const int *common;
} exeunt_branch;

/* What an exit's module writes in front of its logits; of a decision's only the label counts. */
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
  /* Logits at the end of the network: how many, bytes each (1 or 2), 1 if below zero is possible. */
  int classes;
  int logit_bytes;
  int logit_signed;
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
  /* Memory that DMA reaches, kept for good; called by exeunt_open alone. NULL if there is none. */
  void *(*allocate)(void *context, size_t bytes);
  /*
   * Begin to load a step's module into its region and return. The backend does what a load needs around it:
   * quiesce, decouple, hold the reset, transfer, check the port's state, release. EXEUNT_FAILED if it cannot begin.
   */
  enum exeunt_status (*start_load)(void *context, int step);
  /* Begin to run a step's module on `count` inputs that lie one behind the other, and return. */
  enum exeunt_status (*start_run)(void *context, int step, const void *input, void *output, int count);
  /* State of what was last begun on a lane (on the port's: the load). Asked again until it is not EXEUNT_BUSY. */
  enum exeunt_status (*poll)(void *context, int lane);
  /* Sleep until a lane's state may have changed, or the clock shows `until_ns` (none if negative). May return early. */
  void (*wait)(void *context, int64_t until_ns);
  /* Told of each task that has ended; may be NULL. */
  void (*ended)(void *context, const char *kind, int step, int64_t start_ns, int64_t end_ns);
} exeunt_backend;

typedef struct {
  int label;
  /* Step of the check that it left at, or -1: it went to the end of its path. */
  int exit_step;
  /* The last step of its path, or the one that it left at. */
  int last_step;
  /* From the call to the end of its path. */
  int64_t latency_ns;
} exeunt_result;

enum exeunt_error {
  EXEUNT_OK = 0,
  EXEUNT_NO_MEMORY,
  /* A load failed, and so did its repetition: the region's content is not known. */
  EXEUNT_LOAD_FAILED,
  EXEUNT_RUN_FAILED,
  EXEUNT_WRONG_DESIGN
};

/* Its fields are the controller's own, but for `error` and `error_step`, which say what stopped it. */
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
  /* The task was begun for an earlier call, whose inputs had left before it ended. */
  unsigned char vain[EXEUNT_MAX_LANES];
  int retried;
  /* Steps of the current batch's path, as far as it is decided; under `speculate` with the likeliest cases behind. */
  int path[EXEUNT_MAX_STEPS];
  int path_count;
  /* Of the current batch, by step. */
  unsigned char loaded[EXEUNT_MAX_STEPS];
  unsigned char state[EXEUNT_MAX_STEPS];
  void *input;
  void *output[EXEUNT_MAX_STEPS];
  /* Which inputs of the batch lie in each step's output, and how many; the last is the controller's input. */
  int16_t members[EXEUNT_MAX_STEPS + 1][EXEUNT_MAX_BATCH];
  int member_count[EXEUNT_MAX_STEPS + 1];
  unsigned char alive[EXEUNT_MAX_BATCH];
} exeunt_controller;

/*
 * Takes over a machine on which every region holds the first module, in path order, that is placed in it, and
 * nothing is under way. The controller (about 600 KiB) is the caller's: static memory does.
 */
enum exeunt_error exeunt_open(exeunt_controller *controller, const exeunt_design *design,
                              const exeunt_backend *backend);

/* Where the caller puts the next inputs, one behind the other, steps[0].input_bytes each. */
void *exeunt_input(exeunt_controller *controller);

/*
 * Runs `count` inputs (1 to the design's batch) along the path, until the last has left. `arrival_ns` on the
 * backend's clock: no stage starts before, loads need not wait. Loads that have started run on when it returns:
 * the next call finds them. After an error every call returns it.
 */
enum exeunt_error exeunt_run(exeunt_controller *controller, int count, int64_t arrival_ns, exeunt_result *results);

/* Waits until nothing is under way. */
enum exeunt_error exeunt_settle(exeunt_controller *controller);

/* Errors in words. */
const char *exeunt_error_text(enum exeunt_error error);

#ifdef __cplusplus
}
#endif

#endif
