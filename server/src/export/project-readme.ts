/** The README of an exported folder. */
import type { Analysis } from '../analysis/analysis';
import { designName } from '../analysis/presentation/report';
import { formatBytes, formatNs, withBetween } from '../base/format';
import { code, inCell, plain, prose } from '../base/markdown';
import { hlsChapter } from './hls/readme';
import type { HlsExport } from './hls/hls-export';
import { type BufferMemory, bufferMemory } from './runtime/buffers';
import { kriaName } from './kria/files';
import { isKria } from './vivado/board-parts';
import type { Hardware } from './vivado/hardware';

/** Contents of the folder, and how to build it, copy it to the board and run it. */
export function projectReadme(
  analysis: Analysis,
  hls: HlsExport | undefined,
  hardware: Hardware | undefined,
  parts: readonly string[],
): string {
  return [
    `# ${plain(designName(analysis))}`,
    '',
    'Made by Exeunt from `design.exeunt`; `report.json` holds all predicted figures.',
    '`make` lists the targets. The next export replaces exported files; other files stay.',
    ...(hls ? hlsChapter(hls) : []),
    ...(hardware && parts.includes('vivado') ? vivadoChapter(hardware) : []),
    ...(hardware && parts.includes('runtime')
      ? boardChapter(hardware, bufferMemory(analysis, hls?.plans ?? []))
      : []),
    ...(hardware && parts.includes('kria') ? kriaChapter(hardware, kriaName(analysis)) : []),
    '',
  ].join('\n');
}

function vivadoChapter(hardware: Hardware): string[] {
  const { regions, residents, configurations, software, notes } = hardware;
  return [
    '',
    '## Bitstreams',
    '',
    'You need Vivado 2022.2 or newer with the part installed (the Standard edition suffices for small parts)' +
      `${hardware.board ? ` and the board files of ${hardware.board.name}, which come with ${hardware.board.source}` : ''}.`,
    '',
    '```',
    'make hls        # packages the kernels; run once, and after every change to the network',
    'make vivado     # JOBS=8 for more jobs at once; LAUNCH="-lsf {...}" or "-host {...}" for a farm',
    '```',
    '',
    regions.length > 0
      ? `The project has ${count(regions.length, 'reconfigurable region')} and is implemented ${configurations.length} times, so that every module is built against the same static part. Afterwards \`vivado/bitstreams/\` holds:`
      : 'The design reconfigures nothing: a plain project without DFX. Afterwards `vivado/bitstreams/` holds:',
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
    '| `exeunt_build.txt` | number of the build, lengths and checksums of its files |',
    '| `system.xsa`, `system.hwh` | the hardware description, for Vitis and for PYNQ |',
    '',
    'A `.bin` file has the byte order of the configuration port, a `.bit` file that of Vivado and PYNQ. Partial bitstreams fit only the static part that they were built with: `exeunt_build.txt` lists the files of a build with its number, which the fabric holds too, and the programs refuse what is of another one.',
    ...(residents.length > 0
      ? ['', `Always loaded: ${residents.map((r) => code(r.kernel.module.name)).join(', ')}.`]
      : []),
    ...(software.length > 0
      ? [
          '',
          `Software on the processor: ${software.map((k) => code(k.module.name)).join(', ')}. It is built with the runtime from \`runtime/software/\`: the same kernels, compiled for the processor, which read the previous stage’s results from memory.`,
        ]
      : []),
    '',
    ...streamedChapter(hardware),
    'Every stream is 64 bits wide: values are packed and the last word is padded, so all modules of a region have the same interface.',
    '',
    'Put your own Tcl, constraints and processing-system settings into `vivado/user/`.',
    '',
    'Reports are in `vivado/reports/`; `exeunt calibrate DESIGN vivado`, with DESIGN the original design file, reads them and the lengths of the bitstreams, and records the measured figures beside the estimates; what it cannot read it names.',
    ...notes.map((note) => `\n${prose(note)}`),
    '',
    'The scripts were checked against the rules in Vivado’s manuals, without Vivado. If Vivado disagrees, it is right: please report it.',
  ];
}

function streamedChapter({ kernels }: Hardware): string[] {
  const streamed = kernels.filter((k) => k.weights.length > 0);
  if (streamed.length === 0) return [];
  return [
    `Weights of ${streamed.map((k) => code(k.module.name)).join(', ')} stream from memory: each stream has a read-only DMA, which shares the memory ports with the others, and \`runtime/weights.c\` holds its data. The data is laid out once and sent again for every input, the matrix once, or (without \`order weights\`) once per output position; modules of the same region without such a stream discard it.`,
    '',
  ];
}

function sizeOf({
  bitstreamBytes,
  loadNs,
  bytesBand,
  loadBand,
}: Hardware['regions'][number]['figures']): string {
  if (bitstreamBytes === undefined) return '';
  const time = loadNs === undefined ? '' : `, ${withBetween(formatNs(loadNs), loadNs, loadBand)} to load`;
  return `: ${withBetween(formatBytes(bitstreamBytes), bitstreamBytes, bytesBand)} predicted${time}`;
}

function home({ regions }: Hardware): string {
  return regions
    .map((r) => `${code(r.modules[0]?.kernel.module.name ?? '')} in ${code(r.figures.spec.name)}`)
    .join(' and ');
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

function kriaChapter({ regions }: Hardware, name: string): string[] {
  return [
    '',
    '### Kria: as an application',
    '',
    '`kria/` holds a firmware package: the whole device with its clock and port widths as a device-tree overlay, and each module in a folder of its slot.',
    '',
    '```',
    'make -C kria install DESTDIR=$PWD/package   # after make vivado; needs dtc',
    'scp -r package/lib/firmware/xilinx/* root@BOARD:/lib/firmware/xilinx/',
    'ssh root@BOARD',
    'xmutil unloadapp                           # the default application, or any other',
    `xmutil loadapp ${name}`,
    'runtime/linux/exeunt inputs.bin            # without --full: the fabric holds the design now',
    '```',
    ...(regions.length > 0
      ? [
          '',
          'The program loads the modules itself, from `/lib/firmware`: copy `vivado/bitstreams` there too, as above. dfx-mgr can load them as well (`dfx-mgr-client -load`), but it closes no decoupler of this design: only while the program does not run, and then start it with `--full system.bin`.',
        ]
      : []),
  ];
}

function memoryStep({ family }: Hardware, { reservedBytes }: BufferMemory): string[] {
  const load = `modprobe u-dma-buf udmabuf0=${reservedBytes}`;
  return family === 'ultrascale+'
    ? [`ls /dev/dma_heap || ${load}   # memory for DMA`]
    : [`${load}      # memory for DMA`];
}

function boardChapter(hardware: Hardware, memory: BufferMemory): string[] {
  const application =
    hardware.software.length > 0
      ? 'an empty C++ application with the files of `runtime/{baremetal,controller,fabric,software}` and `runtime/*.[ch]`, these folders and `runtime/software/include` among its include paths, a heap of some tens of megabytes in `lscript.ld`.'
      : 'an empty C application with the files of `runtime/{baremetal,controller,fabric}` and `runtime/*.[ch]`, a heap of some megabytes in `lscript.ld`.';
  return [
    '',
    '## On the board',
    '',
    '`runtime/` holds one controller (`controller/`, C99, which runs the schedule), the design in `design.c`, and three back ends. All print a line per load, `exeunt load module=… bytes=… ms=… MB/s=…`; `exeunt calibrate` reads the log back into the model.',
    '',
    'Inputs are files of quantised values, one byte each (two above 8 bits), ordered by rows of an image, then columns, then channels; each input is padded to whole 8-byte words. The software twin makes such a file from images: `make sim SIM_ARGUMENTS="--inputs inputs.bin --count 100"`; the board must print the same results for it as the twin.',
    '',
    `Inputs follow each other through the device, and their results come in their order with their numbers. Each stage’s results and the network’s input have two buffers, ${formatBytes(memory.valueBytes)} in all, so no more inputs are in flight than that holds; with \`--in-flight 1\` (PYNQ: \`Accelerator(in_flight=1)\`, bare metal: \`EXEUNT_IN_FLIGHT\`) each waits until the one before has left, and every result has one buffer.`,
    '',
    'A failed load is retried once. If that fails too, the region stays decoupled: inputs that need it are reported as failed, with their number and what failed, and all others go on.',
    '',
    '### Linux',
    '',
    'Needs an AMD kernel (PetaLinux, Ubuntu for Zynq, PYNQ), whose FPGA manager has the attributes `flags` and `firmware`; a mainline kernel takes partial bitstreams from other drivers only. Before anything runs, the program sets the fabric’s clock and the widths of the memory ports, which stay as the boot image left them, and compares the build in the fabric with that of the files. It says what it changed, and what is missing.',
    '',
    '```',
    'scp -r vivado/bitstreams runtime inputs.bin root@BOARD:',
    'ssh root@BOARD',
    ...(isKria(hardware.board)
      ? ['xmutil unloadapp                           # the default application holds the fabric']
      : []),
    'cp bitstreams/*.bin bitstreams/exeunt_build.txt /lib/firmware/',
    ...memoryStep(hardware, memory),
    `make -C runtime/linux                      # or on your computer: CROSS_COMPILE=${hardware.family === 'ultrascale+' ? 'aarch64-linux-gnu-' : 'arm-linux-gnueabihf-'}`,
    'runtime/linux/exeunt --sizes               # bytes of an input',
    'runtime/linux/exeunt --full system.bin inputs.bin 2> loads.log',
    '```',
    '',
    `Memory for DMA is taken from \`--buffer\` if that is given, else from u-dma-buf, else ${hardware.family === 'ultrascale+' ? 'from a heap of the kernel’s contiguous memory (CMA): `linux,cma`, `reserved` or `default_cma_region` in `/dev/dma_heap`, which kernels with `CONFIG_DMABUF_HEAPS_CMA` have; `cma=256M` on the kernel’s command line makes it larger' : 'the program says what there is to do. A heap of `/dev/dma_heap` serves 64-bit processors only: on this one a program cannot clean its caches'}.`,
    '',
    'u-dma-buf is a kernel module of its own (https://github.com/ikwzm/udmabuf) and in no stock image: build it against the kernel of your board. On a kernel that takes overlays at run time (AMD’s have them in configfs), `make -C runtime/linux overlays` and',
    '',
    '```',
    'mkdir /sys/kernel/config/device-tree/overlays/exeunt',
    'cat runtime/linux/overlay/buffer.dtbo > /sys/kernel/config/device-tree/overlays/exeunt/dtbo',
    '```',
    '',
    'give it its buffer without an argument. Without the module, reserve memory below 4 GB in the device tree (`reserved-memory`, **without** `no-map`, which would make it device memory that a program cannot copy from) and pass `--buffer ADDRESS:BYTES`; the kernel must let `/dev/mem` map it (no `CONFIG_STRICT_DEVMEM`). The PYNQ back end needs neither: it takes its memory from CMA.',
    '',
    'The driver adds time to each load compared with bare metal, which the prediction assumes: state it in the design (`port pcap overhead 1 ms`), or let `exeunt calibrate DESIGN loads.log` find it.',
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
    'or `from exeunt import Accelerator` in a notebook. PYNQ’s overlay sets clock and port widths. At the start the `.bin` files are compared with the build in the fabric and copied to `/lib/firmware`; each load then writes only their name to the kernel.',
    '',
    '### Bare metal',
    '',
    `In Vitis, unified or classic: a platform from \`vivado/bitstreams/system.xsa\` (standalone, with ${hardware.family === 'ultrascale+' ? 'xilffs and xilfpga' : 'xilffs'}, long file names on: \`use_lfn\`; in the unified one also xiltimer with its default timer), ${application} The \`.bin\` files, \`exeunt_build.txt\` and \`inputs.bin\` go onto the SD card.` +
      (hardware.family === 'ultrascale+'
        ? ' xilfpga returns only after a load has ended: checks in the fabric run during it, software does not.'
        : ''),
  ];
}
