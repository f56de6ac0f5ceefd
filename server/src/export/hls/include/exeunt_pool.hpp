// Pooling. Keeps sums or maxima of all outputs in progress, so that every input word is read once.
#ifndef EXEUNT_POOL_HPP
#define EXEUNT_POOL_HPP

#include "exeunt_rounding.hpp"
#include "exeunt_stream.hpp"

namespace exeunt {

// L::start() and L::join(kept, value) compute the maximum or the sum; L::output(kept, row, column) the result.

// Windows that do not overlap: one row of outputs is in progress. L: rows, columns (with padding), words, out_rows,
// out_columns, kernel_*, stride_*, dilation_*.
template <class L, typename T, typename Out, int PE>
void pool(hls::stream<word<T, PE> > &in, hls::stream<word<Out, PE> > &out, int inputs) {
  word<int32_t, PE> kept[L::out_columns][L::words] = {};
#pragma HLS AGGREGATE variable=kept
  for (int n = 0; n < inputs; ++n) {
    int row = 0, ky = 0;
    for (int y = 0; y < L::rows; ++y) {
      int column = 0, kx = 0;
      for (int x = 0; x < L::columns; ++x) {
        const bool covered = row < L::out_rows && column < L::out_columns && ky % L::dilation_rows == 0 &&
                             kx % L::dilation_columns == 0 && ky / L::dilation_rows < L::kernel_rows &&
                             kx / L::dilation_columns < L::kernel_columns;
        const bool ends =
            ky == (L::kernel_rows - 1) * L::dilation_rows && kx == (L::kernel_columns - 1) * L::dilation_columns;
        for (int w = 0; w < L::words; ++w) {
#pragma HLS PIPELINE II=1 style=flp
          EXEUNT_CYCLE();
          const word<T, PE> value = in.read();
          if (covered) {
            word<int32_t, PE> sum = kept[column][w];
            word<Out, PE> result;
            for (int pe = 0; pe < PE; ++pe) {
#pragma HLS UNROLL
              if (ky == 0 && kx == 0) sum.lane[pe] = L::start();
              sum.lane[pe] = L::join(sum.lane[pe], value.lane[pe]);
              result.lane[pe] = L::output(sum.lane[pe], row, column);
            }
            kept[column][w] = sum;
            if (ends) out.write(result);
          }
        }
        if (++kx == L::stride_columns) {
          kx = 0;
          ++column;
        }
      }
      if (++ky == L::stride_rows) {
        ky = 0;
        ++row;
      }
    }
  }
}

// Windows that overlap: each input word goes to all windows that cover it, one per cycle. L: rows, columns (those that
// a window covers), words, out_columns, rows_under_way, kernel_rows, kernel_columns, and the windows of a row y:
// row_count(y) of them, the i-th is output row row_of(y, i) whose kernel row kernel_row(y, i) is y; columns alike.
template <class L, typename T, typename Out, int PE>
void overlapping_pool(hls::stream<word<T, PE> > &in, hls::stream<word<Out, PE> > &out, int inputs) {
  word<int32_t, PE> kept[L::rows_under_way][L::out_columns][L::words] = {};
#pragma HLS AGGREGATE variable=kept
  for (int n = 0; n < inputs; ++n) {
    for (int y = 0; y < L::rows; ++y) {
      for (int x = 0; x < L::columns; ++x) {
        for (int w = 0; w < L::words; ++w) {
          const word<T, PE> value = in.read();
          for (int i = 0; i < L::row_count(y); ++i) {
            for (int j = 0; j < L::column_count(x); ++j) {
#pragma HLS PIPELINE II=1 style=flp
              EXEUNT_CYCLE();
              const int row = L::row_of(y, i), column = L::column_of(x, j);
              const int ky = L::kernel_row(y, i), kx = L::kernel_column(x, j);
              word<int32_t, PE> sum = kept[row % L::rows_under_way][column][w];
              word<Out, PE> result;
              for (int pe = 0; pe < PE; ++pe) {
#pragma HLS UNROLL
                if (ky == 0 && kx == 0) sum.lane[pe] = L::start();
                sum.lane[pe] = L::join(sum.lane[pe], value.lane[pe]);
                result.lane[pe] = L::output(sum.lane[pe], row, column);
              }
              kept[row % L::rows_under_way][column][w] = sum;
              if (ky == L::kernel_rows - 1 && kx == L::kernel_columns - 1) out.write(result);
            }
          }
        }
      }
    }
  }
}

// The mean of a whole image. L: positions, words.
template <class L, typename T, typename Out, int PE>
void global_pool(hls::stream<word<T, PE> > &in, hls::stream<word<Out, PE> > &out, int inputs) {
  word<int32_t, PE> kept[L::words] = {};
#pragma HLS AGGREGATE variable=kept
  for (int n = 0; n < inputs; ++n) {
    for (int position = 0; position < L::positions; ++position) {
      for (int w = 0; w < L::words; ++w) {
#pragma HLS PIPELINE II=1 style=flp
        EXEUNT_CYCLE();
        const word<T, PE> value = in.read();
        word<int32_t, PE> sum = kept[w];
        for (int pe = 0; pe < PE; ++pe) {
#pragma HLS UNROLL
          sum.lane[pe] = L::join(position == 0 ? L::start() : sum.lane[pe], value.lane[pe]);
        }
        kept[w] = sum;
      }
    }
    for (int w = 0; w < L::words; ++w) {
#pragma HLS PIPELINE II=1 style=flp
      EXEUNT_CYCLE();
      const word<int32_t, PE> sum = kept[w];
      word<Out, PE> result;
      for (int pe = 0; pe < PE; ++pe) result.lane[pe] = L::output(sum.lane[pe], 0, 0);
      out.write(result);
    }
  }
}

}  // namespace exeunt

#endif
