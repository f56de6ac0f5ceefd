/** Why a file that a design names is not read, as data, and the only place that puts it into words. */

import type { FileRefusal } from '../base/protocol/files';
import type { PathFault } from './uri';

/** What a file is read as; each role has its own size limit. */
export type Role = 'design' | 'calibration' | 'trace' | 'model' | 'report' | 'data set';

const MB = 1e6;

/** Most bytes read, packed or unpacked, whatever size the file declares. */
export const mostBytes: Readonly<Record<Role, number>> = {
  design: 16 * MB,
  calibration: 16 * MB,
  trace: 256 * MB,
  // Protocol Buffers limit a message to 2 GiB.
  model: 2 ** 31 - 1,
  report: 64 * MB,
  // Read whole and unpacked in memory.
  'data set': 2 ** 31 - 1,
};

export type Refusal =
  | FileRefusal
  /** The design and its earlier imports together. */
  | { readonly kind: 'too-large-together'; readonly most: number }
  | PathFault;

/** The reason and a way out, as a clause in which "it" is the file. */
export function refusalText(refusal: Refusal, role: Role): string {
  switch (refusal.kind) {
    case 'absent':
      return 'there is no such file. The path is relative to this file';
    case 'unreadable':
      return `it cannot be read: ${refusal.reason}`;
    case 'not-regular':
      return `it is a ${refusal.what}, not a regular file. ${role === 'calibration' ? 'Remove it' : 'Name a file'}`;
    case 'too-large':
      return `${sizeText(refusal)} the limit of ${megabytes(refusal.most)} for a ${role}. ${smaller[role]}`;
    case 'too-large-together':
      return `together with the design and its earlier imports, it is above the limit of ${megabytes(refusal.most)}. Import less`;
    case 'unsaved':
      return 'the file that names it is not saved yet, so it has no folder to look in';
    case 'elsewhere': {
      const where =
        refusal.host === ''
          ? 'it is a URL, and only paths are read'
          : `it is on another computer, ${refusal.host}, and only local files are read`;
      return `${where}. Copy the file next to the design`;
    }
    case 'outside':
      return 'it is outside the workspace, which is not trusted. Trust the workspace, or copy the file into it';
  }
}

function sizeText({ bytes, unpacked }: Extract<Refusal, { kind: 'too-large' }>): string {
  if (unpacked) return 'unpacked, it is above';
  return bytes === undefined ? 'it is above' : `it is ${megabytes(bytes)}, above`;
}

function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${Number((bytes / 1e9).toPrecision(3))} GB` : `${Math.ceil(bytes / MB)} MB`;
}

/** How to make a file smaller, by role. */
const smaller: Readonly<Record<Role, string>> = {
  design: 'Split it into several',
  calibration: 'Delete it, and calibrate again',
  trace: 'Profile fewer samples, with --samples',
  model: 'Store its weights as external data',
  report: 'Cut it to the tables that are asked for',
  'data set': 'Take fewer samples',
};
