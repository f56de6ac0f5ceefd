import { type AddressMap, hex } from '../vivado/address-map';
import { cText } from './design-tables';
import { branchLines } from './step-tree';
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
    '/* By step; only where modules run on the processor: software/exeunt_software.cpp. */',
    'extern const exeunt_software exeunt_the_software[];',
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
  const { steps, lanes, regionCount, batch, policy, classes, logitBytes, logitSigned } = tables;
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
        `    {${cText(s.module.name)}, ${s.isCheck ? 1 : 0}, ${s.lane}, ${s.region}, ${s.inputBytes}, ${s.outputBytes}},`,
    ),
    '};',
    '',
    ...branchLines(tables.tree),
    `static const char *const lanes[] = {${lanes.map((l) => cText(l.name)).join(', ')}};`,
    '',
    'const exeunt_design exeunt_the_design = {',
    `    ${cText(name)}, EXEUNT_${policy.toUpperCase()}, ${batch}, ${steps.length}, steps, ${regionCount}, ${lanes.length}, lanes,`,
    `    /* Logits at the end: how many, bytes each, signed. */ ${classes}, ${logitBytes}, ${logitSigned ? 1 : 0},`,
    `    ${tables.tree.branches ? 'branches' : '0'}};`,
    '',
    '/* By lane: kernel, DMA, decoupler. */',
    'static const exeunt_lane_address addresses[] = {',
    ...lanes.map((l) => `    {${address(l, 'kernel')}, ${address(l, 'dma')}, ${address(l, 'decoupler')}},`),
    '};',
    '',
    '/* By step: the partial bitstream of a module that is loaded. */',
    `static const exeunt_module_file modules[] = {${steps.map((s) => `{${s.file === undefined ? '0' : cText(`${s.file}.bin`)}}`).join(', ')}};`,
    '',
    'const exeunt_hardware exeunt_the_hardware = {&exeunt_the_design, addresses, modules, ' +
      `${steps.some((s) => s.module.place.kind === 'cpu') ? 'exeunt_the_software' : '0'}};`,
    '',
  ].join('\n');
}

function macro(owner: string, kind: string): string {
  return `EXEUNT_${owner.toUpperCase()}_${kind.toUpperCase()}`;
}
