import type { Analysis } from '../analysis/analysis';
import { designName } from '../analysis/report';
import { formatBytes, formatNs } from '../base/format';
import type { Hardware } from './vivado/hardware';

interface Parts {
  readonly vivado?: Hardware | undefined;
}

/** What a Zynq user reads first: what is here, how it is built, copied to the board and run. */
export function projectReadme(analysis: Analysis, { vivado }: Parts): string {
  return [
    `# ${designName(analysis)}`,
    '',
    'Made by Exeunt from `design.exeunt`; `report.json` holds every figure that the design promises.',
    '`make` lists what can be built. Files made by an export are replaced by the next one; anything else here stays.',
    ...(vivado ? vivadoChapter(vivado) : []),
    '',
  ].join('\n');
}

function vivadoChapter(hardware: Hardware): string[] {
  const { regions, residents, configurations, software, notes } = hardware;
  return [
    '',
    '## Bitstreams',
    '',
    'You need Vivado 2022.2 or newer with the part installed (Standard edition does for small parts)' +
      `${hardware.board ? ` and the board files of ${hardware.board.name}, which come with ${hardware.board.source}` : ''}.`,
    '',
    '```',
    'make hls        # packages the kernels; once, and after every change of the network',
    'make vivado     # JOBS=8 for more jobs at once; LAUNCH="-lsf {...}" or "-host {...}" for a farm',
    '```',
    '',
    regions.length > 0
      ? `The project has ${count(regions.length, 'reconfigurable region')} and is implemented ${configurations.length} times, so that every module is built against the same static part. Afterwards \`vivado/bitstreams/\` holds:`
      : 'Nothing is reconfigured here: a plain project without DFX. Afterwards `vivado/bitstreams/` holds:',
    '',
    '| file | what |',
    '|---|---|',
    `| \`system.bit\`, \`system.bin\` | the whole device${regions.length > 0 ? `, with ${home(hardware)}` : ''} |`,
    ...regions.flatMap(({ figures, modules }) =>
      modules.map(
        ({ kernel, blockDesign }) =>
          `| \`${blockDesign}.bit\`, \`.bin\` | \`${kernel.module.name}\` into region \`${figures.spec.name}\`${sizeOf(figures)} |`,
      ),
    ),
    '| `system.xsa`, `system.hwh` | the hardware description, for Vitis and for PYNQ |',
    '',
    'A `.bin` has the byte order that the configuration port wants, a `.bit` that of Vivado and PYNQ.',
    ...(residents.length > 0
      ? ['', `Always there: ${residents.map((r) => `\`${r.kernel.module.name}\``).join(', ')}.`]
      : []),
    ...(software.length > 0
      ? ['', `Software on the processor: ${software.map((k) => `\`${k.module.name}\``).join(', ')}.`]
      : []),
    '',
    'Every stream is 64 bit wide, whatever values it carries: they are packed, the last word is padded. So all modules of a region have the same boundary.',
    '',
    'Own Tcl, constraints and settings of the processing system go into `vivado/user/`.',
    '',
    'Reports are in `vivado/reports/`; `exeunt calibrate DESIGN vivado/reports/*.rpt`, DESIGN being the file that this was exported from, puts the measured figures beside the estimates.',
    ...notes.map((note) => `\n${note}`),
    '',
    'The scripts were checked against the rules of Vivado’s manuals without Vivado. That is not Vivado’s own word: where it says otherwise, it is right, and we want to know.',
  ];
}

function sizeOf({ bitstreamBytes, loadNs }: Hardware['regions'][number]['figures']): string {
  if (bitstreamBytes === undefined) return '';
  const time = loadNs === undefined ? '' : `, ${formatNs(loadNs)} to load`;
  return `: ${formatBytes(bitstreamBytes)} predicted${time}`;
}

function home({ regions }: Hardware): string {
  return regions
    .map((r) => `\`${r.modules[0]?.kernel.module.name ?? ''}\` in \`${r.figures.spec.name}\``)
    .join(' and ');
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
