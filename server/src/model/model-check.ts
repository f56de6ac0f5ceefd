/** Models that designs name, read for their headers: once each, beside the work on the text. */
import type { Analysis, ModelFault } from '../analysis/analysis';
import type { ModelCheck, ModelFaults } from '../analysis/figures/models';
import type { NetworkSpec } from '../semantics/design';
import type { Closure, NamedModel } from '../workspace/documents';
import { isRefused } from '../workspace/file-system';
import { lowerModel } from './lower/lower';
import type { LoweredModel } from './lower/lowered';
import { int8Sibling } from './numbers/int8-sibling';
import { modelFaults } from './numbers/model-faults';
import { OnnxError, type OnnxModel } from '../onnx/index';
import { openHeader } from './open-model';
import { hasOpenSizes, inputShape, withSizes } from './sized-input';

type Header = LoweredModel | OnnxError;

interface ReadHeader {
  readonly header: Header;
  /** Of a model whose file leaves sizes open: what it is with those that a design gives it. */
  readonly sized?: (shape: readonly number[]) => Header;
}

interface Reading {
  readonly read: Promise<void>;
  /** Of the model itself, and of its int8 sibling where that is there; unknown until they are read. */
  headers?: { readonly own: ReadHeader; readonly int8?: ReadHeader };
}

/** A model is the same object until a file of it changes. */
const readings = new WeakMap<NamedModel, Reading>();

/** Waits for every model. */
export const checkModels: ModelCheck = async (of, closure) => {
  await Promise.all(namedIn(of, closure).map(({ model }) => readingOf(model).read));
  return checkKnownModels(() => undefined)(of, closure);
};

/** Waits for none: of those that are still being read nothing is told, and `onRead` when they are there. */
export function checkKnownModels(onRead: () => void): (...of: Parameters<ModelCheck>) => ModelFaults {
  return (of, closure) => {
    const faults: ModelFault[] = [];
    let isPending = false;
    for (const { network, path, model } of namedIn(of, closure)) {
      const { headers, read } = readingOf(model);
      if (headers) {
        faults.push(...guarded(of, network, path, headers));
      } else {
        isPending = true;
        void read.then(onRead);
      }
    }
    return { faults, isPending };
  };
}

interface Named {
  readonly network: NetworkSpec;
  readonly path: string;
  readonly model: NamedModel;
}

function namedIn({ design }: Pick<Analysis, 'design'>, closure: Closure): Named[] {
  return design.networks.flatMap((network) => {
    const path = network.model?.path;
    const model = path === undefined ? undefined : closure.model(network.origin.block);
    return path === undefined || model === undefined ? [] : [{ network, path, model }];
  });
}

/** A fault of this feature is told, and costs nothing else. */
function guarded(...[of, network, path, headers]: Parameters<typeof faultsOf>): readonly ModelFault[] {
  try {
    return faultsOf(of, network, path, headers);
  } catch (error) {
    return [{ network, path, reason: failed(error).message }];
  }
}

function failed(error: unknown): OnnxError {
  const reason = error instanceof Error ? error.message : String(error);
  return new OnnxError(
    `it could not be looked at: ${reason}; this is a fault of Exeunt, not of the model or the design`,
  );
}

/** As exports do, the int8 sibling of a model that will not do is taken. */
function faultsOf(
  of: Pick<Analysis, 'design' | 'lists'>,
  network: NetworkSpec,
  path: string,
  { own, int8 }: NonNullable<Reading['headers']>,
): readonly ModelFault[] {
  const shape = inputShape(of, network.name);
  const inSizes = ({ header, sized }: ReadHeader): Header => (sized && shape ? sized(shape) : header);
  const found = modelFaults(of, network, inSizes(own), path);
  return found.length > 0 && int8 ? modelFaults(of, network, inSizes(int8), int8Sibling(path)) : found;
}

function readingOf(model: NamedModel): Reading {
  const known = readings.get(model);
  if (known) return known;
  const reading: Reading = {
    read: headersOf(model).then((headers) => {
      reading.headers = headers;
    }),
  };
  readings.set(model, reading);
  return reading;
}

async function headersOf({ uri, files }: NamedModel): Promise<NonNullable<Reading['headers']>> {
  const own = await headerOf(uri, files);
  const sibling = int8Sibling(uri);
  // An int8 model has none.
  const hasSibling = !isInt8(own) && !isRefused(await files.size(sibling));
  return { own, ...(hasSibling && { int8: await headerOf(sibling, files) }) };
}

function isInt8({ header }: ReadHeader): boolean {
  return !(header instanceof OnnxError) && header.input.codes !== undefined;
}

async function headerOf(uri: string, files: NamedModel['files']): Promise<ReadHeader> {
  try {
    const model = await openHeader(uri, files);
    const known = new Map<string, Header>();
    const sized = (shape: readonly number[]): Header => {
      const key = shape.join();
      const found = known.get(key) ?? lowered(withSizes(model, shape));
      known.set(key, found);
      return found;
    };
    return { header: lowered(model), ...(hasOpenSizes(model) && { sized }) };
  } catch (error) {
    return { header: error instanceof OnnxError ? error : failed(error) };
  }
}

function lowered(model: OnnxModel): Header {
  try {
    return lowerModel(model, true);
  } catch (error) {
    return error instanceof OnnxError ? error : failed(error);
  }
}
