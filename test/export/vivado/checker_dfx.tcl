# Containers and what DFX asks of them (UG909, UG994).

proc check_container {design name setting value} {
  switch -- $setting {
    ACTIVE_SYNTH_BD - ACTIVE_SIM_BD { existing_design $value }
    LIST_SYNTH_BD - LIST_SIM_BD { foreach file [split $value :] { existing_design $file } }
    ENABLE_DFX {
      must {$value in {true 1}} {ENABLE_DFX cannot be $value}
      must {$::state(pr_flow)} {ENABLE_DFX needs PR_FLOW of the project first}
    }
    LOCK_PROPAGATE { must {$value in {true 1}} {LOCK_PROPAGATE must be true for DFX} }
    default { fail "a container has no setting $setting" }
  }
}

proc existing_design {file} {
  must {[regexp {^(\w+)\.bd$} $file -> name] && [info exists ::bd($name)]} {no block design $file}
  must {$::bd($name.valid) && $::bd($name.saved)} {$file is not validated and saved}
  return $name
}

proc modules_of {cell} {
  set modules {}
  foreach file [split [dict get $cell config LIST_SYNTH_BD] :] { lappend modules [file rootname $file] }
  return $modules
}

# What must be equal in all modules of a region, to the signal.
proc boundary {design} {
  return [list $::bd($design.ports) $::bd($design.intf_ports) $::bd($design.apertures) $::bd($design.segments)]
}

proc check_region {name cell} {
  set config [dict get $cell config]
  foreach setting {ACTIVE_SYNTH_BD ACTIVE_SIM_BD LIST_SYNTH_BD LIST_SIM_BD ENABLE_DFX LOCK_PROPAGATE} {
    must {[dict exists $config $setting]} {container $name has no $setting}
  }
  must {[dict get $config LIST_SYNTH_BD] eq [dict get $config LIST_SIM_BD]} {lists of $name differ}
  set modules [modules_of $cell]
  must {[llength [lsort -unique $modules]] == [llength $modules]} {a module of $name twice}
  must {[dict get $config ACTIVE_SYNTH_BD] eq "[lindex $modules 0].bd" || [file rootname [dict get $config ACTIVE_SYNTH_BD]] in $modules} {active module of $name is not in its list}
  must {[dict get $cell vlnv] eq [file rootname [dict get $config ACTIVE_SYNTH_BD]]} {$name references another design than its active one}
  foreach module $modules {
    must {[boundary $module] eq [boundary [lindex $modules 0]]} {boundary of $module differs from that of [lindex $modules 0]}
    # In the static part the kernel has the address that its module gives it.
    foreach {space segment offset range} $::bd($module.segments) {
      foreach {outer_space outer from size} [mine segments] {
        if {$outer eq "$name/$segment"} { must {$from == $offset && $size == $range} {$outer is at $from, in $module at $offset} }
      }
    }
  }
  # Every signal of a region passes a decoupler, but its clock.
  foreach {from to} [mine nets] {
    foreach {side other} [list $from $to $to $from] {
      if {[string match $name/* $side]} {
        set partner [lindex [split $other /] 0]
        must {[dict get [mine cells] $partner ip] eq "dfx_decoupler"} {$side is not decoupled}
      }
    }
  }
  must {[string match */rp_*_RST [dict get [mine driven] $name/resetn]]} {reset of $name is not decoupled}
}
