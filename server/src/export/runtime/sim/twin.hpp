// What the export knows of a design, for its software twin; `twin_data.cpp` holds it.
#ifndef EXEUNT_TWIN_HPP
#define EXEUNT_TWIN_HPP

#include <stdint.h>

namespace twin {

// The network's input, and the integer of each 8-bit pixel by channel.
extern const int channels, rows, columns, input_value_bytes;
extern const bool takes_pixels;
extern const int16_t (*const pixels)[256];

// Inputs of the integer reference, as the first step takes them.
extern const int golden_count;
extern const uint8_t *const *const golden;

// Lines that are printed first, the last one null.
extern const char *const *const notes;
extern const char *const policy_name;

// Durations of the model: by step, and by region.
extern const int64_t *const fixed_ns;
extern const int64_t *const input_ns;
extern const int64_t *const load_ns;
// Between two batches, 0 where they come as fast as they can.
extern const int64_t arrival_ns;

// The timeline of one batch along the whole path.
struct predicted_task {
  const char *kind;
  int step;
  int64_t start_ns, end_ns;
};
extern const int predicted_count;
extern const predicted_task *const predicted;

// Which way the timeline takes: by step, the label of a decision.
extern const int *const labels;

// Share of the inputs that leaves at each step, and that ends with it, overall accuracy, figures of the stream;
// negative where the design does not know them.
extern const double *const rates;
extern const double *const end_rates;
extern const double accuracy, throughput;
extern const int64_t stream_latency_ns;

// Logits among what a step writes: how many (0: they are none), behind how many bytes, bytes each, and
// real = scale * (value - zero).
struct result {
  int count, offset, bytes, is_signed, zero;
  float scale;
};
extern const result *const results;

void run_kernel(int step, const uint8_t *input, uint8_t *output, int count);

}  // namespace twin

#endif
