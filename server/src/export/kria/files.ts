/** Exports the firmware package of a Kria board, in the folders that dfx-mgr and `xmutil` look for. */
import type { Analysis } from '../../analysis/analysis';
import { designName } from '../../analysis/presentation/report';
import { plainNames } from '../../base/plain-names';
import { type ExportOrigin, banner } from '../origin';
import { isKria } from '../vivado/board-parts';
import { type Hardware, type ReconfigurableModule, planHardware } from '../vivado/hardware';

/**
 * Files below `kria/`: descriptions and device-tree overlays of the whole device and of each module, and the Makefile
 * that compiles them and puts the bitstreams of `vivado/bitstreams` beside them.
 */
export function kriaExport(
  analysis: Analysis,
  origin: ExportOrigin,
  hardware: Hardware | { readonly error: string } = planHardware(analysis),
): { readonly files: ReadonlyMap<string, string> } | { readonly error: string } {
  if ('error' in hardware) return hardware;
  if (!isKria(hardware.board))
    return { error: 'firmware packages are for Kria boards: write `board kv260`, kr260 or kd240' };
  const header = banner(origin);
  const base = kriaName(analysis);
  const slots = slotsOf(hardware, base);
  const files = new Map<string, string>([
    [`kria/${base}/shell.json`, shellJson(hardware)],
    [`kria/${base}/${base}.dts`, shellOverlay(hardware, base, header)],
    ['kria/Makefile', makefile(base, slots, header)],
  ]);
  for (const { folder, region, module } of slots) {
    files.set(`kria/${folder}/accel.json`, json({ accel_type: 'XRT_PL_DFX' }));
    files.set(
      `kria/${folder}/${module.blockDesign}.dts`,
      [
        ...head(header),
        '/ {',
        '  fragment@0 {',
        `    target = <&fpga_PR${region}>;`,
        '    __overlay__ {',
        `      firmware-name = "${module.blockDesign}.bit.bin";`,
        '      partial-fpga-config;',
        '    };',
        '  };',
        '};',
        '',
      ].join('\n'),
    );
  }
  return { files };
}

/** Name of the package: what `xmutil loadapp` takes. */
export function kriaName(analysis: Analysis): string {
  return plainNames()(designName(analysis)).toLowerCase();
}

interface Slot {
  /** `NAME/rp0_front/rp0_front_slot0`. */
  readonly folder: string;
  readonly region: number;
  readonly module: ReconfigurableModule;
}

function slotsOf({ regions }: Hardware, base: string): Slot[] {
  return regions.flatMap(({ modules }, region) =>
    modules.map((module) => ({
      folder: `${base}/${module.blockDesign}/${module.blockDesign}_slot${region}`,
      region,
      module,
    })),
  );
}

function shellJson({ regions }: Hardware): string {
  return json(
    regions.length > 0
      ? {
          shell_type: 'PL_DFX',
          num_pl_slots: String(regions.length),
          num_aie_slots: '0',
          load_base_design: 'yes',
        }
      : { shell_type: 'XRT_FLAT', num_slots: '1' },
  );
}

/** Clock 0 of the fabric in the kernel's list of clocks, and its reset. */
const PL0_CLOCK = 71;
const PL_RESET = 116;

/** AFI registers by number: 0 to 13 are read and write widths of the seven slave ports, 14 holds the masters'. */
const widths = [
  ...Array.from({ length: 14 }, (_, i) => `<${i} 0>`),
  // M_AXI_HPM0_FPD and HPM1_FPD, 128 bits.
  '<14 0xa00>',
].join(', ');

/** Overlay of the whole device: its bitstream, a slot for each region, port widths and the clock. */
function shellOverlay({ regions, clockHz }: Hardware, base: string, header: readonly string[]): string {
  return [
    ...head(header),
    '/ {',
    '  fragment@0 {',
    '    target = <&fpga_full>;',
    '    __overlay__ {',
    '      #address-cells = <2>;',
    '      #size-cells = <2>;',
    `      firmware-name = "${base}.bit.bin";`,
    `      resets = <&zynqmp_reset ${PL_RESET}>;`,
    ...regions.flatMap((_, i) => [
      `      fpga_PR${i}: fpga-PR${i} {`,
      '        compatible = "fpga-region";',
      '        #address-cells = <2>;',
      '        #size-cells = <2>;',
      '        ranges;',
      '      };',
    ]),
    '    };',
    '  };',
    '  fragment@1 {',
    '    target = <&amba>;',
    '    __overlay__ {',
    '      afi0: afi0 {',
    '        compatible = "xlnx,afi-fpga";',
    `        config-afi = ${widths};`,
    '      };',
    '      clocking0: clocking0 {',
    '        compatible = "xlnx,fclk";',
    '        #clock-cells = <0>;',
    `        clocks = <&zynqmp_clk ${PL0_CLOCK}>;`,
    '        clock-output-names = "fabric_clk";',
    `        assigned-clocks = <&zynqmp_clk ${PL0_CLOCK}>;`,
    `        assigned-clock-rates = <${Math.round(clockHz)}>;`,
    '      };',
    '    };',
    '  };',
    '};',
    '',
  ].join('\n');
}

function makefile(base: string, slots: readonly Slot[], header: readonly string[]): string {
  const copies = [
    [`${base}/${base}.bit.bin`, 'system.bin'],
    ...slots.map(({ folder, module: { blockDesign } }) => [
      `${folder}/${blockDesign}.bit.bin`,
      `${blockDesign}.bin`,
    ]),
  ];
  const overlays = [`${base}/${base}.dtbo`, ...slots.map((s) => `${s.folder}/${s.module.blockDesign}.dtbo`)];
  return [
    ...header.map((line) => `# ${line}`),
    '# make          compiles the overlays and takes the bitstreams of ../vivado/bitstreams (make vivado)',
    '# make install  copies the package to /lib/firmware/xilinx of this computer, or below DESTDIR',
    'DTC ?= dtc',
    'BITSTREAMS ?= ../vivado/bitstreams',
    `OVERLAYS = ${overlays.join(' ')}`,
    `BINS = ${copies.map(([to]) => to).join(' ')}`,
    '',
    '.PHONY: all install clean',
    'all: $(OVERLAYS) $(BINS)',
    '',
    '%.dtbo: %.dts',
    '\t$(DTC) -@ -q -I dts -O dtb -o $@ $<',
    '',
    '$(BITSTREAMS)/%.bin:',
    '\t@echo "no $@: build the bitstreams first (make vivado), or name their folder with BITSTREAMS=" >&2; exit 2',
    '',
    ...copies.flatMap(([to = '', from = '']) => [`${to}: $(BITSTREAMS)/${from}`, '\tcp $< $@', '']),
    'install: all',
    `\tfor f in $(OVERLAYS) $(BINS) $$(find ${base} -name '*.json'); do \\`,
    '\t  install -D -m 644 $$f $(DESTDIR)/lib/firmware/xilinx/$$f || exit 1; done',
    '',
    'clean:',
    '\trm -f $(OVERLAYS) $(BINS)',
    '',
  ].join('\n');
}

function head(header: readonly string[]): string[] {
  return [...header.map((line) => `/* ${line} */`), '/dts-v1/;', '/plugin/;', ''];
}

function json(value: Readonly<Record<string, string>>): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
