# Follows the commands of constraints about pblocks and prints what is left in the end: the second opinion for the reader.
set names {}
proc pbs {words} { set out {}; foreach w $words { if {![string match -* $w]} { foreach n $w { lappend out $n } } }; return $out }
proc make {name} { global names; if {$name ni $names} { lappend names $name; set ::sites($name) [dict create]; set ::order($name) {}; set ::cells($name) {}; set ::props($name) [dict create] } }
proc create_pblock {name} { make $name; return $name }
proc get_pblocks args { return [pbs $args] }
proc get_cells args { return [join [lmap w $args { if {[string match -* $w]} continue; set w }]] }
proc get_ports args { return port }
proc create_clock args {}
proc sitesOf {list} {
  set out {}
  foreach range [split [string map {, { } \{ { } \} { }} $list]] {
    if {$range eq {}} continue
    if {![regexp {^(\w+)_X(\d+)Y(\d+):(?:\w+_)?X(\d+)Y(\d+)$} $range -> kind x0 y0 x1 y1]} { regexp {^(\w+)_X(\d+)Y(\d+)$} $range -> kind x0 y0; set x1 $x0; set y1 $y0 }
    for {set x $x0} {$x <= $x1} {incr x} { for {set y $y0} {$y <= $y1} {incr y} { lappend out ${kind}_X${x}Y$y } }
  }
  return $out
}
proc resize_pblock args {
  set targets {}; set steps {}
  for {set i 0} {$i < [llength $args]} {incr i} {
    set w [lindex $args $i]
    if {$w eq "-replace"} { lappend steps $w {} } elseif {[string match -* $w]} { lappend steps $w [lindex $args [incr i]] } else { lappend targets {*}$w }
  }
  foreach name $targets { make $name; foreach {option list} $steps {
    if {$option eq "-add"} { foreach s [sitesOf $list] { dict set ::sites($name) $s 1 } }
    if {$option eq "-remove"} { foreach s [sitesOf $list] { dict unset ::sites($name) $s } }
    if {$option eq "-replace"} { set ::sites($name) [dict create] }
  } }
}
proc add_cells_to_pblock args {
  set rest {}; foreach w $args { if {![string match -* $w]} { lappend rest $w } }
  set name [lindex $rest 0]; make $name
  foreach w [lrange $rest 1 end] { foreach c $w { if {$c ni $::cells($name)} { lappend ::cells($name) $c } } }
}
proc set_property args {
  if {[lindex $args 0] eq "-dict"} { set pairs [lindex $args 1]; set objects [lrange $args 2 end] } else { set pairs [lrange $args 0 1]; set objects [lrange $args 2 end] }
  foreach list $objects { foreach name $list { if {[info exists ::props($name)]} { foreach {k v} $pairs { dict set ::props($name) [string toupper $k] $v } } } }
}
# Files are separated by a form feed, and so are the answers.
foreach one_file [split [read stdin] \f] {
  set names {}
  foreach kept {sites order cells props} { array unset ::$kept }
  unset -nocomplain area pb
  eval $one_file
  foreach name $names {
    puts "pblock $name"
    puts "sites [lsort [dict keys $sites($name)]]"
    foreach c $cells($name) { puts "cell $c" }
    foreach k [lsort [dict keys $props($name)]] { puts "property $k [dict get $props($name) $k]" }
  }
  puts -nonewline \f
}
