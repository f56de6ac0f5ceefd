/**
 * The floorplan and the timeline beside the editor. One panel, which follows the design in the active editor. It asks
 * the server for a snapshot after each analysis, and only while it is visible.
 */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { viewRequest, type ViewParams, type ViewResult } from '../../../../server/src/base/protocol/messages';
import {
  placementRequest,
  type PlacementParams,
  type PlacementResult,
} from '../../../../server/src/base/protocol/placement';
import type {
  FromView,
  ShownExploration,
  ToView,
  ViewSnapshot,
} from '../../../../server/src/base/protocol/view';
import type { Analyses } from '../../infrastructure/analyses';
import { designUri, isDesign, openDesign } from '../../infrastructure/designs';
import { viewPage } from './page';
import { reveal } from './reveal';
import { writeEdits, type PlacementEdits } from './write';
import { savePicture } from './picture';

export const viewType = 'exeunt.view';

/** Storage key of the panel's design, for the next window on the same folder. */
const rememberedDesign = 'exeunt.view.design';

export interface ViewState {
  /** The design that the panel follows; undefined without a design or a panel. */
  design: string | undefined;
  /** The snapshot last sent to the page. */
  snapshot: ViewSnapshot | undefined;
  /** Whether the page has loaded and asked for its first snapshot. */
  ready: boolean;
  exploration: ShownExploration | undefined;
  /** Candidate that the snapshot is of; undefined if it is of the text. */
  preview: string | undefined;
}

/** A search's answer, with what can be done with its candidates. */
export interface Exploration {
  readonly design: vscode.Uri;
  readonly shown: ShownExploration;
  /** The figures of a candidate. @throws Error if the design has changed */
  readonly preview: (candidate: string) => Promise<ViewSnapshot>;
  /** Writes it into the design. @throws Error likewise */
  readonly apply: (candidate: string) => Promise<void>;
}

export class ViewPanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | undefined;
  private design: vscode.Uri | undefined;
  private snapshot: ViewSnapshot | undefined;
  private ready = false;
  /** Number of the latest request; older answers are dropped. */
  private requests = 0;
  private exploration: Exploration | undefined;
  /** Candidate that is shown instead of the text. */
  private previewed: string | undefined;
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly client: BaseLanguageClient,
    analyses: Analyses,
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscriptions = vscode.Disposable.from(
      analyses.onAnalysed(({ design }) => {
        if (this.shows(design)) void this.refresh();
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (this.panel && editor && isDesign(editor.document)) this.follow(editor.document.uri);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && this.shows(document.uri)) {
          const uri = client.code2ProtocolConverter.asUri(document.uri);
          this.endPreview();
          this.post({ type: 'computing', uri, version: document.version });
        }
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.sendCursor(textEditor)),
      vscode.window.registerWebviewPanelSerializer(viewType, this),
    );
  }

  /** Opens the panel beside the editor, or brings it to the front, on `design` or on the active one. */
  open(design?: vscode.Uri): void {
    const uri = design ?? designUri(undefined) ?? this.design;
    if (this.panel) {
      this.panel.reveal(undefined, true);
    } else {
      this.attach(
        vscode.window.createWebviewPanel(
          viewType,
          'Floorplan and Timeline',
          { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
          // Keeps zoom and selection when the tab is hidden.
          { retainContextWhenHidden: true },
        ),
      );
    }
    if (uri) this.follow(uri);
  }

  /** Opens the panel with what a search found. */
  explore(found: Exploration): void {
    this.open(found.design);
    this.exploration = found;
    this.endPreview();
    this.post({ type: 'exploration', exploration: found.shown });
  }

  /** Shows a candidate in floorplan and timeline, until the text changes or the user goes back. */
  async preview(candidate: string): Promise<void> {
    const { exploration } = this;
    if (exploration === undefined) return;
    const snapshot = await exploration.preview(candidate);
    if (this.exploration !== exploration || !this.shows(exploration.design)) return;
    this.requests++;
    this.previewed = candidate;
    this.snapshot = snapshot;
    this.post({ type: 'preview', candidate });
    this.post({ type: 'snapshot', snapshot });
  }

  /** Writes a candidate into the design; the view then shows the text. */
  async apply(candidate: string): Promise<void> {
    await this.exploration?.apply(candidate);
    this.endPreview();
  }

  private endPreview(): void {
    if (this.previewed === undefined) return;
    this.previewed = undefined;
    this.post({ type: 'preview', candidate: null });
    void this.refresh();
  }

  get isOpen(): boolean {
    return this.panel !== undefined;
  }

  /** The panel's design, while the panel has the focus. */
  get focusedDesign(): vscode.Uri | undefined {
    return this.panel?.active === true ? this.design : undefined;
  }

  state(): ViewState {
    return {
      design: this.panel && this.design?.toString(),
      ...{ snapshot: this.snapshot, ready: this.ready },
      ...{ exploration: this.exploration?.shown, preview: this.previewed },
    };
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.attach(panel);
    const remembered = this.context.workspaceState.get<string>(rememberedDesign);
    const uri = designUri(undefined) ?? (remembered ? vscode.Uri.parse(remembered) : undefined);
    if (!uri) return;
    // The server knows only open documents, and this one may not be open in this window yet.
    await vscode.workspace.openTextDocument(uri).then(
      () => this.follow(uri),
      (error: unknown) => this.log.info('The design that the view showed is gone:', error),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.panel?.dispose();
  }

  private attach(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.ready = false;
    const dist = vscode.Uri.joinPath(this.context.extensionUri, 'dist');
    const icons = vscode.Uri.joinPath(this.context.extensionUri, 'grammar', 'icons');
    panel.iconPath = {
      light: vscode.Uri.joinPath(icons, 'exeunt-light.svg'),
      dark: vscode.Uri.joinPath(icons, 'exeunt-dark.svg'),
    };
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.webview.onDidReceiveMessage((message: FromView) => this.receive(message));
    panel.onDidChangeViewState(() => {
      if (panel.visible) void this.refresh();
    });
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.snapshot = undefined;
      this.ready = false;
      this.exploration = undefined;
      this.previewed = undefined;
    });
    panel.webview.html = viewPage(panel.webview, dist);
  }

  private follow(design: vscode.Uri): void {
    if (this.shows(design)) {
      if (!this.snapshot) void this.refresh();
      return;
    }
    this.design = design;
    this.snapshot = undefined;
    this.closeExploration();
    void this.context.workspaceState.update(rememberedDesign, design.toString());
    void this.refresh();
  }

  private receive(message: FromView): void {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        if (this.exploration) this.post({ type: 'exploration', exploration: this.exploration.shown });
        void this.refresh();
        break;
      case 'reveal':
        if (this.design) this.report(reveal(this.design, message.range));
        break;
      case 'place':
        this.report(this.place(message.region, message.drawn));
        break;
      case 'write':
        if (this.design) this.report(this.write(this.design, message.version, message.edits));
        break;
      case 'save':
        this.report(savePicture(this.design, message));
        break;
      case 'copy':
        this.report(Promise.resolve(vscode.env.clipboard.writeText(message.text)));
        break;
      case 'previewCandidate':
        this.report(this.preview(message.candidate));
        break;
      case 'applyCandidate':
        this.report(this.apply(message.candidate));
        break;
      case 'endPreview':
        this.endPreview();
        break;
      case 'closeExploration':
        this.closeExploration();
        break;
      case 'log':
        this.log.warn('View:', message.message);
        break;
    }
  }

  private async place(region: string, drawn: PlacementParams['drawn']): Promise<void> {
    const uri = this.protocolUri();
    const params = uri === undefined ? undefined : { uri, region, drawn };
    const placement =
      params &&
      (await this.client.sendRequest<PlacementResult>(placementRequest, params satisfies PlacementParams));
    this.post({ type: 'placement', placement: placement ?? null });
  }

  /** What was not written is shown as it was. */
  private async write(design: vscode.Uri, version: number, edits: PlacementEdits): Promise<void> {
    try {
      await writeEdits(design, version, edits);
    } catch (error) {
      this.post({ type: 'placement', placement: null });
      throw error;
    }
  }

  private closeExploration(): void {
    if (this.exploration === undefined) return;
    this.exploration = undefined;
    this.endPreview();
    this.post({ type: 'exploration', exploration: null });
  }

  /** Fetches the newest snapshot and hands it to the page, unless a candidate is shown. */
  private async refresh(): Promise<void> {
    if (!this.panel?.visible || !this.ready || this.previewed !== undefined) return;
    const uri = this.protocolUri();
    if (uri === undefined) {
      this.post({ type: 'empty', reason: 'Open a design (.exeunt) to see its floorplan and timeline.' });
      return;
    }
    const request = ++this.requests;
    try {
      const params: ViewParams = { uri };
      const snapshot = await this.client.sendRequest<ViewResult>(viewRequest, params);
      if (request !== this.requests) return;
      this.show(snapshot);
    } catch (error) {
      this.log.error('The view could not be updated:', error);
    }
  }

  private show(snapshot: ViewResult): void {
    if (!snapshot || 'failed' in snapshot) {
      this.post({ type: 'empty', reason: snapshot?.failed ?? 'This design is not open in an editor.' });
      return;
    }
    this.snapshot = snapshot;
    this.post({ type: 'snapshot', snapshot });
    const editor = vscode.window.visibleTextEditors.find((candidate) => this.shows(candidate.document.uri));
    if (editor) this.sendCursor(editor);
  }

  private sendCursor({ document, selection }: vscode.TextEditor): void {
    if (!this.shows(document.uri)) return;
    this.post({ type: 'cursor', line: selection.active.line, character: selection.active.character });
  }

  private post(message: ToView): void {
    if (this.ready) void this.panel?.webview.postMessage(message);
  }

  private shows(uri: vscode.Uri): boolean {
    return this.design?.toString() === uri.toString();
  }

  private protocolUri(): string | undefined {
    return this.design && openDesign(this.design)
      ? this.client.code2ProtocolConverter.asUri(this.design)
      : undefined;
  }

  private report(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      this.log.error('View:', error);
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    });
  }
}
