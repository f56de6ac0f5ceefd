/**
 * Turns names of the design into identifiers that are valid in Tcl, C++, Verilog and VHDL, as file names and as packaged
 * IP: letters, digits and single underscores, starting with a letter, and unique even if case is ignored.
 */

/** Long names are cut: Vivado's run folders repeat them, and Windows ends paths at 260 characters. */
const LONGEST = 40;

/** Keywords of C++, Verilog and VHDL. */
const keywords = new Set(
  (
    'abs access after alias all always and architecture array assert assign attribute auto begin block body bool ' +
    'break buffer bus case catch char class component config configuration const constant continue default delete ' +
    'design disable do double downto edge else end entity entry enum exit export extern file final float for force ' +
    'fork friend function generate generic goto group guarded if impure in inertial initial inline inout input int ' +
    'integer is join label library linkage literal logic long loop main map mod module mutable namespace nand new ' +
    'next nor not null of on open operator or others out output package parameter port posedge postponed primitive ' +
    'private procedure process property protected public pure range real record reg register reject rem repeat ' +
    'report return rol ror select severity shared short signal signed sizeof sla sll specify sra srl static struct ' +
    'subtype supply switch table task template then this throw time to transport try type typedef typename ' +
    'unaffected units unsigned until use using variable virtual void volatile wait when while wire with xnor xor'
  ).split(' '),
);

/** Names used by generated code, its libraries and its folders: files beside a kernel, namespaces, tables of the twin. */
const own = new Set(
  (
    'drain each ending feed fixed golden golden_inputs hls include labels_of_path leaving loads logits_of_steps ' +
    'pixel_codes run_kernel said std tasks_of_path tb twin twin_data weights'
  ).split(' '),
);

/** C types, the runtime's prefix, and Windows device names, which cannot be file names. */
const reserved = /_t$|^exeunt(_|$)|^golden_\d+$|^(con|prn|aux|nul|com\d|lpt\d)$/;

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
  return keywords.has(lower) || own.has(lower) || reserved.test(lower) ? `${begun}_m` : begun;
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16);
}
