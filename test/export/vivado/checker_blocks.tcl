# Block designs. An object is `bd:DESIGN:KIND:NAME`. bd(DESIGN) exists for each; bd(DESIGN.x) is its state.

set current {}
set cell_changes 0

proc do_create_bd_design {options name} {
  must {$::state(project) ne ""} {no project is open}
  must {[regexp {^[A-Za-z]\w*$} $name]} {bad name of a block design: $name}
  must {![info exists ::bd($name)]} {block design $name exists}
  set ::bd($name) 1
  foreach {key value} {cells {} ports {} intf_ports {} driven {} nets {} joined {} segments {} valid 0 saved 0 apertures {} associated {}} {
    set ::bd($name.$key) $value
  }
  set ::current $name
  return bd:$name:design:$name
}

proc do_current_bd_design {options args} {
  if {[llength $args] == 0} { return bd:$::current:design:$::current }
  set name [lindex [split [lindex $args 0] :] end]
  must {[info exists ::bd($name)]} {no block design $name}
  set ::current $name
}

proc do_get_bd_designs {options {pattern *}} {
  set found {}
  foreach name [array names ::bd] {
    if {![string match *.* $name] && [string match $pattern $name]} { lappend found bd:$name:design:$name }
  }
  return [answer $options "block design $pattern" $found]
}

proc mine {key} { return $::bd($::current.$key) }
proc changed {} { set ::bd($::current.valid) 0; set ::bd($::current.saved) 0 }

proc do_create_bd_cell {options name} {
  incr ::cell_changes
  must {$::current ne ""} {no block design is open}
  must {[regexp {^[A-Za-z]\w*$} $name]} {bad name of a cell: $name}
  must {![dict exists [mine cells] $name] && ![dict exists [mine ports] $name]} {cell $name exists in $::current}
  switch -- [option $options type] {
    ip {
      must {[dict exists $options vlnv]} {create_bd_cell: -vlnv is required for an ip}
      dict set ::bd($::current.cells) $name [dict create ip [ip_name [option $options vlnv]] vlnv [option $options vlnv] config {}]
    }
    container {
      set reference [option $options reference]
      must {[info exists ::bd($reference)]} {create_bd_cell: no block design $reference}
      must {$::bd($reference.valid) && $::bd($reference.saved)} {create_bd_cell: $reference is not validated and saved}
      dict set ::bd($::current.cells) $name [dict create ip container vlnv $reference config {}]
    }
    default { fail "create_bd_cell: no type [option $options type]" }
  }
  changed
  return bd:$::current:cells:$name
}

proc do_apply_bd_automation {options cell} {
  must {[regexp {^bd:\w+:cells:(\w+)$} $cell -> name]} {apply_bd_automation: no cell $cell}
  set ip [dict get [mine cells] $name ip]
  must {[option $options rule] eq "xilinx.com:bd_rule:$ip"} {no rule [option $options rule] for a $ip}
  set config [option $options config]
  must {[llength $config] % 2 == 0} {apply_bd_automation: bad -config}
  if {$ip eq "processing_system7"} {
    must {[option $config make_external] eq "FIXED_IO, DDR"} {DDR and FIXED_IO are not made external}
    foreach port {DDR FIXED_IO} {
      dict set ::bd($::current.intf_ports) $port {mode master vlnv external}
      lappend ::bd($::current.joined) $name/$port $port
    }
  }
  if {[option $config apply_board_preset 0] == 1} { must {$::state(board) ne ""} {a board preset without a board} }
}

proc do_create_bd_port {options name} {
  incr ::cell_changes
  must {[option $options dir] in {I O IO}} {create_bd_port: -dir is I, O or IO}
  must {![dict exists [mine ports] $name]} {port $name exists}
  must {[option $options type] ne "clk" || [dict exists $options freq_hz]} {clock port $name has no -freq_hz}
  dict set ::bd($::current.ports) $name [list [option $options dir] [option $options type data]]
  changed
  return bd:$::current:ports:$name
}

proc do_create_bd_intf_port {options name} {
  incr ::cell_changes
  must {[option $options mode] in {Master Slave}} {create_bd_intf_port: -mode is Master or Slave}
  must {[option $options vlnv] in [list $::axi $::axis]} {no interface [option $options vlnv]}
  must {![dict exists [mine intf_ports] $name]} {interface port $name exists}
  dict set ::bd($::current.intf_ports) $name \
    [dict create mode [string tolower [option $options mode]] vlnv [option $options vlnv] config {}]
  changed
  return bd:$::current:intf_ports:$name
}

proc set_bd_property {object name value} {
  incr ::cell_changes
  must {[regexp {^bd:(\w+):(\w+):(.*)$} $object -> design kind item]} {no object $object}
  set ::bd($design.valid) 0
  set ::bd($design.saved) 0
  if {$name eq "APERTURES"} {
    must {$kind in {intf_ports intf_pins} && [regexp {^(0x[0-9A-Fa-f_]+) (\d+[KMG])$} [lindex $value 0]]} {bad APERTURES $value}
    set ::bd($design.apertures) [lindex $value 0]
    return
  }
  must {[regexp {^CONFIG\.(.+)$} $name -> setting]} {no property $name of $object}
  switch -- $kind {
    cells {
      set ip [dict get $::bd($design.cells) $item ip]
      if {$ip eq "container"} { check_container $design $item $setting $value } else { check_setting $ip $setting $value }
      dict set ::bd($design.cells) $item config $setting $value
    }
    intf_ports {
      must {$setting in {FREQ_HZ TDATA_NUM_BYTES HAS_TREADY HAS_TLAST HAS_TKEEP HAS_TSTRB TUSER_WIDTH TDEST_WIDTH TID_WIDTH PROTOCOL ADDR_WIDTH DATA_WIDTH}} {no setting $setting of $item}
      dict set ::bd($design.intf_ports) $item config $setting $value
    }
    ports {
      must {$setting in {POLARITY ASSOCIATED_BUSIF ASSOCIATED_RESET FREQ_HZ}} {no setting $setting of $item}
      if {$setting eq "ASSOCIATED_BUSIF"} {
        foreach port [split $value :] { must {[dict exists $::bd($design.intf_ports) $port]} {no interface port $port} }
        set ::bd($design.associated) [split $value :]
      }
    }
    default { fail "no setting $setting of $object" }
  }
}

# Everything of one kind, with the property that matters; worked out once as long as the cells stay.
proc all_pins {design} {
  if {[kept pins $design all]} { return $all }
  set all {}
  dict for {name cell} $::bd($design.cells) {
    set pins [cell_pins $cell]
    foreach {pin what} $pins { dict set all $name/$pin $what }
  }
  return [keep pins $design $all]
}
proc kept {kind design name} {
  upvar 1 $name all
  if {![info exists ::kept($kind,$design)] || [lindex $::kept($kind,$design) 0] != $::cell_changes} { return 0 }
  set all [lindex $::kept($kind,$design) 1]
  return 1
}
proc keep {kind design all} {
  set ::kept($kind,$design) [list $::cell_changes $all]
  return $all
}
proc cell_pins {cell} {
  dict with cell {
    if {$ip eq "container"} { return $::bd($vlnv.ports) }
    return [ip_pins $ip $vlnv $config]
  }
}
proc all_interfaces {design} {
  if {[kept interfaces $design all]} { return $all }
  set all {}
  dict for {name cell} $::bd($design.cells) {
    dict with cell {
      if {$ip eq "container"} {
        dict for {port what} $::bd($vlnv.intf_ports) { dict set all $name/$port [list [dict get $what mode] [dict get $what vlnv]] }
      } else {
        foreach {interface what} [ip_interfaces $ip $vlnv $config] { dict set all $name/$interface $what }
      }
    }
  }
  return [keep interfaces $design $all]
}

proc find {options kind pattern names} {
  set found {}
  foreach name [lsearch -all -inline -glob $names [string trimleft $pattern /]] { lappend found bd:$::current:$kind:$name }
  return [answer $options "[string map {_ { }} $kind] $pattern in $::current" $found]
}
proc do_get_bd_cells {options {pattern *}} { find $options cells $pattern [dict keys [mine cells]] }
proc do_get_bd_ports {options {pattern *}} { find $options ports $pattern [dict keys [mine ports]] }
proc do_get_bd_intf_ports {options {pattern *}} { find $options intf_ports $pattern [dict keys [mine intf_ports]] }
proc do_get_bd_pins {options {pattern *}} { find $options pins $pattern [dict keys [all_pins $::current]] }
proc do_get_bd_intf_pins {options {pattern *}} { find $options intf_pins $pattern [dict keys [all_interfaces $::current]] }
proc do_get_bd_nets {options {pattern *}} { find $options nets $pattern {} }

proc do_connect_bd_net {options args} {
  set pins [all_pins $::current]
  set sources {}
  set sinks {}
  foreach object $args {
    must {[regexp {^bd:(\w+):(pins|ports):(.*)$} $object -> design kind name] && $design eq $::current} {connect_bd_net: no pin $object}
    lassign [dict get [expr {$kind eq "pins" ? $pins : [mine ports]}] $name] direction type
    # A port drives what is inside.
    if {($direction eq "O") == ($kind eq "pins")} { lappend sources $name $type } else { lappend sinks $name $type }
  }
  must {[llength $sources] == 2} {connect_bd_net: [llength $sources] drivers of $args}
  lassign $sources source type
  foreach {sink wanted} $sinks {
    must {$wanted in [list $type optional data]} {connect_bd_net: $source is a $type, $sink a $wanted}
    must {![dict exists [mine driven] $sink]} {$sink is driven already}
    dict set ::bd($::current.driven) $sink $source
  }
  changed
}

proc do_connect_bd_intf_net {options first second} {
  set interfaces [all_interfaces $::current]
  set sides {}
  foreach object [list $first $second] {
    must {[regexp {^bd:(\w+):(intf_pins|intf_ports):(.*)$} $object -> design kind name] && $design eq $::current} {connect_bd_intf_net: no interface $object}
    if {$kind eq "intf_pins"} {
      lassign [dict get $interfaces $name] mode vlnv
    } else {
      set port [dict get [mine intf_ports] $name]
      # Seen from inside, a slave port is a master.
      set mode [expr {[dict get $port mode] eq "slave" ? "master" : "slave"}]
      set vlnv [dict get $port vlnv]
    }
    must {$name ni [mine joined]} {$name is connected already}
    lappend sides $mode $vlnv $name
  }
  lassign $sides mode1 vlnv1 name1 mode2 vlnv2 name2
  must {$vlnv1 eq $vlnv2} {connect_bd_intf_net: $name1 is $vlnv1, $name2 $vlnv2}
  must {$mode1 ne $mode2} {connect_bd_intf_net: $name1 and $name2 are both $mode1}
  set widths {}
  foreach name [list $name1 $name2] { lappend widths [width_of $name] }
  lassign $widths width1 width2
  must {$width1 eq "" || $width2 eq "" || $width1 == $width2} {$name1 is $width1 bytes across, $name2 $width2}
  lappend ::bd($::current.joined) $name1 $name2
  lappend ::bd($::current.nets) $name1 $name2
  changed
}

proc width_of {name} {
  if {[regexp {^(\w+)/(\w+)$} $name -> cell interface]} {
    set what [dict get [mine cells] $cell]
    set ip [dict get $what ip]
    if {[lindex [dict get [all_interfaces $::current] $name] 1] ne $::axis} { return "" }
    if {$ip eq "container"} { return [option [dict get $::bd([dict get $what vlnv].intf_ports) $interface config] TDATA_NUM_BYTES] }
    return [stream_bytes $ip [dict get $what config] $interface]
  }
  return [option [option [dict get [mine intf_ports] $name] config {}] TDATA_NUM_BYTES]
}

proc do_get_bd_addr_spaces {options {pattern *}} {
  set all {}
  dict for {name cell} [mine cells] {
    foreach space [ip_spaces [dict get $cell ip] [dict get $cell config]] { lappend all $name/$space }
  }
  dict for {name port} [mine intf_ports] {
    if {[dict get $port mode] eq "slave" && [dict get $port vlnv] eq $::axi} { lappend all $name }
  }
  return [find $options addr_spaces $pattern $all]
}

proc segments_of {design} {
  set all {}
  dict for {name cell} $::bd($design.cells) {
    set ip [dict get $cell ip]
    set inner [expr {$ip eq "container" ? [segments_of [dict get $cell vlnv]] : [ip_segments $ip [dict get $cell vlnv] [dict get $cell config]]}]
    foreach segment $inner { lappend all $name/$segment }
  }
  return $all
}
proc do_get_bd_addr_segs {options {pattern *}} { find $options addr_segs $pattern [segments_of $::current] }

proc do_assign_bd_address {options args} {
  must {[llength $args] == 1 && [dict exists $options target_address_space]} {assign_bd_address: a space and a segment}
  regexp {^bd:\w+:addr_spaces:(.*)$} [option $options target_address_space] -> space
  must {[info exists space]} {assign_bd_address: no address space [option $options target_address_space]}
  must {[regexp {^bd:\w+:addr_segs:(.*)$} [lindex $args 0] -> segment]} {assign_bd_address: no segment}
  set offset [option $options offset ""]
  set range [option $options range ""]
  must {($offset eq "") == ($range eq "")} {assign_bd_address: -offset and -range go together}
  if {$offset ne ""} {
    foreach number [list $offset $range] { must {[string is wideinteger -strict $number]} {$number is no number} }
    must {($range & ($range - 1)) == 0 && $range >= 4096} {range $range of $segment is no power of two}
    must {$offset % $range == 0} {$segment: offset $offset is not aligned to $range}
    if {$space eq "ps/Data"} {
      set windows [expr {[dict get [mine cells] ps ip] eq "processing_system7" ? {0x40000000 0x7FFFFFFF} : {0xA0000000 0xAFFFFFFF}}]
      must {$offset >= [lindex $windows 0] && $offset + $range - 1 <= [lindex $windows 1]} {$segment at $offset is outside of the processor's window}
    }
    foreach {other_space other from size} [mine segments] {
      if {$other_space ne $space || $from eq ""} continue
      must {$offset >= $from + $size || $from >= $offset + $range} {$segment and $other overlap at $offset}
    }
  }
  lappend ::bd($::current.segments) $space $segment $offset $range
  changed
}

# What validation of a block design finds.
proc do_validate_bd_design {options} {
  dict for {name what} [all_pins $::current] {
    lassign $what direction type
    if {$direction eq "I" && $type in {clk rst}} { must {[dict exists [mine driven] $name]} {$::current: $name is not connected} }
  }
  dict for {name what} [all_interfaces $::current] {
    # A stream may end in a slice whose output is always taken.
    set taken [dict exists [mine driven] [regsub {/M_AXIS$} $name /m_axis_tready]]
    set idle [dict exists [mine driven] [regsub {/S_AXIS$} $name /s_axis_tvalid]]
    if {$idle} { check_idle [lindex [split $name /] 0] }
    must {$name in [mine joined] || $taken || $idle} {$::current: interface $name is not connected}
  }
  dict for {name port} [mine intf_ports] { must {$name in [mine joined]} {$::current: interface port $name is not connected} }
  set mapped {}
  foreach {space segment offset range} [mine segments] { lappend mapped $segment }
  foreach segment [segments_of $::current] { must {$segment in $mapped} {$::current: $segment has no address} }
  foreach space [do_get_bd_addr_spaces {quiet 1}] {
    must {[lsearch -exact [mine segments] [lindex [split $space :] end]] >= 0} {$::current: $space reaches nothing}
  }
  dict for {name port} [mine intf_ports] {
    if {[dict get $port vlnv] in [list $::axi $::axis]} { must {$name in [mine associated]} {$::current: $name has no clock} }
  }
  dict for {name cell} [mine cells] { if {[dict get $cell ip] eq "container"} { check_region $name $cell } }
  set ::bd($::current.valid) 1
}

proc do_save_bd_design {options args} { set ::bd($::current.saved) 1 }

# A slice that nothing feeds takes its signals from nobody, so it must say those of a kernel's stream.
proc check_idle {cell} {
  set config [dict get [mine cells] $cell config]
  foreach {name value} {TDATA_NUM_BYTES 8 HAS_TREADY 1 HAS_TLAST 1 HAS_TKEEP 1 HAS_TSTRB 1} {
    must {[dict exists $config $name] && [dict get $config $name] == $value} {$cell has no $name $value}
  }
}
