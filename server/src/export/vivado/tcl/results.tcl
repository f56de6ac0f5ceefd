# What `exeunt calibrate` reads, for a whole run and for the module that a region holds in it.
proc report_run {run cells} {
  open_run $run
  report_timing_summary -file reports/${run}_timing.rpt
  report_utilization -file reports/${run}_utilization.rpt
  foreach {cell module} $cells {
    report_utilization -cells [get_cells $cell] -file reports/${module}_utilization.rpt
  }
  close_design
}

# PCAP takes words with their bytes in another order than a .bit has them: write_cfgmem swaps them, and
# write_bitstream -bin_file does not.
proc write_bin {run bit name} {
  set from project/exeunt.runs/$run/$bit
  if {[catch {
    write_cfgmem -force -format BIN -interface SMAPx32 -disablebitswap -loadbit "up 0x0 $from" bitstreams/$name.bin
  } message]} {
    stop "no bitstream $from: $message"
  }
  if {[file exists $from]} { file copy -force $from bitstreams/$name.bit }
}
