// The matrix-vector unit that holds its weights: each is fetched once an input and used for all output positions.
#ifndef EXEUNT_STATIONARY_HPP
#define EXEUNT_STATIONARY_HPP

#include "exeunt_matrix.hpp"

namespace exeunt {

// L as for matrix_vector_streamed, and: rows, columns (of the input), words (of a position), group_words (of those, the
// ones that a filter sees), top, left (padding), border (its value), kernel_*, stride_*, dilation_*, out_rows,
// out_columns.
template <class L>
struct stationary_plan {
  static constexpr int lanes = L::simd * L::groups_at_once;
  static constexpr int map_words = L::rows * L::columns * L::words;
  static constexpr int folds = L::filters / L::pe;
  static constexpr int results = L::positions * folds;
  // Folds that see the same channels.
  static constexpr int passes = most(1, L::filters / L::groups / L::pe);
  // Steps in the map, in words.
  static constexpr int row = L::columns * L::words;
  static constexpr int first = -(L::top * L::columns + L::left) * L::words;
  // No row, column or address is further from 0.
  static constexpr int far_row = L::out_rows * L::stride_rows + L::kernel_rows * L::dilation_rows + L::top;
  static constexpr int far_column =
      L::out_columns * L::stride_columns + L::kernel_columns * L::dilation_columns + L::left;
  static constexpr int far = far_row * row + far_column * L::words + L::words;
  typedef exeunt_int<bits_of(most(far_row, L::rows)) + 1> row_number;
  typedef exeunt_int<bits_of(most(far_column, L::columns)) + 1> column_number;
  typedef exeunt_int<bits_of(far) + 1> address;
  // Least turns from a result to its way out.
  static constexpr int result_turns = L::positions + folds - 1;
};

// Where the unit is: folds of PE filters outside, then the words of a row of weights (by kernel row, kernel column,
// word of channels), then the output positions. Addresses are sums, so that nothing is multiplied; they are negative
// above and left of the image.
template <class L>
struct stationary_place {
  typedef stationary_plan<L> plan;
  digit<L::out_columns> out_column;
  digit<L::out_rows> out_row;
  digit<L::positions> position;
  digit<L::group_words> word;
  digit<L::kernel_columns> kernel_column;
  digit<L::kernel_rows> kernel_row;
  digit<plan::passes> pass;
  digit<plan::folds> fold;
  // In the image: of this position, and of the first position under this kernel position.
  typename plan::row_number y, first_y;
  typename plan::column_number x, first_x;
  // In the map: of this position, of the first of its row, of the first position for this word, kernel column and
  // kernel row, and of the group's channels.
  typename plan::address at, row_at, word_at, column_at, kernel_at, group_at;
  counter<plan::results + plan::folds> result;

  stationary_place() {
#pragma HLS INLINE
    start();
  }
  bool inside() const {
#pragma HLS INLINE
    return y >= 0 && y < L::rows && x >= 0 && x < L::columns;
  }
  bool first_word() const {
#pragma HLS INLINE
    return kernel_row.first() && kernel_column.first() && word.first();
  }
  bool last_word() const {
#pragma HLS INLINE
    return kernel_row.last() && kernel_column.last() && word.last();
  }
  // Whether the turn was the last of an input.
  bool next() {
#pragma HLS INLINE
    position.next();
    result += plan::folds;
    x += L::stride_columns;
    at += L::stride_columns * L::words;
    if (!out_column.next()) return false;
    y += L::stride_rows;
    row_at += L::stride_rows * plan::row;
    x = first_x;
    at = row_at;
    if (!out_row.next()) return false;
    const bool ended = next_word();
    if (ended) start();
    result = static_cast<int>(fold.at);
    x = first_x;
    y = first_y;
    at = row_at = word_at;
    return ended;
  }

 private:
  void start() {
#pragma HLS INLINE
    y = first_y = -L::top;
    x = first_x = -L::left;
    at = row_at = word_at = column_at = kernel_at = group_at = plan::first;
    result = 0;
  }
  bool next_word() {
#pragma HLS INLINE
    word_at += 1;
    if (!word.next()) return false;
    first_x += L::dilation_columns;
    column_at += L::dilation_columns * L::words;
    word_at = column_at;
    if (!kernel_column.next()) return false;
    first_x = -L::left;
    first_y += L::dilation_rows;
    kernel_at += L::dilation_rows * plan::row;
    word_at = column_at = kernel_at;
    if (!kernel_row.next()) return false;
    first_y = -L::top;
    if (pass.next()) group_at += L::group_words;
    word_at = column_at = kernel_at = group_at;
    return fold.next();
  }
};

enum stationary_phase { loads, computes, writes };

// The map comes in, all products are summed up, the results leave position by position, as the next layer reads.
template <class L, typename In, typename Weight, typename Out>
void weight_stationary(hls::stream<word<In, stationary_plan<L>::lanes> > &in,
                       hls::stream<word<Weight, L::pe * L::simd> > &weights_in, hls::stream<word<Out, L::pe> > &out,
                       int inputs) {
  typedef stationary_plan<L> plan;
  typedef word<In, plan::lanes> values;
  typedef word<Out, L::pe> outputs;
  typedef word<typename L::sum, L::pe> sums;
  // The first product waits until a RAM has the last word.
  store<values, plan::map_words, ram_turns> map;
  store<outputs, plan::results, plan::result_turns> results;
  // A position comes again after all others.
  store<sums, L::positions, L::positions> waiting;
  word<Weight, L::pe * L::simd> held;
#pragma HLS ARRAY_PARTITION variable=held.lane complete
  digit<plan::map_words + ram_turns> load;
  digit<plan::results> result;
  stationary_place<L> at;
  stationary_phase phase = loads;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    if (phase == loads) {
      if (load.at < plan::map_words) map.write(load.at, in.read());
      if (load.next()) phase = computes;
    } else if (phase == computes) {
      if (at.position.first()) held = weights_in.read();
      values x;
      for (int lane = 0; lane < plan::lanes; ++lane) x.lane[lane] = L::border;
      if (at.inside()) x = map.read(at.at);
      sums sum;
      if (!at.first_word()) sum = waiting.read(at.position.at);
      outputs y;
      for (int pe = 0; pe < L::pe; ++pe) {
#pragma HLS UNROLL
        // Products first, so that only one addition depends on an earlier turn.
        typename L::sum products = 0;
        for (int lane = 0; lane < L::simd; ++lane) {
#pragma HLS UNROLL
          products += L::product(held.lane[pe * L::simd + lane], x.lane[lane_of<L>(pe, lane)]);
        }
        if (at.first_word()) sum.lane[pe] = L::bias(pe, at.fold.at);
        sum.lane[pe] += products;
        if (at.last_word()) y.lane[pe] = L::output(sum.lane[pe], pe, at.fold.at);
      }
      waiting.write(at.position.at, sum);
      if (at.last_word()) results.write(at.result, y);
      if (at.next()) phase = writes;
    } else {
      out.write(results.read(result.at));
      if (result.next()) {
        phase = loads;
        ++n;
      }
    }
  }
}

}  // namespace exeunt

#endif
