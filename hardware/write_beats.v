// Beats of 64 bits from the values of a result: `write_beats` of exeunt_words.hpp. The last beat of the last of `inputs`
// results carries `last`.
module write_beats #(
    parameter BEATS = 196  // of one result
) (
    input clk,
    input rst,
    input [31:0] inputs,
    input [63:0] in_data,
    input in_valid,
    output in_ready,
    output reg [63:0] out_data,
    output reg out_last,
    output reg out_valid,
    input out_ready
);
  reg [$clog2(BEATS+1)-1:0] beat;
  reg [31:0] done;
  wire ends = beat == BEATS - 1;
  assign in_ready = ~out_valid | out_ready;
  always @(posedge clk)
    if (rst) begin
      out_valid <= 0;
      beat <= 0;
      done <= 0;
    end else if (in_ready) begin
      out_valid <= in_valid;
      out_data <= in_data;
      out_last <= ends && done == inputs - 1;
      if (in_valid) begin
        beat <= ends ? 0 : beat + 1;
        if (ends) done <= done + 1;
      end
    end
endmodule
