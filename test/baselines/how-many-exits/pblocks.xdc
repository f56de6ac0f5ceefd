# Pblocks for xc7z045ffg900-2, made by Exeunt from the design file. Read by Vivado with read_xdc, or add_files to constrs_1.
# Sizes and times below are the model's; Vivado's own figures decide.

# 8,600 LUT, 17,200 FF, 60 DSP, 90 RAMB18
# partial bitstream 1,647,412 B, load 12.8 ms
create_pblock pblock_rp0
add_cells_to_pblock [get_pblocks pblock_rp0] [get_cells -quiet [list system_i/rp0]]
resize_pblock [get_pblocks pblock_rp0] -add {SLICE_X156Y150:SLICE_X161Y174}
resize_pblock [get_pblocks pblock_rp0] -add {SLICE_X154Y175:SLICE_X161Y199}
resize_pblock [get_pblocks pblock_rp0] -add {SLICE_X154Y200:SLICE_X171Y299}
resize_pblock [get_pblocks pblock_rp0] -add {DSP48_X6Y60:DSP48_X6Y119}
resize_pblock [get_pblocks pblock_rp0] -add {RAMB18_X7Y70:RAMB18_X7Y79}
resize_pblock [get_pblocks pblock_rp0] -add {RAMB18_X7Y80:RAMB18_X8Y119}
resize_pblock [get_pblocks pblock_rp0] -add {RAMB36_X7Y35:RAMB36_X7Y39}
resize_pblock [get_pblocks pblock_rp0] -add {RAMB36_X7Y40:RAMB36_X8Y59}
set_property RESET_AFTER_RECONFIG true [get_pblocks pblock_rp0]
set_property SNAPPING_MODE ON [get_pblocks pblock_rp0]
set_property IS_SOFT FALSE [get_pblocks pblock_rp0]

# 8,800 LUT, 17,600 FF, 100 DSP, 100 RAMB18
# partial bitstream 1,690,236 B, load 13.2 ms
create_pblock pblock_rp1
add_cells_to_pblock [get_pblocks pblock_rp1] [get_cells -quiet [list system_i/rp1]]
resize_pblock [get_pblocks pblock_rp1] -add {SLICE_X8Y200:SLICE_X35Y349}
resize_pblock [get_pblocks pblock_rp1] -add {DSP48_X0Y80:DSP48_X2Y139}
resize_pblock [get_pblocks pblock_rp1] -add {RAMB18_X0Y80:RAMB18_X2Y139}
resize_pblock [get_pblocks pblock_rp1] -add {RAMB36_X0Y40:RAMB36_X2Y69}
set_property RESET_AFTER_RECONFIG true [get_pblocks pblock_rp1]
set_property SNAPPING_MODE ON [get_pblocks pblock_rp1]
set_property IS_SOFT FALSE [get_pblocks pblock_rp1]
