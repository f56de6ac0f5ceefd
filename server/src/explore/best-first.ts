/** Least bound first; of equals, the one that came first. */
export class BestFirst<T extends { readonly bound: number }> {
  private readonly items: { readonly item: T; readonly order: number }[] = [];
  private pushed = 0;

  push(item: T): void {
    const { items } = this;
    let at = items.push({ item, order: this.pushed++ }) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.swappedIfBefore(at, above)) break;
      at = above;
    }
  }

  pop(): T | undefined {
    const { items } = this;
    const [first] = items;
    const last = items.pop();
    if (first === undefined || last === undefined || items.length === 0) return first?.item;
    items[0] = last;
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      const least = this.before(left + 1, left) ? left + 1 : left;
      if (!this.swappedIfBefore(least, at)) return first.item;
      at = least;
    }
  }

  private swappedIfBefore(a: number, b: number): boolean {
    if (!this.before(a, b)) return false;
    const [one, other] = [this.items[a], this.items[b]];
    if (one && other) [this.items[a], this.items[b]] = [other, one];
    return true;
  }

  private before(a: number, b: number): boolean {
    const [one, other] = [this.items[a], this.items[b]];
    if (one === undefined || other === undefined) return false;
    return (
      one.item.bound < other.item.bound || (one.item.bound === other.item.bound && one.order < other.order)
    );
  }
}
