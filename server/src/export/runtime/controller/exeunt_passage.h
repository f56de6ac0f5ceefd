/* Internal to the controller: a batch on its way, its tasks and buffers, and which of its inputs have left. */
#ifndef EXEUNT_PASSAGE_H
#define EXEUNT_PASSAGE_H

#include "exeunt_controller.h"

/* State of a step of a passage. */
enum { EXEUNT_STEP_WAITING, EXEUNT_STEP_RUNNING, EXEUNT_STEP_ENDED };

/* Lanes: nothing runs there; a region that is being loaded. Of buffers: they are nobody's. */
#define EXEUNT_IDLE (-1)
#define EXEUNT_LOADING (-2)
#define EXEUNT_NOBODY (-1)
/* Content of a region without a module of the design. */
#define EXEUNT_EMPTY (-1)
/* Index of the network's input among the buffers. */
#define EXEUNT_INPUT EXEUNT_MAX_STEPS

int exeunt_module_of(const exeunt_design *d, int step);
int exeunt_is_decision(const exeunt_design *d, int step);

/* Path: exeunt_passage.c. */

/* Begins a passage at the first step. */
void exeunt_passage_begin(exeunt_controller *c, exeunt_passage *p, int64_t first, int count);

/*
 * Applies decisions and exits whose checks have ended, in path order, and lets inputs leave: at an exit, at the end of
 * their path, or because a step that they need cannot run. Returns whether anything changed.
 */
int exeunt_passage_advance(exeunt_controller *c, int passage);

/* Claims the lanes that a passage may still come to, and the port if it may need a load, for all that is decided. */
void exeunt_passage_claim(exeunt_controller *c, const exeunt_passage *p);

/* Whether all steps before a place on the path have ended; only those on one lane; only computations. */
int exeunt_all_ended(const exeunt_controller *c, const exeunt_passage *p, int place);
int exeunt_lane_ended(const exeunt_controller *c, const exeunt_passage *p, int place, int lane);
int exeunt_stages_ended(const exeunt_controller *c, const exeunt_passage *p, int place);

/* The first decision on the path that is not made: its place, or the path's end. */
int exeunt_open_place(const exeunt_controller *c, const exeunt_passage *p);

/* The steps below it, which are those that the passage may come to then: from behind its step up to an end. */
int exeunt_open_step(const exeunt_controller *c, const exeunt_passage *p);
int exeunt_open_end(const exeunt_controller *c, const exeunt_passage *p);

/* The last computation on the path before a place; -1 if there is none. */
int exeunt_stage_before(const exeunt_controller *c, const exeunt_passage *p, int place);

/*
 * Batches whose inputs take different cases: exeunt_parted.c. Groups follow each other, in the order of ranks, and a
 * module that several need runs once for all of them, when all have come to it. Steps of such a path are the first
 * steps of their modules; each input has a step of its own for a module. The next batch is issued when all of it has
 * left.
 */

/* Whether the design has such batches. */
int exeunt_parts(const exeunt_design *d);

/* Begins at the first step, when the batch is issued. */
void exeunt_parted_begin(exeunt_controller *c, exeunt_passage *p);

/* An input's own step for a module that is on its way as far as decided, or -1. */
int exeunt_own_step(const exeunt_controller *c, int input, int module);

/* Sets the path behind `count` places: what the inputs need up to the first decision that is open. */
void exeunt_parted_follow(exeunt_controller *c, exeunt_passage *p, int count);

/* Each input that came to a decision takes its case; returns -1 if a label is out of range. */
int exeunt_parted_decide(exeunt_controller *c, int passage, int module);

/* Inputs whose way ends with a module leave. */
void exeunt_parted_finish(exeunt_controller *c, int passage, int module);

/* Copies what a module reads of the inputs that need it, so that they are consecutive; returns their number. */
int exeunt_parted_gather(exeunt_controller *c, int passage, int module, const void **inputs);

/* The first module behind a rank whose load is needed whatever the open decision comes to, or -1. */
int exeunt_parted_common(const exeunt_controller *c, const exeunt_passage *p, int rank);

/* Tasks: exeunt_tasks.c. */

/* Records that the task of a lane has ended. */
void exeunt_end_task(exeunt_controller *c, int lane, enum exeunt_status status);

/* Starts the steps of a passage that may start; returns their number. */
int exeunt_start_steps(exeunt_controller *c, int passage);

/* Begins its next load, if that may start; then loads that every case of an open decision needs. */
int exeunt_start_load(exeunt_controller *c, const exeunt_passage *p);

/* Buffers: exeunt_buffers.c. */

/* Allocates them; returns 0, or -1 if there is no memory. */
int exeunt_buffers_open(exeunt_controller *c);

/* Of a step's results, or of the network's input for EXEUNT_INPUT: the one that a passage holds, or NULL. */
exeunt_buffer *exeunt_buffer_of(exeunt_controller *c, int passage, int module);

/* Whether there is one for the passage to write; takes it. */
int exeunt_has_room(const exeunt_controller *c, int passage, int module);
exeunt_buffer *exeunt_take_buffer(exeunt_controller *c, int passage, int module, int step);

/* Whether a step reads what a module makes, or the network's input. */
int exeunt_reads(const exeunt_design *d, int step, int module);

/* Gives back the buffers whose last reader has ended. */
void exeunt_release_buffers(exeunt_controller *c);

/* Inputs of a batch: exeunt_batch.c. */

/*
 * Puts the inputs that a step runs for to the front of the buffers that it reads, and returns their number. What is
 * being read cannot be moved: under `speculate` a batch is closed up only when a stage starts and every check so far
 * has ended, and otherwise the step runs for those that ran before it. So buffers that are being read hold just these
 * inputs.
 */
int exeunt_batch_align(exeunt_controller *c, int passage, int place);

/* The first `count` inputs, as bits. */
void exeunt_batch_first(uint32_t *bits, int count);

/* Inputs that leave at an exit. Decisions apply in path order: an input leaves at the first exit that lets it. */
void exeunt_batch_leave(exeunt_controller *c, int passage, int step);

/* Inputs that reached the end: the largest of the last stage's logits, the first of equal ones. */
void exeunt_batch_finish(exeunt_controller *c, int passage);

/* One of them, whose way ends with a step, and whose logits a module has made. */
void exeunt_batch_end(exeunt_controller *c, int passage, int input, int module, int step);

/* Those that have not left and need a module fail. */
void exeunt_batch_fail_at(exeunt_controller *c, int passage, int module, enum exeunt_error error);

/* All that have not left fail at a step. */
void exeunt_batch_fail(exeunt_controller *c, int passage, int step, enum exeunt_error error);

int exeunt_batch_is_alive(const exeunt_passage *p);

#endif
