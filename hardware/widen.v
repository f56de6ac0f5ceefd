// Joins PARTS words of IN bits into one: `widen` of exeunt_words.hpp. Values are shifted in from the top, so that they have
// fixed places.
module widen #(
    parameter IN = 16,   // bits of an input word
    parameter PARTS = 4  // input words of an output word
) (
    input clk,
    input rst,
    input [IN-1:0] in_data,
    input in_valid,
    output in_ready,
    output [IN*PARTS-1:0] out_data,
    output reg out_valid,
    input out_ready
);
  reg [IN*PARTS-1:0] held;
  reg [$clog2(PARTS)-1:0] part;
  assign out_data = held;
  assign in_ready = ~out_valid | out_ready;
  always @(posedge clk)
    if (rst) begin
      out_valid <= 0;
      part <= 0;
    end else if (in_ready) begin
      out_valid <= in_valid && part == PARTS - 1;
      if (in_valid) begin
        held <= {in_data, held[IN*PARTS-1:IN]};
        part <= part == PARTS - 1 ? 0 : part + 1;
      end
    end
endmodule
