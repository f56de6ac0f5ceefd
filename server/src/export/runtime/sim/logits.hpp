// Writes the logits of every exit and of the end for every input as CSV.
#ifndef EXEUNT_LOGITS_HPP
#define EXEUNT_LOGITS_HPP

#include <stdio.h>
#include <string.h>

#include "exeunt_controller.h"
#include "twin.hpp"

namespace twin {

// One row per input and exit: real logits, with the nine digits that distinguish all float32 values.
class logits_file {
 public:
  bool open(const char *path, const exeunt_design &design) {
    design_ = &design;
    file_ = fopen(path, "w");
    if (!file_) return false;
    int most = 0;
    for (int step = 0; step < design.step_count; ++step) {
      if (results[step].count > most) most = results[step].count;
    }
    fprintf(file_, "sample_id,exit,leaves,pred");
    for (int i = 0; i < most; ++i) fprintf(file_, ",logit%d", i);
    fprintf(file_, "\n");
    return true;
  }

  // For `count` inputs from `first` on. A check's decisions are undone afterwards, so that all inputs continue.
  void add(int step, uint8_t *output, long first, int count) {
    const result &r = results[step];
    for (int i = 0; i < count && r.count > 0; ++i) {
      uint8_t *const record = output + size_t{design_->steps[step].result_bytes[0]} * static_cast<size_t>(i);
      exeunt_decision decision = {0, 0};
      int largest = r.count == 1 && value(r, record, 0) > r.zero;
      for (int k = 1; k < r.count; ++k) {
        if (value(r, record, k) > value(r, record, largest)) largest = k;
      }
      decision.label = largest;
      if (r.offset > 0) memcpy(&decision, record, sizeof decision);
      fprintf(file_, "%ld,%s,%d,%d", first + i, r.offset > 0 ? design_->steps[step].name : "end", decision.leaves != 0,
              decision.label);
      for (int k = 0; k < r.count; ++k) {
        fprintf(file_, ",%.9g", static_cast<double>(static_cast<float>(value(r, record, k) - r.zero) * r.scale));
      }
      fprintf(file_, "\n");
      decision.leaves = 0;
      if (r.offset > 0) memcpy(record, &decision, sizeof decision);
    }
  }

  // Whether everything was written.
  bool close() {
    const bool written = !ferror(file_);
    return fclose(file_) == 0 && written;
  }

 private:
  // By the number in the model, in which a channel's pixels follow each other; kernels give a pixel's channels at once.
  static int value(const result &r, const uint8_t *record, int index) {
    const int place = index % r.pixels * (r.count / r.pixels) + index / r.pixels;
    const uint8_t *at = record + r.offset + static_cast<size_t>(r.bytes) * static_cast<size_t>(place);
    const int bits = r.bytes == 1 ? at[0] : at[0] | at[1] << 8;
    return r.is_signed && bits >> (8 * r.bytes - 1) ? bits - (1 << (8 * r.bytes)) : bits;
  }

  FILE *file_ = nullptr;
  const exeunt_design *design_ = nullptr;
};

}  // namespace twin

#endif
