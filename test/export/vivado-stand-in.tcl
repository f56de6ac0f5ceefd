# Vivado's commands for pblocks as UG835 has them, and no others: reads constraints from standard input and
# prints what they say, a line each. Anything else in them is an error, as XDC is not full Tcl.

set pblocks {}

proc must {holds message} {
  if {!$holds} { error $message }
}

proc known {name} {
  global pblocks
  must [expr {$name in $pblocks}] "no pblock $name"
  return $name
}

proc create_pblock {name} {
  global pblocks
  must [regexp {^[A-Za-z_][A-Za-z0-9_]*$} $name] "bad name $name"
  must [expr {$name ni $pblocks}] "second pblock $name"
  lappend pblocks $name
  puts "create $name"
}

proc get_cells {option patterns} {
  must [expr {$option eq "-quiet"}] "bad option $option"
  return $patterns
}

proc add_cells_to_pblock {pblock cells} {
  puts "cells [known $pblock] $cells"
}

proc resize_pblock {pblock option range} {
  must [expr {$option eq "-add"}] "bad option $option"
  set site {([A-Z]+[0-9]*(?:E2)?)_X([0-9]+)Y([0-9]+)}
  must [regexp "^$site:$site\$" $range all kind x0 y0 other x1 y1] "bad range $range"
  must [expr {$kind eq $other && $x0 <= $x1 && $y0 <= $y1}] "bad corners $range"
  puts "range [known $pblock] $range"
}

proc set_property {name value pblock} {
  must [expr {$name in {RESET_AFTER_RECONFIG SNAPPING_MODE IS_SOFT}}] "no property $name"
  puts "property [known $pblock] $name $value"
}

set box [interp create]
foreach command [interp eval $box {info commands}] { interp hide $box $command }
interp expose $box list
foreach command {create_pblock get_cells add_cells_to_pblock resize_pblock set_property} {
  interp alias $box $command {} $command
}
interp alias $box get_pblocks {} known
interp eval $box [read stdin]
