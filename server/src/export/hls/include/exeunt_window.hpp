// Padding and sliding windows. A layer's shape is a struct of constants that the export writes next to its process.
#ifndef EXEUNT_WINDOW_HPP
#define EXEUNT_WINDOW_HPP

#include "exeunt_stream.hpp"

namespace exeunt {

// Adds a border of one value. L: rows, columns (of the input), top, left, padded_rows, padded_columns, words (of a
// position), border.
template <class L, typename T, int LANES>
void pad(hls::stream<word<T, LANES> > &in, hls::stream<word<T, LANES> > &out, int inputs) {
  for (int n = 0; n < inputs; ++n) {
    for (int y = 0; y < L::padded_rows; ++y) {
      for (int x = 0; x < L::padded_columns; ++x) {
        for (int w = 0; w < L::words; ++w) {
#pragma HLS PIPELINE II=1 style=flp
          EXEUNT_CYCLE();
          const bool inside = y >= L::top && y < L::top + L::rows && x >= L::left && x < L::left + L::columns;
          word<T, LANES> value;
          for (int l = 0; l < LANES; ++l) value.lane[l] = L::border;
          if (inside) value = in.read();
          out.write(value);
        }
      }
    }
  }
}

// Removes rows and columns that no window covers. L: rows, columns, words, covers_row(y), covers_column(x).
template <class L, typename T, int LANES>
void crop(hls::stream<word<T, LANES> > &in, hls::stream<word<T, LANES> > &out, int inputs) {
  for (int n = 0; n < inputs; ++n) {
    for (int y = 0; y < L::rows; ++y) {
      for (int x = 0; x < L::columns; ++x) {
        for (int w = 0; w < L::words; ++w) {
#pragma HLS PIPELINE II=1 style=flp
          EXEUNT_CYCLE();
          const word<T, LANES> value = in.read();
          if (L::covers_row(y) && L::covers_column(x)) out.write(value);
        }
      }
    }
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
  static constexpr int row_cycles = most(L::out_columns * kernel, L::stride_rows *L::columns) * L::words;
};

// Writes the kernel's positions of each window, one word per cycle, while the next windows' words arrive. A window is
// written by groups of channels: all positions of the first group's words, then of the second's. L: rows, columns
// (with padding), words (of a position), group_words, kernel_*, stride_*, dilation_*, out_rows, out_columns.
template <class L, typename T, int LANES>
void window(hls::stream<word<T, LANES> > &in, hls::stream<word<T, LANES> > &out, int inputs) {
  typedef window_plan<L> plan;
  word<T, LANES> line[plan::kept][L::words];
#pragma HLS AGGREGATE variable=line
#pragma HLS DEPENDENCE variable=line inter false
  const int total = L::rows * L::columns * L::words;
  for (int n = 0; n < inputs; ++n) {
    int stored = 0;      // words received
    int write_slot = 0;  // slot of the next position
    int write_word = 0;
    int first = 0;  // first position of the current window, and its slot
    int slot = 0;
    for (int i = 0; i < plan::span * L::words; ++i) {
#pragma HLS PIPELINE II=1 style=flp
      EXEUNT_CYCLE();
      line[write_slot][write_word] = in.read();
      ++stored;
      if (++write_word == L::words) {
        write_word = 0;
        write_slot = write_slot == plan::kept - 1 ? 0 : write_slot + 1;
      }
    }
    for (int row = 0; row < L::out_rows; ++row) {
      int column = 0, group = 0, ky = 0, kx = 0, w = 0;
      for (int t = 0; t < plan::row_cycles; ++t) {
#pragma HLS PIPELINE II=1 style=flp
        EXEUNT_CYCLE();
        if (stored < total && stored < (first + plan::kept) * L::words) {
          line[write_slot][write_word] = in.read();
          ++stored;
          if (++write_word == L::words) {
            write_word = 0;
            write_slot = write_slot == plan::kept - 1 ? 0 : write_slot + 1;
          }
        }
        if (column < L::out_columns && stored >= (first + plan::span) * L::words) {
          int at = slot + ky * L::dilation_rows * L::columns + kx * L::dilation_columns;
          if (at >= plan::kept) at -= plan::kept;
          out.write(line[at][group * L::group_words + w]);
          if (++w == L::group_words) {
            w = 0;
            if (++kx == L::kernel_columns) {
              kx = 0;
              if (++ky == L::kernel_rows) {
                ky = 0;
                if (++group == L::words / L::group_words) {
                  group = 0;
                  const int step = column == L::out_columns - 1 ? plan::to_next_row : L::stride_columns;
                  ++column;
                  first += step;
                  slot += step;
                  if (slot >= plan::kept) slot -= plan::kept;
                }
              }
            }
          }
        }
      }
    }
  }
}

// The same for windows whose words are not words of a position: lanes that do not divide the channels, or several
// groups in parallel. Gathers values one by one: L::group_channels of `groups_at_once` groups, `simd` of each group's
// values at a time. The line buffer is read at several places at once: partition it, or accept a longer interval.
// L also: channels, group_channels, groups_at_once, simd.
template <class L, typename T, int LANES>
void gather_window(hls::stream<word<T, LANES> > &in, hls::stream<word<T, LANES> > &out, int inputs) {
  typedef window_plan<L> plan;
  const int group_values = plan::kernel * L::group_channels;
  const int block = L::groups_at_once * group_values;
  T line[plan::kept][L::channels];
#pragma HLS ARRAY_PARTITION variable=line complete dim=2
  const int total = L::rows * L::columns * L::words;
  const int values = plan::kernel * L::channels;
  for (int n = 0; n < inputs; ++n) {
    int stored = 0, write_slot = 0, write_word = 0, first = 0, slot = 0;
    for (int row = -1; row < L::out_rows; ++row) {
      int column = 0, word_of_window = 0;
      // The first window fills before the first row.
      const int cycles = row < 0 ? plan::span * L::words : plan::row_cycles;
      for (int t = 0; t < cycles; ++t) {
#pragma HLS PIPELINE II=1 style=flp
        EXEUNT_CYCLE();
        if (stored < total && stored < (first + plan::kept) * L::words) {
          const word<T, LANES> x = in.read();
          for (int l = 0; l < LANES; ++l) {
            if (write_word * LANES + l < L::channels) line[write_slot][write_word * LANES + l] = x.lane[l];
          }
          ++stored;
          if (++write_word == L::words) {
            write_word = 0;
            write_slot = write_slot == plan::kept - 1 ? 0 : write_slot + 1;
          }
        }
        if (row >= 0 && column < L::out_columns && stored >= (first + plan::span) * L::words) {
          word<T, LANES> y;
          for (int l = 0; l < LANES; ++l) {
            const int i = word_of_window * LANES + l;
            y.lane[l] = 0;
            if (i < values) {
              const int inside = i % block;
              const int group = i / block * L::groups_at_once + inside / L::simd % L::groups_at_once;
              const int j = inside / (L::simd * L::groups_at_once) * L::simd + inside % L::simd;
              const int k = j / L::group_channels;
              const int c = group * L::group_channels + j % L::group_channels;
              int at = slot + k / L::kernel_columns * L::dilation_rows * L::columns +
                       k % L::kernel_columns * L::dilation_columns;
              if (at >= plan::kept) at -= plan::kept;
              y.lane[l] = line[at][c];
            }
          }
          // The last words of a window are partly empty if the lanes do not divide the channels.
          if (word_of_window * LANES < values) out.write(y);
          if (++word_of_window == plan::kernel * L::words) {
            word_of_window = 0;
            const int step = column == L::out_columns - 1 ? plan::to_next_row : L::stride_columns;
            ++column;
            first += step;
            slot += step;
            if (slot >= plan::kept) slot -= plan::kept;
          }
        }
      }
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
  int y, x, w, end_y, end_x;

  void start() {
#pragma HLS INLINE
    y = x = w = 0;
    end_y = span_rows - 1;
    end_x = span_columns - 1;
  }
  bool complete() const {
#pragma HLS INLINE
    return y == end_y && x == end_x;
  }
  void next() {
#pragma HLS INLINE
    if (++w < L::words) return;
    w = 0;
    if (x == end_x) end_x += L::stride_columns;
    if (++x < L::columns) return;
    x = 0;
    end_x = span_columns - 1;
    if (y == end_y) end_y += L::stride_rows;
    ++y;
  }
};

// Where each lane of a whole window comes from: `simd` products of each of `groups_at_once` groups at a time, as the
// matrix-vector unit takes them. L: kernel_columns, group_channels, groups_at_once, simd.
template <class L>
constexpr int product_of(int lane) {
  return lane / (L::simd * L::groups_at_once) * L::simd + lane % L::simd;
}
template <class L>
constexpr int tap_of(int lane) {
  return product_of<L>(lane) / L::group_channels;
}
template <class L>
constexpr int channel_of(int lane) {
  return lane / L::simd % L::groups_at_once * L::group_channels + product_of<L>(lane) % L::group_channels;
}

// Writes all positions of a window in one word, in the cycle in which the last of them arrives. Reads a word in every
// cycle. A line memory holds the rows above, all of a column in one word; registers hold what stands under the window.
// L: rows, columns (with padding), words (of a position), group_channels, groups_at_once, simd, kernel_*, stride_*,
// dilation_*, out_rows, out_columns.
template <class L, typename T, int LANES>
void parallel_window(hls::stream<word<T, LANES> > &in,
                     hls::stream<word<T, L::kernel_rows * L::kernel_columns * LANES> > &out, int inputs) {
  static_assert(L::kernel_rows > 1, "a kernel of one row has no rows above");
  const int above = L::kernel_rows - 1;
  const int line_words = L::dilation_rows * L::columns * L::words;
  const int step = L::dilation_columns * L::words;
  const int reach = (L::kernel_columns - 1) * step + 1;
  word<T, above * LANES> line[line_words];
  // A word is read again after a whole line, which is longer than the pipeline: shorter ones are shift registers.
#pragma HLS AGGREGATE variable=line
#pragma HLS DEPENDENCE variable=line inter false
  word<T, LANES> taps[L::kernel_rows][reach] = {};
#pragma HLS ARRAY_PARTITION variable=taps complete dim=0
  for (int n = 0; n < inputs; ++n) {
    window_end<L> at;
    at.start();
    int slot = 0;
    for (int i = 0; i < L::rows * L::columns * L::words; ++i) {
#pragma HLS PIPELINE II=1 style=flp
      EXEUNT_CYCLE();
      const word<T, LANES> x = in.read();
      word<T, above * LANES> rows = {};
      // There is nothing above the first row.
      if (at.y >= L::dilation_rows) rows = line[slot];
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
      line[slot] = moved;
      slot = slot == line_words - 1 ? 0 : slot + 1;
      if (at.complete()) {
        word<T, L::kernel_rows * L::kernel_columns * LANES> y;
        for (int l = 0; l < L::kernel_rows * L::kernel_columns * LANES; ++l) {
#pragma HLS UNROLL
          const int tap = tap_of<L>(l);
          y.lane[l] = taps[tap / L::kernel_columns][tap % L::kernel_columns * step].lane[channel_of<L>(l)];
        }
        out.write(y);
      }
      at.next();
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
  word<T, LANES> held[reach] = {};
#pragma HLS ARRAY_PARTITION variable=held complete
  for (int n = 0; n < inputs; ++n) {
    window_end<L> at;
    at.start();
    for (int i = 0; i < L::rows * L::columns * L::words; ++i) {
#pragma HLS PIPELINE II=1 style=flp
      EXEUNT_CYCLE();
      for (int j = 0; j + 1 < reach; ++j) held[j] = held[j + 1];
      held[reach - 1] = in.read();
      if (at.complete()) {
        word<T, L::kernel_rows * L::kernel_columns * LANES> y;
        for (int l = 0; l < L::kernel_rows * L::kernel_columns * LANES; ++l) {
#pragma HLS UNROLL
          const int tap = tap_of<L>(l);
          y.lane[l] =
              held[tap / L::kernel_columns * line_words + tap % L::kernel_columns * step].lane[channel_of<L>(l)];
        }
        out.write(y);
      }
      at.next();
    }
  }
}

}  // namespace exeunt

#endif
