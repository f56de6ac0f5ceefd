/** Exports the program for the board. */
import type { Analysis } from '../../analysis/analysis';
import { designName } from '../../analysis/presentation/report';
import type { KernelPlan } from '../hls/kernel';
import { type ExportOrigin, banner, designId } from '../origin';
import { addressMap } from '../vivado/address-map';
import { type Hardware, planHardware } from '../vivado/hardware';
import baremetalSource from './baremetal/exeunt_baremetal.c';
import baremetalHeader from './baremetal/exeunt_baremetal.h';
import baremetalMain from './baremetal/main.c';
import { controllerFiles } from './controller/sources';
import { designHeader, designSource, systemOf, weightsSource } from './design-c';
import fabricSource from './fabric/exeunt_fabric.c';
import fabricHeader from './fabric/exeunt_fabric.h';
import fabricLoadSource from './fabric/exeunt_load.c';
import fabricRegistersSource from './fabric/exeunt_registers.c';
import fabricRegistersHeader from './fabric/exeunt_registers.h';
import fabricSystemSource from './fabric/exeunt_system.c';
import fabricSystemHeader from './fabric/exeunt_system.h';
import fabricWeightsSource from './fabric/exeunt_weights.c';
import linuxCacheSource from './linux/exeunt_cache.c';
import linuxCacheHeader from './linux/exeunt_cache.h';
import linuxHeapSource from './linux/exeunt_heap.c';
import linuxHeapHeader from './linux/exeunt_heap.h';
import linuxManagerSource from './linux/exeunt_manager.c';
import linuxManagerHeader from './linux/exeunt_manager.h';
import linuxMemorySource from './linux/exeunt_memory.c';
import linuxMemoryHeader from './linux/exeunt_memory.h';
import linuxPsSource from './linux/exeunt_ps.c';
import linuxPsHeader from './linux/exeunt_ps.h';
import linuxSource from './linux/exeunt_linux.c';
import linuxHeader from './linux/exeunt_linux.h';
import workerSource from './linux/exeunt_worker.c';
import workerHeader from './linux/exeunt_worker.h';
import linuxMake from './linux/linux.mk';
import linuxMain from './linux/main.c';
import { overlays } from './overlays';
import pynqPython from './pynq/exeunt.py';
import pynqSource from './pynq/exeunt_pynq.c';
import pynqMake from './pynq/pynq.mk';
import { softwareFiles } from './software';
import { runtimeTables } from './tables';

/** Files that are copied verbatim. */
const copied: Readonly<Record<string, string>> = {
  ...controllerFiles,
  'fabric/exeunt_fabric.h': fabricHeader,
  'fabric/exeunt_fabric.c': fabricSource,
  'fabric/exeunt_registers.h': fabricRegistersHeader,
  'fabric/exeunt_registers.c': fabricRegistersSource,
  'fabric/exeunt_load.c': fabricLoadSource,
  'fabric/exeunt_weights.c': fabricWeightsSource,
  'fabric/exeunt_system.h': fabricSystemHeader,
  'fabric/exeunt_system.c': fabricSystemSource,
  'linux/exeunt_cache.h': linuxCacheHeader,
  'linux/exeunt_cache.c': linuxCacheSource,
  'linux/exeunt_heap.h': linuxHeapHeader,
  'linux/exeunt_heap.c': linuxHeapSource,
  'linux/exeunt_manager.h': linuxManagerHeader,
  'linux/exeunt_manager.c': linuxManagerSource,
  'linux/exeunt_memory.h': linuxMemoryHeader,
  'linux/exeunt_memory.c': linuxMemorySource,
  'linux/exeunt_ps.h': linuxPsHeader,
  'linux/exeunt_ps.c': linuxPsSource,
  'linux/exeunt_linux.h': linuxHeader,
  'linux/exeunt_linux.c': linuxSource,
  'linux/exeunt_worker.h': workerHeader,
  'linux/exeunt_worker.c': workerSource,
  'linux/main.c': linuxMain,
  'baremetal/exeunt_baremetal.h': baremetalHeader,
  'baremetal/exeunt_baremetal.c': baremetalSource,
  'baremetal/main.c': baremetalMain,
  'pynq/exeunt_pynq.c': pynqSource,
};

/**
 * The program that runs the design on a board: the controller, its back ends, and the design's tables.
 *
 * @param plans the exported kernels; without them, sizes follow from the layers' types
 */
export function runtimeExport(
  analysis: Analysis,
  origin: ExportOrigin,
  hardware: Hardware | { readonly error: string } = planHardware(analysis),
  plans: readonly KernelPlan[] = [],
): { readonly files: ReadonlyMap<string, string> } | { readonly error: string } {
  if ('error' in hardware) return hardware;
  const tables = runtimeTables(analysis, hardware, plans);
  if ('error' in tables) return tables;
  const header = banner(origin);
  const software = softwareFiles(tables, plans, header);
  if ('error' in software) return software;
  const addresses = addressMap(hardware);
  const files = new Map<string, string>();
  const add = (name: string, content: string) => files.set(`runtime/${name}`, content);
  for (const [name, content] of Object.entries(copied)) {
    add(name, header.map((line) => `/* ${line} */\n`).join('') + content);
  }
  const hashed = header.map((line) => `# ${line}\n`).join('');
  add('linux/Makefile', hashed + linuxMake);
  add('pynq/Makefile', hashed + pynqMake);
  add('pynq/exeunt.py', hashed + pynqPython);
  for (const [name, content] of software) add(`software/${name}`, content);
  add('design.h', designHeader(addresses, tables, header));
  if (tables.weights.length > 0) add('weights.c', weightsSource(tables, header));
  add(
    'design.c',
    designSource(designName(analysis), tables, addresses, header, systemOf(hardware, designId(origin))),
  );
  for (const [name, content] of overlays(tables.memory.reservedBytes, header))
    add(`linux/overlay/${name}`, content);
  return { files };
}
