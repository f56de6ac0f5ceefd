/** Adapts streams between layers: word widths and copies. */
import type { Channel, KernelBuilder } from './kernel-builder';

/** Converts a stream to another word width, if it differs. */
export function repacked(
  kernel: KernelBuilder,
  from: Channel,
  lanes: number,
  packet: number,
  name: string,
): Channel {
  const dense = (channel: Pick<Channel, 'lanes' | 'packet' | 'count'>): boolean =>
    channel.packet % channel.lanes === 0 || channel.packet === channel.count;
  const wanted = { ...from, lanes, packet };
  const sameWords = packet === from.packet || (dense(from) && dense(wanted));
  if (from.lanes === lanes && sameWords) return { ...from, packet };
  const to = kernel.channel(`${name}_words`, wanted);
  const process = kernel.unique(`${name}_repack`);
  const whole = from.packet % from.lanes === 0 && packet % lanes === 0;
  const type = from.type.name;
  const said = [`// ${from.lanes} values a word into ${lanes}.`];
  if (whole && lanes % from.lanes === 0 && from.count % lanes === 0) {
    kernel.transform(process, said, from, to, `widen<${type}, ${from.lanes}, ${lanes}, ${from.count}>`);
  } else if (whole && from.lanes % lanes === 0 && from.count % from.lanes === 0) {
    kernel.transform(process, said, from, to, `narrow<${type}, ${from.lanes}, ${lanes}, ${from.count}>`);
  } else {
    const sizes = [from.lanes, from.packet, lanes, packet, from.count].join(', ');
    kernel.transform(process, said, from, to, `repack<${type}, ${sizes}>`);
  }
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
