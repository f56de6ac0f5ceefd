// The matrix-vector unit: PE rows of SIMD products a cycle, over a matrix of filters x width weights.
#ifndef EXEUNT_MATRIX_HPP
#define EXEUNT_MATRIX_HPP

#include "exeunt_rounding.hpp"
#include "exeunt_stream.hpp"

namespace exeunt {

// A weight of BITS bits out of a word that holds several side by side, from the lowest bits up. A weight of one bit
// is 1 where it is set and -1 where it is not.
template <int BITS>
inline int8_t unpack_weight(uint32_t packed, int position) {
#pragma HLS INLINE
  const uint32_t raw = packed >> (position * BITS) & ((1u << BITS) - 1);
  if (BITS == 1) return raw ? 1 : -1;
  const uint32_t sign = 1u << (BITS - 1);
  return static_cast<int8_t>(static_cast<int32_t>(raw ^ sign) - static_cast<int32_t>(sign));
}

// L: positions (of the output), width (products of a value), filters, groups, pe, simd, groups_at_once,
// weight(pe, word, lane), bias(pe, fold), output(accumulator, pe, fold).
// The first pass over a group's input keeps it for the other passes.
template <class L, typename In, typename Out>
void matrix_vector(hls::stream<word<In, L::simd * L::groups_at_once> > &in, hls::stream<word<Out, L::pe> > &out,
                   int inputs) {
  const int folds = L::filters / L::pe;
  const int words = L::width / L::simd;
  const int filters_of_group = L::filters / L::groups;
  const int passes = most(1, filters_of_group / L::pe);
  word<In, L::simd * L::groups_at_once> kept[words] = {};
  for (int position = 0; position < inputs * L::positions; ++position) {
    int32_t sum[L::pe] = {};
#pragma HLS ARRAY_PARTITION variable=sum complete
    for (int fold = 0; fold < folds; ++fold) {
      for (int w = 0; w < words; ++w) {
#pragma HLS PIPELINE II=1
        EXEUNT_CYCLE();
        if (fold % passes == 0) kept[w] = in.read();
        const word<In, L::simd * L::groups_at_once> x = kept[w];
        word<Out, L::pe> y;
        for (int pe = 0; pe < L::pe; ++pe) {
#pragma HLS UNROLL
          const int from = L::groups_at_once == 1 ? 0 : pe / filters_of_group * L::simd;
          int32_t part = w == 0 ? L::bias(pe, fold) : sum[pe];
          for (int lane = 0; lane < L::simd; ++lane) {
#pragma HLS UNROLL
            part += L::product(L::weight(pe, fold * words + w, lane), x.lane[from + lane]);
          }
          sum[pe] = part;
          if (w == words - 1) y.lane[pe] = L::output(part, pe, fold);
        }
        if (w == words - 1) out.write(y);
      }
    }
  }
}

// The same with weights that come from memory, for each position anew: PE x SIMD weights a cycle.
template <class L, typename In, typename Weight, typename Out>
void matrix_vector_streamed(hls::stream<word<In, L::simd * L::groups_at_once> > &in,
                            hls::stream<word<Weight, L::pe * L::simd> > &weights,
                            hls::stream<word<Out, L::pe> > &out, int inputs) {
  const int folds = L::filters / L::pe;
  const int words = L::width / L::simd;
  const int filters_of_group = L::filters / L::groups;
  const int passes = most(1, filters_of_group / L::pe);
  word<In, L::simd * L::groups_at_once> kept[words] = {};
  for (int position = 0; position < inputs * L::positions; ++position) {
    int32_t sum[L::pe] = {};
#pragma HLS ARRAY_PARTITION variable=sum complete
    for (int fold = 0; fold < folds; ++fold) {
      for (int w = 0; w < words; ++w) {
#pragma HLS PIPELINE II=1
        EXEUNT_CYCLE();
        if (fold % passes == 0) kept[w] = in.read();
        const word<In, L::simd * L::groups_at_once> x = kept[w];
        const word<Weight, L::pe * L::simd> matrix = weights.read();
        word<Out, L::pe> y;
        for (int pe = 0; pe < L::pe; ++pe) {
#pragma HLS UNROLL
          const int from = L::groups_at_once == 1 ? 0 : pe / filters_of_group * L::simd;
          int32_t part = w == 0 ? L::bias(pe, fold) : sum[pe];
          for (int lane = 0; lane < L::simd; ++lane) {
#pragma HLS UNROLL
            part += L::product(matrix.lane[pe * L::simd + lane], x.lane[from + lane]);
          }
          sum[pe] = part;
          if (w == words - 1) y.lane[pe] = L::output(part, pe, fold);
        }
        if (w == words - 1) out.write(y);
      }
    }
  }
}

}  // namespace exeunt

#endif
