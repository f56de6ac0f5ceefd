/** Why a file that a design names is not read, as data; its words stand here and nowhere else. */

import type { FileRefusal } from '../base/protocol/files';
import type { PathFault } from './uri';

/** What a file is read as: each kind has its own limit. */
export type Role = 'design' | 'calibration' | 'trace' | 'model' | 'report' | 'data set';

const MB = 1e6;

/** Bytes that are read at most, packed or not: what a file says of its own size is not believed. */
export const mostBytes: Readonly<Record<Role, number>> = {
  design: 16 * MB,
  calibration: 16 * MB,
  trace: 256 * MB,
  // Protocol Buffers count the bytes of a message in 31 bits.
  model: 2 ** 31 - 1,
  report: 64 * MB,
  // Read whole, and unpacked in memory.
  'data set': 2 ** 31 - 1,
};

export type Refusal =
  | FileRefusal
  /** Of a design with all that it imports before. */
  | { readonly kind: 'too-large-together'; readonly most: number }
  | PathFault;

/** As a clause with "it" for the file, and what helps. */
export function refusalText(refusal: Refusal, role: Role): string {
  switch (refusal.kind) {
    case 'absent':
      return 'there is no such file. The path is relative to this file';
    case 'unreadable':
      return `it cannot be read: ${refusal.reason}`;
    case 'not-regular':
      return `it is a ${refusal.what}, not a regular file. ${role === 'calibration' ? 'Remove it' : 'Name a file'}`;
    case 'too-large':
      return `${sizeText(refusal)} the ${megabytes(refusal.most)} that a ${role} may have. ${smaller[role]}`;
    case 'too-large-together':
      return `with what is imported before it, it is more than the ${megabytes(refusal.most)} that a design may have. Import less`;
    case 'unsaved':
      return 'the file that names it is not saved yet, so there is no folder to look in';
    case 'elsewhere': {
      const where =
        refusal.host === '' ? 'it is an address' : `it leads to another computer, ${refusal.host}`;
      return `${where}, and only paths are read. Copy the file to where the design is`;
    }
    case 'outside':
      return 'it lies outside of the workspace, which is not trusted. Trust the workspace, or copy the file into it';
  }
}

function sizeText({ bytes, unpacked }: Extract<Refusal, { kind: 'too-large' }>): string {
  if (unpacked) return 'it unpacks to more than';
  return bytes === undefined ? 'it has more than' : `it has ${megabytes(bytes)}, more than`;
}

function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${Number((bytes / 1e9).toPrecision(3))} GB` : `${Math.ceil(bytes / MB)} MB`;
}

/** What makes a file of a kind smaller. */
const smaller: Readonly<Record<Role, string>> = {
  design: 'Split it into several',
  calibration: 'Delete it, and calibrate again',
  trace: 'Profile fewer samples, with --samples',
  model: 'Store its weights as external data',
  report: 'Cut it to the tables that are asked for',
  'data set': 'Take fewer samples',
};
