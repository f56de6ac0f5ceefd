// A stream for two readers: `copy` of exeunt_words.hpp. A word leaves when both have taken it.
module copy #(
    parameter WIDTH = 16  // bits of a word
) (
    input clk,
    input rst,
    input [WIDTH-1:0] in_data,
    input in_valid,
    output in_ready,
    output reg [WIDTH-1:0] out_data,
    output reg first_valid,
    input first_ready,
    output reg second_valid,
    input second_ready
);
  assign in_ready = (~first_valid | first_ready) & (~second_valid | second_ready);
  always @(posedge clk)
    if (rst) begin
      first_valid <= 0;
      second_valid <= 0;
    end else if (in_ready) begin
      first_valid <= in_valid;
      second_valid <= in_valid;
      out_data <= in_data;
    end else begin
      if (first_ready) first_valid <= 0;
      if (second_ready) second_valid <= 0;
    end
endmodule
