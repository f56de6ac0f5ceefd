# Pblocks for xc7z045ffg900-2, made by Exeunt from the design file. Read by Vivado with read_xdc, or add_files to constrs_1.
# Sizes and times below are the model's; Vivado's own figures decide.

# 7,200 LUT, 14,400 FF, 60 DSP, 100 RAMB18
# partial bitstream 1,528,636 B, load 11.9 ms
create_pblock pblock_rp0
add_cells_to_pblock [get_pblocks pblock_rp0] [get_cells -quiet [list system_i/rp0]]
resize_pblock [get_pblocks pblock_rp0] -add {SLICE_X22Y150:SLICE_X35Y299}
resize_pblock [get_pblocks pblock_rp0] -add {DSP48_X2Y60:DSP48_X2Y119}
resize_pblock [get_pblocks pblock_rp0] -add {RAMB18_X1Y60:RAMB18_X2Y119}
resize_pblock [get_pblocks pblock_rp0] -add {RAMB36_X1Y30:RAMB36_X2Y59}
set_property RESET_AFTER_RECONFIG true [get_pblocks pblock_rp0]
set_property SNAPPING_MODE ON [get_pblocks pblock_rp0]
set_property IS_SOFT FALSE [get_pblocks pblock_rp0]

# 7,000 LUT, 14,000 FF, 60 DSP, 90 RAMB18
# partial bitstream 1,531,060 B, load 11.9 ms
create_pblock pblock_rp1
add_cells_to_pblock [get_pblocks pblock_rp1] [get_cells -quiet [list system_i/rp1]]
resize_pblock [get_pblocks pblock_rp1] -add {SLICE_X156Y150:SLICE_X161Y174}
resize_pblock [get_pblocks pblock_rp1] -add {SLICE_X154Y175:SLICE_X161Y199}
resize_pblock [get_pblocks pblock_rp1] -add {SLICE_X154Y200:SLICE_X167Y299}
resize_pblock [get_pblocks pblock_rp1] -add {DSP48_X6Y60:DSP48_X6Y119}
resize_pblock [get_pblocks pblock_rp1] -add {RAMB18_X7Y70:RAMB18_X7Y79}
resize_pblock [get_pblocks pblock_rp1] -add {RAMB18_X7Y80:RAMB18_X8Y119}
resize_pblock [get_pblocks pblock_rp1] -add {RAMB36_X7Y35:RAMB36_X7Y39}
resize_pblock [get_pblocks pblock_rp1] -add {RAMB36_X7Y40:RAMB36_X8Y59}
set_property RESET_AFTER_RECONFIG true [get_pblocks pblock_rp1]
set_property SNAPPING_MODE ON [get_pblocks pblock_rp1]
set_property IS_SOFT FALSE [get_pblocks pblock_rp1]
