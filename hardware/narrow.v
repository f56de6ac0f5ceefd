// Splits a word into PARTS of OUT bits: `narrow` of exeunt_words.hpp. Values are shifted out at the bottom.
module narrow #(
    parameter OUT = 16,  // bits of an output word
    parameter PARTS = 4  // output words of an input word
) (
    input clk,
    input rst,
    input [OUT*PARTS-1:0] in_data,
    input in_valid,
    output in_ready,
    output [OUT-1:0] out_data,
    output out_valid,
    input out_ready
);
  reg [OUT*PARTS-1:0] held;
  reg [$clog2(PARTS+1)-1:0] left;
  assign out_data = held[OUT-1:0];
  assign out_valid = left != 0;
  assign in_ready = left == 0 || (left == 1 && out_ready);
  wire loads = in_valid && in_ready;
  wire shifts = out_valid && out_ready;
  always @(posedge clk) begin
    if (loads || shifts) held <= loads ? in_data : held >> OUT;
    if (rst) left <= 0;
    else if (loads) left <= PARTS;
    else if (shifts) left <= left - 1'b1;
  end
endmodule
