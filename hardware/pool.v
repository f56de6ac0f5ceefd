// Pooling over windows that do not overlap: `pool` of exeunt_pool.hpp as one loop with counters. Results in progress wait in
// a memory outside (`address`, `old`, `joined`, `write`), which is priced as a memory. With SUM a sum, else the largest.
module pool #(
    parameter COLUMNS = 28,  // of the image
    parameter WORDS = 3,     // of a position
    parameter KERNEL = 2,    // rows and columns of a window
    parameter PE = 2,        // channels at once
    parameter IN = 8,        // bits of a value
    parameter KEPT = 8,      // bits of a result in progress
    parameter SUM = 0
) (
    input clk,
    input rst,
    input [PE*IN-1:0] in_data,
    input in_valid,
    output in_ready,
    output [$clog2((COLUMNS/KERNEL)*WORDS)-1:0] address,
    input [PE*KEPT-1:0] old,
    output [PE*KEPT-1:0] joined,
    output write,
    output reg [PE*KEPT-1:0] out_data,
    output reg out_valid,
    input out_ready
);
  localparam WINDOWS = COLUMNS / KERNEL;
  localparam A = $clog2(WINDOWS * WORDS);
  localparam K = KERNEL == 1 ? 1 : $clog2(KERNEL);
  localparam W = WORDS == 1 ? 1 : $clog2(WORDS);
  localparam X = WINDOWS == 1 ? 1 : $clog2(WINDOWS);

  reg [A-1:0] base;
  reg [W-1:0] word;
  reg [K-1:0] kx, ky;
  reg [X-1:0] window;
  wire first = kx == 0 && ky == 0;
  wire ends = kx == KERNEL - 1 && ky == KERNEL - 1;
  assign in_ready = ~out_valid | out_ready;
  assign write = in_valid && in_ready;
  assign address = base + word;

  genvar l;
  generate
    for (l = 0; l < PE; l = l + 1) begin : lanes
      wire signed [IN-1:0] value = in_data[l*IN+:IN];
      wire signed [KEPT-1:0] before = old[l*KEPT+:KEPT];
      wire signed [KEPT-1:0] wide = value;
      if (SUM) assign joined[l*KEPT+:KEPT] = (first ? {KEPT{1'b0}} : before) + wide;
      else assign joined[l*KEPT+:KEPT] = first || wide > before ? wide : before;
    end
  endgenerate

  always @(posedge clk)
    if (rst) begin
      base <= 0;
      word <= 0;
      kx <= 0;
      ky <= 0;
      window <= 0;
      out_valid <= 0;
    end else if (in_ready) begin
      out_valid <= in_valid && ends;
      if (in_valid) begin
        out_data <= joined;
        if (word != WORDS - 1) word <= word + 1'b1;
        else begin
          word <= 0;
          if (kx != KERNEL - 1) kx <= kx + 1'b1;
          else begin
            kx <= 0;
            window <= window == WINDOWS - 1 ? 0 : window + 1'b1;
            base <= window == WINDOWS - 1 ? 0 : base + WORDS;
            if (window == WINDOWS - 1) ky <= ky == KERNEL - 1 ? 0 : ky + 1'b1;
          end
        end
      end
    end
endmodule
