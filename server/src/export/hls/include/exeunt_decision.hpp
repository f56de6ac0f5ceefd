// Decisions: the largest logit, and whether an input leaves, without division.
#ifndef EXEUNT_DECISION_HPP
#define EXEUNT_DECISION_HPP

#include "exeunt_stream.hpp"

namespace exeunt {

// Fractional bits of all shares, thresholds and logarithms.
const int fraction_bits = 24;
// A sum of shares, each at most 1, stays below 2^20: up to a million classes.
const int sum_powers = 20;
const int64_t fraction_one = static_cast<int64_t>(1) << fraction_bits;

struct largest_logit {
  int32_t value;
  int32_t second;
  int32_t label;
};

// Label and decision before the logits, as in exeunt_controller.h.
struct verdict {
  int32_t leaves;
  int32_t label;
};

// Finds the largest logit, the first of equal ones, and passes the logits on to the decision and to memory.
template <typename T, int CLASSES>
void find_largest(hls::stream<word<T, 1> > &in, hls::stream<word<T, 1> > &to_decision,
                  hls::stream<word<T, 1> > &to_memory, hls::stream<largest_logit> &out, int inputs) {
  for (int n = 0; n < inputs; ++n) {
    largest_logit found;
    for (int i = 0; i < CLASSES; ++i) {
#pragma HLS PIPELINE II=1 style=flp
      EXEUNT_CYCLE();
      const word<T, 1> x = in.read();
      const int32_t z = x.lane[0];
      if (i == 0) {
        found.value = z;
        found.second = z;
        found.label = 0;
      } else if (z > found.value) {
        found.second = found.value;
        found.value = z;
        found.label = i;
      } else if (i == 1 || z > found.second) {
        found.second = z;
      }
      to_decision.write(x);
      to_memory.write(x);
    }
    out.write(found);
  }
}

// The same for a single score, that of the second of two classes: the first has 0, which ZERO stands for.
template <typename T, int ZERO>
void find_larger(hls::stream<word<T, 1> > &in, hls::stream<word<T, 1> > &to_decision,
                 hls::stream<word<T, 1> > &to_memory, hls::stream<largest_logit> &out, int inputs) {
  for (int n = 0; n < inputs; ++n) {
    word<T, 1> x = in.read();
    word<T, 1> zero = x;
    zero.lane[0] = ZERO;
    const int32_t z = x.lane[0];
    largest_logit found;
    found.label = z > ZERO;
    found.value = z > ZERO ? z : ZERO;
    found.second = z > ZERO ? ZERO : z;
    for (int i = 0; i < 2; ++i) {
#pragma HLS PIPELINE II=1 style=flp
      EXEUNT_CYCLE();
      to_decision.write(i == 0 ? zero : x);
    }
    to_memory.write(x);
    out.write(found);
  }
}

// e^(-scale * difference) from a table of 256 fine steps and one of coarse steps.
template <class D>
inline int64_t exponent(int32_t difference) {
#pragma HLS INLINE
  const int coarse = difference >> 8;
  if (coarse >= D::coarse_steps) return 0;
  const int64_t fine = D::fine(difference & 255);
  if (coarse == 0) return fine;
  return (fine * D::coarse(coarse) + fraction_one / 2) >> fraction_bits;
}

// 2^(-difference / 2^logit_shift): whole powers by a shift, with linear interpolation between them.
template <class D>
inline int64_t power_of_two(int32_t difference) {
#pragma HLS INLINE
  const int whole = difference >> D::logit_shift;
  const int64_t rest = difference & ((1 << D::logit_shift) - 1);
  if (whole > fraction_bits) return 0;
  return (fraction_one - (rest << (fraction_bits - 1 - D::logit_shift))) >> whole;
}

// ln(value / 2^24) from a table of 256 steps with linear interpolation.
template <class D>
inline int64_t logarithm(int64_t value) {
#pragma HLS INLINE
  int power = 0;
  for (int p = 1; p < sum_powers; ++p) {
#pragma HLS UNROLL
    if (value >= fraction_one << p) power = p;
  }
  const int64_t mantissa = value >> power;
  const int step_bits = fraction_bits - 8;
  const int index = static_cast<int>((mantissa - fraction_one) >> step_bits);
  const int64_t rest = mantissa & ((1 << step_bits) - 1);
  const int64_t low = D::logarithm(index);
  return power * D::log_of_2 + low + (((D::logarithm(index + 1) - low) * rest) >> step_bits);
}

template <class D>
inline bool compare(uint64_t score, uint64_t limit) {
#pragma HLS INLINE
  return D::at_least ? score >= limit : score <= limit;
}

// Leaves if the largest share of the softmax, 1 / sum, meets the threshold; both sides are multiplied by the sum.
// D: classes, at_least, limit(sum), share(difference).
template <class D, typename T>
void decide_share(hls::stream<word<T, 1> > &logits, hls::stream<largest_logit> &largest, hls::stream<verdict> &out,
                  int inputs) {
  for (int n = 0; n < inputs; ++n) {
    largest_logit most;
    int64_t sum = 0;
    for (int i = 0; i < D::classes; ++i) {
#pragma HLS PIPELINE II=1 style=flp
      EXEUNT_CYCLE();
      if (i == 0) most = largest.read();
      sum += D::share(most.value - logits.read().lane[0]);
    }
    verdict v;
    v.label = most.label;
    v.leaves = compare<D>(static_cast<uint64_t>(1) << (2 * fraction_bits), D::limit(sum));
    out.write(v);
  }
}

// Leaves if the entropy, ln sum + scale * (sum of difference * share) / sum, meets the threshold.
template <class D, typename T>
void decide_entropy(hls::stream<word<T, 1> > &logits, hls::stream<largest_logit> &largest, hls::stream<verdict> &out,
                    int inputs) {
  for (int n = 0; n < inputs; ++n) {
    largest_logit most;
    int64_t sum = 0, weighted = 0;
    for (int i = 0; i < D::classes; ++i) {
#pragma HLS PIPELINE II=1 style=flp
      EXEUNT_CYCLE();
      if (i == 0) most = largest.read();
      const int32_t difference = most.value - logits.read().lane[0];
      const int64_t share = exponent<D>(difference);
      sum += share;
      weighted += difference * share;
    }
    const uint64_t entropy = static_cast<uint64_t>(logarithm<D>(sum)) * static_cast<uint64_t>(sum) +
                             D::logit_scale * static_cast<uint64_t>(weighted);
    verdict v;
    v.label = most.label;
    v.leaves = compare<D>(entropy, D::limit(sum));
    out.write(v);
  }
}

// Leaves if the two largest logits are far enough apart.
template <class D, typename T>
void decide_margin(hls::stream<word<T, 1> > &logits, hls::stream<largest_logit> &largest, hls::stream<verdict> &out,
                   int inputs) {
  for (int n = 0; n < inputs; ++n) {
    for (int i = 0; i < D::classes; ++i) {
#pragma HLS PIPELINE II=1 style=flp
      EXEUNT_CYCLE();
      logits.read();
    }
    const largest_logit most = largest.read();
    const int64_t margin = static_cast<int64_t>(most.value) - most.second;
    verdict v;
    v.label = most.label;
    v.leaves = D::at_least ? margin >= D::threshold : margin <= D::threshold;
    out.write(v);
  }
}

// Leaves if a trained confidence, before its sigmoid, meets the threshold.
template <class D, typename T, typename C>
void decide_learned(hls::stream<word<T, 1> > &logits, hls::stream<largest_logit> &largest,
                    hls::stream<word<C, 1> > &confidence, hls::stream<verdict> &out, int inputs) {
  for (int n = 0; n < inputs; ++n) {
    for (int i = 0; i < D::classes; ++i) {
#pragma HLS PIPELINE II=1 style=flp
      EXEUNT_CYCLE();
      logits.read();
    }
    const int64_t sure = confidence.read().lane[0];
    verdict v;
    v.label = largest.read().label;
    v.leaves = D::at_least ? sure >= D::threshold : sure <= D::threshold;
    out.write(v);
  }
}

// Only labels, for a switch: nothing leaves.
template <class D, typename T>
void decide_label(hls::stream<word<T, 1> > &logits, hls::stream<largest_logit> &largest, hls::stream<verdict> &out,
                  int inputs) {
  for (int n = 0; n < inputs; ++n) {
    for (int i = 0; i < D::classes; ++i) {
#pragma HLS PIPELINE II=1 style=flp
      EXEUNT_CYCLE();
      logits.read();
    }
    verdict v;
    v.label = largest.read().label;
    v.leaves = 0;
    out.write(v);
  }
}

// The decision, then the logits in whole beats; the last beat of the last input carries TLAST.
template <typename T, int BYTES, int CLASSES>
void write_verdict(hls::stream<verdict> &verdicts, hls::stream<word<T, 1> > &logits, hls::stream<beat> &out,
                   int inputs) {
  const int per_beat = 8 / BYTES;
  for (int n = 0; n < inputs; ++n) {
    const verdict v = verdicts.read();
    beat y;
    y.keep = 0xff;
    y.strb = 0xff;
    y.last = 0;
    y.data = static_cast<uint64_t>(static_cast<uint32_t>(v.label)) << 32 | static_cast<uint32_t>(v.leaves);
    out.write(y);
    uint64_t data = 0;
    for (int i = 0; i < CLASSES; ++i) {
#pragma HLS PIPELINE II=1 style=flp
      EXEUNT_CYCLE();
      const uint64_t bits = static_cast<uint64_t>(logits.read().lane[0]) & (BYTES == 1 ? 0xff : 0xffff);
      data |= bits << (8 * BYTES * (i % per_beat));
      if (i % per_beat == per_beat - 1 || i == CLASSES - 1) {
        y.data = data;
        y.last = n == inputs - 1 && i == CLASSES - 1;
        out.write(y);
        data = 0;
      }
    }
  }
}

}  // namespace exeunt

#endif
