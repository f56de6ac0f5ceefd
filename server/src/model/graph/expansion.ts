/** What bounds the walk through graphs and functions within each other: a small file may ask for a very large one. */
import { OnnxError, type OnnxFunction, type OnnxModel } from '../../onnx/index';

/** Graphs and functions within each other: more than models have, and few enough for the stack. */
const deepest = 100;
/** Functions and loops that double with each level grow like powers of two. */
const mostNodes = 200_000;

export class Expansion {
  /** Functions that are being expanded, the outermost first. */
  private readonly calls: OnnxFunction[] = [];
  /** By a name, the next number for another value of that name. */
  private readonly copies = new Map<string, number>();
  private depth = 0;
  private nodes = 0;

  constructor(private readonly model: OnnxModel) {}

  /** Version of a domain's operators; a function's body may be written in another one than the model. */
  opset(domain: string): number {
    return this.calls.at(-1)?.opsets.get(domain) ?? this.model.opsets.get(domain) ?? 1;
  }

  /** @throws OnnxError where that is too deep */
  inGraph<T>(walk: () => T): T {
    if (++this.depth > deepest) {
      const inside = this.calls.at(-1);
      throw new OnnxError(
        `the model goes more than ${deepest} graphs and functions deep${inside ? `, in function ${inside.name}` : ''}; export it without functions, and with each exit as an output of its own`,
      );
    }
    const result = walk();
    this.depth--;
    return result;
  }

  /** @throws OnnxError where the function is being expanded already */
  inFunction<T>(called: OnnxFunction, walk: () => T): T {
    const at = this.calls.indexOf(called);
    if (at >= 0) {
      const way = [...this.calls.slice(at), called].map((f) => f.name).join(' → ');
      throw new OnnxError(
        `function ${called.name} calls itself (${way}), which ONNX forbids; export the model without functions`,
      );
    }
    this.calls.push(called);
    const result = walk();
    this.calls.pop();
    return result;
  }

  /** @throws OnnxError for the node that is one too many */
  countNode(): void {
    if (this.depth > 1 && ++this.nodes > mostNodes) {
      throw new OnnxError(
        `the model's functions and loops expand to more than ${mostNodes.toLocaleString('en')} nodes; export it without them`,
      );
    }
  }

  /** A name that is not taken; counted on, since a function that is called often has its names again each time. */
  freeName(name: string, isTaken: (name: string) => boolean): string {
    let own = name;
    let next = this.copies.get(name) ?? 2;
    while (isTaken(own)) own = `${name}~${next++}`;
    this.copies.set(name, next);
    return own;
  }
}
