/** Writes the device-tree overlay for the memory of DMAs. */
import { hex } from '../vivado/address-map';

/** Overlays by file: one gives the module u-dma-buf its buffer, for kernels that take overlays. */
export function overlays(bufferBytes: number, header: readonly string[]): ReadonlyMap<string, string> {
  const lines = [
    ...header.map((line) => `/* ${line} */`),
    '/dts-v1/;',
    '/plugin/;',
    '',
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
  ];
  return new Map([['buffer.dts', lines.join('\n')]]);
}
