/** SmartConnect has up to 16 ports on either side (PG247). */
const PORTS = 16;

export interface SmartConnect {
  readonly cell: string;
  readonly slaves: number;
  readonly masters: number;
}

/** Connected interface pins. */
export type Wire = readonly [from: string, to: string];

export interface Interconnect {
  readonly cells: readonly SmartConnect[];
  readonly wires: readonly Wire[];
}

/** Connects one master to any number of slaves, with further SmartConnects behind the first if it has too few ports. */
export function fanOut(cell: string, master: string, slaves: readonly string[]): Interconnect {
  const groups = split(slaves);
  const own: SmartConnect = { cell, slaves: 1, masters: groups?.length ?? slaves.length };
  const wires: Wire[] = [[master, `${cell}/S00_AXI`]];
  if (groups === undefined) {
    return { cells: [own], wires: [...wires, ...slaves.map((s, i): Wire => [port(cell, 'M', i), s])] };
  }
  return joined(
    { cells: [own], wires },
    groups.map((group, i) => fanOut(`${cell}_${i}`, port(cell, 'M', i), group)),
  );
}

/** Connects any number of masters to one slave. */
export function fanIn(cell: string, masters: readonly string[], slave: string): Interconnect {
  const groups = split(masters);
  const own: SmartConnect = { cell, slaves: groups?.length ?? masters.length, masters: 1 };
  const wires: Wire[] = [[`${cell}/M00_AXI`, slave]];
  if (groups === undefined) {
    return { cells: [own], wires: [...wires, ...masters.map((m, i): Wire => [m, port(cell, 'S', i)])] };
  }
  return joined(
    { cells: [own], wires },
    groups.map((group, i) => fanIn(`${cell}_${i}`, group, port(cell, 'S', i))),
  );
}

function joined(root: Interconnect, branches: readonly Interconnect[]): Interconnect {
  return {
    cells: [...root.cells, ...branches.flatMap((b) => b.cells)],
    wires: [...root.wires, ...branches.flatMap((b) => b.wires)],
  };
}

/** Groups of nearly equal size, at most as many as a SmartConnect has ports; undefined if no split is needed. */
function split<T>(all: readonly T[]): (readonly T[])[] | undefined {
  if (all.length <= PORTS) return undefined;
  const count = Math.min(PORTS, Math.ceil(all.length / PORTS));
  return Array.from({ length: count }, (_, i) =>
    all.slice(Math.floor((i * all.length) / count), Math.floor(((i + 1) * all.length) / count)),
  );
}

function port(cell: string, side: 'S' | 'M', index: number): string {
  return `${cell}/${side}${String(index).padStart(2, '0')}_AXI`;
}
