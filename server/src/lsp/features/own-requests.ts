/** Exeunt's own requests: the view's figures, and the text of exports. */
import type { CancellationToken } from 'vscode-languageserver';
import { viewSnapshot } from '../../analysis/presentation/view';
import {
  type ExportParams,
  type ExportResult,
  exportRequest,
  type ViewEditedParams,
  type ViewParams,
  viewEditedRequest,
  viewRequest,
  type ViewResult,
} from '../../base/protocol/messages';
import {
  constraintsRequest,
  type ConstraintsParams,
  type ConstraintsResult,
} from '../../base/protocol/constraints';
import { placementView } from '../../analysis/presentation/placement';
import { placementRequest, type PlacementParams, type PlacementResult } from '../../base/protocol/placement';
import { constraintChoices } from '../../diagnostics/pasted-xdc';
import { analyse } from '../../analysis/analyse';
import type { Checkpoint } from '../../base/checkpoint';
import { hashOf } from '../../base/hash';
import { diagnose } from '../../diagnostics/diagnose';
import { withEdits } from '../../workspace/edited';
import type { Analysed } from '../analyses';
import { linesOf, toRange } from '../convert';
import { exportedText } from './exported-text';
import { type Feature, whileWanted } from './feature';

export const view: Feature = {
  capabilities: {},
  register(server) {
    server.host.connection.onRequest(viewRequest, ({ uri }: ViewParams, token: CancellationToken) =>
      server.on<ViewResult>(
        'view',
        uri,
        token,
        null,
        ({ analysis, diagnostics }) => viewSnapshot(analysis, diagnostics),
        ({ message }) => ({ failed: message }),
      ),
    );
    server.host.connection.onRequest(
      viewEditedRequest,
      (params: ViewEditedParams, token: CancellationToken) =>
        server.on<ViewResult>(
          'preview',
          params.uri,
          token,
          null,
          (now) => editedView(now, params, whileWanted(token)),
          ({ message }) => ({ failed: message }),
        ),
    );
  },
};

async function editedView(
  { closure, analysis }: Analysed,
  { designHash, edits }: ViewEditedParams,
  checkpoint: Checkpoint,
): Promise<ViewResult> {
  const { uri } = analysis;
  if (hashOf(closure.files[0]?.text ?? '') !== designHash)
    return { failed: 'The design has changed since the search: search again.' };
  const edited = withEdits(
    closure,
    edits.map(({ file = uri, start, end, text }) => ({ uri: file, start, end, text })),
  );
  const after = await analyse(edited, checkpoint);
  return viewSnapshot(after, diagnose(after));
}

/** A region that is dragged in the view. */
export const placing: Feature = {
  capabilities: {},
  register(server) {
    server.host.connection.onRequest(
      placementRequest,
      ({ uri, region, drawn }: PlacementParams, token: CancellationToken) =>
        server.on<PlacementResult>('placement', uri, token, null, ({ analysis }) =>
          placementView(analysis, region, drawn),
        ),
    );
  },
};

export const exporting: Feature = {
  capabilities: {},
  register(server) {
    const { connection, analyses } = server.host;
    connection.onRequest(exportRequest, ({ uri, what }: ExportParams, token: CancellationToken) =>
      server.on<ExportResult>(
        'export',
        uri,
        token,
        { error: 'The design is not open.' },
        async (now) => exportedText(uri, what, (await analyses.settled(uri)) ?? now, whileWanted(token)),
        ({ message }) => ({ error: message }),
      ),
    );
  },
};

/** Lines of a constraint file that are about to be pasted, as ranges of the region there. */
export const constraints: Feature = {
  capabilities: {},
  register(server) {
    server.host.connection.onRequest(
      constraintsRequest,
      ({ uri, range, text }: ConstraintsParams, token: CancellationToken) =>
        server.on<ConstraintsResult>('paste', uri, token, [], ({ analysis }) => {
          const document = analysis.files[0];
          if (document === undefined) return [];
          const lines = linesOf(document);
          const at = { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
          const around = { text: document.text, slots: document.tree.slots };
          return constraintChoices(around, at, text, analysis.target).map(({ title, main, others }) => ({
            title,
            text: main.text,
            edits: [
              { start: main.start, end: at.start, text: '' },
              { start: at.end, end: main.end, text: '' },
              ...others,
            ]
              .filter((edit) => edit.start < edit.end || edit.text !== '')
              .map((edit) => ({ range: toRange(lines, edit.start, edit.end), text: edit.text })),
          }));
        }),
    );
  },
};
