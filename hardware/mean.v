// The mean of COUNT values from their sum, to the nearest, ties to even: `round_divide` of exeunt_rounding.hpp, one value
// a cycle, four cycles deep. A count that is no power of two is multiplied by its reciprocal, which is exact for sums of
// SUM bits.
module mean #(
    parameter SUM = 12,   // bits of the sum
    parameter COUNT = 9,  // values
    parameter OUT = 8     // bits of the result
) (
    input clk,
    input ce,
    input signed [SUM-1:0] sum,
    output reg signed [OUT-1:0] result
);
  localparam L = $clog2(COUNT);
  localparam [63:0] RECIPROCAL = ((64'd1 << (SUM + L)) + COUNT - 1) / COUNT;

  reg [2:0] sign;
  reg [SUM-1:0] size, size1, size2, quotient, quotient1, rest;
  wire [SUM+SUM+L:0] scaled = size * RECIPROCAL[SUM:0];
  wire up = {rest, 1'b0} > COUNT || ({rest, 1'b0} == COUNT && quotient1[0]);
  wire [SUM-1:0] steps = quotient1 + up;

  always @(posedge clk)
    if (ce) begin
      sign <= {sign[1:0], sum[SUM-1]};
      size <= sum[SUM-1] ? -sum : sum;
      quotient <= scaled >> (SUM + L);
      size1 <= size;
      rest <= size1 - quotient * COUNT;
      quotient1 <= quotient;
      result <= sign[2] ? -steps : steps;
    end
endmodule
