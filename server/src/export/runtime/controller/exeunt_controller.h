/*
 * Executes the schedule of a design: runs stages, checks exits, and loads the next module in the meantime, for a stream
 * of inputs that follow each other.
 *
 * One controller for all machines (C99, no allocation, no threads). exeunt_backend hides their differences: a
 * simulation, Linux, bare metal. Tasks follow the design's timeline:
 *
 * - A task starts as soon as the tasks before it, its lane and, for a load, the configuration port allow.
 * - Lanes serve inputs in their order, and the port serves loads in that order. A lane is the next input's once the one
 *   before has used it for the last time, as soon as that is known.
 * - An input is issued as soon as its first lane is its own; it does not wait until the one before has left.
 * - Two buffers hold each stage's results and the network's inputs, by turns. One is free when the last reader has
 *   ended: checks, later stages, or the input's leaving. So there are never more inputs in flight than buffers.
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
/* One in each buffer, and one that waits for its first lane. */
#define EXEUNT_MAX_IN_FLIGHT (2 * EXEUNT_MAX_STEPS + 3)
/* Results of inputs that have left before an earlier one; the next input waits while there is no room for its own. */
#ifndef EXEUNT_MAX_RESULTS
#define EXEUNT_MAX_RESULTS 4096
#endif

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
 * A stage's computation, or an exit's check. Steps are in path order, and each has its own module. A stage's results
 * stay in memory until their last reader has ended, so a step may read those of any stage before it on its path.
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
  /* For a batch whose inputs take different cases: in which order it runs the modules. */
  int rank;
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
   * single logit is that of the second of two classes, of which the first has 0. Of an image, as a network without a
   * flatten ends in, kernels give all channels of a pixel, then those of the next; its classes are numbered as in the
   * model, all `pixels` of a channel, then those of the next. 1 for a vector.
   */
  int classes;
  int pixels;
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
  /* Sleeps until any lane's state may have changed, or until `until_ns` (no limit if negative). May return early. */
  void (*wait)(void *context, int64_t until_ns);
  /* Called for each task that has ended, with the first input of its batch; may be NULL. */
  void (*ended)(void *context, const char *kind, int step, int64_t input, int64_t start_ns, int64_t end_ns);
} exeunt_backend;

enum exeunt_error {
  EXEUNT_OK = 0,
  EXEUNT_NO_MEMORY,
  /* A load failed twice: the region's content is unknown. */
  EXEUNT_LOAD_FAILED,
  EXEUNT_RUN_FAILED,
  EXEUNT_WRONG_DESIGN
};

typedef struct {
  /* -1 after an error. */
  int label;
  /* Step of the check at which it left, or -1 at the end of its path. */
  int exit_step;
  /* The last step of its path, the one at which it left, or the one that it needed and could not run. */
  int last_step;
  enum exeunt_error error;
  /* On the backend's clock: when its batch was issued, and when it had left. */
  int64_t issued_ns;
  int64_t left_ns;
  /* Since its issue or, if that was later, its arrival. */
  int64_t latency_ns;
} exeunt_result;

/* Where a stream's inputs come from, and where their results go. Inputs are numbered from 0. */
typedef struct {
  void *user;
  /*
   * Size of the batch that begins with input `first`: 1 to the design's batch, or 0 if the stream has ended. Asked once
   * for each batch, and early: loads for it may begin before its inputs are there.
   */
  int (*next)(void *user, int64_t first);
  /*
   * Writes the batch's inputs, consecutive, exeunt_input_bytes each, and returns 1; or 0 if they have not all arrived.
   * `arrival_ns` on the backend's clock: preset to now; after 0, when to ask again (the past: as soon as may be).
   */
  int (*fill)(void *user, int64_t first, int count, void *inputs, int64_t *arrival_ns);
  /* An input has left or failed. Called in the order of inputs, once for each; may be NULL. */
  void (*left)(void *user, int64_t input, const exeunt_result *result);
} exeunt_stream;

/* Internal: a batch on its way. */
typedef struct {
  int64_t first;
  int count;
  int64_t issued_ns;
  int64_t arrived_ns;
  unsigned char used, issued, filled, has_left;
  /* Places on its path whose decisions have been applied. */
  int decided;
  /* Steps of its path as far as decided; under `speculate` followed by the likeliest cases. */
  int path_count;
  int16_t path[EXEUNT_MAX_STEPS];
  /* By step. */
  unsigned char state[EXEUNT_MAX_STEPS];
  /* Its tasks that run, and those of them that were begun for a path not taken. */
  int running;
  int vain;
  /* Inputs that have not left, as bits; and those that its tasks run for, which are more until the batch is closed up.
   */
  uint32_t alive[EXEUNT_MAX_BATCH / 32];
  uint32_t members[EXEUNT_MAX_BATCH / 32];
} exeunt_passage;

/* Internal: one batch's results of a module, or its inputs. */
typedef struct {
  /* Passage that it belongs to, or -1; and the step that wrote it. */
  int owner;
  int step;
  unsigned char *data[EXEUNT_MAX_VALUES];
  /* Inputs of the batch that are in it, as bits, and their number. */
  uint32_t members[EXEUNT_MAX_BATCH / 32];
  int member_count;
} exeunt_buffer;

/* Fields are internal, except `error` and `error_step`, which say what failed first. */
typedef struct {
  const exeunt_design *design;
  const exeunt_backend *backend;
  const exeunt_stream *stream;
  enum exeunt_error error;
  int error_step;
  /* Most inputs (batches) in flight, 0 if only buffers limit them; and buffers of each result. */
  int in_flight;
  int buffer_count;
  /* By step: behind the last step of the tree below it, and whether a path ends below it without a further stage. */
  int16_t behind[EXEUNT_MAX_STEPS];
  unsigned char may_end[EXEUNT_MAX_STEPS];
  /* Module that each region holds or is loading, by its first step. */
  int contents[EXEUNT_MAX_LANES];
  /* By lane: step that occupies it, or -1 (-2: a region that is being loaded); the passage; since when. */
  int occupant[EXEUNT_MAX_LANES];
  int runs_for[EXEUNT_MAX_LANES];
  int64_t since_ns[EXEUNT_MAX_LANES];
  /* The task was begun for a path that is not taken; the lane has failed, and with what. */
  unsigned char vain[EXEUNT_MAX_LANES];
  unsigned char broken[EXEUNT_MAX_LANES];
  /* The lane is still an earlier input's; while tasks are started. */
  unsigned char claimed[EXEUNT_MAX_LANES];
  int retried;
  /* First input of the batch that the load under way was begun for. */
  int64_t load_input;
  /* Batches on their way, the oldest first: the last may not have been issued yet. */
  exeunt_passage passages[EXEUNT_MAX_IN_FLIGHT];
  int16_t order[EXEUNT_MAX_IN_FLIGHT];
  int order_count;
  /* By module and, behind them, the network's input: two buffers (a check has one), and which is next. */
  exeunt_buffer buffers[EXEUNT_MAX_STEPS + 1][2];
  unsigned char turn[EXEUNT_MAX_STEPS + 1];
  /* Results by input, from the first that has not been reported. */
  exeunt_result results[EXEUNT_MAX_RESULTS];
  unsigned char is_known[EXEUNT_MAX_RESULTS];
  int64_t reported;
  int64_t announced;
  int has_ended;
  /* When the next inputs arrive, if they have not and there is a buffer for them; otherwise -1. */
  int64_t awaited_ns;
  /* Of a batch whose inputs take different cases, by input: its first step behind its last decision, its last stage. */
  int16_t from[EXEUNT_MAX_BATCH];
  int16_t last_stage[EXEUNT_MAX_BATCH];
  /* What a module reads of such a batch, by source. */
  unsigned char *gathered[EXEUNT_MAX_STEPS][EXEUNT_MAX_VALUES];
} exeunt_controller;

/*
 * Takes over an idle machine on which every region holds its first module in path order. The caller owns the controller
 * (about 860 KB), for example in static memory.
 *
 * `in_flight`: 0 for as many inputs (batches) as there are buffers, as the design's stream is predicted; or the most
 * that may be under way. With 1 each waits until the one before has left: every result has one buffer in place of two,
 * each input has the latency of an input alone, and resident stages idle while another stage works.
 */
enum exeunt_error exeunt_open(exeunt_controller *controller, const exeunt_design *design, const exeunt_backend *backend,
                              int in_flight);

/*
 * Runs a stream to its end: until every input has left and its result has been reported. Loads and tasks of paths not
 * taken that still run at return continue beside the next stream.
 *
 * A load that fails is repeated once. If it fails again, or if a module does not run, its lane is not used any more:
 * inputs that need it are reported with the error as soon as that is certain, all others go on. Returns the error of
 * the first such input.
 */
enum exeunt_error exeunt_run(exeunt_controller *controller, const exeunt_stream *stream);

/*
 * The same in steps, for a program with a loop of its own: exeunt_begin, then exeunt_proceed until it returns 0, which
 * is when all results have been reported. Each step starts what can start or waits for the end of any task. `error`
 * holds what exeunt_run returns. The stream must outlive its last step.
 */
void exeunt_begin(exeunt_controller *controller, const exeunt_stream *stream);
int exeunt_proceed(exeunt_controller *controller);

/* Waits until the machine is idle. */
void exeunt_settle(exeunt_controller *controller);

uint32_t exeunt_input_bytes(const exeunt_design *design);
/* Bytes of memory for DMA that exeunt_open allocates, without alignment. */
uint64_t exeunt_buffer_bytes(const exeunt_design *design, int in_flight);

/* Text of an error. */
const char *exeunt_error_text(enum exeunt_error error);

#ifdef __cplusplus
}
#endif

#endif
