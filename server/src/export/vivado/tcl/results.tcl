# Writes the reports that `exeunt calibrate` reads, for a whole run and for each region's module in it.
proc report_run {run cells} {
  open_run $run
  report_timing_summary -file reports/${run}_timing.rpt
  report_utilization -file reports/${run}_utilization.rpt
  foreach {cell module} $cells {
    report_utilization -cells [get_cells $cell] -file reports/${module}_utilization.rpt
  }
  close_design
}

# The .bin files of this build.
set bins {}

# PCAP needs another byte order within words than a .bit file has: write_cfgmem swaps the bytes, and
# write_bitstream -bin_file does not.
proc write_bin {run bit name} {
  set from project/exeunt.runs/$run/$bit
  if {[catch {
    write_cfgmem -force -format BIN -interface SMAPx32 -disablebitswap -loadbit "up 0x0 $from" bitstreams/$name.bin
  } message]} {
    stop "no bitstream $from: $message"
  }
  if {[file exists $from]} { file copy -force $from bitstreams/$name.bit }
  lappend ::bins $name.bin
}

# Length and checksum of each .bin file: a program loads only those of the build that is in the fabric. The checksum is
# Fletcher's, over little-endian words.
proc write_manifest {build design} {
  set out [open bitstreams/exeunt_build.txt w]
  fconfigure $out -translation lf
  puts $out "build $build\ndesign $design"
  foreach name $::bins {
    set in [open bitstreams/$name rb]
    set data [read $in]
    close $in
    binary scan $data iu* words
    set a 0
    set b 0
    foreach word $words {
      set a [expr {($a + $word) & 0xFFFFFFFF}]
      set b [expr {($b + $a) & 0xFFFFFFFF}]
    }
    puts $out [format "file %s %d 0x%08X 0x%08X" $name [string length $data] $a $b]
  }
  close $out
}
