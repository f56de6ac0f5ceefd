// Whether the largest share of the softmax is large enough, without a division: `decide_share` of exeunt_decision.hpp with
// e^x from a table of 256 fine steps and one of coarse steps. `most` is the largest logit.
module decide_softmax #(
    parameter CLASSES = 10,
    parameter BITS = 8,    // of a logit
    parameter COARSE = 1,  // entries of the coarse table
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
  localparam C = COARSE < 2 ? 1 : $clog2(COARSE);
  localparam S = 25 + $clog2(CLASSES);
  reg [24:0] fine[0:255];
  reg [24:0] coarse[0:(1<<C)-1];
  initial begin
    $readmemh("fine.hex", fine);
    $readmemh("coarse.hex", coarse);
  end

  reg [$clog2(CLASSES)-1:0] at;
  reg [3:0] first, last, valid;
  reg [BITS:0] difference;
  reg [24:0] fine1, fine2, coarse1, share;
  reg beyond1, beyond2, near1, near2, ends, ends1;
  reg [49:0] product;
  reg [S-1:0] sum;
  reg [S+24:0] limit;
  wire [BITS+8:0] wide = difference;
  wire [BITS:0] step = difference >> 8;
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
      valid <= {valid[2:0], goes};
      first <= {first[2:0], at == 0};
      last <= {last[2:0], at == CLASSES - 1};
      difference <= most - in_data;

      fine1 <= fine[wide[7:0]];
      coarse1 <= coarse[wide[8+:C]];
      beyond1 <= step >= COARSE;
      near1 <= step == 0;

      product <= fine1 * coarse1;
      fine2 <= fine1;
      beyond2 <= beyond1;
      near2 <= near1;

      share <= near2 ? fine2 : beyond2 ? 25'd0 : (product + (1 << 23)) >> 24;
      if (valid[3]) sum <= (first[3] ? {S{1'b0}} : sum) + share;
      ends <= valid[3] & last[3];

      limit <= sum * THRESHOLD;
      ends1 <= ends;
      out_valid <= ends1;
      leaves <= (64'd1 << 48) >= limit;
    end
endmodule
