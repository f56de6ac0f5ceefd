// The largest of CLASSES logits with its position, the first of equal ones, and the second largest: `find_largest` of
// exeunt_decision.hpp, one logit a cycle. Each logit is handed on to the decision and to memory.
module find_largest #(
    parameter CLASSES = 10,
    parameter BITS = 8  // of a logit
) (
    input clk,
    input rst,
    input signed [BITS-1:0] in_data,
    input in_valid,
    output in_ready,
    output reg signed [BITS-1:0] logit,
    output reg logit_valid,
    input logit_ready,
    output reg signed [BITS-1:0] value,
    output reg signed [BITS-1:0] second,
    output reg [$clog2(CLASSES)-1:0] label,
    output reg found,
    input found_ready
);
  reg [$clog2(CLASSES)-1:0] at;
  wire larger = at == 0 || in_data > value;
  assign in_ready = (~logit_valid | logit_ready) & (~found | found_ready);
  always @(posedge clk)
    if (rst) begin
      at <= 0;
      logit_valid <= 0;
      found <= 0;
    end else begin
      if (logit_ready) logit_valid <= 0;
      if (found_ready) found <= 0;
      if (in_valid && in_ready) begin
        logit <= in_data;
        logit_valid <= 1;
        if (larger) begin
          value <= in_data;
          label <= at;
        end
        if (at == 0 || (~larger && (at == 1 || in_data > second))) second <= in_data;
        else if (larger) second <= value;
        found <= at == CLASSES - 1;
        at <= at == CLASSES - 1 ? 0 : at + 1'b1;
      end
    end
endmodule
