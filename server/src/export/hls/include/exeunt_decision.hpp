// Decisions: the largest logit, and whether an input leaves, without division.
#ifndef EXEUNT_DECISION_HPP
#define EXEUNT_DECISION_HPP

#include "exeunt_loops.hpp"
#include "exeunt_stream.hpp"

namespace exeunt {

// Fractional bits of all shares, thresholds and logarithms.
const int fraction_bits = 24;
// A sum of shares, each at most 1, stays below 2^20: up to a million classes.
const int sum_powers = 20;
const int64_t fraction_one = static_cast<int64_t>(1) << fraction_bits;
// Logits have at most 16 bits, and so have their differences.
const int difference_bits = 16;

// Sums of shares, each at most 1, of all classes.
template <class D>
using share_sum = exeunt_uint<fraction_bits + bits_of(D::classes)>;

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
  T value = 0, second = 0;
  counter<CLASSES - 1> label = 0;
  digit<CLASSES> i;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    const word<T, 1> x = in.read();
    const T z = x.lane[0];
    const bool leads = i.first() || z > value;
    if (leads) {
      second = i.first() ? z : value;
    } else if (i.at == 1 || z > second) {
      second = z;
    }
    if (leads) {
      value = z;
      label = i.at;
    }
    to_decision.write(x);
    to_memory.write(x);
    if (i.last()) {
      largest_logit found;
      found.value = value;
      found.second = second;
      found.label = label;
      out.write(found);
    }
    if (i.next()) ++n;
  }
}

// The same for a single score, that of the second of two classes: the first has 0, which ZERO stands for.
template <typename T, int ZERO>
void find_larger(hls::stream<word<T, 1> > &in, hls::stream<word<T, 1> > &to_decision,
                 hls::stream<word<T, 1> > &to_memory, hls::stream<largest_logit> &out, int inputs) {
  T z = 0;
  digit<2> i;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    word<T, 1> x;
    if (i.first()) {
      x = in.read();
      z = x.lane[0];
      to_memory.write(x);
      x.lane[0] = ZERO;
    } else {
      x.lane[0] = z;
      const bool second = z > ZERO;
      largest_logit found;
      found.label = second;
      found.value = second ? static_cast<int32_t>(z) : ZERO;
      found.second = second ? ZERO : static_cast<int32_t>(z);
      out.write(found);
    }
    to_decision.write(x);
    if (i.next()) ++n;
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
  largest_logit most = {0, 0, 0};
  share_sum<D> sum = 0;
  digit<D::classes> i;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    if (i.first()) {
      most = largest.read();
      sum = 0;
    }
    sum += D::share(most.value - logits.read().lane[0]);
    if (i.last()) {
      verdict v;
      v.label = most.label;
      v.leaves = compare<D>(static_cast<uint64_t>(1) << (2 * fraction_bits), D::limit(static_cast<int64_t>(sum)));
      out.write(v);
    }
    if (i.next()) ++n;
  }
}

// Leaves if the entropy, ln sum + scale * (sum of difference * share) / sum, meets the threshold.
template <class D, typename T>
void decide_entropy(hls::stream<word<T, 1> > &logits, hls::stream<largest_logit> &largest, hls::stream<verdict> &out,
                    int inputs) {
  largest_logit most = {0, 0, 0};
  share_sum<D> sum = 0;
  exeunt_uint<difference_bits + fraction_bits + bits_of(D::classes)> weighted = 0;
  digit<D::classes> i;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    if (i.first()) {
      most = largest.read();
      sum = 0;
      weighted = 0;
    }
    const int32_t difference = most.value - logits.read().lane[0];
    const int64_t share = exponent<D>(difference);
    sum += share;
    weighted += difference * share;
    if (i.last()) {
      const int64_t total = static_cast<int64_t>(sum);
      const uint64_t entropy = static_cast<uint64_t>(logarithm<D>(total)) * static_cast<uint64_t>(total) +
                               D::logit_scale * static_cast<uint64_t>(weighted);
      verdict v;
      v.label = most.label;
      v.leaves = compare<D>(entropy, D::limit(total));
      out.write(v);
    }
    if (i.next()) ++n;
  }
}

// Leaves if the two largest logits are far enough apart.
template <class D, typename T>
void decide_margin(hls::stream<word<T, 1> > &logits, hls::stream<largest_logit> &largest, hls::stream<verdict> &out,
                   int inputs) {
  digit<D::classes> i;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    logits.read();
    if (i.last()) {
      const largest_logit most = largest.read();
      const int64_t margin = static_cast<int64_t>(most.value) - most.second;
      verdict v;
      v.label = most.label;
      v.leaves = D::at_least ? margin >= D::threshold : margin <= D::threshold;
      out.write(v);
    }
    if (i.next()) ++n;
  }
}

// Leaves if a trained confidence, before its sigmoid, meets the threshold.
template <class D, typename T, typename C>
void decide_learned(hls::stream<word<T, 1> > &logits, hls::stream<largest_logit> &largest,
                    hls::stream<word<C, 1> > &confidence, hls::stream<verdict> &out, int inputs) {
  digit<D::classes> i;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    logits.read();
    if (i.last()) {
      const int64_t sure = confidence.read().lane[0];
      verdict v;
      v.label = largest.read().label;
      v.leaves = D::at_least ? sure >= D::threshold : sure <= D::threshold;
      out.write(v);
    }
    if (i.next()) ++n;
  }
}

// Only labels, for a switch: nothing leaves.
template <class D, typename T>
void decide_label(hls::stream<word<T, 1> > &logits, hls::stream<largest_logit> &largest, hls::stream<verdict> &out,
                  int inputs) {
  digit<D::classes> i;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    logits.read();
    if (i.last()) {
      verdict v;
      v.label = largest.read().label;
      v.leaves = 0;
      out.write(v);
    }
    if (i.next()) ++n;
  }
}

// The decision, then the logits in whole beats; the last beat of the last input carries TLAST.
template <typename T, int BYTES, int CLASSES>
void write_verdict(hls::stream<verdict> &verdicts, hls::stream<word<T, 1> > &logits, hls::stream<beat> &out,
                   int inputs) {
  const int per_beat = 8 / BYTES;
  uint64_t data = 0;
  // The first logit completes no beat, but a single one: that is written in a turn of its own.
  digit<most(2, CLASSES)> i;
  digit<per_beat> place;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    beat y;
    y.keep = 0xff;
    y.strb = 0xff;
    y.last = i.last() && n == inputs - 1;
    bool writes = i.last() || place.last();
    if (i.at < CLASSES) {
      const uint64_t bits = static_cast<uint64_t>(logits.read().lane[0]) & (BYTES == 1 ? 0xff : 0xffff);
      data |= bits << (8 * BYTES * static_cast<int>(place.at));
    }
    y.data = data;
    if (i.first()) {
      const verdict v = verdicts.read();
      y.data = static_cast<uint64_t>(static_cast<uint32_t>(v.label)) << 32 | static_cast<uint32_t>(v.leaves);
    } else if (writes) {
      data = 0;
    }
    if (i.first() || writes) out.write(y);
    place.next();
    if (i.next()) {
      place = digit<per_beat>();
      ++n;
    }
  }
}

}  // namespace exeunt

#endif
