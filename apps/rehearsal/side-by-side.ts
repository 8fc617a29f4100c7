/** Cases that are worked on at the same time: each waits for its own activities. */
const AT_ONCE = 8;

/** Works on all items, a few at a time, in their order. */
export async function sideBySide<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
