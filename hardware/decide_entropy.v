// Whether the entropy of the softmax is small enough, without a division: `decide_entropy` of exeunt_decision.hpp. Shares as
// in decide_softmax; ln of their sum from a table of 256 steps with a line between them, taken once an input.
module decide_entropy #(
    parameter CLASSES = 10,
    parameter BITS = 8,    // of a logit
    parameter COARSE = 1,  // entries of the coarse table
    parameter [24:0] THRESHOLD = 8388608,  // with 24 fraction bits, as the scale of the logits
    parameter [24:0] SCALE = 1048576
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
  localparam S = 25 + $clog2(CLASSES);  // bits of the sum
  localparam W = S + BITS;              // of the weighted sum
  localparam E = W + 28;                // of the entropy times the sum
  localparam [24:0] LN2 = 11629080;
  reg [24:0] fine[0:255];
  reg [24:0] coarse[0:(1<<C)-1];
  reg [24:0] logarithm[0:511];
  initial begin
    $readmemh("fine.hex", fine);
    $readmemh("coarse.hex", coarse);
    $readmemh("logarithm.hex", logarithm);
  end

  reg [$clog2(CLASSES)-1:0] at;
  reg [3:0] first, last, valid;
  reg [5:0] ends;
  reg [BITS:0] difference, difference1, difference2, difference3;
  reg [24:0] fine1, fine2, coarse1, share;
  reg beyond1, beyond2, near1, near2;
  reg [49:0] product;
  reg [S-1:0] sum, sum1, mantissa;
  reg [W-1:0] weighted;
  reg [4:0] power, power1;
  reg [15:0] rest;
  reg [24:0] low, high;
  reg [29:0] ln;
  reg [E-1:0] entropy, limit;
  wire [BITS+8:0] wide = difference;
  wire [BITS:0] step = difference >> 8;
  wire [24:0] rise = high - low;
  wire [40:0] line = rise * rest;
  wire moves = ~out_valid | out_ready;
  wire goes = in_valid & in_ready;
  assign in_ready = moves;

  function [4:0] powers(input [S-1:0] value);
    integer p;
    begin
      powers = 0;
      for (p = 25; p < S; p = p + 1) if (value[p]) powers = p - 24;
    end
  endfunction

  always @(posedge clk)
    if (rst) begin
      at <= 0;
      valid <= 0;
      ends <= 0;
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
      difference1 <= difference;

      product <= fine1 * coarse1;
      fine2 <= fine1;
      beyond2 <= beyond1;
      near2 <= near1;
      difference2 <= difference1;

      share <= near2 ? fine2 : beyond2 ? 25'd0 : (product + (1 << 23)) >> 24;
      difference3 <= difference2;
      if (valid[3]) begin
        sum <= (first[3] ? {S{1'b0}} : sum) + share;
        weighted <= (first[3] ? {W{1'b0}} : weighted) + difference3 * share;
      end

      // Once an input: the steps hold still, as the sums do until the next input has come as far.
      ends <= {ends[4:0], valid[3] & last[3]};
      if (ends[0]) begin
        sum1 <= sum;
        power <= powers(sum);
        entropy <= weighted * SCALE;
        limit <= sum * THRESHOLD;
      end
      if (ends[1]) begin
        mantissa <= sum1 >> power;
        power1 <= power;
      end
      if (ends[2]) begin
        low <= logarithm[mantissa[23:16]];
        high <= logarithm[mantissa[23:16]+9'd1];
        rest <= mantissa[15:0];
      end
      if (ends[3]) ln <= power1 * LN2 + low + (line >> 16);
      if (ends[4]) entropy <= entropy + ln * sum1;
      out_valid <= ends[5];
      leaves <= entropy <= limit;
    end
endmodule
