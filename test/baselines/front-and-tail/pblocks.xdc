# Pblocks for xc7z020clg400-1, made by Exeunt from the design file. Read by Vivado with read_xdc, or add_files to constrs_1.
# Sizes and times below are the model's; Vivado's own figures decide.

# 2,400 LUT, 4,800 FF, 20 DSP, 20 RAMB18
# partial bitstream 417,380 B, load 3.28 ms
create_pblock pblock_rp0
add_cells_to_pblock [get_pblocks pblock_rp0] [get_cells -quiet [list system_i/rp0]]
resize_pblock [get_pblocks pblock_rp0] -add {SLICE_X0Y0:SLICE_X11Y49}
resize_pblock [get_pblocks pblock_rp0] -add {DSP48_X0Y0:DSP48_X0Y19}
resize_pblock [get_pblocks pblock_rp0] -add {RAMB18_X0Y0:RAMB18_X0Y19}
resize_pblock [get_pblocks pblock_rp0] -add {RAMB36_X0Y0:RAMB36_X0Y9}
set_property RESET_AFTER_RECONFIG true [get_pblocks pblock_rp0]
set_property SNAPPING_MODE ON [get_pblocks pblock_rp0]
set_property IS_SOFT FALSE [get_pblocks pblock_rp0]
