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
}
