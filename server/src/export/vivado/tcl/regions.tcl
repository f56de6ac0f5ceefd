# A stream into a module.
proc create_stream_port {name clock_hz} {
  create_bd_intf_port -mode Slave -vlnv xilinx.com:interface:axis_rtl:1.0 $name
  set_property -dict [list \
    CONFIG.FREQ_HZ $clock_hz \
    CONFIG.TDATA_NUM_BYTES $::stream_bytes \
    CONFIG.HAS_TREADY 1 \
    CONFIG.HAS_TLAST 1 \
    CONFIG.HAS_TKEEP 1 \
    CONFIG.HAS_TSTRB 0 \
    CONFIG.TUSER_WIDTH 0 \
    CONFIG.TDEST_WIDTH 0 \
    CONFIG.TID_WIDTH 0 \
  ] [get_bd_intf_ports $name]
}

# The name of a region's Nth stream: that of the first has no number.
proc stream_name {name n} {
  return [expr {$n == 0 ? $name : "${name}_$n"}]
}

# One reconfigurable module as a block design. All modules of a region are created here with the same interface:
# a S_AXIS for each stream of INPUTS, a M_AXIS for each of OUTPUTS, S_AXI_CTRL, clk, resetn, a S_AXIS_W for each stream
# of WEIGHTS, and their kernel at the same address. A missing stream is an empty word.
proc create_module {name vlnv clock_hz address address_bits inputs outputs weights} {
  create_bd_design $name
  set ins {}
  for {set i 0} {$i < [llength $inputs]} {incr i} {
    lappend ins [stream_name S_AXIS $i]
    create_stream_port [stream_name S_AXIS $i] $clock_hz
  }
  set outs {}
  for {set i 0} {$i < [llength $outputs]} {incr i} {
    set port [stream_name M_AXIS $i]
    lappend outs $port
    create_bd_intf_port -mode Master -vlnv xilinx.com:interface:axis_rtl:1.0 $port
    set_property CONFIG.FREQ_HZ $clock_hz [get_bd_intf_ports $port]
  }
  create_bd_intf_port -mode Slave -vlnv xilinx.com:interface:aximm_rtl:1.0 S_AXI_CTRL
  set_property -dict [list \
    CONFIG.FREQ_HZ $clock_hz \
    CONFIG.PROTOCOL AXI4LITE \
    CONFIG.ADDR_WIDTH $address_bits \
    CONFIG.DATA_WIDTH 32 \
  ] [get_bd_intf_ports S_AXI_CTRL]
  set streams {}
  for {set i 0} {$i < [llength $weights]} {incr i} {
    lappend streams S_AXIS_W$i
    create_stream_port S_AXIS_W$i $clock_hz
  }
  create_bd_port -dir I -type clk -freq_hz $clock_hz clk
  create_bd_port -dir I -type rst resetn
  set_property CONFIG.POLARITY ACTIVE_LOW [get_bd_ports resetn]
  set_property -dict [list \
    CONFIG.ASSOCIATED_BUSIF [join [concat $ins $outs S_AXI_CTRL $streams] :] \
    CONFIG.ASSOCIATED_RESET resetn \
  ] [get_bd_ports clk]

  create_bd_cell -type ip -vlnv $vlnv kernel
  connect_bd_net [get_bd_ports clk] [get_bd_pins kernel/ap_clk]
  connect_bd_net [get_bd_ports resetn] [get_bd_pins kernel/ap_rst_n]
  connect_bd_intf_net [get_bd_intf_ports S_AXI_CTRL] [get_bd_intf_pins kernel/s_axi_control]
  foreach port [concat $ins $streams] stream [concat $inputs $weights] {
    if {$stream eq ""} {
      drain $port
    } else {
      connect_bd_intf_net [get_bd_intf_ports $port] [get_bd_intf_pins kernel/$stream]
    }
  }
  foreach port $outs stream $outputs {
    if {$stream eq ""} {
      rest $port
    } else {
      connect_bd_intf_net [get_bd_intf_pins kernel/$stream] [get_bd_intf_ports $port]
    }
  }
  assign_bd_address -offset $address -range 0x00010000 \
    -target_address_space [get_bd_addr_spaces S_AXI_CTRL] [get_bd_addr_segs kernel/s_axi_control/Reg] -force
  set_property APERTURES [list [list $address 64K]] [get_bd_intf_ports S_AXI_CTRL]
  validate_bd_design
  save_bd_design
}

# Accepts and discards a stream that a module does not use.
proc drain {port} {
  create_bd_cell -type ip -vlnv xilinx.com:ip:axis_register_slice drain_$port
  connect_bd_net [get_bd_ports clk] [get_bd_pins drain_$port/aclk]
  connect_bd_net [get_bd_ports resetn] [get_bd_pins drain_$port/aresetn]
  connect_bd_intf_net [get_bd_intf_ports $port] [get_bd_intf_pins drain_$port/S_AXIS]
  constant ready_$port 1 drain_$port/m_axis_tready
}

# A stream that a module never sends on, with the signals that kernels' streams have.
proc rest {port} {
  create_bd_cell -type ip -vlnv xilinx.com:ip:axis_register_slice rest_$port
  set_property -dict [list \
    CONFIG.TDATA_NUM_BYTES $::stream_bytes \
    CONFIG.HAS_TREADY 1 \
    CONFIG.HAS_TLAST 1 \
    CONFIG.HAS_TKEEP 1 \
    CONFIG.HAS_TSTRB 1 \
  ] [get_bd_cells rest_$port]
  connect_bd_net [get_bd_ports clk] [get_bd_pins rest_$port/aclk]
  connect_bd_net [get_bd_ports resetn] [get_bd_pins rest_$port/aresetn]
  connect_bd_intf_net [get_bd_intf_pins rest_$port/M_AXIS] [get_bd_intf_ports $port]
  constant valid_$port 0 rest_$port/s_axis_tvalid
}

proc constant {name value pin} {
  create_bd_cell -type ip -vlnv xilinx.com:ip:xlconstant $name
  set_property -dict [list CONFIG.CONST_WIDTH 1 CONFIG.CONST_VAL $value] [get_bd_cells $name]
  connect_bd_net [get_bd_pins $name/dout] [get_bd_pins $pin]
}

# Signals of an AXI4-Stream that the decoupler isolates. MODE is the region's side.
proc decoupled_stream {id mode} {
  return [list ID $id VLNV xilinx.com:interface:axis_rtl:1.0 MODE $mode SIGNALS [list \
    TVALID {PRESENT 1 WIDTH 1} \
    TREADY {PRESENT 1 WIDTH 1} \
    TDATA [list PRESENT 1 WIDTH [expr {8 * $::stream_bytes}]] \
    TUSER {PRESENT 0 WIDTH 0} \
    TLAST {PRESENT 1 WIDTH 1} \
    TID {PRESENT 0 WIDTH 0} \
    TDEST {PRESENT 0 WIDTH 0} \
    TSTRB [list PRESENT 0 WIDTH $::stream_bytes] \
    TKEEP [list PRESENT 1 WIDTH $::stream_bytes]]]
}

proc decoupled_control {id address_bits} {
  return [list ID $id VLNV xilinx.com:interface:aximm_rtl:1.0 MODE slave PROTOCOL axi4lite SIGNALS [list \
    ARVALID {PRESENT 1 WIDTH 1} ARREADY {PRESENT 1 WIDTH 1} \
    AWVALID {PRESENT 1 WIDTH 1} AWREADY {PRESENT 1 WIDTH 1} \
    BVALID {PRESENT 1 WIDTH 1} BREADY {PRESENT 1 WIDTH 1} \
    RVALID {PRESENT 1 WIDTH 1} RREADY {PRESENT 1 WIDTH 1} \
    WVALID {PRESENT 1 WIDTH 1} WREADY {PRESENT 1 WIDTH 1} \
    AWADDR [list PRESENT 1 WIDTH $address_bits] AWPROT {PRESENT 1 WIDTH 3} \
    ARADDR [list PRESENT 1 WIDTH $address_bits] ARPROT {PRESENT 1 WIDTH 3} \
    WDATA {PRESENT 1 WIDTH 32} WSTRB {PRESENT 1 WIDTH 4} BRESP {PRESENT 1 WIDTH 2} \
    RDATA {PRESENT 1 WIDTH 32} RRESP {PRESENT 1 WIDTH 2}]]
}

# A region: the container of its modules, with a decoupler on every signal, which also holds its reset low while
# decoupled. The first module is the one in the full bitstream. DMAS: each with its channels, in the order of streams.
proc create_region {name dmas decoupler address_bits modules clock resetn weights_dmas} {
  create_bd_cell -type container -reference [lindex $modules 0] $name
  set files {}
  foreach module $modules { lappend files $module.bd }
  set_property -dict [list \
    CONFIG.ACTIVE_SYNTH_BD [lindex $files 0] \
    CONFIG.ACTIVE_SIM_BD [lindex $files 0] \
    CONFIG.LIST_SYNTH_BD [join $files :] \
    CONFIG.LIST_SIM_BD [join $files :] \
    CONFIG.ENABLE_DFX true \
    CONFIG.LOCK_PROPAGATE true \
  ] [get_bd_cells $name]

  set interfaces [list \
    in [decoupled_stream 0 slave] \
    out [decoupled_stream 1 master] \
    ctrl [decoupled_control 2 $address_bits] \
    resetn {ID 3 VLNV xilinx.com:signal:reset_rtl:1.0 MODE slave SIGNALS \
      {RST {PRESENT 1 WIDTH 1 MANAGEMENT manual DECOUPLED 1 DECOUPLED_VALUE 0x0}}}]
  set pairs {}
  set id 4
  for {set i 0} {$i < [llength $dmas]} {incr i} {
    lassign [lindex $dmas $i] dma reads writes
    set in [stream_name in $i]
    set out [stream_name out $i]
    if {$reads} {
      if {$i > 0} { lappend interfaces $in [decoupled_stream $id slave]; incr id }
      lappend pairs $dma/M_AXIS_MM2S $decoupler/s_$in $decoupler/rp_$in $name/[stream_name S_AXIS $i]
    }
    if {$writes} {
      if {$i > 0} { lappend interfaces $out [decoupled_stream $id master]; incr id }
      lappend pairs $name/[stream_name M_AXIS $i] $decoupler/rp_$out $decoupler/s_$out $dma/S_AXIS_S2MM
    }
  }
  lappend pairs $decoupler/rp_ctrl $name/S_AXI_CTRL
  for {set i 0} {$i < [llength $weights_dmas]} {incr i} {
    lappend interfaces weights_$i [decoupled_stream $id slave]
    incr id
    lappend pairs [lindex $weights_dmas $i]/M_AXIS_MM2S $decoupler/s_weights_$i \
      $decoupler/rp_weights_$i $name/S_AXIS_W$i
  }
  create_bd_cell -type ip -vlnv xilinx.com:ip:dfx_decoupler $decoupler
  set_property CONFIG.ALL_PARAMS [list \
    HAS_SIGNAL_CONTROL 0 HAS_SIGNAL_STATUS 0 HAS_AXI_LITE 1 INTF $interfaces] [get_bd_cells $decoupler]

  foreach dma $dmas {
    lassign $dma cell reads writes
    create_dma $cell $reads $writes $clock $resetn
  }
  foreach cell $weights_dmas { create_dma $cell 1 0 $clock $resetn }
  connect_all $clock [list $decoupler/aclk $name/clk]
  connect_all $resetn [list $decoupler/s_axi_reg_aresetn $decoupler/s_resetn_RST]
  connect_all $decoupler/rp_resetn_RST [list $name/resetn]
  connect_interfaces $pairs
}

# Vivado chooses the name of a block design's reconfigurable module: <design>_inst_<number>, usually 0.
proc reconfig_module {design} {
  set expected ${design}_inst_0
  if {[llength [get_reconfig_modules -quiet $expected]] == 1} { return $expected }
  set all [get_reconfig_modules -quiet *]
  set found [lsearch -all -inline -regexp $all "^${design}_inst_\\d+\$"]
  if {[llength $found] != 1} {
    stop "no reconfigurable module of $design among those that this version of Vivado created: [join $all {, }]"
  }
  return [lindex $found 0]
}
