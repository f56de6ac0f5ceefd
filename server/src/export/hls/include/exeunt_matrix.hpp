// The matrix-vector unit: PE rows of SIMD products per cycle, over a matrix of filters x width weights.
#ifndef EXEUNT_MATRIX_HPP
#define EXEUNT_MATRIX_HPP

#include "exeunt_loops.hpp"
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

// L: positions (of the output), width (products per value), filters, groups, pe, simd, groups_at_once, channels_at_once
// (values of a group that stand together in a word of several groups), weight(pe, word, lane), bias(pe, fold),
// product(weight, value), output(sum, pe, fold), and `sum`, which is as wide as the proved bound of the accumulator: a
// sum in progress may wrap around, as the last one then does again.

// Position of the unit in its matrix: the words of a row, then the folds of PE rows, of each output position.
template <class L>
struct matrix_place {
  static constexpr int words = L::width / L::simd;
  static constexpr int folds = L::filters / L::pe;
  static constexpr int filters_of_group = L::filters / L::groups;
  // Of folds that read the same input, the first stores it for the others.
  static constexpr int passes = most(1, filters_of_group / L::pe);
  digit<words> word;
  digit<passes> pass;
  digit<folds> fold;
  digit<L::positions> position;
  // Of all words of the matrix.
  digit<words * folds> row;

  // Whether the turn was the last of an input.
  bool next() {
#pragma HLS INLINE
    row.next();
    if (!word.next()) return false;
    pass.next();
    return fold.next() && position.next();
  }
};

// Where the `lane`-th value of row `pe` stands in a word.
template <class L>
constexpr int lane_of(int pe, int lane) {
  static_assert(L::simd % L::channels_at_once == 0, "channels that stand together divide a word's");
  return lane / L::channels_at_once * L::groups_at_once * L::channels_at_once +
         (L::groups_at_once == 1 ? 0 : pe / matrix_place<L>::filters_of_group) * L::channels_at_once +
         lane % L::channels_at_once;
}

// One turn: adds PE rows of SIMD products to the sums, and outputs the sums of a complete row.
template <class L, typename In, typename Out>
inline void multiply_add(const matrix_place<L> &at, const word<In, L::simd * L::groups_at_once> &x,
                         const int32_t (&weights)[L::pe][L::simd], typename L::sum (&sum)[L::pe], word<Out, L::pe> &y) {
#pragma HLS INLINE
  for (int pe = 0; pe < L::pe; ++pe) {
#pragma HLS UNROLL
    // Products first, so that only one addition depends on the turn before.
    typename L::sum products = 0;
    for (int lane = 0; lane < L::simd; ++lane) {
#pragma HLS UNROLL
      products += L::product(weights[pe][lane], x.lane[lane_of<L>(pe, lane)]);
    }
    if (at.word.first()) sum[pe] = L::bias(pe, at.fold.at);
    sum[pe] += products;
    if (at.word.last()) y.lane[pe] = L::output(sum[pe], pe, at.fold.at);
  }
}

// Words of the input, which the next pass reads again.
template <class L, typename In>
using matrix_words = store<word<In, L::simd * L::groups_at_once>, matrix_place<L>::words, matrix_place<L>::words>;

// One turn of a unit, and whether it was the last of an input.
template <class L, typename In, typename Out>
inline bool matrix_turn(matrix_place<L> &at, matrix_words<L, In> &kept, typename L::sum (&sum)[L::pe],
                        hls::stream<word<In, L::simd * L::groups_at_once> > &in,
                        const int32_t (&weights)[L::pe][L::simd], hls::stream<word<Out, L::pe> > &out) {
#pragma HLS INLINE
  word<In, L::simd * L::groups_at_once> x;
  if (at.pass.first()) {
    x = in.read();
    kept.write(at.word.at, x);
  } else {
    x = kept.read(at.word.at);
  }
  word<Out, L::pe> y;
  multiply_add<L>(at, x, weights, sum, y);
  if (at.word.last()) out.write(y);
  return at.next();
}

template <class L, typename In, typename Out>
void matrix_vector(hls::stream<word<In, L::simd * L::groups_at_once> > &in, hls::stream<word<Out, L::pe> > &out,
                   int inputs) {
  matrix_words<L, In> kept;
  typename L::sum sum[L::pe];
#pragma HLS ARRAY_PARTITION variable=sum complete
  matrix_place<L> at;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    int32_t weights[L::pe][L::simd];
#pragma HLS ARRAY_PARTITION variable=weights complete dim=0
    for (int pe = 0; pe < L::pe; ++pe) {
      for (int lane = 0; lane < L::simd; ++lane) weights[pe][lane] = L::weight(pe, at.row.at, lane);
    }
    if (matrix_turn<L, In>(at, kept, sum, in, weights, out)) ++n;
  }
}

// The same with weights streamed from memory, again for each position: PE x SIMD weights per turn.
template <class L, typename In, typename Weight, typename Out>
void matrix_vector_streamed(hls::stream<word<In, L::simd * L::groups_at_once> > &in,
                            hls::stream<word<Weight, L::pe * L::simd> > &weights_in,
                            hls::stream<word<Out, L::pe> > &out, int inputs) {
  matrix_words<L, In> kept;
  typename L::sum sum[L::pe];
#pragma HLS ARRAY_PARTITION variable=sum complete
  matrix_place<L> at;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    const word<Weight, L::pe * L::simd> matrix = weights_in.read();
    int32_t weights[L::pe][L::simd];
#pragma HLS ARRAY_PARTITION variable=weights complete dim=0
    for (int pe = 0; pe < L::pe; ++pe) {
      for (int lane = 0; lane < L::simd; ++lane) weights[pe][lane] = matrix.lane[pe * L::simd + lane];
    }
    if (matrix_turn<L, In>(at, kept, sum, in, weights, out)) ++n;
  }
}

}  // namespace exeunt

#endif
