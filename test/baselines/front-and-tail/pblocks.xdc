# Pblocks for xc7z020clg400-1, made by Exeunt from the design file. Read by Vivado with read_xdc, or add_files to constrs_1.
# Sizes and times below are the model's; Vivado's own figures decide.

# 6,400 LUT, 12,800 FF, 40 DSP, 40 RAMB18
# partial bitstream 857,740 B, load 6.71 ms
create_pblock pblock_rp0
add_cells_to_pblock [get_pblocks pblock_rp0] [get_cells -quiet [list system_i/rp0]]
resize_pblock [get_pblocks pblock_rp0] -add {SLICE_X82Y50:SLICE_X113Y99}
resize_pblock [get_pblocks pblock_rp0] -add {DSP48_X3Y20:DSP48_X4Y39}
resize_pblock [get_pblocks pblock_rp0] -add {RAMB18_X4Y20:RAMB18_X5Y39}
resize_pblock [get_pblocks pblock_rp0] -add {RAMB36_X4Y10:RAMB36_X5Y19}
set_property RESET_AFTER_RECONFIG true [get_pblocks pblock_rp0]
set_property SNAPPING_MODE ON [get_pblocks pblock_rp0]
set_property IS_SOFT FALSE [get_pblocks pblock_rp0]
