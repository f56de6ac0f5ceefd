# The manifest of packaged kernels, and enough JSON to read it: objects become dictionaries, arrays lists.

proc read_manifest {path} {
  set file [open $path]
  fconfigure $file -encoding utf-8
  set text [read $file]
  close $file
  set tokens [regexp -all -inline {"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[-+.\w]+} $text]
  foreach ip [json_value tokens] {
    set pins [dict create]
    foreach pin [dict get $ip pins] {
      dict set pins [dict get $pin name] [list [dict get $pin dir] [dict get $pin type]]
    }
    set interfaces [dict create]
    foreach interface [dict get $ip interfaces] {
      must {[dict get $interface mode] in {master slave}} {manifest: bad mode}
      must {[regexp {^xilinx\.com:interface:\w+_rtl:1\.0$} [dict get $interface vlnv]]} {manifest: bad interface}
      dict set interfaces [dict get $interface name] [list [dict get $interface mode] [dict get $interface vlnv]]
    }
    set ::kernels([dict get $ip vlnv]) [list $pins $interfaces]
  }
}

proc json_next {name} {
  upvar 1 $name tokens
  set tokens [lassign $tokens first]
  return $first
}

proc json_value {name} {
  upvar 1 $name tokens
  set token [json_next tokens]
  set result {}
  switch -- $token {
    "\{" - "\[" {
      set close [expr {$token eq "\{" ? "\}" : "\]"}]
      if {[lindex $tokens 0] eq $close} { json_next tokens; return {} }
      while 1 {
        if {$close eq "\}"} {
          lappend result [string range [json_next tokens] 1 end-1]
          must {[json_next tokens] eq ":"} {manifest: no colon}
        }
        lappend result [json_value tokens]
        set separator [json_next tokens]
        if {$separator eq $close} { return $result }
        must {$separator eq ","} {manifest: no comma}
      }
    }
    default { return [expr {[string index $token 0] eq "\"" ? [string range $token 1 end-1] : $token}] }
  }
}
