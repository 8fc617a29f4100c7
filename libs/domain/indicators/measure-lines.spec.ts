import fc from 'fast-check';
import { indicatorNamed, indicators, type IndicatorName } from './catalogue.js';
import { Exact } from './exact.js';
import { indicatorItems } from './item.js';
import { type DeliveryLine, type LineReceipt, measureLines, type MeasureWindow } from './measure-lines.js';
import { noMeasures } from './measures.js';

const year: MeasureWindow = { from: '2010-01-01', to: '2010-12-31', asOf: '2011-03-31', tolerance: 0 };

const received = (quantity: number, receivedOn: string): LineReceipt => ({ quantity: new Exact(quantity), receivedOn });

/** Ten pieces ordered on 1 May, promised for 10 June. */
const line = (changes: Partial<DeliveryLine> = {}): DeliveryLine => ({
  orderedQuantity: new Exact(10),
  orderDate: '2010-05-01',
  promisedDate: '2010-06-10',
  cancellation: null,
  receipts: [],
  ...changes,
});

const cancelled = (by: 'buyer' | 'supplier', on: string, quantity: number | null = null) => ({
  by,
  on,
  quantity: quantity === null ? null : new Exact(quantity),
});

const valueOf = (name: IndicatorName, lines: DeliveryLine[], window = year): number | null =>
  indicatorNamed(name).from(measureLines(lines, window)).value?.toNumber() ?? null;
const onTime = (lines: DeliveryLine[], window = year) => valueOf('onTimeDelivery', lines, window);
const byQuantity = (lines: DeliveryLine[], window = year) => valueOf('onTimeDeliveryByQuantity', lines, window);

describe('a line received in parts', () => {
  const sixInTime = received(6, '2010-06-10');

  it('is at 60 % by quantity when 6 of 10 arrived in time and 4 later', () => {
    expect(byQuantity([line({ receipts: [sixInTime, received(4, '2010-06-11')] })])).toBe(60);
  });
  it('is at 100 % when the 4 arrived by the date too', () => {
    const lines = [line({ receipts: [sixInTime, received(4, '2010-06-09')] })];
    expect([byQuantity(lines), onTime(lines)]).toEqual([100, 100]);
  });
  it('is late until all of it arrived in time', () => {
    expect(onTime([line({ receipts: [sixInTime] })])).toBe(0);
    expect(onTime([line({ receipts: [sixInTime, received(3.9999, '2010-06-10')] })])).toBe(0);
    expect(onTime([line({ receipts: [sixInTime, received(4, '2010-06-11')] })])).toBe(0);
  });
  it('cannot make good for another by over-delivery', () => {
    const lines = [line({ receipts: [received(25, '2010-06-01')] }), line()];
    expect([byQuantity(lines), onTime(lines)]).toEqual([50, 50]);
  });
  it('is as late as its last needed part', () => {
    const receipts = [sixInTime, received(4, '2010-06-15'), received(5, '2010-07-01')];
    expect(valueOf('meanLateness', [line({ receipts })])).toBe(5);
    expect(valueOf('leadTimeMean', [line({ receipts })])).toBe(45);
  });
});

describe('what is due', () => {
  it('includes the first and the last day of the period and nothing beside it', () => {
    const dates = ['2009-12-31', '2010-01-01', '2010-12-31', '2011-01-01'];
    expect(measureLines(dates.map((promisedDate) => line({ promisedDate })), year).linesDue).toBe(2);
  });
  it('does not include a line that is not yet due, even when it has arrived', () => {
    const lines = [line({ receipts: [received(10, '2010-06-01')] })];
    expect(onTime(lines, { ...year, asOf: '2010-06-09' })).toBeNull();
    expect(onTime(lines, { ...year, asOf: '2010-06-10' })).toBe(100);
  });
  it('is late when it has not arrived', () => {
    expect(onTime([line()])).toBe(0);
  });
  it('does not know of receipts after the day one looks from', () => {
    const lines = [line({ receipts: [received(10, '2010-06-20')] })];
    expect(measureLines(lines, { ...year, asOf: '2010-06-19' }).linesArrived).toBe(0);
    expect(valueOf('meanLateness', lines, { ...year, asOf: '2010-06-20' })).toBe(10);
  });
  it('is in time within the tolerance, and is judged only when that is over', () => {
    const lines = [line({ receipts: [received(10, '2010-06-12')] })];
    expect(onTime(lines, { ...year, tolerance: 2 })).toBe(100);
    expect(onTime(lines, { ...year, tolerance: 1 })).toBe(0);
    expect(onTime(lines, { ...year, tolerance: 2, asOf: '2010-06-11' })).toBeNull();
  });
});

describe('a cancelled line', () => {
  it('is out when the buyer cancelled it up to the due date', () => {
    expect(onTime([line({ cancellation: cancelled('buyer', '2010-06-10') })])).toBeNull();
  });
  it('is late when the buyer cancelled it later', () => {
    expect(onTime([line({ cancellation: cancelled('buyer', '2010-06-11') })])).toBe(0);
  });
  it('has failed when the supplier cancelled it, whatever came before', () => {
    const lines = [line({ cancellation: cancelled('supplier', '2010-06-01'), receipts: [received(6, '2010-05-30')] })];
    expect([onTime(lines), byQuantity(lines)]).toEqual([0, 60]);
  });
  it('has a lower quantity when the buyer cancelled a part in time', () => {
    const lines = [line({ cancellation: cancelled('buyer', '2010-06-01', 4), receipts: [received(6, '2010-06-10')] })];
    expect([onTime(lines), byQuantity(lines)]).toEqual([100, 100]);
  });
  it('keeps its quantity when a part was cancelled after the due date, or by the supplier', () => {
    const receipts = [received(6, '2010-06-10')];
    expect(byQuantity([line({ cancellation: cancelled('buyer', '2010-06-11', 4), receipts })])).toBe(60);
    expect(onTime([line({ cancellation: cancelled('supplier', '2010-06-01', 4), receipts })])).toBe(0);
  });
  it('is not cancelled yet for somebody who looks from before', () => {
    const lines = [line({ cancellation: cancelled('supplier', '2010-07-01'), receipts: [received(10, '2010-06-10')] })];
    expect(onTime(lines, { ...year, asOf: '2010-06-30' })).toBe(100);
    expect(onTime(lines, { ...year, asOf: '2010-07-01' })).toBe(0);
  });
});

describe('lateness and lead time', () => {
  const arriving = (receivedOn: string, changes: Partial<DeliveryLine> = {}) =>
    line({ receipts: [received(10, receivedOn)], ...changes });

  it('does not let an early line make good for a late one', () => {
    expect(valueOf('meanLateness', [arriving('2010-05-11'), arriving('2010-06-20')])).toBe(5);
  });
  it('leaves out lines without an order date, and those ordered after they came', () => {
    const lines = [arriving('2010-05-31'), arriving('2010-06-01', { orderDate: null }), arriving('2010-04-30')];
    expect(measureLines(lines, year).leadTimeLines).toBe(1);
    expect(valueOf('leadTimeMean', lines)).toBe(30);
  });
  it('varies by the deviation of the sample over its mean', () => {
    // 30, 40 and 50 days: deviation 10 (n − 1), mean 40.
    expect(valueOf('leadTimeVariation', ['2010-05-31', '2010-06-10', '2010-06-20'].map((day) => arriving(day)))).toBe(0.25);
  });
  it('has no variation with one line', () => {
    expect(valueOf('leadTimeVariation', [arriving('2010-06-01')])).toBeNull();
  });
});

describe('without due lines', () => {
  it('every indicator is insufficient data, never 0 or 100', () => {
    const items = indicatorItems(noMeasures, () => 1);
    expect(items.map((item) => [item.value, item.status])).toEqual(indicators.map(() => [null, 'insufficientData']));
  });
  it('an indicator under its minimum sample shows its value and is insufficient data all the same', () => {
    const [otd] = indicatorItems(measureLines([line()], year), () => 2);
    expect(otd).toMatchObject({ value: 0, sample: 1, denominator: 1, status: 'insufficientData' });
  });
});

describe('for any deliveries', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((each) => `2010-06-${String(each).padStart(2, '0')}`);
  const receipts = fc.array(
    fc.record({ quantity: fc.integer({ min: 0, max: 8 }).map((each) => new Exact(each)), receivedOn: day }),
    { maxLength: 5 },
  );
  const anyLine = receipts.map((each) => line({ receipts: each }));

  it('the order in which arrivals are recorded does not matter', () => {
    fc.assert(
      fc.property(receipts, fc.array(fc.nat(), { minLength: 5, maxLength: 5 }), (each, keys) => {
        const shuffled = each
          .map((receipt, index) => ({ receipt, key: keys[index] ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ receipt }) => receipt);
        expect(measureLines([line({ receipts: shuffled })], year)).toEqual(measureLines([line({ receipts: each })], year));
      }),
    );
  });
  it('rates lie between 0 and 100, and a line on time is in time with its whole quantity', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 6 }), (lines) => {
        const lineRate = onTime(lines) ?? -1;
        const quantityRate = byQuantity(lines) ?? -1;
        expect(lineRate).toBeGreaterThanOrEqual(0);
        expect(quantityRate).toBeLessThanOrEqual(100);
        // Every line is of 10 pieces, so what is on time as a line is part of what is in time as a quantity.
        expect(quantityRate).toBeGreaterThanOrEqual(lineRate - 1e-9);
      }),
    );
  });
  it('the months add up to the year', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyLine, fc.constantFrom('2010-06-10', '2010-07-10')), { maxLength: 6 }), (drawn) => {
        const lines = drawn.map(([each, promisedDate]) => ({ ...each, promisedDate }));
        const june = measureLines(lines, { ...year, from: '2010-06-01', to: '2010-06-30' });
        const july = measureLines(lines, { ...year, from: '2010-07-01', to: '2010-07-31' });
        const whole = measureLines(lines, year);
        expect(whole.linesOnTime).toBe(june.linesOnTime + july.linesOnTime);
        expect(whole.quantityInTime.toString()).toBe(june.quantityInTime.plus(july.quantityInTime).toString());
        expect(whole.leadTimeDaysSquared).toBe(june.leadTimeDaysSquared + july.leadTimeDaysSquared);
      }),
    );
  });
});
