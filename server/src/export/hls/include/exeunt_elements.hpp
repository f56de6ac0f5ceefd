// Element-wise layers.
#ifndef EXEUNT_ELEMENTS_HPP
#define EXEUNT_ELEMENTS_HPP

#include "exeunt_rounding.hpp"
#include "exeunt_stream.hpp"

namespace exeunt {

// Repeats each position `scale_columns` times in its row, and each row `scale_rows` times. L: rows, columns (of the
// input), words, scale_rows, scale_columns.
template <class L, typename T, int PE>
void upsample(hls::stream<word<T, PE> > &in, hls::stream<word<T, PE> > &out, int inputs) {
  word<T, PE> line[L::columns][L::words];
#pragma HLS AGGREGATE variable=line
  for (int n = 0; n < inputs * L::rows; ++n) {
    for (int copy = 0; copy < L::scale_rows; ++copy) {
      for (int x = 0; x < L::columns; ++x) {
        for (int again = 0; again < L::scale_columns; ++again) {
          for (int w = 0; w < L::words; ++w) {
#pragma HLS PIPELINE II=1 style=flp
            EXEUNT_CYCLE();
            if (copy == 0 && again == 0) line[x][w] = in.read();
            out.write(line[x][w]);
          }
        }
      }
    }
  }
}

}  // namespace exeunt

#endif
