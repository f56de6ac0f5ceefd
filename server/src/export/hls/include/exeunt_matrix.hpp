// The matrix-vector unit: PE rows of SIMD products per cycle, over a matrix of filters x width weights.
#ifndef EXEUNT_MATRIX_HPP
#define EXEUNT_MATRIX_HPP

#include "exeunt_rounding.hpp"
#include "exeunt_stream.hpp"

namespace exeunt {

// A weight of BITS bits from a word of several, packed from the lowest bits up. A one-bit weight is 1 if set, else -1.
template <int BITS>
inline int8_t unpack_weight(uint32_t packed, int position) {
#pragma HLS INLINE
  const uint32_t raw = packed >> (position * BITS) & ((1u << BITS) - 1);
  if (BITS == 1) return raw ? 1 : -1;
  const uint32_t sign = 1u << (BITS - 1);
  return static_cast<int8_t>(static_cast<int32_t>(raw ^ sign) - static_cast<int32_t>(sign));
}

// L: positions (of the output), width (products per value), filters, groups, pe, simd, groups_at_once,
// weight(pe, word, lane), bias(pe, fold), output(accumulator, pe, fold).

// Position of the unit in its matrix: the words of a row, then the folds of PE rows. One loop with counters instead of
// nested loops, which would drain the pipeline at each output position.
template <class L>
struct matrix_place {
  static constexpr int words = L::width / L::simd;
  static constexpr int folds = L::filters / L::pe;
  static constexpr int filters_of_group = L::filters / L::groups;
  // Of folds that read the same input, the first stores it for the others.
  static constexpr int passes = most(1, filters_of_group / L::pe);
  int word, fold, pass;

  void next() {
#pragma HLS INLINE
    if (++word < words) return;
    word = 0;
    pass = pass == passes - 1 ? 0 : pass + 1;
    fold = fold == folds - 1 ? 0 : fold + 1;
  }
};

// One iteration: adds PE rows of SIMD products to the sums, and outputs the sums of a complete row.
template <class L, typename In, typename Out>
inline void multiply_add(const matrix_place<L> &at, const word<In, L::simd * L::groups_at_once> &x,
                         const int32_t (&weights)[L::pe][L::simd], int32_t (&sum)[L::pe], word<Out, L::pe> &y) {
#pragma HLS INLINE
  for (int pe = 0; pe < L::pe; ++pe) {
#pragma HLS UNROLL
    const int from = L::groups_at_once == 1 ? 0 : pe / matrix_place<L>::filters_of_group * L::simd;
    // Products first, so that only one addition depends on the previous iteration.
    int32_t products = 0;
    for (int lane = 0; lane < L::simd; ++lane) {
#pragma HLS UNROLL
      products += L::product(weights[pe][lane], x.lane[from + lane]);
    }
    sum[pe] = (at.word == 0 ? L::bias(pe, at.fold) : sum[pe]) + products;
    if (at.word == matrix_place<L>::words - 1) y.lane[pe] = L::output(sum[pe], pe, at.fold);
  }
}

template <class L, typename In, typename Out>
void matrix_vector(hls::stream<word<In, L::simd * L::groups_at_once> > &in, hls::stream<word<Out, L::pe> > &out,
                   int inputs) {
  typedef matrix_place<L> place;
  word<In, L::simd * L::groups_at_once> kept[place::words] = {};
#pragma HLS AGGREGATE variable=kept
  int32_t sum[L::pe] = {};
#pragma HLS ARRAY_PARTITION variable=sum complete
  for (int n = 0; n < inputs; ++n) {
    place at = {0, 0, 0};
    for (int turn = 0; turn < L::positions * place::folds * place::words; ++turn) {
#pragma HLS PIPELINE II=1 style=flp
      EXEUNT_CYCLE();
      word<In, L::simd * L::groups_at_once> x = kept[at.word];
      if (at.pass == 0) kept[at.word] = x = in.read();
      int32_t weights[L::pe][L::simd];
#pragma HLS ARRAY_PARTITION variable=weights complete dim=0
      for (int pe = 0; pe < L::pe; ++pe) {
        for (int lane = 0; lane < L::simd; ++lane) {
          weights[pe][lane] = L::weight(pe, at.fold * place::words + at.word, lane);
        }
      }
      word<Out, L::pe> y;
      multiply_add<L>(at, x, weights, sum, y);
      if (at.word == place::words - 1) out.write(y);
      at.next();
    }
  }
}

// The same with weights streamed from memory, again for each position: PE x SIMD weights per cycle.
template <class L, typename In, typename Weight, typename Out>
void matrix_vector_streamed(hls::stream<word<In, L::simd * L::groups_at_once> > &in,
                            hls::stream<word<Weight, L::pe * L::simd> > &weights_in,
                            hls::stream<word<Out, L::pe> > &out, int inputs) {
  typedef matrix_place<L> place;
  word<In, L::simd * L::groups_at_once> kept[place::words] = {};
#pragma HLS AGGREGATE variable=kept
  int32_t sum[L::pe] = {};
#pragma HLS ARRAY_PARTITION variable=sum complete
  for (int n = 0; n < inputs; ++n) {
    place at = {0, 0, 0};
    for (int turn = 0; turn < L::positions * place::folds * place::words; ++turn) {
#pragma HLS PIPELINE II=1 style=flp
      EXEUNT_CYCLE();
      word<In, L::simd * L::groups_at_once> x = kept[at.word];
      if (at.pass == 0) kept[at.word] = x = in.read();
      const word<Weight, L::pe * L::simd> matrix = weights_in.read();
      int32_t weights[L::pe][L::simd];
#pragma HLS ARRAY_PARTITION variable=weights complete dim=0
      for (int pe = 0; pe < L::pe; ++pe) {
        for (int lane = 0; lane < L::simd; ++lane) weights[pe][lane] = matrix.lane[pe * L::simd + lane];
      }
      word<Out, L::pe> y;
      multiply_add<L>(at, x, weights, sum, y);
      if (at.word == place::words - 1) out.write(y);
      at.next();
    }
  }
}

}  // namespace exeunt

#endif
