import { DateTime } from 'luxon';

/** How dates are written in business files, in the order in which an undecided one is read. */
const forms = ['yyyy-MM-dd', 'dd.MM.yyyy', 'dd.MM.yyyy H:mm:ss', 'dd.MM.yy', 'yyyy/M/d', 'yyyy.M.d', 'yyyyMMdd', "yyyy'年'M'月'd'日'", 'd-MMM-yy', 'd-MMM-yyyy', 'd/M/yyyy', 'M/d/yyyy', 'd/M/yy', 'M/d/yy', "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.SSSZZ", "yyyy-MM-dd'T'HH:mm:ssZZ"];

const readsAs = (sample: string, form: string): boolean => DateTime.fromFormat(sample.trim(), form, { zone: 'utc', locale: 'en' }).isValid;

/** True for a text that one of the forms reads as a date; digits alone are rather a number. */
export const looksLikeDate = (sample: string): boolean => /\D/.test(sample.trim()) && forms.some((form) => readsAs(sample, form));

/** The fewest Luxon formats that read the samples, most used first; ISO dates when none reads any. */
export function dateFormsOf(samples: readonly string[]): string[] {
  const readBy = forms.map((form) => ({ form, reads: new Set(samples.filter((sample) => readsAs(sample, form))) }));
  const chosen: string[] = [];
  const left = new Set(samples);
  for (;;) {
    const best = readBy.map(({ form, reads }) => ({ form, count: [...reads].filter((sample) => left.has(sample)).length })).reduce((one, other) => (other.count > one.count ? other : one));
    if (best.count === 0) return chosen.length > 0 ? chosen : ['yyyy-MM-dd'];
    chosen.push(best.form);
    for (const sample of readBy.find(({ form }) => form === best.form)?.reads ?? []) left.delete(sample);
  }
}

/** The decimal sign and the sign between thousands that the samples use; a point and none when they do not tell. */
export function decimalSignOf(samples: readonly string[]): { decimal: '.' | ','; thousands: '' | ' ' | ',' | '.' | "'"; trailingMinus: boolean } {
  const numbers = samples.map((sample) => sample.trim());
  // A comma before anything but three digits is a decimal sign, and so is one that follows a point.
  const comma = numbers.some((number) => /,\d{1,2}-?$|,\d{4,}-?$|\.\d{3},\d/.test(number));
  const decimal = comma && !numbers.some((number) => /,\d{3}\.\d/.test(number)) ? ',' : '.';
  const other = decimal === ',' ? '.' : ',';
  const groupedBy = (sign: string) => new RegExp(`\\d[${sign}]\\d{3}(\\D|$)`, 'u');
  const signs = [[' ', ' \u00a0\u202f'], ["'", "'"], [other, other]] as const;
  const thousands = signs.find(([, written]) => numbers.some((number) => groupedBy(written).test(number)))?.[0] ?? '';
  return { decimal, thousands, trailingMinus: numbers.some((number) => /\d-$/.test(number)) };
}
