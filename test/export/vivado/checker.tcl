# Runs an exported build.tcl under stand-ins for the commands of Vivado that it uses, and fails where Vivado would:
#
#     tclsh checker.tcl FOLDER [KEY=VALUE...]
#
# FOLDER holds build.tcl, pblocks.xdc and ip_manifest.json, and gets what a build leaves. Keys: `version` (of
# Vivado), `boards` (board_parts that are installed), `kernels` (0: none is packaged yet). Prints what was built.
# Facts are those of UG835 (commands), UG909 (DFX), UG994 (block designs) and the product guides of the IPs.

set here [file dirname [file normalize [info script]]]
set folder [file normalize [lindex $argv 0]]
array set given {version 2023.2 boards tul.com.tw:pynq-z2:part0:1.0 kernels 1}
foreach pair [lrange $argv 1 end] {
  regexp {^([^=]*)=(.*)$} $pair -> key value
  set given($key) $value
}

proc fail {message} { error "CHECK: $message" }
proc must {holds message} { if {![uplevel 1 [list expr $holds]]} { fail [uplevel 1 [list subst $message]] } }

foreach part {options json ips project blocks dfx runs xdc} { source [file join $here checker_$part.tcl] }

interp create box
foreach command [commands] { interp alias box $command {} vivado $command }
interp alias box exit {} stopped
proc stopped {{status 0}} { if {$status != 0} { error "STOPPED" } }

if {[catch {
  if {$given(kernels)} { read_manifest [file join $folder ip_manifest.json] }
  interp eval box [list source [file join $folder build.tcl]]
  whole_build
} message]} {
  puts stderr $message
  if {$message ne "STOPPED"} { puts stderr [string range $::errorInfo 0 1500] }
  exit 1
}
puts [summary]
