/**
 * Makes one call of many that come while another is under way: the first goes at once, those that come meanwhile go together
 * when it has ended. Each gets its own answer; if the common call fails, each of its callers is told.
 */
export function gather<Item, Answer>(work: (items: readonly Item[]) => Promise<(item: Item) => Answer>): (item: Item) => Promise<Answer> {
  let coming: { readonly items: Item[]; readonly answer: Promise<(item: Item) => Answer> } | null = null;
  let before: Promise<unknown> = Promise.resolve();
  return async (item) => {
    if (!coming) {
      const items: Item[] = [];
      const answer = before.then(() => {
        coming = null;
        return work(items);
      });
      coming = { items, answer };
      before = answer.catch(() => undefined);
    }
    coming.items.push(item);
    return (await coming.answer)(item);
  };
}
