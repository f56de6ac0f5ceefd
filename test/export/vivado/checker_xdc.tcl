# Constraints: XDC is not full Tcl, so nothing but the commands of pblocks is there. Ranges are checked for
# syntax, and for the alignment that UG909 asks of 7 series.

set constrained {}
set pblocks {}
set ranges {}

proc check_xdc {path} {
  set file [open $path]
  set text [read $file]
  close $file
  interp create xdc
  foreach command [interp eval xdc {info commands}] { interp hide xdc $command }
  interp expose xdc list
  foreach command {create_pblock get_pblocks add_cells_to_pblock resize_pblock set_property get_cells} { interp alias xdc $command {} xdc_$command }
  interp eval xdc $text
  interp delete xdc
  foreach name $::pblocks {
    must {[dict exists $::ranges $name]} {$name has no range}
    must {$name in $::cells_of} {$name has no cell}
  }
  if {$::state(part) ne "" && [string match xc7* $::state(part)]} {
    foreach name $::pblocks { must {$name in $::reset_set} {$name says nothing of RESET_AFTER_RECONFIG} }
  }
}

set cells_of {}
set reset_set {}

proc xdc_create_pblock {name} {
  must {[regexp {^[A-Za-z]\w*$} $name] && $name ni $::pblocks} {bad or second pblock $name}
  lappend ::pblocks $name
}
proc xdc_get_pblocks {name} { must {$name in $::pblocks} {no pblock $name}; return $name }
proc xdc_get_cells {args} {
  set name [lindex $args end]
  must {[dict exists [containers] $name]} {no cell $name}
  return $name
}
proc xdc_add_cells_to_pblock {pblock cells} {
  must {$pblock in $::pblocks && [llength $cells] == 1} {add_cells_to_pblock: $pblock $cells}
  must {$cells ni $::constrained} {$cells is in two pblocks}
  lappend ::constrained $cells
  lappend ::cells_of $pblock
}
proc xdc_set_property {name value pblock} {
  must {$pblock in $::pblocks} {no pblock $pblock}
  switch -- $name {
    RESET_AFTER_RECONFIG {
      must {[string match xc7* $::state(part)]} {RESET_AFTER_RECONFIG is of 7 series only}
      must {$value in {true false 1 0}} {bad $name}
      lappend ::reset_set $pblock
    }
    SNAPPING_MODE { must {$value in {ON OFF ROUTING}} {bad $name $value} }
    IS_SOFT - CONTAIN_ROUTING - EXCLUDE_PLACEMENT { must {[string is boolean -strict $value]} {bad $name $value} }
    default { fail "a pblock has no property $name" }
  }
}

proc xdc_resize_pblock {pblock option range} {
  must {$pblock in $::pblocks} {no pblock $pblock}
  must {$option eq "-add"} {resize_pblock: no option $option}
  must {[llength $range] >= 1} {resize_pblock: no range}
  set seven [string match xc7* $::state(part)]
  set kinds [expr {$seven ? {SLICE DSP48 RAMB18 RAMB36} : {SLICE DSP48E2 RAMB18 RAMB36 URAM288}}]
  foreach one $range {
    must {[regexp {^([A-Z]+\d*(?:E2)?)_X(\d+)Y(\d+):([A-Z]+\d*(?:E2)?)_X(\d+)Y(\d+)$} $one -> kind x0 y0 other x1 y1]} {bad range $one}
    must {$kind eq $other && $kind in $kinds} {no range of $kind in a pblock of this part}
    must {$x0 <= $x1 && $y0 <= $y1} {corners of $one are swapped}
    if {$seven} {
      # Rows of one clock region: a reset after reconfiguration takes whole ones.
      set rows [dict get {SLICE 50 DSP48 20 RAMB18 20 RAMB36 10} $kind]
      must {$y0 % $rows == 0 && ($y1 + 1) % $rows == 0} {$one does not end on clock regions}
      must {$kind ne "SLICE" || ($x0 % 2 == 0 && $x1 % 2 == 1)} {$one splits a CLB}
    }
    foreach {owner old} [dict get [dict merge {all {}} $::ranges] all] {
      regexp {^([A-Z0-9]+)_X(\d+)Y(\d+):\w+_X(\d+)Y(\d+)$} $old -> k a0 b0 a1 b1
      must {$owner eq $pblock || $k ne $kind || $x1 < $a0 || $a1 < $x0 || $y1 < $b0 || $b1 < $y0} {$one overlaps $old}
    }
    dict lappend ::ranges all $pblock $one
    dict lappend ::ranges $pblock $one
  }
}
