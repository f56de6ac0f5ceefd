// Whether the two largest logits are far enough apart: `decide_margin` of exeunt_decision.hpp. It reads past the logits.
// With LEARNED the value of a trained confidence is compared instead (`decide_learned`); with LABELS nothing leaves
// (`decide_label`).
module decide_margin #(
    parameter CLASSES = 10,
    parameter BITS = 8,
    parameter THRESHOLD = 3,
    parameter LEARNED = 0,
    parameter LABELS = 0
) (
    input clk,
    input rst,
    input in_valid,  // a logit
    output in_ready,
    input signed [BITS-1:0] value,  // of the largest, or of the confidence
    input signed [BITS-1:0] second,
    input found,
    output found_ready,
    output reg leaves,
    output reg out_valid,
    input out_ready
);
  reg [$clog2(CLASSES+1)-1:0] left;
  wire signed [BITS:0] margin = LEARNED ? value : value - second;
  assign in_ready = left != 0;
  assign found_ready = left == 0 && (~out_valid | out_ready);
  always @(posedge clk)
    if (rst) begin
      left <= CLASSES;
      out_valid <= 0;
    end else begin
      if (out_ready) out_valid <= 0;
      if (in_valid && in_ready) left <= left - 1'b1;
      if (found && found_ready) begin
        left <= CLASSES;
        leaves <= LABELS ? 1'b0 : margin >= $signed(THRESHOLD);
        out_valid <= 1;
      end
    end
endmodule
