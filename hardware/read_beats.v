// Values of an input from beats of 64 bits: `read_beats` of exeunt_words.hpp. A beat is a word of the stream; what is left
// is the handshake.
module read_beats (
    input clk,
    input rst,
    input [63:0] in_data,
    input in_valid,
    output in_ready,
    output reg [63:0] out_data,
    output reg out_valid,
    input out_ready
);
  assign in_ready = ~out_valid | out_ready;
  always @(posedge clk)
    if (rst) out_valid <= 0;
    else if (in_ready) begin
      out_valid <= in_valid;
      out_data <= in_data;
    end
endmodule
