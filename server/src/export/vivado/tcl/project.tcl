# Width of every stream, so that all modules of a region have the same interface.
set stream_bytes 8

# ---- Procedures -------------------------------------------------------------------------------------------------

# Ends the build with one message that says what is missing and what to do.
proc stop {message} {
  puts stderr "\nEXEUNT: $message\n"
  exit 1
}

# Block design containers with DFX in project mode need 2022.2.
proc require_vivado {} {
  set version [version -short]
  if {![regexp {^(\d+)\.(\d+)} $version -> year minor]} {
    stop "cannot read the version of Vivado from \"$version\""
  }
  if {$year < 2022 || ($year == 2022 && $minor < 2)} {
    stop "Vivado 2022.2 or newer is needed, this is $version: put a newer one on the PATH"
  }
  return $year
}

# The newest version of a board's files. Without them the processing system has no DDR timing: user/ps.tcl replaces them,
# and the result is empty. Vendors have renamed themselves, so the vendor is ignored if the full name finds nothing.
proc find_board {name files source} {
  foreach file $files {
    set found [get_board_parts -quiet $file:part0:*]
    if {[llength $found] == 0} { set found [get_board_parts -quiet *:[lindex [split $file :] 1]:part0:*] }
    if {[llength $found] > 0} { return [lindex [lsort -dictionary $found] end] }
  }
  if {[file exists user/ps.tcl]} {
    puts "EXEUNT: no board files for $name; its processing system is set up by user/ps.tcl"
    return ""
  }
  set installed [get_board_parts -quiet *]
  stop "no board files for $name ([join $files { or }]) are installed; there are: [join $installed {, }]. They come\
    with $source. Install them, or set the processing system up in vivado/user/ps.tcl"
}

# Checks every IP used below before anything takes time.
proc require_ip {vlnvs way_out} {
  set missing {}
  foreach vlnv $vlnvs {
    if {[llength [get_ipdefs -all $vlnv]] == 0} { lappend missing $vlnv }
  }
  if {[llength $missing] > 0} { stop "not in the IP catalogue: [join $missing {, }]. $way_out" }
}

# Reports a failed run at the lines of the design that it implements.
proc require_run {run places} {
  if {[get_property PROGRESS [get_runs $run]] eq "100%"} return
  set message "run $run failed ([get_property STATUS [get_runs $run]]): see project/exeunt.runs/$run/runme.log"
  foreach place $places { puts stderr "$place: error: $message" }
  stop $message
}

# A number of this build: in the static part, and beside its bitstreams. Programs refuse files of another build.
proc build_number {} {
  if {[info exists ::env(BUILD)]} { return [format 0x%08X $::env(BUILD)] }
  return [format 0x%08X [expr {([clock seconds] ^ ([pid] << 16)) & 0x7FFFFFFF}]]
}

# Two registers that can only be read: the numbers of the build (offset 0) and of the design (offset 8).
proc create_identity {name build design clock resetn} {
  create_bd_cell -type ip -vlnv xilinx.com:ip:axi_gpio $name
  set_property -dict [list \
    CONFIG.C_GPIO_WIDTH 32 CONFIG.C_ALL_INPUTS 1 \
    CONFIG.C_IS_DUAL 1 CONFIG.C_GPIO2_WIDTH 32 CONFIG.C_ALL_INPUTS_2 1] [get_bd_cells $name]
  foreach {constant value pin} [list ${name}_build $build gpio_io_i ${name}_design $design gpio2_io_i] {
    create_bd_cell -type ip -vlnv xilinx.com:ip:xlconstant $constant
    set_property -dict [list CONFIG.CONST_WIDTH 32 CONFIG.CONST_VAL $value] [get_bd_cells $constant]
    connect_all $constant/dout [list $name/$pin]
  }
  connect_all $clock [list $name/s_axi_aclk]
  connect_all $resetn [list $name/s_axi_aresetn]
}

# Addresses behind the modules of a region are assigned for each of them, where this version has the option.
proc validate_design {} {
  if {[catch { validate_bd_design -assign_dfx_addressing }]} { validate_bd_design }
}

proc connect_interfaces {pairs} {
  foreach {from to} $pairs {
    connect_bd_intf_net [get_bd_intf_pins $from] [get_bd_intf_pins $to]
  }
}

proc connect_all {source pins} {
  foreach pin $pins { connect_bd_net [get_bd_pins $source] [get_bd_pins $pin] }
}

proc create_smartconnect {name slaves masters} {
  create_bd_cell -type ip -vlnv xilinx.com:ip:smartconnect $name
  set_property -dict [list CONFIG.NUM_SI $slaves CONFIG.NUM_MI $masters CONFIG.NUM_CLKS 1] [get_bd_cells $name]
}

# Direct register mode, transfers up to 64 MiB. Received transfers end with TLAST. READS, WRITES: whether it has the
# channel that feeds a stream from memory, and the one that takes a stream to it.
proc create_dma {name reads writes clock resetn} {
  create_bd_cell -type ip -vlnv xilinx.com:ip:axi_dma $name
  set properties [list \
    CONFIG.c_include_sg 0 \
    CONFIG.c_sg_include_stscntrl_strm 0 \
    CONFIG.c_sg_length_width 26 \
  ]
  set clocks [list $name/s_axi_lite_aclk]
  if {$reads} {
    lappend properties \
      CONFIG.c_m_axis_mm2s_tdata_width [expr {8 * $::stream_bytes}] \
      CONFIG.c_m_axi_mm2s_data_width 64 \
      CONFIG.c_include_mm2s_dre 1
    lappend clocks $name/m_axi_mm2s_aclk
  } else {
    lappend properties CONFIG.c_include_mm2s 0
  }
  if {$writes} {
    lappend properties CONFIG.c_m_axi_s2mm_data_width 64 CONFIG.c_include_s2mm_dre 1
    lappend clocks $name/m_axi_s2mm_aclk
  } else {
    lappend properties CONFIG.c_include_s2mm 0
  }
  set_property -dict $properties [get_bd_cells $name]
  connect_all $clock $clocks
  connect_all $resetn [list $name/axi_resetn]
}

# A resident module. DMAS: each with its channels, in the order of the kernel's streams INPUTS and OUTPUTS. WEIGHTS:
# each stream of the kernel, and the DMA that feeds it.
proc create_resident {name vlnv dmas inputs outputs clock resetn weights} {
  create_bd_cell -type ip -vlnv $vlnv $name
  connect_all $clock [list $name/ap_clk]
  connect_all $resetn [list $name/ap_rst_n]
  foreach dma $dmas input $inputs output $outputs {
    lassign $dma cell reads writes
    create_dma $cell $reads $writes $clock $resetn
    if {$reads} { connect_interfaces [list $cell/M_AXIS_MM2S $name/$input] }
    if {$writes} { connect_interfaces [list $name/$output $cell/S_AXIS_S2MM] }
  }
  foreach {stream weights_dma} $weights {
    create_dma $weights_dma 1 0 $clock $resetn
    connect_interfaces [list $weights_dma/M_AXIS_MM2S $name/$stream]
  }
}
