# Pins {direction type} and interfaces {mode vlnv} of the IPs, as their configuration makes them.

set axi xilinx.com:interface:aximm_rtl:1.0
set axis xilinx.com:interface:axis_rtl:1.0
set catalogue {processing_system7 zynq_ultra_ps_e proc_sys_reset smartconnect axi_dma dfx_decoupler axis_register_slice xlconstant axi_gpio}

# Name of the IP of a vlnv with or without version; packaged kernels have theirs in full.
proc ip_name {vlnv} {
  if {[info exists ::kernels($vlnv)]} { return kernel }
  set parts [split $vlnv :]
  must {[llength $parts] in {3 4}} {$vlnv is not vendor:library:name:version}
  must {[lindex $parts 0] eq "xilinx.com" && [lindex $parts 1] eq "ip" && [lindex $parts 2] in $::catalogue} {no IP $vlnv}
  return [lindex $parts 2]
}

# Settings that the IP has, and the values that they take.
proc check_setting {ip name value} {
  switch -glob -- "$ip $name" {
    "smartconnect NUM_SI" - "smartconnect NUM_MI" { set legal [expr {[string is integer -strict $value] && $value >= 1 && $value <= 16}] }
    "smartconnect NUM_CLKS" { set legal [expr {$value in {1 2 3 4}}] }
    "axi_dma c_include_*" - "axi_dma c_sg_include_stscntrl_strm" { set legal [expr {$value in {0 1}}] }
    "axis_register_slice TDATA_NUM_BYTES" { set legal [expr {[string is integer -strict $value] && $value >= 1 && $value <= 512}] }
    "axis_register_slice HAS_*" { set legal [expr {$value in {0 1}}] }
    "axi_dma c_sg_length_width" { set legal [expr {[string is integer -strict $value] && $value >= 8 && $value <= 26}] }
    "axi_dma c_m_axis_mm2s_tdata_width" { set legal [expr {$value in {8 16 32 64 128 256 512 1024}}] }
    "axi_dma c_m_axi_*_data_width" { set legal [expr {$value in {32 64 128 256 512 1024}}] }
    "processing_system7 PCW_FPGA0_PERIPHERAL_FREQMHZ" - "zynq_ultra_ps_e PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ" {
      set legal [expr {[string is double -strict $value] && $value > 0 && $value <= 500}]
    }
    "processing_system7 PCW_S_AXI_HP?_DATA_WIDTH" { set legal [expr {$value in {32 64}}] }
    "zynq_ultra_ps_e PSU__SAXIGP?__DATA_WIDTH" - "zynq_ultra_ps_e PSU__MAXIGP?__DATA_WIDTH" { set legal [expr {$value in {32 64 128}}] }
    "axi_gpio C_GPIO_WIDTH" - "axi_gpio C_GPIO2_WIDTH" { set legal [expr {[string is integer -strict $value] && $value >= 1 && $value <= 32}] }
    "axi_gpio C_ALL_INPUTS" - "axi_gpio C_ALL_INPUTS_2" - "axi_gpio C_IS_DUAL" { set legal [expr {$value in {0 1}}] }
    "processing_system7 PCW_USE_*" - "processing_system7 PCW_EN_*" - "zynq_ultra_ps_e PSU__USE__*" - "zynq_ultra_ps_e PSU__FPGA_PL0_ENABLE" {
      set legal [expr {$value in {0 1}}]
    }
    "xlconstant CONST_WIDTH" { set legal [expr {[string is integer -strict $value] && $value >= 1}] }
    "xlconstant CONST_VAL" { set legal [string is integer -strict $value] }
    "dfx_decoupler ALL_PARAMS" { set legal [expr {[llength $value] % 2 == 0 && [dict exists $value INTF]}] }
    default { fail "$ip has no setting $name" }
  }
  must {$legal} {$ip: $name cannot be "$value"}
}

proc ip_pins {ip vlnv config} {
  switch -- $ip {
    kernel { return [lindex $::kernels($vlnv) 0] }
    processing_system7 {
      set pins {FCLK_CLK0 {O clk} FCLK_RESET0_N {O rst}}
      if {[option $config PCW_USE_M_AXI_GP0 1]} { lappend pins M_AXI_GP0_ACLK {I clk} }
      foreach i {0 1 2 3} { if {[option $config PCW_USE_S_AXI_HP$i 0]} { lappend pins S_AXI_HP${i}_ACLK {I clk} } }
      return $pins
    }
    zynq_ultra_ps_e {
      set pins {pl_clk0 {O clk} pl_resetn0 {O rst}}
      if {[option $config PSU__USE__M_AXI_GP0 1]} { lappend pins maxihpm0_fpd_aclk {I clk} }
      if {[option $config PSU__USE__M_AXI_GP2 1]} { lappend pins maxihpm0_lpd_aclk {I clk} }
      foreach i {0 1 2 3} {
        if {[option $config PSU__USE__S_AXI_GP[expr {$i + 2}] 0]} { lappend pins saxihp${i}_fpd_aclk {I clk} }
      }
      return $pins
    }
    proc_sys_reset {
      return {slowest_sync_clk {I clk} ext_reset_in {I rst} aux_reset_in {I optional} mb_debug_sys_rst {I optional}
        dcm_locked {I optional} peripheral_aresetn {O rst} interconnect_aresetn {O rst} peripheral_reset {O rst}
        bus_struct_reset {O rst} mb_reset {O rst}}
    }
    smartconnect { return {aclk {I clk} aresetn {I rst}} }
    axis_register_slice { return {aclk {I clk} aresetn {I rst} m_axis_tready {I data} s_axis_tvalid {I data}} }
    xlconstant { return {dout {O data}} }
    axi_gpio {
      set pins {s_axi_aclk {I clk} s_axi_aresetn {I rst}}
      if {[option $config C_ALL_INPUTS 0]} { lappend pins gpio_io_i {I data} }
      if {[option $config C_IS_DUAL 0] && [option $config C_ALL_INPUTS_2 0]} { lappend pins gpio2_io_i {I data} }
      return $pins
    }
    axi_dma {
      set pins {s_axi_lite_aclk {I clk} axi_resetn {I rst}}
      if {[option $config c_include_sg 1]} { lappend pins m_axi_sg_aclk {I clk} }
      foreach way {mm2s s2mm} {
        if {[option $config c_include_$way 1]} { lappend pins m_axi_${way}_aclk {I clk} ${way}_introut {O intr} }
      }
      return $pins
    }
    dfx_decoupler {
      set all [option $config ALL_PARAMS {}]
      set pins {}
      if {[option $all HAS_AXI_LITE 0]} { lappend pins aclk {I clk} s_axi_reg_aresetn {I rst} }
      if {[option $all HAS_SIGNAL_CONTROL 1]} { lappend pins decouple {I data} }
      if {[option $all HAS_SIGNAL_STATUS 1]} { lappend pins decouple_status {O data} }
      dict for {name interface} [option $all INTF {}] {
        if {[dict get $interface VLNV] ne "xilinx.com:signal:reset_rtl:1.0"} continue
        lappend pins s_${name}_RST {I rst} rp_${name}_RST {O rst}
      }
      return $pins
    }
  }
}

proc ip_interfaces {ip vlnv config} {
  switch -- $ip {
    kernel { return [lindex $::kernels($vlnv) 1] }
    processing_system7 {
      set all {DDR {master xilinx.com:interface:ddrx_rtl:1.0} FIXED_IO {master xilinx.com:display_processing_system7:fixedio_rtl:1.0}}
      if {[option $config PCW_USE_M_AXI_GP0 1]} { lappend all M_AXI_GP0 [list master $::axi] }
      foreach i {0 1 2 3} { if {[option $config PCW_USE_S_AXI_HP$i 0]} { lappend all S_AXI_HP$i [list slave $::axi] } }
      return $all
    }
    zynq_ultra_ps_e {
      set all {}
      if {[option $config PSU__USE__M_AXI_GP0 1]} { lappend all M_AXI_HPM0_FPD [list master $::axi] }
      if {[option $config PSU__USE__M_AXI_GP2 1]} { lappend all M_AXI_HPM0_LPD [list master $::axi] }
      foreach i {0 1 2 3} {
        if {[option $config PSU__USE__S_AXI_GP[expr {$i + 2}] 0]} { lappend all S_AXI_HP${i}_FPD [list slave $::axi] }
      }
      return $all
    }
    smartconnect {
      set all {}
      for {set i 0} {$i < [option $config NUM_SI 1]} {incr i} { lappend all [format S%02d_AXI $i] [list slave $::axi] }
      for {set i 0} {$i < [option $config NUM_MI 1]} {incr i} { lappend all [format M%02d_AXI $i] [list master $::axi] }
      return $all
    }
    axis_register_slice { return [list S_AXIS [list slave $::axis] M_AXIS [list master $::axis]] }
    axi_dma {
      set all [list S_AXI_LITE [list slave $::axi]]
      if {[option $config c_include_sg 1]} { lappend all M_AXI_SG [list master $::axi] }
      if {[option $config c_include_mm2s 1]} { lappend all M_AXI_MM2S [list master $::axi] M_AXIS_MM2S [list master $::axis] }
      if {[option $config c_include_s2mm 1]} { lappend all M_AXI_S2MM [list master $::axi] S_AXIS_S2MM [list slave $::axis] }
      return $all
    }
    axi_gpio { return [list S_AXI [list slave $::axi]] }
    dfx_decoupler {
      set params [option $config ALL_PARAMS {}]
      set all {}
      if {[option $params HAS_AXI_LITE 0]} { lappend all s_axi_reg [list slave $::axi] }
      dict for {name interface} [option $params INTF {}] {
        set vlnv [dict get $interface VLNV]
        if {$vlnv ni [list $::axi $::axis]} continue
        set to_region [expr {[option $interface MODE master] eq "slave"}]
        lappend all s_$name [list [expr {$to_region ? "slave" : "master"}] $vlnv]
        lappend all rp_$name [list [expr {$to_region ? "master" : "slave"}] $vlnv]
      }
      return $all
    }
    default { return {} }
  }
}

# Address spaces of its masters, and segments of its slaves.
proc ip_spaces {ip config} {
  switch -- $ip {
    processing_system7 - zynq_ultra_ps_e { return Data }
    axi_dma {
      set spaces {}
      foreach way {MM2S S2MM} { if {[option $config c_include_[string tolower $way] 1]} { lappend spaces Data_$way } }
      return $spaces
    }
    default { return {} }
  }
}

proc ip_segments {ip vlnv config} {
  switch -- $ip {
    kernel {
      set slaves {}
      dict for {name interface} [lindex $::kernels($vlnv) 1] {
        if {$interface eq [list slave $::axi]} { lappend slaves $name/Reg }
      }
      return $slaves
    }
    axi_dma { return S_AXI_LITE/Reg }
    axi_gpio { return S_AXI/Reg }
    dfx_decoupler { return [expr {[option [option $config ALL_PARAMS {}] HAS_AXI_LITE 0] ? "s_axi_reg/Reg" : ""}] }
    processing_system7 {
      set all {}
      foreach i {0 1 2 3} { if {[option $config PCW_USE_S_AXI_HP$i 0]} { lappend all S_AXI_HP$i/HP${i}_DDR_LOWOCM } }
      return $all
    }
    zynq_ultra_ps_e {
      set all {}
      foreach i {0 1 2 3} {
        set gp [expr {$i + 2}]
        if {[option $config PSU__USE__S_AXI_GP$gp 0]} { lappend all SAXIGP$gp/HP${i}_DDR_LOW }
      }
      return $all
    }
    default { return {} }
  }
}

# Bytes across of a stream, as far as this side states them; empty where it takes what it is given.
proc stream_bytes {ip config interface} {
  switch -- $ip {
    axi_dma { return [expr {$interface eq "M_AXIS_MM2S" ? [option $config c_m_axis_mm2s_tdata_width 32] / 8 : ""}] }
    dfx_decoupler {
      regexp {^(?:s|rp)_(.*)$} $interface -> name
      return [expr {[dict get [option $config ALL_PARAMS] INTF $name SIGNALS TDATA WIDTH] / 8}]
    }
    default { return "" }
  }
}
