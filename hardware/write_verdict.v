// The verdict, then the logits in whole beats: `write_verdict` of exeunt_decision.hpp. The last beat of the last of `inputs`
// carries `last`.
module write_verdict #(
    parameter CLASSES = 10,
    parameter BITS = 8  // of a logit in memory: 8 or 16
) (
    input clk,
    input rst,
    input [31:0] inputs,
    input leaves,
    input [$clog2(CLASSES)-1:0] label,
    input verdict,
    output verdict_ready,
    input [BITS-1:0] in_data,
    input in_valid,
    output in_ready,
    output reg [63:0] out_data,
    output reg out_last,
    output reg out_valid,
    input out_ready
);
  localparam LANES = 64 / BITS;
  reg [$clog2(CLASSES+1)-1:0] left;
  reg [$clog2(LANES)-1:0] lane;
  reg [31:0] done;
  reg fresh;
  wire moves = ~out_valid | out_ready;
  wire whole = lane == LANES - 1 || left == 1;
  wire [63:0] placed = {{64 - BITS{1'b0}}, in_data} << (BITS * lane);
  assign verdict_ready = left == 0 && moves;
  assign in_ready = left != 0 && moves;
  always @(posedge clk)
    if (rst) begin
      left <= 0;
      lane <= 0;
      done <= 0;
      fresh <= 1;
      out_valid <= 0;
    end else if (moves) begin
      out_valid <= 0;
      if (verdict && verdict_ready) begin
        out_data <= {{32 - $clog2(CLASSES) {1'b0}}, label, 31'd0, leaves};
        out_last <= 0;
        out_valid <= 1;
        left <= CLASSES;
        fresh <= 1;
      end
      if (in_valid && in_ready) begin
        out_data <= fresh ? placed : out_data | placed;
        out_valid <= whole;
        out_last <= left == 1 && done == inputs - 1;
        fresh <= whole;
        lane <= whole ? 0 : lane + 1'b1;
        left <= left - 1'b1;
        if (left == 1) done <= done + 1;
      end
    end
endmodule
