// The same to the base of 2, which needs no table and no multiplier: `decide_share` of exeunt_decision.hpp with shifts and
// a line between whole powers. The product with the threshold is bound to the fabric, as in the kernel.
module decide_softmax2 #(
    parameter CLASSES = 10,
    parameter BITS = 8,   // of a logit
    parameter LOGIT = 4,  // fraction bits of a logit
    parameter [24:0] THRESHOLD = 15099494  // with 24 fraction bits
) (
    input clk,
    input rst,
    input signed [BITS-1:0] most,
    input signed [BITS-1:0] in_data,
    input in_valid,
    output in_ready,
    output reg leaves,
    output reg out_valid,
    input out_ready
);
  localparam S = 25 + $clog2(CLASSES);
  reg [$clog2(CLASSES)-1:0] at;
  reg [1:0] first, last, valid;
  reg [BITS:0] difference;
  reg [24:0] share;
  reg ends, ends1;
  reg [S-1:0] sum;
  reg [S+24:0] limit;
  wire [BITS:0] whole = difference >> LOGIT;
  wire [24:0] line = (25'd1 << 24) - ((difference & ((1 << LOGIT) - 1)) << (23 - LOGIT));
  wire moves = ~out_valid | out_ready;
  wire goes = in_valid & in_ready;
  assign in_ready = moves;

  always @(posedge clk)
    if (rst) begin
      at <= 0;
      valid <= 0;
      ends <= 0;
      ends1 <= 0;
      out_valid <= 0;
    end else if (moves) begin
      if (goes) at <= at == CLASSES - 1 ? 0 : at + 1'b1;
      valid <= {valid[0], goes};
      first <= {first[0], at == 0};
      last <= {last[0], at == CLASSES - 1};
      difference <= most - in_data;

      share <= whole > 24 ? 25'd0 : line >> whole[4:0];
      if (valid[1]) sum <= (first[1] ? {S{1'b0}} : sum) + share;
      ends <= valid[1] & last[1];

      limit <= sum * THRESHOLD;
      ends1 <= ends;
      out_valid <= ends1;
      leaves <= (64'd1 << 48) >= limit;
    end
endmodule
