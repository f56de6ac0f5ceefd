import { type AddressMap, hex } from '../vivado/address-map';
import type { RuntimeLane, RuntimeTables } from './tables';

/** `design.h`: the tables of design.c, and the block design's addresses by name. */
export function designHeader({ entries }: AddressMap, header: readonly string[]): string {
  return [
    ...header.map((line) => `/* ${line} */`),
    '#ifndef EXEUNT_DESIGN_H',
    '#define EXEUNT_DESIGN_H',
    '',
    '#include "exeunt_fabric.h"',
    '',
    '/* The same table as in vivado/build.tcl: 64 KiB each. */',
    ...entries.map((e) => `#define ${macro(e.owner, e.kind)} ${hex(e.base)}u`),
    '',
    '#ifdef __cplusplus',
    'extern "C" {',
    '#endif',
    '',
    'extern const exeunt_design exeunt_the_design;',
    'extern const exeunt_hardware exeunt_the_hardware;',
    '',
    '#ifdef __cplusplus',
    '}',
    '#endif',
    '',
    '#endif',
    '',
  ].join('\n');
}

/** `design.c`: what the controller runs, and where. */
export function designSource(
  name: string,
  tables: RuntimeTables,
  { entries }: AddressMap,
  header: readonly string[],
): string {
  const { steps, lanes, regionCount, batch, policy, classes, logitBytes } = tables;
  const address = ({ owner }: RuntimeLane, kind: string) =>
    entries.some((e) => e.owner === owner && e.kind === kind) ? macro(owner ?? '', kind) : '0';
  return [
    ...header.map((line) => `/* ${line} */`),
    '#include "design.h"',
    '',
    '/* In path order: name, is a check, lane, region, bytes of an input, bytes of a result. */',
    'static const exeunt_step steps[] = {',
    ...steps.map(
      (s) =>
        `    {${text(s.module.name)}, ${s.isCheck ? 1 : 0}, ${s.lane}, ${s.region}, ${s.inputBytes}, ${s.outputBytes}},`,
    ),
    '};',
    '',
    `static const char *const lanes[] = {${lanes.map((l) => text(l.name)).join(', ')}};`,
    '',
    'const exeunt_design exeunt_the_design = {',
    `    ${text(name)}, EXEUNT_${policy.toUpperCase()}, ${batch}, ${steps.length}, steps, ${regionCount}, ${lanes.length}, lanes,`,
    `    /* Logits at the end: how many, bytes each, signed. */ ${classes}, ${logitBytes}, 1};`,
    '',
    '/* By lane: kernel, DMA, decoupler. */',
    'static const exeunt_lane_address addresses[] = {',
    ...lanes.map((l) => `    {${address(l, 'kernel')}, ${address(l, 'dma')}, ${address(l, 'decoupler')}},`),
    '};',
    '',
    '/* By step: the partial bitstream of a module that is loaded. */',
    `static const exeunt_module_file modules[] = {${steps.map((s) => `{${s.file === undefined ? '0' : text(`${s.file}.bin`)}}`).join(', ')}};`,
    '',
    'const exeunt_hardware exeunt_the_hardware = {&exeunt_the_design, addresses, modules, 0};',
    '',
  ].join('\n');
}

function macro(owner: string, kind: string): string {
  return `EXEUNT_${owner.toUpperCase()}_${kind.toUpperCase()}`;
}

/** A C string; whatever is not plain ASCII is written byte by byte, each in a literal of its own. */
function text(value: string): string {
  const bytes = [...new TextEncoder().encode(value)];
  const pieces = bytes.map((b) =>
    b >= 0x20 && b < 0x7f && b !== 0x22 && b !== 0x5c && b !== 0x3f
      ? String.fromCharCode(b)
      : `\\${b.toString(8).padStart(3, '0')}`,
  );
  return `"${pieces.join('')}"`;
}
