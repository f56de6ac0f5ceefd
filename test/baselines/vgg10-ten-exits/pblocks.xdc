# Pblocks for xc7z045ffg900-2, made by Exeunt from the design file. Read by Vivado with read_xdc, or add_files to constrs_1.
# Sizes and times below are the model's; Vivado's own figures decide.

# 4,000 LUT, 8,000 FF, 60 DSP, 20 RAMB18
# partial bitstream 790,804 B, load 6.19 ms
create_pblock pblock_rp0
add_cells_to_pblock [get_pblocks pblock_rp0] [get_cells -quiet [list system_i/rp0]]
resize_pblock [get_pblocks pblock_rp0] -add {SLICE_X156Y100:SLICE_X163Y249}
resize_pblock [get_pblocks pblock_rp0] -add {DSP48_X6Y40:DSP48_X6Y99}
resize_pblock [get_pblocks pblock_rp0] -add {RAMB18_X8Y80:RAMB18_X8Y99}
resize_pblock [get_pblocks pblock_rp0] -add {RAMB36_X8Y40:RAMB36_X8Y49}
set_property RESET_AFTER_RECONFIG true [get_pblocks pblock_rp0]
set_property SNAPPING_MODE ON [get_pblocks pblock_rp0]
set_property IS_SOFT FALSE [get_pblocks pblock_rp0]

# 5,200 LUT, 10,400 FF, 60 DSP, 40 RAMB18
# partial bitstream 1,001,564 B, load 7.83 ms
create_pblock pblock_rp1
add_cells_to_pblock [get_pblocks pblock_rp1] [get_cells -quiet [list system_i/rp1]]
resize_pblock [get_pblocks pblock_rp1] -add {SLICE_X10Y0:SLICE_X35Y49}
resize_pblock [get_pblocks pblock_rp1] -add {DSP48_X0Y0:DSP48_X2Y19}
resize_pblock [get_pblocks pblock_rp1] -add {RAMB18_X1Y0:RAMB18_X2Y19}
resize_pblock [get_pblocks pblock_rp1] -add {RAMB36_X1Y0:RAMB36_X2Y9}
set_property RESET_AFTER_RECONFIG true [get_pblocks pblock_rp1]
set_property SNAPPING_MODE ON [get_pblocks pblock_rp1]
set_property IS_SOFT FALSE [get_pblocks pblock_rp1]
