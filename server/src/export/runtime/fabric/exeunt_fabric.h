/*
 * The controller's backend for real hardware: kernels, DMAs and decouplers through their registers. exeunt_platform
 * hides the differences between Linux and bare metal: memory, time, and how a module is loaded.
 */
#ifndef EXEUNT_FABRIC_H
#define EXEUNT_FABRIC_H

#include "exeunt_controller.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Register addresses of a lane's cells in the block design; 0 if absent. */
typedef struct {
  uintptr_t kernel;
  /* DMAs of values: the first `reading` feed the kernel, the first `writing` take its results. */
  int reading;
  int writing;
  const uintptr_t *dmas;
  /* For a region. */
  uintptr_t decoupler;
  /* Read-only DMAs of weights. */
  int weight_count;
  const uintptr_t *weights;
} exeunt_lane_address;

/* A module's stream of weights: its matrix, repeated for one input, then zeros up to a whole word. */
typedef struct {
  /* First step of the module, and index among its lane's DMAs. */
  int module;
  int stream;
  const unsigned char *data;
  uint32_t bytes;
  uint32_t repeats;
} exeunt_weights;

#define EXEUNT_MAX_WEIGHTS 256

/* Partial bitstream of a step's module; NULL if it is never loaded. */
typedef struct {
  const char *file;
} exeunt_module_file;

/* A software module: computes `count` inputs, by source and by result of its step. */
typedef void (*exeunt_software)(const void *const *inputs, void *const *outputs, int count);

typedef struct {
  const exeunt_design *design;
  /* By lane. */
  const exeunt_lane_address *lanes;
  /* By step. */
  const exeunt_module_file *modules;
  /* By step, NULL for a module in the fabric; NULL if all are. */
  const exeunt_software *software;
  int weight_count;
  const exeunt_weights *weights;
} exeunt_hardware;

/* One load, for the log that `exeunt calibrate` reads. */
typedef struct {
  int step;
  uint64_t bytes;
  int64_t ns;
} exeunt_load_record;

typedef struct {
  void *context;
  uint32_t (*read)(void *context, uintptr_t address);
  void (*write)(void *context, uintptr_t address, uint32_t value);
  int64_t (*now_ns)(void *context);
  /* Memory for DMA without stale caches, and its address on the bus. */
  void *(*allocate)(void *context, size_t bytes);
  uint64_t (*bus_address)(void *context, const void *memory);
  /* Called before the fabric reads and after it has written; may be NULL for uncached memory. */
  void (*flush)(void *context, const void *memory, size_t bytes);
  void (*invalidate)(void *context, void *memory, size_t bytes);
  /* Begins to transfer a step's bitstream, and polls it. `bytes` is set once it is done. */
  enum exeunt_status (*start_load)(void *context, int step, const char *file);
  enum exeunt_status (*poll_load)(void *context, uint64_t *bytes);
  /* Sleeps briefly between polls. */
  void (*pause)(void *context);
  /* Called for each successful load; may be NULL. */
  void (*loaded)(void *context, const exeunt_load_record *record);
  /*
   * Runs a software module in parallel to the controller, and polls it. If NULL, it runs when polled. The pointers to
   * inputs and outputs stay valid until it has ended.
   */
  enum exeunt_status (*start_software)(void *context, exeunt_software work, const void *const *inputs,
                                       void *const *outputs, int count);
  enum exeunt_status (*poll_software)(void *context);
} exeunt_platform;

/* Time limits for a kernel or DMA to become idle before a load, for a load, and for a run. */
#define EXEUNT_QUIESCE_NS 1000000000LL
#define EXEUNT_LOAD_NS 60000000000LL
#define EXEUNT_RUN_NS 60000000000LL

enum exeunt_fault {
  EXEUNT_NO_FAULT = 0,
  EXEUNT_NOT_IDLE,
  EXEUNT_NOT_DECOUPLED,
  EXEUNT_TRANSFER_FAILED,
  EXEUNT_NOT_RELEASED,
  EXEUNT_DMA_ERROR,
  EXEUNT_TIMEOUT,
  EXEUNT_NO_MODULE,
  EXEUNT_NO_WEIGHTS,
  EXEUNT_SHORT,
  EXEUNT_LOAD_HANGS
};

typedef struct {
  const exeunt_hardware *hardware;
  const exeunt_platform *platform;
  /* The last fault and its step. */
  enum exeunt_fault fault;
  int fault_step;
  uint32_t fault_register;
  /* Internal: the current task of each lane. */
  int step[EXEUNT_MAX_LANES];
  unsigned char pending[EXEUNT_MAX_LANES];
  const void *inputs[EXEUNT_MAX_LANES][EXEUNT_MAX_VALUES];
  void *outputs[EXEUNT_MAX_LANES][EXEUNT_MAX_VALUES];
  int count[EXEUNT_MAX_LANES];
  int64_t since_ns[EXEUNT_MAX_LANES];
  /* By stream of weights: their address for its DMA, and the number of inputs they have been sent for. */
  unsigned char *weights[EXEUNT_MAX_WEIGHTS];
  int sent[EXEUNT_MAX_WEIGHTS];
} exeunt_fabric;

/*
 * The backend of a fabric whose first two fields are set. Resets the DMAs, couples the regions, and lays out the
 * weights that stream from memory. If they do not fit, exeunt_open reports that there is no memory.
 */
exeunt_backend exeunt_fabric_backend(exeunt_fabric *fabric);

/* Text of a fault. */
const char *exeunt_fault_text(enum exeunt_fault fault);

/* One line of the log: `exeunt load module=NAME bytes=N ms=N MB/s=N`. Returns its length, as snprintf. */
int exeunt_load_line(char *line, size_t size, const char *module, const exeunt_load_record *record);

/*
 * Whether bytes can be a partial bitstream for the configuration port: whole words, with the sync word near the start
 * in the port's byte order. A .bit file, or a .bin file from write_bitstream, is not, as its bytes are not swapped.
 */
int exeunt_is_port_image(const unsigned char *head, size_t head_bytes, uint64_t bytes);

#ifdef __cplusplus
}
#endif

#endif
