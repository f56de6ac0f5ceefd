# Options of each command: switches, options with a value, required options, least and most further arguments.
# As UG835 lists them.

proc command {name switches valued required least most} {
  set ::spec($name) [list $switches $valued $required $least $most]
}

proc commands {} { return [array names ::spec] }

# Options as an array, the rest as a list; fails on what the command does not take.
proc vivado {name args} {
  lassign $::spec($name) switches valued required least most
  set options [dict create]
  set rest {}
  while {[llength $args] > 0} {
    set args [lassign $args word]
    if {![regexp {^-[a-z_]+$} $word]} { lappend rest $word; continue }
    set option [string range $word 1 end]
    must {![dict exists $options $option]} {$name: -$option twice}
    if {$option in [concat $switches quiet verbose]} {
      dict set options $option 1
    } elseif {$option in $valued} {
      must {[llength $args] > 0} {$name: -$option needs a value}
      set args [lassign $args value]
      must {![regexp {^-[a-z]} $value]} {$name: -$option needs a value, not $value}
      dict set options $option $value
    } else {
      fail "$name: no option -$option"
    }
  }
  foreach option $required { must {[dict exists $options $option]} {$name: -$option is required} }
  set count [llength $rest]
  must {$count >= $least && $count <= $most} {$name: $count arguments}
  return [do_$name $options {*}$rest]
}

proc option {options name {otherwise {}}} {
  return [expr {[dict exists $options $name] ? [dict get $options $name] : $otherwise}]
}

# An empty answer is an error in a script that does not say -quiet.
proc answer {options what found} {
  must {[llength $found] > 0 || [dict exists $options quiet]} {no $what}
  return $found
}

command version {short} {} {} 0 0
command create_project {force in_memory ip} {part} {part} 1 2
command current_project {} {} {} 0 1
command get_board_parts {regexp nocase latest_file_version latest_hw_revision} {filter of_objects} {} 0 1
command set_property {} {dict} {} 0 3
command get_property {min max} {} {} 2 2
command update_ip_catalog {rebuild add_ip delete_ip scan_changes} {repo_path} {} 0 0
command get_ipdefs {regexp nocase all} {filter of_objects} {} 0 1
command add_files {norecurse copy_to scan_for_includes} {fileset of_objects} {} 1 1
command get_files {regexp nocase all} {filter of_objects} {} 0 1
command get_filesets {regexp nocase} {filter of_objects} {} 0 1
command current_fileset {constrset simset srcset blockset} {} {} 0 1
command update_compile_order {force_gui} {fileset} {} 0 0
command make_wrapper {top testbench inst_template import force} {fileset files} {} 0 1
command generate_target {force} {} {} 2 2
command create_bd_design {} {dir cell boundary_from_container} {} 1 1
command current_bd_design {} {} {} 0 1
command get_bd_designs {regexp nocase} {filter of_objects} {} 0 1
command create_bd_cell {} {type vlnv reference} {type} 1 1
command apply_bd_automation {} {rule config} {rule} 1 1
command create_bd_port {} {dir type from to freq_hz intf} {dir} 1 1
command create_bd_intf_port {} {mode vlnv portmaps} {mode vlnv} 1 1
command connect_bd_net {} {net boundary_type} {} 2 1000
command connect_bd_intf_net {} {intf_net boundary_type auto_side} {} 2 2
foreach kind {cells ports pins intf_ports intf_pins nets addr_spaces addr_segs} {
  command get_bd_$kind {regexp nocase hierarchical explicit} {filter of_objects} {} 0 1
}
command assign_bd_address {force import_from_file export_to_file} {offset range target_address_space} {} 0 1
# -assign_dfx_addressing came with 2021.2 (UG835).
command validate_bd_design [expr {$given(version) >= 2021.2 ? {include_pfm force assign_dfx_addressing} : {include_pfm force}}] {design} {} 0 0
command save_bd_design {} {} {} 0 1
command get_reconfig_modules {regexp nocase} {filter of_objects} {} 0 1
command create_pr_configuration {use_netlist} {name partitions greyboxes} {name} 0 0
command create_run {pr_mode} {constrset parent_run part flow strategy report_strategy srcset pr_config dfx_mode rm_instance name} {flow} 1 1
command get_runs {regexp nocase} {filter} {} 0 1
command launch_runs {scripts_only next_step force email_all} {jobs lsf sge cluster_configuration dir to_step host remote_cmd pre_launch_script post_launch_script custom_script} {} 1 100
command wait_on_run {} {timeout} {} 1 1
command open_run {} {name pr_config} {} 1 1
command close_design {} {} {} 0 0
command report_timing_summary {no_detailed_paths no_header report_unconstrained datasheet warn_on_violation} {file max_paths nworst delay_type} {} 0 0
command report_utilization {append hierarchical no_primitives return_string} {file pblocks cells name} {} 0 0
command get_cells {regexp nocase hierarchical} {filter of_objects hsc} {} 0 1
command pr_verify {full_check in_memory} {file initial additional} {} 0 2
command write_cfgmem {force disablebitswap checksum} {format size interface loadbit loaddata} {format} 1 1
command write_hw_platform {fixed force include_bit include_sim_content minimal hw hw_emu static} {file rp} {} 0 1
