// A design's data for its software twin, defined in `twin_data.cpp`.
#ifndef EXEUNT_TWIN_HPP
#define EXEUNT_TWIN_HPP

#include <stdint.h>

namespace twin {

// The network's input, and the integer of each 8-bit pixel by channel.
extern const int channels, rows, columns, input_value_bytes;
extern const bool takes_pixels;
extern const int16_t (*const pixels)[256];

// Inputs of the integer reference, in the first step's format.
extern const int golden_count;
extern const uint8_t *const *const golden;

// Lines that are printed first, the last one null.
extern const char *const *const notes;
extern const char *const policy_name;

// Durations of the model: by step, and by region.
extern const int64_t *const fixed_ns;
extern const int64_t *const input_ns;
extern const int64_t *const load_ns;
// Time of the memory, which all share, for the traffic of one input by step, and of a load by region.
extern const double *const memory_ns;
extern const double *const load_memory_ns;
// Time between the arrivals of two batches; 0 if they are back to back.
extern const int64_t arrival_ns;

// The timeline of one batch along the whole path.
struct predicted_task {
  const char *kind;
  int step;
  int64_t start_ns, end_ns;
};
extern const int predicted_count;
extern const predicted_task *const predicted;

// The timeline's path: by step, the label of a decision.
extern const int *const labels;

// Share of inputs that leave at each step, and that end with it, overall accuracy, figures of the stream; negative if
// unknown.
extern const double *const rates;
extern const double *const end_rates;
extern const double accuracy;
// Time between two inputs at full speed, and an input's latency in the stream.
extern const double period_ns;
// The predicted period is a lower bound, since tasks may compete for the memory.
extern const bool period_at_least;
extern const int64_t stream_latency_ns;

// Logits in a step's output: number (0 for none), pixels of an image (1 of a vector), offset in bytes, bytes each, and
// real = scale * (value - zero).
struct result {
  int count, pixels, offset, bytes, is_signed, zero;
  float scale;
};
extern const result *const results;

void run_kernel(int step, const void *const *inputs, void *const *outputs, int count);

}  // namespace twin

#endif
