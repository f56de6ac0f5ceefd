/** Exports the Vivado project. */
import type { Analysis } from '../../analysis/analysis';
import { type ExportOrigin, banner, designId } from '../origin';
import { buildTcl } from './build-tcl';
import { type Hardware, planHardware } from './hardware';
import { ipManifest } from './ip-manifest';
import { pblocksXdc } from './pblocks-xdc';
import makefile from './vivado.mk';

/** Files of the Vivado project, by path in the exported folder. */
export function vivadoExport(
  analysis: Analysis,
  origin: ExportOrigin,
  hardware: Hardware | { readonly error: string } = planHardware(analysis),
): { readonly files: ReadonlyMap<string, string> } | { readonly error: string } {
  if ('error' in hardware) return hardware;
  const header = banner(origin);
  const files = new Map<string, string>([
    ['vivado/build.tcl', buildTcl(hardware, header, designId(origin))],
    ['vivado/ip_manifest.json', ipManifest(hardware.kernels)],
    ['vivado/ip/README.md', ipFolder],
    ['vivado/user/README.md', userFolder],
    ['vivado/vivado.mk', commented(header) + makefile],
  ]);
  if (hardware.regions.length > 0) {
    const pblocks = pblocksXdc(
      analysis,
      hardware.regions.map((r) => r.figures),
    );
    if ('error' in pblocks) return pblocks;
    files.set('vivado/pblocks.xdc', commented(header) + pblocks.content);
  }
  return { files };
}

function commented(lines: readonly string[]): string {
  return lines.map((line) => `# ${line}\n`).join('');
}

const ipFolder = `# Packaged IP

\`build.tcl\` looks here for the kernels, besides \`../hls\`. Put packaged kernels here if they were built elsewhere.
`;

const userFolder = `# Your files

An export never touches other files in this folder. \`build.tcl\` reads these files if they exist:

| file | when |
|---|---|
| \`ps.tcl\` | after the processing system is placed, cell \`ps\`; needed if the design names a part and no board |
| \`system.tcl\` | before the static block design is validated: further IP, interrupts, pins |
| \`constraints.xdc\` | with the constraints |
`;
