/**
 * Turns names of the design into identifiers that are valid in Tcl, C++, Verilog and VHDL, as file names and as packaged
 * IP: letters, digits and single underscores, starting with a letter, and unique even if case is ignored.
 */

/** Long names are cut: Vivado's run folders repeat them, and Windows ends paths at 260 characters. */
const LONGEST = 40;

/** Keywords of C++20, SystemVerilog (IEEE 1800-2017) and VHDL (IEEE 1076-2019), and `main`. */
const keywords = new Set(
  (
    'abs accept_on access after alias alignas alignof all always always_comb always_ff always_latch and and_eq ' +
    'architecture array asm assert assign assume assume_guarantee attribute auto automatic before begin bind ' +
    'bins binsof bit bitand bitor block body bool break buf buffer bufif0 bufif1 bus byte case casex casez ' +
    'catch cell chandle char checker class clocking cmos co_await co_return co_yield compl component concept ' +
    'config configuration const const_cast constant consteval constexpr constinit constraint context continue ' +
    'cover covergroup coverpoint cross deassign decltype default defparam delete design disable disconnect dist ' +
    'do double downto dynamic_cast edge else elsif end endcase endchecker endclass endclocking endconfig ' +
    'endfunction endgenerate endgroup endinterface endmodule endpackage endprimitive endprogram endproperty ' +
    'endsequence endspecify endtable endtask entity entry enum event eventually exit expect explicit export ' +
    'extends extern fairness false file final first_match float for force foreach forever fork forkjoin friend ' +
    'function generate generic genvar global goto group guarded highz0 highz1 if iff ifnone ignore_bins ' +
    'illegal_bins implements implies import impure in incdir include inertial initial inline inout input inside ' +
    'instance int integer interconnect interface intersect is join join_any join_none label large let liblist ' +
    'library linkage literal local localparam logic long longint loop macromodule main map matches medium mod ' +
    'modport module mutable namespace nand negedge nettype new next nexttime nmos noexcept nor noshowcancelled ' +
    'not not_eq notif0 notif1 null nullptr of on open operator or or_eq others out output override package ' +
    'packed parameter pmos port posedge postponed primitive priority private procedure process program property ' +
    'protected public pull0 pull1 pulldown pullup pulsestyle_ondetect pulsestyle_onevent pure rand randc ' +
    'randcase randsequence range rcmos real realtime record ref reg register reinterpret_cast reject reject_on ' +
    'release rem repeat report requires restrict restrict_guarantee return rnmos rol ror rpmos rtran rtranif0 ' +
    'rtranif1 s_always s_eventually s_nexttime s_until s_until_with scalared select sequence severity shared ' +
    'short shortint shortreal showcancelled signal signed sizeof sla sll small soft solve specify specparam sra ' +
    'srl static static_assert static_cast string strong strong0 strong1 struct subtype super supply supply0 ' +
    'supply1 switch sync_accept_on sync_reject_on table tagged task template then this thread_local throughout ' +
    'throw time timeprecision timeunit to tran tranif0 tranif1 transport tri tri0 tri1 triand trior trireg true ' +
    'try type typedef typeid typename typeof unaffected union unique unique0 units unsigned until until_with ' +
    'untyped use using uwire var variable vectored view virtual vmode void volatile vpkg vprop vunit wait ' +
    'wait_order wand weak weak0 weak1 when while wildcard wire with within wor xnor xor xor_eq'
  ).split(' '),
);

/**
 * Names used by generated code, its libraries and its folders: files beside a kernel, parameters and tables of its
 * testbench, namespaces, tables of the twin.
 */
const own = new Set(
  (
    'argc argv atoi check count drain each ending feed first fixed hls ' +
    'include input_beats inputs labels_of_path leaving loads logits_of_steps model modelled_cycles ' +
    'load_traffic output_beats pixel_codes printf run_kernel said std tasks_of_path tb traffic twin twin_data weights wrong'
  ).split(' '),
);

/** Macros of C headers and compilers that are not all capitals, and types that are called as one in small letters. */
const macros = new Set(
  (
    'alloca errno fd_set i386 linux p_tmpdir stderr stdin stdout strdupa strndupa unix ' +
    'be16toh be32toh be64toh htobe16 htobe32 htobe64 htole16 htole32 htole64 le16toh le32toh le64toh'
  ).split(' '),
);

/** C types, the prefixes of the runtime and of a testbench's tables, and Windows device names, which cannot be file names. */
const reserved = /_t$|^(?:exeunt|golden)(?:_|$)|^(con|prn|aux|nul|com\d|lpt\d)$/;

/** Returns a function that gives out plain names, each only once and none of those `taken`. */
export function plainNames(taken: readonly string[] = []): (name: string) => string {
  const given = new Set(taken.map((name) => name.toLowerCase()));
  return (name) => {
    const plain = plainName(name);
    let free = plain;
    for (let i = 2; given.has(free.toLowerCase()); i++) free = `${plain}_${i}`;
    given.add(free.toLowerCase());
    return free;
  };
}

function plainName(name: string): string {
  const letters = name
    .normalize('NFC')
    .replace(/[^A-Za-z0-9]/gu, (c) => (/[\p{L}\p{N}]/u.test(c) ? `u${codeOf(c)}` : '_'))
    .replace(/_+/g, '_')
    .replace(/^_|_$/g, '')
    .slice(0, LONGEST)
    .replace(/_$/, '');
  const begun = /^[A-Za-z]/.test(letters) ? letters : `m${letters}`;
  const lower = begun.toLowerCase();
  // Capitals alone are what macros are called, of whatever header.
  const free = begun.length > 1 && !/[a-z]/.test(begun) ? lower : begun;
  const isTaken = [keywords, own, macros].some((names) => names.has(lower)) || reserved.test(lower);
  return isTaken ? `${free}_m` : free;
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16);
}
