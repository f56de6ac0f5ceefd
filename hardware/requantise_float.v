// The same as float32 rounds it: the sum to 24 significant bits, then the product to 24, then the nearest integer.
// `scale_float` of exeunt_rounding.hpp, one value a cycle, eight cycles deep.
module requantise_float #(
    parameter ACC = 32,  // bits of the sum
    parameter OUT = 8    // bits of the result
) (
    input clk,
    input ce,
    input signed [ACC-1:0] sum,
    input [23:0] multiplier,
    input signed [7:0] shift,
    output reg signed [OUT-1:0] result
);
  localparam P = ACC < 25 ? ACC + 24 : 49;  // bits of a product
  localparam F = OUT + 26;                  // bits in which the product is shifted
  localparam [F-1:0] MOST = (1 << (OUT - 1)) - 1;

  // Significant bits of a number.
  function [5:0] size(input [63:0] value);
    integer bit_;
    begin
      size = 0;
      for (bit_ = 0; bit_ < 64; bit_ = bit_ + 1) if (value[bit_]) size = bit_ + 1;
    end
  endfunction

  // A rounding shift of 1..31 bits or none, ties to even.
  function [63:0] rounded(input [63:0] value, input [4:0] by);
    rounded = by == 0 ? value : (value + ((64'd1 << (by - 1'b1)) - 1'b1 + ((value >> by) & 1'b1))) >> by;
  endfunction

  reg [8:0] sign;
  reg signed [7:0] shift0, shift1, shift2, shift3, shift4, shift5;
  reg [23:0] multiplier0, multiplier1, multiplier2;

  reg [ACC-1:0] magnitude, magnitude1;
  reg [4:0] exponent1, exponent2, exponent3, exponent4;
  reg [24:0] significand;
  reg [P-1:0] product, product1;
  reg [4:0] second1;
  reg [24:0] float_;
  reg signed [8:0] right, right1;
  reg [F-1:0] steps;
  wire [5:0] size0 = size(magnitude);
  wire [5:0] size1 = size(product);
  wire [8:0] back = -right;
  wire [4:0] left = back < OUT ? back : OUT;

  always @(posedge clk)
    if (ce) begin
      sign <= {sign[7:0], sum[ACC-1]};
      magnitude <= sum[ACC-1] ? -sum : sum;
      shift0 <= shift;
      multiplier0 <= multiplier;

      exponent1 <= size0 > 24 ? size0 - 24 : 0;
      magnitude1 <= magnitude;
      shift1 <= shift0;
      multiplier1 <= multiplier0;

      significand <= rounded(magnitude1, exponent1);
      exponent2 <= exponent1;
      shift2 <= shift1;
      multiplier2 <= multiplier1;

      product <= significand * multiplier2;
      exponent3 <= exponent2;
      shift3 <= shift2;

      second1 <= size1 > 24 ? size1 - 24 : 0;
      product1 <= product;
      exponent4 <= exponent3;
      shift4 <= shift3;

      float_ <= rounded(product1, second1);
      right <= shift4 - $signed({4'b0, exponent4}) - $signed({4'b0, second1});

      // Below one half above 26; far above every result from OUT bits to the left on.
      if (right > 26) steps <= 0;
      else if (right > 0) steps <= rounded(float_, right);
      else steps <= {{F - 25{1'b0}}, float_} << left;

      if (sign[6]) result <= steps > MOST ? ~MOST : -steps;
      else result <= steps > MOST ? MOST : steps;
    end
endmodule
