/**
 * The peer of the benchmark: a language server by Langium for a language of modules, scalars and records that refer to
 * each other by qualified names. Parser, index, linking and validation are Langium's own; Langium is fetched by the benchmark.
 */
import { AstUtils, DefaultNameProvider, DefaultScopeComputation, EmptyFileSystem } from 'langium';
import { createServicesForGrammar } from 'langium/grammar';
import { createDefaultSharedModule, startLanguageServer } from 'langium/lsp';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';

const grammar = `
grammar Records
entry Document: members+=(Module | Scalar | Record)*;
Module: 'module' name=ID '{' members+=(Module | Scalar | Record)* '}';
Scalar: 'scalar' name=ID;
Record: 'record' name=ID '{' fields+=Field* '}';
Field: name=ID ':' type=[Named:Path];
type Named = Scalar | Record;
Path returns string: ID ('.' ID)*;
hidden terminal WS: /\\s+/;
terminal ID: /[_a-zA-Z][\\w]*/;
`;

/** A type is known by its path from the outermost module, and by the rest of it inside each module on the way. */
class PathScopes extends DefaultScopeComputation {
  collectExportedSymbols(document) {
    const names = new DefaultNameProvider();
    const all = [];
    for (const node of AstUtils.streamAllContents(document.parseResult.value)) {
      if (node.$type !== 'Scalar' && node.$type !== 'Record') continue;
      const path = [names.getName(node)];
      for (let at = node.$container; at?.name !== undefined; at = at.$container) path.unshift(at.name);
      all.push(this.descriptions.createDescription(node, path.join('.'), document));
    }
    return Promise.resolve(all);
  }
}

const connection = createConnection(ProposedFeatures.all);
const context = { connection, ...EmptyFileSystem };
const services = await createServicesForGrammar({
  grammar,
  module: { references: { ScopeComputation: (of) => new PathScopes(of) } },
  sharedModule: createDefaultSharedModule(context),
  languageMetaData: {
    languageId: 'records',
    fileExtensions: ['.records'],
    caseInsensitive: false,
    mode: 'production',
  },
});
startLanguageServer(services.shared);
