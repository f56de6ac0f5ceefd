// Between words of any width: `repack` of exeunt_words.hpp. Words end with each packet (of PACKET_IN values before, of
// PACKET_OUT behind), and what fills the last one is 0. Values that wait are shifted down to the first place.
module repack #(
    parameter BITS = 8,  // of a value
    parameter IN = 2,    // values of an input word
    parameter OUT = 3,   // values of an output word
    parameter PACKET_IN = 6,
    parameter PACKET_OUT = 6
) (
    input clk,
    input rst,
    input [BITS*IN-1:0] in_data,
    input in_valid,
    output in_ready,
    output [BITS*OUT-1:0] out_data,
    output out_valid,
    input out_ready
);
  localparam CAPACITY = IN + OUT;
  localparam C = $clog2(CAPACITY + 1);
  localparam P = $clog2((PACKET_IN > PACKET_OUT ? PACKET_IN : PACKET_OUT) + 1);

  reg [BITS*CAPACITY-1:0] held;
  reg [C-1:0] count;
  reg [P-1:0] left_in, left_out;
  wire [C-1:0] fresh = left_in < IN ? left_in : IN;
  wire [C-1:0] wanted = left_out < OUT ? left_out : OUT;
  wire reads = in_valid && in_ready;
  wire writes = out_valid && out_ready;
  assign out_valid = count >= wanted;
  assign in_ready = count + IN <= CAPACITY;

  // Behind what waits, then without what has gone.
  wire [BITS*CAPACITY-1:0] kept = writes ? held >> (BITS * wanted) : held;
  wire [C-1:0] rest = writes ? count - wanted : count;
  genvar l;
  generate
    for (l = 0; l < OUT; l = l + 1) begin : lanes
      assign out_data[BITS*l+:BITS] = l < wanted ? held[BITS*l+:BITS] : {BITS{1'b0}};
    end
  endgenerate
  // Above what waits there is nothing, so that fresh values can be put there by an OR.
  wire [BITS*IN-1:0] used = in_data & ~({BITS * IN{1'b1}} << (BITS * fresh));
  always @(posedge clk)
    if (rst) begin
      held <= 0;
      count <= 0;
      left_in <= PACKET_IN;
      left_out <= PACKET_OUT;
    end else begin
      held <= reads ? kept | ({{BITS * OUT{1'b0}}, used} << (BITS * rest)) : kept;
      count <= reads ? rest + fresh : rest;
      if (reads) left_in <= left_in == fresh ? PACKET_IN : left_in - fresh;
      if (writes) left_out <= left_out == wanted ? PACKET_OUT : left_out - wanted;
    end
endmodule
