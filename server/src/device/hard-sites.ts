/** UltraScale+ sites beside the fabric, which a reconfigurable pblock may name there (UG909: IO, clocking, GT, PCIe). */

/** Blocks of the die by the site kinds that are in them; `IOB` is in banks of both kinds. */
const blocks: readonly (readonly [sites: RegExp, block: string])[] = [
  [/^(?:IOB|HPIO|BITSLICE|RIU|PLL|MMCM|BUFGCE(?!_HD)|BUFGCTRL|XIPHY)/, 'io'],
  [/^(?:IOB|HDIO|HDLOGIC|BUFGCE_HD)/, 'hdio'],
  [/^(?:GT[HY]E4|BUFG_GT)/, 'gt'],
  [/^PCIE4/, 'pcie'],
  [/^CMACE4/, 'cmac'],
  [/^ILKNE4/, 'ilkn'],
  [/^(?:CFGIO_SITE|CONFIG_SITE)/, 'cfg'],
  [/^SYSMONE4/, 'ams'],
];

/** The blocks that a site kind is in; none if it is not modelled. */
export function blocksOf(site: string): string[] {
  return blocks.filter(([sites]) => sites.test(site)).map(([, block]) => block);
}

/** The processing system and what belongs to it can be in no reconfigurable region. */
export function isStatic(site: string): boolean {
  return /^(?:PS\d|BUFG_PS)/.test(site);
}
