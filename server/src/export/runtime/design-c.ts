/** Writes the design's C tables for the board. */
import { table } from '../hls/cpp-text';
import { type AddressEntry, type AddressMap, hex } from '../vivado/address-map';
import { memoryPortsOf } from '../vivado/memory-ports';
import type { Hardware } from '../vivado/hardware';
import { cText } from './c-text';
import { branchLines } from './branch-lines';
import { stepLines } from './step-lines';
import type { RuntimeLane, RuntimeTables } from './tables';

/** `design.h`: declares the tables of design.c, and names the block design's addresses. */
export function designHeader(
  { entries }: AddressMap,
  { memory, weights, batch, tree }: RuntimeTables,
  header: readonly string[],
): string {
  return [
    ...header.map((line) => `/* ${line} */`),
    '#ifndef EXEUNT_DESIGN_H',
    '#define EXEUNT_DESIGN_H',
    '',
    '#include "exeunt_fabric.h"',
    '#include "exeunt_system.h"',
    '',
    '/* The same table as in vivado/build.tcl: 64 KiB each. */',
    ...entries.map((e) => `#define ${macro(e)} ${hex(e.base)}u`),
    '',
    `/* Memory for DMA, of which ${memory.valueBytes} bytes hold inputs and results, ${tree.branches && batch > 1 ? 'one buffer each and a copy of what each module reads,' : "two buffers each (a check's: one)"} of ${batch === 1 ? 'one input' : `${batch} inputs`},`,
    ` * and ${memory.weightBytes} bytes weights that stream from memory. */`,
    `#define EXEUNT_BUFFER_BYTES ${hex(memory.reservedBytes)}u`,
    '',
    '#ifdef __cplusplus',
    'extern "C" {',
    '#endif',
    '',
    'extern const exeunt_design exeunt_the_design;',
    'extern const exeunt_hardware exeunt_the_hardware;',
    'extern const exeunt_system exeunt_the_system;',
    '/* By step; only where modules run on the processor: software/exeunt_software.cpp. */',
    'extern const exeunt_software exeunt_the_software[];',
    ...(weights.length > 0
      ? [
          '/* Weights that stream from memory: weights.c. */',
          'extern const exeunt_weights exeunt_the_weights[];',
        ]
      : []),
    '',
    '#ifdef __cplusplus',
    '}',
    '#endif',
    '',
    '#endif',
    '',
  ].join('\n');
}

/** `design.c`: the steps that the controller runs, and their hardware. */
export function designSource(
  name: string,
  tables: RuntimeTables,
  { entries }: AddressMap,
  header: readonly string[],
  system: SystemNumbers,
): string {
  const { steps, lanes, regionCount, batch, policy, classes, pixels, logitBytes, logitSigned, logitZero } =
    tables;
  const of = ({ owner }: RuntimeLane, kind: AddressEntry['kind']): readonly AddressEntry[] =>
    entries.filter((e) => e.owner === owner && e.kind === kind);
  const address = (lane: RuntimeLane, kind: AddressEntry['kind']): string =>
    of(lane, kind).map(macro)[0] ?? '0';
  const listed = (name: string, kind: AddressEntry['kind']): string[] =>
    lanes.flatMap((lane, i) => {
      const own = of(lane, kind);
      return own.length > 0
        ? [`static const uintptr_t ${name}_${i}[] = {${own.map(macro).join(', ')}};`]
        : [];
    });
  return [
    ...header.map((line) => `/* ${line} */`),
    '#include "design.h"',
    '',
    ...stepLines(steps.map((s) => ({ ...s, name: s.module.name }))),
    '',
    ...branchLines(tables.tree),
    `static const char *const lanes[] = {${lanes.map((l) => cText(l.name)).join(', ')}};`,
    '',
    'const exeunt_design exeunt_the_design = {',
    `    ${cText(name)}, EXEUNT_${policy.toUpperCase()}, ${batch}, ${steps.length}, steps, ${regionCount}, ${lanes.length}, lanes,`,
    `    /* Logits at the end: number, pixels, bytes each, signed, zero. */ ${classes}, ${pixels}, ${logitBytes}, ${logitSigned ? 1 : 0}, ${logitZero},`,
    `    ${tables.tree.branches ? 'branches' : '0'}};`,
    '',
    ...listed('dmas', 'dma'),
    ...listed('weights', 'weights'),
    '/* By lane: kernel, DMAs that read, that write, all of them, decoupler, streams of weights. */',
    'static const exeunt_lane_address addresses[] = {',
    ...lanes.map((l, i) => {
      const count = of(l, 'weights').length;
      const weights = count > 0 ? `${count}, weights_${i}` : '0, 0';
      const { reading, writing } = l.dmas ?? { reading: 0, writing: 0 };
      const dmas = reading + writing > 0 ? `dmas_${i}` : '0';
      return `    {${address(l, 'kernel')}, ${reading}, ${writing}, ${dmas}, ${address(l, 'decoupler')}, ${weights}},`;
    }),
    '};',
    '',
    '/* By step: the partial bitstream of a module in a region. */',
    `static const exeunt_module_file modules[] = {${steps.map((s) => `{${s.file === undefined ? '0' : cText(`${s.file}.bin`)}}`).join(', ')}};`,
    '',
    'const exeunt_hardware exeunt_the_hardware = {&exeunt_the_design, addresses, modules, ' +
      `${steps.some((s) => s.module.place.kind === 'cpu') ? 'exeunt_the_software' : '0'}, ` +
      `${tables.weights.length}, ${tables.weights.length > 0 ? 'exeunt_the_weights' : '0'}};`,
    '',
    '/* UltraScale+, clock, memory ports, registers with the numbers of build and design, that of this design, memory for DMA. */',
    `const exeunt_system exeunt_the_system = {${system.ultrascale ? 1 : 0}, ${system.clockHz}u, ${system.memoryPorts}, ${entries
      .filter((e) => e.kind === 'numbers')
      .map(macro)
      .join('')}, ${hex(system.design)}u, ${tables.memory.reservedBytes}u};`,
    '',
  ].join('\n');
}

/** What programs check of board and fabric before they run. */
export interface SystemNumbers {
  readonly ultrascale: boolean;
  readonly clockHz: number;
  readonly memoryPorts: number;
  readonly design: number;
}

export function systemOf(hardware: Hardware, design: number): SystemNumbers {
  return {
    ultrascale: hardware.family === 'ultrascale+',
    clockHz: Math.round(hardware.clockHz),
    memoryPorts: memoryPortsOf(hardware),
    design,
  };
}

/** `weights.c`: weights that stream from memory, each matrix once. */
export function weightsSource({ weights }: RuntimeTables, header: readonly string[]): string {
  return [
    ...header.map((line) => `/* ${line} */`),
    '#include "design.h"',
    '',
    ...weights.map(({ port }, i) =>
      table('unsigned char', `weights_${i}`, [port.matrixBytes], ([k = 0]) => port.words[k] ?? 0),
    ),
    '/* First step of the module, its stream, the matrix, bytes, and repetitions per input. */',
    'const exeunt_weights exeunt_the_weights[] = {',
    ...weights.map(
      ({ module, stream, port }, i) =>
        `    {${module}, ${stream}, weights_${i}, ${port.matrixBytes}, ${port.repeats}},`,
    ),
    '};',
    '',
  ].join('\n');
}

function macro({ owner, kind, index }: AddressEntry): string {
  const name = `EXEUNT_${owner.toUpperCase()}_${kind.toUpperCase()}`;
  // The only DMA of most modules has no number.
  return kind === 'weights' || index > 0 ? `${name}_${index}` : name;
}
