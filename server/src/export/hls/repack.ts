/** Adapts streams between layers: word widths and copies. */
import { repacking } from '../../cost/index';
import type { Channel, KernelBuilder } from './kernel-builder';

/** Converts a stream to another word width, if it differs. */
export function repacked(
  kernel: KernelBuilder,
  from: Channel,
  lanes: number,
  packet: number,
  name: string,
): Channel {
  const wanted = { ...from, lanes, packet };
  const kind = repacking(from, wanted);
  if (kind === 'none') return { ...from, packet };
  const to = kernel.channel(`${name}_words`, wanted);
  const process = kernel.unique(`${name}_repack`);
  const type = from.type.name;
  const sizes =
    kind === 'repack'
      ? [from.lanes, from.packet, lanes, packet, from.count]
      : [from.lanes, lanes, from.count];
  const said = [`// ${from.lanes} values a word into ${lanes}.`];
  kernel.transform(process, said, from, to, `${kind}<${type}, ${sizes.join(', ')}>`);
  return to;
}

/** Copies a stream for each reader. */
export function copies(kernel: KernelBuilder, from: Channel, readers: number, name: string): Channel[] {
  const streams: Channel[] = [];
  let rest = from;
  for (let i = readers; i > 1; i--) {
    const own = kernel.channel(`${name}_to_${streams.length + 1}`, rest);
    const others = kernel.channel(`${name}_to_rest`, rest);
    const words = (rest.count / rest.packet) * Math.ceil(rest.packet / rest.lanes);
    const type = `exeunt::word<${rest.type.name}, ${rest.lanes}>`;
    kernel.process({
      name: kernel.unique(`${name}_copy`),
      comment: ['// Several layers read this.'],
      parameters: [
        [type, 'in'],
        [type, 'first'],
        [type, 'second'],
      ],
      pragmas: [],
      body: [`exeunt::copy<${rest.type.name}, ${rest.lanes}, ${words}>(in, first, second, inputs);`],
      arguments: [rest.name, own.name, others.name],
    });
    streams.push(own);
    rest = others;
  }
  return [...streams, rest];
}
