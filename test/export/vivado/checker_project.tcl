# The project, its files and properties. State is kept in `state`, block designs in `bd`.

array set state {project {} board {} pr_flow 0 part {} catalogue_read 0 top {} generated 0 order_known 0 repositories {}}
set sources {}
set constraints {}

proc do_version {options} { return $::given(version) }

proc do_create_project {options name {directory .}} {
  must {$::state(project) eq ""} {a project is open already}
  set part [option $options part]
  must {[regexp {^xc7z\d+s?[a-z]{3}\d+-\d\w*$|^xc(zu\d+[a-z]{2}|k\d+)-[a-z]+\d+-\d[A-Z]*-[a-z]$} $part]} {no part $part}
  must {![file exists $directory] || [option $options force 0]} {$directory exists: -force replaces it}
  file mkdir [file join $directory $name.runs]
  set ::state(project) $name
  set ::state(directory) $directory
  set ::state(part) $part
  return $name
}

proc do_current_project {options args} {
  must {$::state(project) ne ""} {no project is open}
  return $::state(project)
}

proc do_get_board_parts {options {pattern *}} {
  return [answer $options "board_part $pattern" [lsearch -all -inline -glob $::given(boards) $pattern]]
}

proc do_update_ip_catalog {options} {
  must {$::state(project) ne ""} {no project is open}
  foreach repository $::state(repositories) { must {[file isdirectory $repository]} {no folder $repository} }
  set ::state(catalogue_read) 1
}

proc do_get_ipdefs {options {pattern *}} {
  set all [expr {$::state(catalogue_read) ? [array names ::kernels] : {}}]
  foreach ip $::catalogue { lappend all xilinx.com:ip:$ip:1.0 }
  return [lsearch -all -inline -glob $all $pattern]
}

proc do_get_filesets {options {pattern *}} {
  return [answer $options "fileset $pattern" [lsearch -all -inline -glob {sources_1 constrs_1 sim_1} $pattern]]
}
proc do_current_fileset {options args} { return sources_1 }

proc do_add_files {options files} {
  must {[llength $files] > 0} {add_files: no file}
  foreach file $files {
    must {[file isfile $file]} {no file $file}
    set name [file tail $file]
    switch -- [option $options fileset sources_1] {
      sources_1 { lappend ::sources $name }
      constrs_1 {
        must {[file extension $file] eq ".xdc"} {$file is no constraint file}
        lappend ::constraints $file
      }
      default { fail "no fileset [option $options fileset]" }
    }
  }
}

proc do_get_files {options {pattern *}} {
  set all $::sources
  foreach file $::constraints { lappend all [file tail $file] }
  foreach design [array names ::bd] { lappend all $design.bd }
  return [answer $options "file $pattern" [lsearch -all -inline -glob $all $pattern]]
}

proc do_update_compile_order {options} { set ::state(order_known) 1 }

proc do_make_wrapper {options args} {
  must {[option $options top 0]} {make_wrapper: -top is needed for the top}
  set file [concat [option $options files] $args]
  must {[regexp {^(\w+)\.bd$} $file -> design]} {make_wrapper: $file is no block design}
  must {$::bd($design.saved)} {make_wrapper: $design is not saved}
  set folder [file join $::state(directory) $::state(project).gen sources_1 bd $design hdl]
  file mkdir $folder
  set wrapper [file join $folder ${design}_wrapper.v]
  close [open $wrapper w]
  return $wrapper
}

proc do_generate_target {options targets file} {
  must {$targets in {all synthesis {all}}} {generate_target: no target $targets}
  must {[regexp {^(\w+)\.bd$} $file -> design] && [info exists ::bd($design)]} {generate_target: no $file}
  must {$::bd($design.valid) && $::bd($design.saved)} {generate_target: $design is not validated and saved}
  set ::state(generated) 1
}

proc do_set_property {options args} {
  if {[dict exists $options dict]} {
    lassign $args objects
    set pairs [dict get $options dict]
  } else {
    must {[llength $args] == 3} {set_property: name, value and object}
    lassign $args name value objects
    set pairs [list $name $value]
  }
  must {[llength $pairs] > 0 && [llength $pairs] % 2 == 0} {set_property: names and values do not pair}
  must {[llength $objects] > 0} {set_property: no object}
  foreach object $objects {
    foreach {name value} $pairs { set_one $object $name $value }
  }
}

proc set_one {object name value} {
  if {$object eq $::state(project)} {
    switch -- [string toupper $name] {
      PR_FLOW {
        must {$value in {1 true}} {PR_FLOW cannot be $value}
        must {[array names ::bd] eq ""} {PR_FLOW comes before the block designs}
        set ::state(pr_flow) 1
      }
      BOARD_PART {
        must {$value in $::given(boards)} {no board_part $value}
        set ::state(board) $value
      }
      BOARD_CONNECTIONS {
        must {$::state(board) ne ""} {BOARD_CONNECTIONS comes after BOARD_PART}
        must {[array names ::bd] eq ""} {BOARD_CONNECTIONS comes before the block designs}
        must {[llength $value] > 0 && [llength $value] % 2 == 0} {bad BOARD_CONNECTIONS $value}
        foreach {connector to} $value {
          must {[regexp {^xilinx\.com:k[vrd]2[46]0_carrier:(\w+):(\*|[\d.]+)$} $to -> other] && $other eq $connector} {bad connection $connector $to}
        }
      }
      IP_REPO_PATHS { set ::state(repositories) $value }
      default { fail "a project has no property $name" }
    }
  } elseif {$object eq "sources_1"} {
    must {[string toupper $name] eq "TOP"} {no property $name of sources_1}
    must {"$value.v" in $::sources} {no module $value in sources_1}
    set ::state(top) $value
  } elseif {[string match *.xdc $object]} {
    must {$name eq "USED_IN" && [llength [lsearch -all -not -regexp $value {^(synthesis|implementation|out_of_context)$}]] == 0} {bad $name of $object}
  } elseif {[string match run:* $object]} {
    must {$name eq "PR_CONFIGURATION"} {a run has no property $name}
    set_configuration [string range $object 4 end] $value
  } elseif {[string match bd:* $object]} {
    set_bd_property $object $name $value
  } else {
    fail "no object $object"
  }
}

proc do_get_property {options name object} {
  must {[llength $object] == 1} {get_property: one object}
  if {[string match run:* $object]} { return [run_property [string range $object 4 end] $name] }
  if {[regexp {^bd:\w+:pins:ps/(FCLK_CLK0|pl_clk0)$} $object] && $name eq "CONFIG.FREQ_HZ"} {
    dict for {setting value} [dict get [mine cells] ps config] {
      if {[regexp {^(PCW_FPGA0_PERIPHERAL_FREQMHZ|PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ)$} $setting]} { return [expr {round($value * 1e6)}] }
    }
  }
  fail "no property $name of $object"
}
