// Streams between processes: Xilinx's own in synthesis, a stand-in everywhere else.
#ifndef EXEUNT_STREAM_HPP
#define EXEUNT_STREAM_HPP

#include <stdint.h>

#if defined(__VITIS_HLS__) || defined(__VIVADO_HLS__)

#include <ap_axi_sdata.h>
#include <hls_stream.h>

namespace exeunt {
// Eight bytes of an AXI4-Stream, with TKEEP and TLAST.
typedef ap_axiu<64, 0, 0, 0> beat;
}  // namespace exeunt

// One iteration of a pipelined loop.
#define EXEUNT_CYCLE()
// A process of a dataflow region; its results are in flight for up to `lag` turns of its loop.
#define EXEUNT_PROCESS(lag, function, ...) function(__VA_ARGS__)
#define EXEUNT_JOIN()
// Depth of a FIFO, for the stand-in; `#pragma HLS STREAM` beside it says the same to the synthesis. At a join, `slack`
// of it is for what is in flight on another arm.
#define EXEUNT_DEPTH(stream, depth)
#define EXEUNT_JOIN_DEPTH(stream, depth, slack)

#else

#include "exeunt_simulation.hpp"

namespace exeunt {
struct beat {
  uint64_t data;
  uint8_t keep;
  uint8_t strb;
  uint8_t last;
};
}  // namespace exeunt

#define EXEUNT_CYCLE() exeunt::simulation::cycle()
#define EXEUNT_PROCESS(lag, function, ...) exeunt::simulation::process(lag, #function, [&] { function(__VA_ARGS__); })
#define EXEUNT_JOIN() exeunt::simulation::join()
#define EXEUNT_DEPTH(stream, depth) stream.bound(depth)
#define EXEUNT_JOIN_DEPTH(stream, depth, slack) stream.bound_at_join(depth, slack)

#endif

namespace exeunt {

// Parallel values of a word.
template <typename T, int LANES>
struct word {
  T lane[LANES];
};

constexpr int ceil_div(int a, int b) { return (a + b - 1) / b; }
constexpr int most(int a, int b) { return a > b ? a : b; }

}  // namespace exeunt

#endif
