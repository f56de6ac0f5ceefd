# Configurations, runs and what is written at the end.

set configurations {}
array set runs {}
set opened {}
set written {}
set verified 0

proc containers {} {
  set found {}
  dict for {name cell} $::bd(system.cells) { if {[dict get $cell ip] eq "container"} { dict set found system_i/$name $cell } }
  return $found
}

proc reconfig_modules {} {
  set all {}
  dict for {path cell} [containers] { foreach module [modules_of $cell] { dict set all ${module}_inst_0 $path } }
  return $all
}

proc do_get_reconfig_modules {options {pattern *}} {
  must {$::state(generated)} {reconfigurable modules are there after generate_target}
  return [answer $options "reconfigurable module $pattern" [lsearch -all -inline -glob [dict keys [reconfig_modules]] $pattern]]
}

proc do_create_pr_configuration {options} {
  set name [option $options name]
  must {$::state(pr_flow) && $::state(generated)} {configurations come after PR_FLOW and generate_target}
  must {$::state(top) ne ""} {configurations come after the top is set}
  must {![dict exists $::configurations $name]} {configuration $name exists}
  set held {}
  foreach pair [option $options partitions] {
    must {[regexp {^([^:]+):([^:]+)$} $pair -> path module]} {$pair is not INSTANCE:MODULE}
    must {[dict exists [containers] $path]} {no partition instance $path}
    must {[dict exists [reconfig_modules] $module] && [dict get [reconfig_modules] $module] eq $path} {$module is no module of $path}
    must {![dict exists $held $path]} {$path twice in $name}
    dict set held $path $module
  }
  foreach path [option $options greyboxes] {
    must {[dict exists [containers] $path] && ![dict exists $held $path]} {no grey box for $path}
    dict set held $path greybox
  }
  foreach path [dict keys [containers]] { must {[dict exists $held $path]} {$name says nothing of $path} }
  dict set ::configurations $name $held
  return $name
}

proc set_configuration {run name} {
  must {[dict exists $::configurations $name]} {no configuration $name}
  must {$run eq "impl_1"} {PR_CONFIGURATION of $run comes with create_run}
  set ::runs(impl_1.config) $name
}

proc start_runs {} {
  if {[info exists ::runs(synth_1.state)]} return
  foreach {run kind} {synth_1 synth impl_1 impl} { set ::runs($run.kind) $kind; set ::runs($run.state) idle; set ::runs($run.config) {} }
  set ::runs(impl_1.parent) synth_1
}

proc do_create_run {options name} {
  start_runs
  must {![info exists ::runs($name.state)]} {run $name exists}
  must {[regexp {^Vivado Implementation (\d{4})$} [option $options flow] -> year]} {no flow [option $options flow]}
  must {[string match $year.* $::given(version)]} {flow of $year in Vivado $::given(version)}
  must {[option $options parent_run] eq "impl_1"} {parent of $name is not impl_1}
  set config [option $options pr_config]
  must {[dict exists $::configurations $config]} {no configuration "$config"}
  foreach key [array names ::runs *.config] { must {$::runs($key) ne $config} {$config has a run already} }
  must {$::runs(impl_1.config) ne ""} {impl_1 has no configuration yet}
  array set ::runs [list $name.kind impl $name.state idle $name.config $config $name.parent impl_1]
  return run:$name
}

proc do_get_runs {options {pattern *}} {
  start_runs
  set found {}
  foreach key [array names ::runs *.state] {
    set name [file rootname $key]
    if {[string match $pattern $name]} { lappend found run:$name }
  }
  return [answer $options "run $pattern" $found]
}

proc run_property {run name} {
  switch -- [string toupper $name] {
    PROGRESS { return [expr {$::runs($run.state) eq "done" ? "100%" : "0%"}] }
    STATUS { return $::runs($run.state) }
    DIRECTORY { return [run_folder $run] }
    default { fail "a run has no property $name" }
  }
}

proc run_folder {run} { return [file join $::state(directory) $::state(project).runs $run] }

proc do_launch_runs {options args} {
  start_runs
  must {$::state(top) ne "" && $::state(order_known)} {runs are launched before the top and its compile order are known}
  must {[string is integer -strict [option $options jobs 1]] && [option $options jobs 1] > 0} {bad -jobs}
  set step [option $options to_step]
  foreach run $args {
    must {[info exists ::runs($run.state)]} {no run $run}
    must {$::runs($run.state) eq "idle"} {$run is launched twice}
    if {$::runs($run.kind) eq "impl"} {
      must {$step in {{} write_bitstream route_design place_design opt_design}} {no step $step}
      must {$::runs($::runs($run.parent).state) eq "done"} {$run is launched before $::runs($run.parent) has ended}
      must {!$::state(pr_flow) || $::runs($run.config) ne ""} {$run has no configuration}
      set ::runs($run.step) $step
    }
    set ::runs($run.state) running
  }
}

proc do_wait_on_run {options run} {
  must {[info exists ::runs($run.state)] && $::runs($run.state) eq "running"} {$run is not running}
  set ::runs($run.state) done
  file mkdir [run_folder $run]
  if {$::runs($run.kind) ne "impl"} return
  set files system_wrapper_routed.dcp
  if {$::runs($run.step) eq "write_bitstream"} {
    lappend files system_wrapper.bit
    if {$::runs($run.config) ne ""} {
      dict for {path module} [dict get $::configurations $::runs($run.config)] {
        lappend files [string map {/ _} $path]_${module}_partial.bit
      }
    }
  }
  foreach file $files { close [open [file join [run_folder $run] $file] w] }
}

proc finished {run} { must {[info exists ::runs($run.state)] && $::runs($run.state) eq "done"} {$run has not ended} }

proc do_open_run {options run} {
  finished $run
  must {$::opened eq ""} {$::opened is open}
  set ::opened $run
}
proc do_close_design {options} { must {$::opened ne ""} {no design is open}; set ::opened {} }
proc report {options} {
  must {$::opened ne ""} {a report without an open run}
  must {[dict exists $options file]} {a report without -file}
  must {[file isdirectory [file dirname [option $options file]]]} {no folder for [option $options file]}
  must {[option $options file] ni $::written} {[option $options file] is written twice}
  lappend ::written [option $options file]
}
proc do_report_timing_summary {options} { report $options }
proc do_report_utilization {options} { report $options }
proc do_get_cells {options {pattern *}} {
  return [answer $options "cell $pattern" [lsearch -all -inline -glob [dict keys [containers]] $pattern]]
}

proc do_pr_verify {options args} {
  set additional [option $options additional]
  must {[llength $additional] > 0} {pr_verify compares with nothing}
  foreach checkpoint [concat [option $options initial] $additional] { must {[file isfile $checkpoint]} {no checkpoint $checkpoint} }
  must {[string match */impl_1/* [option $options initial]]} {pr_verify: -initial is not the parent}
  set ::verified [expr {1 + [llength $additional]}]
}

proc do_write_cfgmem {options file} {
  must {[string toupper [option $options format]] eq "BIN"} {PCAP takes BIN}
  must {[string toupper [option $options interface]] eq "SMAPX32" && [dict exists $options disablebitswap]} {PCAP takes SMAPx32 without bit swap}
  must {[regexp {^up (0x)?0 (\S+)$} [option $options loadbit] -> - bit]} {bad -loadbit [option $options loadbit]}
  must {[file isfile $bit]} {no bitstream $bit}
  must {[file extension $file] eq ".bin" && [file isdirectory [file dirname $file]]} {bad file $file}
  must {$file ni $::written} {$file is written twice}
  lappend ::written $file $bit
  close [open $file w]
}

proc do_write_hw_platform {options args} {
  must {[option $options fixed 0] && [option $options include_bit 0]} {write_hw_platform: -fixed -include_bit}
  finished impl_1
}

# At the end: every module is built, converted and verified, and every region has a pblock.
proc whole_build {} {
  finished impl_1
  foreach key [array names ::runs *.state] { finished [file rootname $key] }
  must {"bitstreams/system.bin" in $::written} {the full bitstream is not converted}
  dict for {module path} [reconfig_modules] {
    set bit [lsearch -glob $::written */[string map {/ _} $path]_${module}_partial.bit]
    must {$bit >= 0} {$module is in no configuration that is converted}
  }
  if {[dict size [containers]] > 0} {
    must {[llength $::constraints] > 0} {regions without constraints}
    foreach file $::constraints { check_xdc $file }
    dict for {path cell} [containers] { must {$path in $::constrained} {region $path has no pblock} }
    set count [dict size $::configurations]
    must {$::verified == $count || $count == 1} {pr_verify leaves configurations out}
  }
}

proc summary {} {
  set lines {}
  dict for {path cell} [containers] { lappend lines "region $path [join [modules_of $cell]]" }
  dict for {name held} $::configurations { lappend lines "configuration $name [join $held]" }
  lappend lines "cells [lsort [dict keys $::bd(system.cells)]]"
  foreach {space segment offset range} $::bd(system.segments) { if {$offset ne ""} { lappend lines "address $offset $range $segment" } }
  foreach file [lsort $::written] { if {[string match bitstreams/* $file]} { lappend lines "bin [file tail $file]" } }
  return [join $lines \n]
}
