# Stand-ins for the commands of Vitis HLS that exported scripts use: options, order, files and the top function.
#     tclsh vitis-stand-in.tcl SCRIPT
# Prints top, part, period and uncertainty at the end.
array set state {project "" solution "" top "" part "" period "" uncertainty "" sources {} benches {} synthesised 0}

proc refuse {what} { error "stand-in: $what" }

# Options with their values, and what is left, checked against a list {-name takesValue ...}.
proc options {command arguments legal} {
  array set takes $legal
  array set found {}
  set rest {}
  for {set i 0} {$i < [llength $arguments]} {incr i} {
    set word [lindex $arguments $i]
    if {[string index $word 0] ne "-"} { lappend rest $word; continue }
    if {![info exists takes($word)]} { refuse "$command has no option $word" }
    if {$takes($word)} {
      incr i
      if {$i >= [llength $arguments]} { refuse "$command $word wants a value" }
      set found($word) [lindex $arguments $i]
    } else { set found($word) 1 }
  }
  return [list [array get found] $rest]
}

proc need {what} {
  global state
  if {$state($what) eq ""} { refuse "no $what yet" }
}

proc one {command rest} {
  if {[llength $rest] != 1} { refuse "$command takes one name, not {$rest}" }
  return [lindex $rest 0]
}

proc open_project {args} {
  global state
  lassign [options open_project $args {-reset 0}] given rest
  set state(project) [one open_project $rest]
}

proc set_top {name} {
  global state
  need project
  set state(top) $name
}

proc add_files {args} {
  global state
  need project
  lassign [options add_files $args {-tb 0 -cflags 1 -csimflags 1 -blackbox 1}] given rest
  set path [one add_files $rest]
  if {![file exists $path]} { refuse "there is no file $path" }
  array set found $given
  if {[info exists found(-cflags)]} {
    foreach flag $found(-cflags) {
      if {[string match -I* $flag] && ![file isdirectory [string range $flag 2 end]]} { refuse "there is no folder $flag" }
    }
  }
  lappend state([expr {[info exists found(-tb)] ? "benches" : "sources"}]) $path
}

proc open_solution {args} {
  global state
  need project
  lassign [options open_solution $args {-reset 0 -flow_target 1}] given rest
  array set found $given
  if {[info exists found(-flow_target)] && $found(-flow_target) ni {vivado vitis}} { refuse "no flow $found(-flow_target)" }
  set state(solution) [one open_solution $rest]
}

proc set_part {name} {
  global state
  need solution
  if {![regexp {^xc[7zuvka][a-z0-9]+(-[a-z0-9]+)*$} $name]} { refuse "$name is no part" }
  set state(part) $name
}

proc create_clock {args} {
  global state
  need solution
  lassign [options create_clock $args {-period 1 -name 1}] given rest
  array set found $given
  if {![info exists found(-period)] || ![string is double -strict $found(-period)]} { refuse "create_clock without a period" }
  set state(period) $found(-period)
}

proc set_clock_uncertainty {value} {
  global state
  need period
  if {![string is double -strict $value] || $value >= $state(period)} { refuse "an uncertainty of $value" }
  set state(uncertainty) $value
}

proc ready {} {
  global state
  foreach what {top part period} { need $what }
  set text ""
  foreach path $state(sources) {
    set file [open $path]
    append text [read $file]
    close $file
  }
  if {[regexp {\mmain *\(} $text]} { refuse "a testbench among the sources" }
  if {![regexp "\\mvoid $state(top)\\(" $text]} { refuse "no source has the function $state(top)" }
}

proc csim_design {args} {
  global state
  lassign [options csim_design $args {-clean 0 -O 0 -argv 1 -ldflags 1 -setup 0}] given rest
  ready
  if {$state(benches) eq {}} { refuse "no testbench" }
}

proc csynth_design {} {
  global state
  ready
  set state(synthesised) 1
}

proc cosim_design {args} { refuse "not asked for" }

proc export_design {args} {
  global state
  lassign [options export_design $args {-format 1 -vendor 1 -library 1 -version 1 -ipname 1 -display_name 1 -description 1 -flow 1 -output 1 -rtl 1}] given rest
  array set found $given
  if {!$state(synthesised)} { refuse "export before synthesis" }
  if {$found(-format) ni {ip_catalog xo syn_dcp sysgen}} { refuse "no format $found(-format)" }
  if {$found(-ipname) ne $state(top)} { refuse "an IP of another name" }
}

rename exit leave
proc exit {args} {
  global state
  puts "$state(top) $state(part) $state(period) $state(uncertainty)"
  leave 0
}

if {[catch {source [lindex $argv 0]} message]} {
  puts stderr "run_hls: $message"
  leave 1
}
puts stderr "run_hls: the script does not end with exit"
leave 1
