// From a sum to the integer that the next layer reads: sum * multiplier / 2^shift, to the nearest, ties to even, then
// saturated. `scale_exact` and `saturate` of exeunt_rounding.hpp, one value a cycle, four cycles deep. Multiplier and
// shift come with the value: they differ by filter.
module requantise_exact #(
    parameter ACC = 32,   // bits of the sum
    parameter MULT = 8,   // bits of the multiplier
    parameter SHIFT = 5,  // bits of the shift
    parameter OUT = 8     // bits of the result
) (
    input clk,
    input ce,
    input signed [ACC-1:0] sum,
    input [MULT-1:0] multiplier,
    input [SHIFT-1:0] shift,
    output reg signed [OUT-1:0] result
);
  localparam W = ACC + MULT + 1;  // with room for the rounding
  localparam signed [W-1:0] LEAST = -(1 << (OUT - 1));
  localparam signed [W-1:0] MOST = (1 << (OUT - 1)) - 1;

  reg signed [W-1:0] product, rounded, steps;
  reg [SHIFT-1:0] shift1, shift2;
  wire signed [MULT:0] positive = {1'b0, multiplier};
  wire odd = product >>> shift1;
  // One half less the last bit, so that a tie goes to the even neighbour.
  wire [W-1:0] half = shift1 == 0 ? {W{1'b0}} : ({{W - 1{1'b0}}, 1'b1} << (shift1 - 1'b1)) - 1'b1 + odd;

  always @(posedge clk)
    if (ce) begin
      product <= sum * positive;
      shift1 <= shift;
      rounded <= product + half;
      shift2 <= shift1;
      steps <= rounded >>> shift2;
      result <= steps < LEAST ? LEAST : steps > MOST ? MOST : steps;
    end
endmodule
