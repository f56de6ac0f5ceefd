// The sum of two values of different scales: FIRST * a + SECOND * b in steps of 2^-SHIFT, to the nearest, ties to even,
// saturated. What an `add` computes in each lane; with SECOND = 0 what a `concat` or a `relu` does to a value of another
// scale. One value a cycle, three cycles deep.
module sum #(
    parameter IN = 8,      // bits of a value
    parameter FIRST = 4,   // factors of the two
    parameter SECOND = 1,
    parameter SHIFT = 2,
    parameter OUT = 8      // bits of the result
) (
    input clk,
    input ce,
    input signed [IN-1:0] a,
    input signed [IN-1:0] b,
    output reg signed [OUT-1:0] result
);
  localparam W = IN + $clog2(FIRST + SECOND + 1) + 1;
  localparam signed [W-1:0] LEAST = -(1 << (OUT - 1));
  localparam signed [W-1:0] MOST = (1 << (OUT - 1)) - 1;
  localparam signed [W-1:0] HALF = SHIFT == 0 ? 0 : (1 << (SHIFT - 1)) - 1;

  reg signed [W-1:0] total, steps;
  wire odd = SHIFT == 0 ? 1'b0 : total[SHIFT];

  always @(posedge clk)
    if (ce) begin
      total <= a * $signed(FIRST) + b * $signed(SECOND);
      steps <= (total + HALF + $signed({1'b0, odd})) >>> SHIFT;
      result <= steps < LEAST ? LEAST : steps > MOST ? MOST : steps;
    end
endmodule
