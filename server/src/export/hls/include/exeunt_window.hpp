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
#pragma HLS PIPELINE II=1
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
#pragma HLS PIPELINE II=1
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
#pragma HLS PIPELINE II=1
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
#pragma HLS PIPELINE II=1
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
#pragma HLS PIPELINE II=1
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

}  // namespace exeunt

#endif
