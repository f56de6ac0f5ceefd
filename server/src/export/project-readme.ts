import type { Analysis } from '../analysis/analysis';
import { designName } from '../analysis/presentation/report';
import { formatBytes, formatNs } from '../base/format';
import { code, inCell, plain, prose } from '../base/markdown';
import { hlsChapter } from './hls/readme';
import type { HlsExport } from './hls/hls-export';
import { bufferBytes } from './runtime/tables';
import type { Hardware } from './vivado/hardware';

/** What a Zynq user reads first: what is here, how it is built, copied to the board and run. */
export function projectReadme(
  analysis: Analysis,
  hls: HlsExport | undefined,
  hardware: Hardware | undefined,
  parts: readonly string[],
): string {
  return [
    `# ${plain(designName(analysis))}`,
    '',
    'Made by Exeunt from `design.exeunt`; `report.json` holds every figure that the design promises.',
    '`make` lists what can be built. Files made by an export are replaced by the next one; anything else here stays.',
    ...(hls ? hlsChapter(hls) : []),
    ...(hardware && parts.includes('vivado') ? vivadoChapter(hardware) : []),
    ...(hardware && parts.includes('runtime') ? boardChapter(hardware, bufferBytes(hls?.plans ?? [])) : []),
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
    `| \`system.bit\`, \`system.bin\` | the whole device${regions.length > 0 ? `, with ${inCell(home(hardware))}` : ''} |`,
    ...regions.flatMap(({ figures, modules }) =>
      modules.map(
        ({ kernel, blockDesign }) =>
          `| \`${blockDesign}.bit\`, \`.bin\` | ${inCell(code(kernel.module.name))} into region ${inCell(code(figures.spec.name))}${sizeOf(figures)} |`,
      ),
    ),
    '| `system.xsa`, `system.hwh` | the hardware description, for Vitis and for PYNQ |',
    '',
    'A `.bin` has the byte order that the configuration port wants, a `.bit` that of Vivado and PYNQ.',
    ...(residents.length > 0
      ? ['', `Always there: ${residents.map((r) => code(r.kernel.module.name)).join(', ')}.`]
      : []),
    ...(software.length > 0
      ? [
          '',
          `Software on the processor: ${software.map((k) => code(k.module.name)).join(', ')}. It is built with the runtime from \`runtime/software/\`: the same kernels, compiled for the processor, reading from memory what the stage before has written there.`,
        ]
      : []),
    '',
    ...streamedChapter(hardware),
    'Every stream is 64 bit wide, whatever values it carries: they are packed, the last word is padded. So all modules of a region have the same boundary.',
    '',
    'Own Tcl, constraints and settings of the processing system go into `vivado/user/`.',
    '',
    'Reports are in `vivado/reports/`; `exeunt calibrate DESIGN vivado/reports/*.rpt`, DESIGN being the file that this was exported from, puts the measured figures beside the estimates.',
    ...notes.map((note) => `\n${prose(note)}`),
    '',
    'The scripts were checked against the rules of Vivado’s manuals without Vivado. That is not Vivado’s own word: where it says otherwise, it is right, and we want to know.',
  ];
}

function streamedChapter({ kernels }: Hardware): string[] {
  const streamed = kernels.filter((k) => k.weights.length > 0);
  if (streamed.length === 0) return [];
  return [
    `Weights of ${streamed.map((k) => code(k.module.name)).join(', ')} stream from memory: each stream has a DMA that only reads, on the memory ports that the others use too, and \`runtime/weights.c\` holds what it sends. It is laid out once and sent anew for every input, the matrix once for each output position; a module of the same region without such a stream lets it go.`,
    '',
  ];
}

function sizeOf({ bitstreamBytes, loadNs }: Hardware['regions'][number]['figures']): string {
  if (bitstreamBytes === undefined) return '';
  const time = loadNs === undefined ? '' : `, ${formatNs(loadNs)} to load`;
  return `: ${formatBytes(bitstreamBytes)} predicted${time}`;
}

function home({ regions }: Hardware): string {
  return regions
    .map((r) => `${code(r.modules[0]?.kernel.module.name ?? '')} in ${code(r.figures.spec.name)}`)
    .join(' and ');
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

function boardChapter(hardware: Hardware, buffer: number): string[] {
  const partial = hardware.regions.flatMap((r) => r.modules.map((m) => m.blockDesign));
  const application =
    hardware.software.length > 0
      ? 'an empty C++ application with the files of `runtime/{baremetal,controller,fabric,software}` and `runtime/*.[ch]`, these folders and `runtime/software/include` among its include paths, a heap of some tens of megabytes in `lscript.ld`.'
      : 'an empty C application with the files of `runtime/{baremetal,controller,fabric}` and `runtime/*.[ch]`, a heap of some megabytes in `lscript.ld`.';
  const copies = partial.length > 0 ? 'vivado/bitstreams runtime' : 'vivado/bitstreams/system.bi* runtime';
  return [
    '',
    '## On the board',
    '',
    '`runtime/` is one controller (`controller/`, C99, the schedule as code) with the design in `design.c` and three ways to a board. All print a line for each load, `exeunt load module=… bytes=… ms=… MB/s=…`; the log goes back into the model by `exeunt calibrate`.',
    '',
    'Inputs are files of quantised values, one byte each (two above 8 bit), rows of an image, then columns, then channels; each input is padded to whole 8-byte words. The software twin makes such a file of pictures: `make sim SIM_ARGUMENTS="--inputs inputs.bin --count 100"`; what the board prints of it is to be equal to what the twin prints. A load that fails is repeated once; if that fails too, the region stays decoupled, every further call says so, and the rest of the device runs on.',
    '',
    '### Linux',
    '',
    'A kernel of AMD (PetaLinux, Ubuntu for Zynq, PYNQ): its FPGA manager has the attributes `flags` and `firmware`. The program tests for them and says what is missing.',
    '',
    '```',
    `scp -r ${copies} inputs.bin root@BOARD:`,
    'ssh root@BOARD',
    'cp bitstreams/*.bin /lib/firmware/',
    `modprobe u-dma-buf udmabuf0=${buffer}      # memory for DMA; or the overlay runtime/linux/overlay/buffer.dts`,
    'make -C runtime/linux                      # or on your computer: CROSS_COMPILE=arm-linux-gnueabihf-',
    'runtime/linux/exeunt --sizes               # bytes of an input',
    'runtime/linux/exeunt --full system.bin inputs.bin 2> loads.log',
    '```',
    '',
    'A driver takes longer around a load than bare metal does, which is what the prediction assumes: state it in the design (`port pcap overhead 1 ms`), or let `exeunt calibrate DESIGN loads.log` find it. Without u-dma-buf, reserve memory in the device tree and give `--buffer ADDRESS:BYTES`.',
    ...(partial.length > 0
      ? [
          '',
          'On a mainline kernel, load by device-tree overlays: `make -C runtime/linux overlays`, then apply `buffer.dtbo`, `regions.dtbo`, and a module’s own overlay to load it; the kernel decouples by itself (`fpga-region`, `fpga-bridge`).',
        ]
      : []),
    '',
    '### PYNQ',
    '',
    '```',
    'ssh xilinx@BOARD mkdir -p design/vivado',
    'scp -r vivado/bitstreams xilinx@BOARD:design/vivado/',
    'scp -r runtime inputs.bin xilinx@BOARD:design/',
    'ssh xilinx@BOARD',
    'make -C design/runtime/pynq',
    'sudo python3 design/runtime/pynq/exeunt.py design/inputs.bin 2> loads.log',
    '```',
    '',
    'or `from exeunt import Accelerator` in a notebook. Partial bitstreams are loaded as `.bit` files in a thread.',
    '',
    '### Bare metal',
    '',
    `In Vitis: a platform from \`vivado/bitstreams/system.xsa\` (standalone, with ${hardware.family === 'ultrascale+' ? 'xilffs and xilfpga' : 'xilffs'}), ${application} The \`.bin\` files and \`inputs.bin\` go onto the SD card.` +
      (hardware.family === 'ultrascale+'
        ? ' xilfpga returns when a load has ended: checks in the fabric run beside it, software does not.'
        : ''),
  ];
}
