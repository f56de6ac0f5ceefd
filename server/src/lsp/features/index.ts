/** All features, a file each: announced and registered from one list. */
import type { ServerCapabilities } from 'vscode-languageserver';
import { lenses } from './code-lens';
import { completion } from './completion';
import { diagnostics } from './diagnostics';
import { type Feature, type FeatureHost, FeatureServer } from './feature';
import { fixes } from './fixes';
import { foldingRanges } from './folding';
import { documentFormatting } from './formatting';
import { hovers } from './hover';
import { hints } from './inlay-hints';
import { documentLinks } from './links';
import { navigation, rename } from './navigation';
import { symbols } from './outline';
import { constraints, exporting, placing, view } from './own-requests';
import { nameTokens } from './semantic-tokens';

const features: readonly Feature[] = [
  diagnostics,
  hovers,
  completion,
  navigation,
  rename,
  symbols,
  nameTokens,
  documentLinks,
  foldingRanges,
  documentFormatting,
  lenses,
  hints,
  fixes,
  view,
  exporting,
  constraints,
  placing,
];

export const featureCapabilities: ServerCapabilities = Object.assign(
  {},
  ...features.map((feature) => feature.capabilities),
) as ServerCapabilities;

export function registerFeatures(host: FeatureHost): void {
  const server = new FeatureServer(host);
  for (const feature of features) feature.register(server);
}
