# Pblocks for xc7z020clg400-1, made by Exeunt from the design file. Read by Vivado with read_xdc, or add_files to constrs_1.
# Sizes and times below are the model's; Vivado's own figures decide.

# 800 LUT, 1,600 FF, 0 DSP, 0 RAMB18
# partial bitstream 151,484 B, load 411 µs
create_pblock pblock_rp_left
add_cells_to_pblock [get_pblocks pblock_rp_left] [get_cells -quiet [list system_i/rp_left]]
resize_pblock [get_pblocks pblock_rp_left] -add {SLICE_X36Y50:SLICE_X39Y99}
set_property RESET_AFTER_RECONFIG true [get_pblocks pblock_rp_left]
set_property SNAPPING_MODE ON [get_pblocks pblock_rp_left]
set_property IS_SOFT FALSE [get_pblocks pblock_rp_left]

# 6,400 LUT, 12,800 FF, 40 DSP, 40 RAMB18
# partial bitstream 857,740 B, load 2.27 ms
create_pblock pblock_rp_right
add_cells_to_pblock [get_pblocks pblock_rp_right] [get_cells -quiet [list system_i/rp_right]]
resize_pblock [get_pblocks pblock_rp_right] -add {SLICE_X82Y50:SLICE_X113Y99}
resize_pblock [get_pblocks pblock_rp_right] -add {DSP48_X3Y20:DSP48_X4Y39}
resize_pblock [get_pblocks pblock_rp_right] -add {RAMB18_X4Y20:RAMB18_X5Y39}
resize_pblock [get_pblocks pblock_rp_right] -add {RAMB36_X4Y10:RAMB36_X5Y19}
set_property RESET_AFTER_RECONFIG true [get_pblocks pblock_rp_right]
set_property SNAPPING_MODE ON [get_pblocks pblock_rp_right]
set_property IS_SOFT FALSE [get_pblocks pblock_rp_right]
