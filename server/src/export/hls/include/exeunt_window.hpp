// Padding and sliding windows. A layer's shape is a struct of constants that the export writes next to its process.
#ifndef EXEUNT_WINDOW_HPP
#define EXEUNT_WINDOW_HPP

#include "exeunt_loops.hpp"
#include "exeunt_stream.hpp"

namespace exeunt {

// Adds a border of one value. L: rows, columns (of the input), top, left, padded_rows, padded_columns, words (of a
// position), border.
template <class L, typename T, int LANES>
void pad(hls::stream<word<T, LANES> > &in, hls::stream<word<T, LANES> > &out, int inputs) {
  digit<L::words> w;
  digit<L::padded_columns> x;
  digit<L::padded_rows> y;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    const bool inside = y.at >= L::top && y.at < L::top + L::rows && x.at >= L::left && x.at < L::left + L::columns;
    word<T, LANES> value;
    for (int l = 0; l < LANES; ++l) value.lane[l] = L::border;
    if (inside) value = in.read();
    out.write(value);
    if (w.next() && x.next() && y.next()) ++n;
  }
}

// Extent and buffer of a sliding window. Positions count from the first of an input.
template <class L>
struct window_plan {
  // From the first position of a window to one past its last.
  static constexpr int span =
      (L::kernel_rows - 1) * L::dilation_rows * L::columns + (L::kernel_columns - 1) * L::dilation_columns + 1;
  // From the last window of a row to the first of the next.
  static constexpr int to_next_row = L::stride_rows * L::columns - (L::out_columns - 1) * L::stride_columns;
  // A row's last window stays while the positions for the next row's first window arrive.
  static constexpr int kept = span + most(L::stride_columns, to_next_row);
  static constexpr int kernel = L::kernel_rows * L::kernel_columns;
  static constexpr int row_turns = most(L::out_columns * kernel, L::stride_rows *L::columns) * L::words;
  static constexpr int turns = span * L::words + L::out_rows * row_turns;
  // All that follows in words.
  static constexpr int size = kept * L::words;
  static constexpr int span_words = span * L::words;
  // Words of a group in a position, and from the first of a block to its last.
  static constexpr int group_words = L::block_words / L::groups_at_once;
  static constexpr int last = L::block_words - 1;
  // From a word to the next one of the window.
  static constexpr int to_group = group_words;
  static constexpr int to_word = 1 - (L::groups_at_once - 1) * group_words;
  static constexpr int to_column = L::dilation_columns * L::words - last;
  static constexpr int to_row =
      (L::dilation_rows * L::columns - (L::kernel_columns - 1) * L::dilation_columns) * L::words - last;
  static constexpr int to_block = L::block_words - (span - 1) * L::words - last;
  // From the last word of a window to the first of the next one.
  static constexpr int back = span * L::words - 1;
};

// `at` words further in a circle of `size`.
template <int size>
inline counter<size - 1> around(counter<size - 1> at, int step) {
#pragma HLS INLINE
  exeunt_int<bits_of(static_cast<int64_t>(2) * size) + 1> next = static_cast<int>(at) + step;
  if (next >= size) next -= size;
  if (next < 0) next += size;
  return static_cast<int>(next);
}

// Writes the kernel's positions of each window, one word per turn, while the next windows' words arrive. A window is
// written by blocks of channels: all positions of the first block's words, then of the second's. A block's words of a
// position come in order or, if several groups are computed at once, the first of each group, then the second of each.
// L: rows, columns (with padding), words (of a position), block_words, groups_at_once, kernel_*, stride_*, dilation_*,
// out_rows, out_columns.
template <class L, typename T, int LANES>
void window(hls::stream<word<T, LANES> > &in, hls::stream<word<T, LANES> > &out, int inputs) {
  typedef window_plan<L> plan;
  word<T, LANES> line[plan::size];
#pragma HLS AGGREGATE variable=line
  // A word is stored before it is read in a turn, and overwritten when its window has passed: see `kept`.
#pragma HLS DEPENDENCE variable=line inter false
  digit<plan::turns> turn;
  digit<L::rows * L::columns * L::words> arriving;
  bool arrives = true;  // words of this input
  digit<plan::size> write;
  // Words that are stored from the first of the current window on; less than none if it is yet to come.
  const int largest_step = most(L::stride_columns, plan::to_next_row) * L::words;
  exeunt_int<bits_of(plan::size + largest_step) + 1> stored = 0;
  counter<plan::size - 1> read = 0;
  digit<L::groups_at_once> group;
  digit<plan::group_words> w;
  digit<L::kernel_columns> kx;
  digit<L::kernel_rows> ky;
  digit<L::words / L::block_words> block;
  digit<L::out_columns> column;
  digit<L::out_rows> row;
  bool writes = true;  // windows of this input
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    const bool stores = arrives && stored < plan::size;
    // Together with the word that this turn stores.
    const bool complete = stored >= plan::span_words || (stores && stored == plan::span_words - 1);
    if (stores) {
      line[write.at] = in.read();
      write.next();
      if (arriving.next()) arrives = false;
    }
    int fresh = stores ? 1 : 0;
    if (writes && complete) {
      out.write(line[read]);
      int step = 0;
      if (!group.next()) {
        step = plan::to_group;
      } else if (!w.next()) {
        step = plan::to_word;
      } else if (!kx.next()) {
        step = plan::to_column;
      } else if (!ky.next()) {
        step = plan::to_row;
      } else if (!block.next()) {
        step = plan::to_block;
      } else {
        int first = L::stride_columns * L::words;
        if (column.next()) {
          first = plan::to_next_row * L::words;
          if (row.next()) writes = false;
        }
        step = first - plan::back;
        fresh -= first;
      }
      read = around<plan::size>(read, step);
    }
    stored += fresh;
    if (turn.next()) {
      arrives = writes = true;
      write = digit<plan::size>();
      stored = 0;
      read = 0;
      ++n;
    }
  }
}

// The word that arrives, and the position that completes the next window.
template <class L>
struct window_end {
  static constexpr int span_rows = (L::kernel_rows - 1) * L::dilation_rows + 1;
  static constexpr int span_columns = (L::kernel_columns - 1) * L::dilation_columns + 1;
  // So that no position behind the last window of a row or of the image completes another one.
  static_assert((L::out_rows - 1) * L::stride_rows + span_rows <= L::rows, "the last row of windows is inside");
  static_assert(L::out_rows *L::stride_rows + span_rows > L::rows, "there is no further row of windows");
  static_assert((L::out_columns - 1) * L::stride_columns + span_columns <= L::columns, "the last window is inside");
  static_assert(L::out_columns *L::stride_columns + span_columns > L::columns, "there is no further window");
  digit<L::words> w;
  digit<L::columns> x;
  digit<L::rows> y;
  counter<L::columns + L::stride_columns> end_x;
  counter<L::rows + L::stride_rows> end_y;

  window_end() : end_x(span_columns - 1), end_y(span_rows - 1) {
#pragma HLS INLINE
  }
  bool complete() const {
#pragma HLS INLINE
    return y.at == end_y && x.at == end_x;
  }
  // Whether the word was the last of its input.
  bool next() {
#pragma HLS INLINE
    if (!w.next()) return false;
    if (x.at == end_x) end_x += L::stride_columns;
    if (!x.next()) return false;
    end_x = span_columns - 1;
    if (y.at == end_y) end_y += L::stride_rows;
    if (!y.next()) return false;
    end_y = span_rows - 1;
    return true;
  }
};

// Where each lane of a whole window comes from, in the order of `window`: tap by tap, and of a tap `channels_at_once`
// channels of each of `groups_at_once` groups in turn. L: group_channels, groups_at_once, channels_at_once.
template <class L>
constexpr int tap_of(int lane) {
  return lane / (L::group_channels * L::groups_at_once);
}
template <class L>
constexpr int channel_of(int lane) {
  static_assert(L::group_channels % L::channels_at_once == 0, "channels that stand together divide a group's");
  return lane / L::channels_at_once % L::groups_at_once * L::group_channels +
         lane % (L::group_channels * L::groups_at_once) / (L::channels_at_once * L::groups_at_once) *
             L::channels_at_once +
         lane % L::channels_at_once;
}

// Writes all positions of a window in one word, in the turn in which the last of them arrives. Reads a word in every
// turn. A line memory holds the rows above, all of a column in one word; registers hold what stands under the window.
// L: rows, columns (with padding), words (of a position), group_channels, groups_at_once, channels_at_once, kernel_*,
// stride_*, dilation_*, out_rows, out_columns.
template <class L, typename T, int LANES>
void parallel_window(hls::stream<word<T, LANES> > &in,
                     hls::stream<word<T, L::kernel_rows * L::kernel_columns * LANES> > &out, int inputs) {
  static_assert(L::kernel_rows > 1, "a kernel of one row has no rows above");
  const int above = L::kernel_rows - 1;
  const int line_words = L::dilation_rows * L::columns * L::words;
  const int step = L::dilation_columns * L::words;
  const int reach = (L::kernel_columns - 1) * step + 1;
  static_assert(line_words > 16, "shorter lines are shift registers");
  word<T, above * LANES> line[line_words];
#pragma HLS AGGREGATE variable=line
  // A word is read again after a whole line.
#pragma HLS DEPENDENCE variable=line inter RAW distance=16 true
  word<T, LANES> taps[L::kernel_rows][reach];
#pragma HLS ARRAY_PARTITION variable=taps complete dim=0
  for (int r = 0; r < L::kernel_rows; ++r) {
#pragma HLS UNROLL
    for (int j = 0; j < reach; ++j) {
#pragma HLS UNROLL
      for (int l = 0; l < LANES; ++l) taps[r][j].lane[l] = 0;
    }
  }
  window_end<L> at;
  digit<line_words> slot;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    const word<T, LANES> x = in.read();
    word<T, above * LANES> rows;
    for (int l = 0; l < above * LANES; ++l) rows.lane[l] = 0;
    // There is nothing above the first row.
    if (at.y.at >= L::dilation_rows) rows = line[slot.at];
    word<T, above * LANES> moved;
    for (int r = 0; r < L::kernel_rows; ++r) {
#pragma HLS UNROLL
      for (int j = 0; j + 1 < reach; ++j) taps[r][j] = taps[r][j + 1];
      for (int l = 0; l < LANES; ++l) {
        const T value = r < above ? rows.lane[(r < above ? r : 0) * LANES + l] : x.lane[l];
        taps[r][reach - 1].lane[l] = value;
        if (r > 0) moved.lane[(r > 0 ? r - 1 : 0) * LANES + l] = value;
      }
    }
    line[slot.at] = moved;
    slot.next();
    if (at.complete()) {
      word<T, L::kernel_rows * L::kernel_columns * LANES> y;
      for (int l = 0; l < L::kernel_rows * L::kernel_columns * LANES; ++l) {
#pragma HLS UNROLL
        const int tap = tap_of<L>(l);
        y.lane[l] = taps[tap / L::kernel_columns][tap % L::kernel_columns * step].lane[channel_of<L>(l)];
      }
      out.write(y);
    }
    if (at.next()) {
      slot = digit<line_words>();
      ++n;
    }
  }
}

// The same for a kernel of one row, or rows so short that shift registers hold them.
template <class L, typename T, int LANES>
void short_parallel_window(hls::stream<word<T, LANES> > &in,
                           hls::stream<word<T, L::kernel_rows * L::kernel_columns * LANES> > &out, int inputs) {
  const int step = L::dilation_columns * L::words;
  const int line_words = L::dilation_rows * L::columns * L::words;
  const int reach = (window_plan<L>::span - 1) * L::words + 1;
  word<T, LANES> held[reach];
#pragma HLS ARRAY_PARTITION variable=held complete
  for (int j = 0; j < reach; ++j) {
#pragma HLS UNROLL
    for (int l = 0; l < LANES; ++l) held[j].lane[l] = 0;
  }
  window_end<L> at;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    for (int j = 0; j + 1 < reach; ++j) held[j] = held[j + 1];
    held[reach - 1] = in.read();
    if (at.complete()) {
      word<T, L::kernel_rows * L::kernel_columns * LANES> y;
      for (int l = 0; l < L::kernel_rows * L::kernel_columns * LANES; ++l) {
#pragma HLS UNROLL
        const int tap = tap_of<L>(l);
        y.lane[l] = held[tap / L::kernel_columns * line_words + tap % L::kernel_columns * step].lane[channel_of<L>(l)];
      }
      out.write(y);
    }
    if (at.next()) ++n;
  }
}

}  // namespace exeunt

#endif
