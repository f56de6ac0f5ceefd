/** Writes device-tree overlays. */
import type { Hardware } from '../vivado/hardware';
import { type AddressMap, hex } from '../vivado/address-map';

/**
 * Device-tree overlays, by file: one adds the DMA buffer. For kernels without the FPGA manager's sysfs attributes, one
 * declares each region with its bridge (the decoupler), and one per module loads it.
 */
export function overlays(
  hardware: Hardware,
  { entries }: AddressMap,
  bufferBytes: number,
  header: readonly string[],
): ReadonlyMap<string, string> {
  const head = [...header.map((line) => `/* ${line} */`), '/dts-v1/;', '/plugin/;', ''];
  const is64 = hardware.family === 'ultrascale+';
  const cells = (value: number) => (is64 ? `0x0 ${hex(value)}` : hex(value));
  const files = new Map<string, string>();
  files.set(
    'buffer.dts',
    [
      ...head,
      '/ {',
      '  fragment@0 {',
      '    target-path = "/";',
      '    __overlay__ {',
      '      udmabuf0 {',
      '        compatible = "ikwzm,u-dma-buf";',
      '        device-name = "udmabuf0";',
      `        size = <${hex(bufferBytes)}>;`,
      '      };',
      '    };',
      '  };',
      '};',
      '',
    ].join('\n'),
  );
  if (hardware.regions.length === 0) return files;
  files.set(
    'regions.dts',
    [
      ...head,
      '/* Lets the kernel decouple regions: load it instead of running as root with the FPGA manager. */',
      '/ {',
      ...hardware.regions.flatMap((region, i) => {
        const decoupler = entries.find((e) => e.owner === region.cell && e.kind === 'decoupler')?.base ?? 0;
        return [
          `  fragment@${i} {`,
          '    target-path = "/";',
          '    __overlay__ {',
          ...(is64
            ? ['      #address-cells = <2>;', '      #size-cells = <2>;']
            : ['      #address-cells = <1>;', '      #size-cells = <1>;']),
          `      ${region.cell}_bridge: fpga-bridge@${decoupler.toString(16)} {`,
          '        compatible = "xlnx,pr-decoupler-1.00", "xlnx,pr-decoupler";',
          `        reg = <${cells(decoupler)} ${cells(0x1_0000)}>;`,
          '        clocks = <&exeunt_clock>;',
          '        clock-names = "aclk";',
          '        bridge-enable = <1>;',
          '      };',
          `      ${region.cell}_region: fpga-region-${region.cell} {`,
          '        compatible = "fpga-region";',
          `        fpga-bridges = <&${region.cell}_bridge>;`,
          `        fpga-mgr = <&${is64 ? 'zynqmp_pcap' : 'devcfg'}>;`,
          ...(is64
            ? ['        #address-cells = <2>;', '        #size-cells = <2>;']
            : ['        #address-cells = <1>;', '        #size-cells = <1>;']),
          '        ranges;',
          '      };',
          '    };',
          '  };',
        ];
      }),
      `  fragment@${hardware.regions.length} {`,
      '    target-path = "/";',
      '    __overlay__ {',
      '      exeunt_clock: exeunt-clock {',
      '        compatible = "fixed-clock";',
      '        #clock-cells = <0>;',
      `        clock-frequency = <${Math.round(hardware.clockHz)}>;`,
      '      };',
      '    };',
      '  };',
      '};',
      '',
    ].join('\n'),
  );
  for (const region of hardware.regions) {
    for (const { blockDesign } of region.modules) {
      files.set(
        `${blockDesign}.dts`,
        [
          ...head,
          '/ {',
          '  fragment@0 {',
          `    target = <&${region.cell}_region>;`,
          '    __overlay__ {',
          '      partial-fpga-config;',
          `      firmware-name = "${blockDesign}.bin";`,
          '    };',
          '  };',
          '};',
          '',
        ].join('\n'),
      );
    }
  }
  return files;
}
